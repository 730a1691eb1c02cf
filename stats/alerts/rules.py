"""What is wanted: for all watched broadcasts, and for one in place of that."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q

from stats import service
from stats.alerts.kinds import NAMES, Name
from stats.models import AlertRule
from stats.named import row_of


@dataclass(frozen=True, slots=True)
class Rule:
    """Whether a kind is wanted, and from which limit on (per cent or credits, by kind).

    since: when it was last changed (aware, UTC). is_own: whether it is of one broadcast.
    """

    is_on: bool
    limit: Decimal | None
    since: datetime
    is_own: bool


def rules_of(broadcast_id: int | None) -> dict[Name, Rule]:
    """What was said of one broadcast, or (None) of all that are watched; nothing of the rest."""
    rows = AlertRule.objects.filter(broadcast=broadcast_id)
    return {row.kind: _rule(row) for row in rows if row.kind in NAMES}


def wanted_of(broadcast_id: int) -> dict[Name, Rule]:
    """What is to be told of a broadcast: its own rule, else the one for all."""
    rows = AlertRule.objects.filter(Q(broadcast=None) | Q(broadcast=broadcast_id))
    own_last = sorted(rows, key=lambda row: row.broadcast_id is not None)
    found = {row.kind: _rule(row) for row in own_last if row.kind in NAMES}
    return {kind: rule for kind, rule in found.items() if rule.is_on}


@transaction.atomic
def set_rules(
    broadcast_id: int | None, wanted: Mapping[Name, tuple[bool, Decimal | None] | None]
) -> None:
    """Keep each kind's switch and limit; None takes a rule back. One that stays as it is is older.

    A broadcast that nobody has asked about yet is known from then on.
    """
    if broadcast_id is not None:
        row_of(broadcast_id)
    known = rules_of(broadcast_id)
    for kind, rule in wanted.items():
        mine = AlertRule.objects.filter(broadcast=broadcast_id, kind=kind)
        if rule is None:
            mine.delete()
        elif kind not in known or (known[kind].is_on, known[kind].limit) != rule:
            is_on, limit = rule
            mine.delete()
            AlertRule.objects.create(
                broadcast_id=broadcast_id,
                kind=kind,
                is_on=is_on,
                limit=limit,
                since=service.now(),
            )


def with_own_rules() -> list[int]:
    """The broadcasts that have rules of their own."""
    rows = AlertRule.objects.exclude(broadcast=None).order_by("broadcast")
    return list(rows.values_list("broadcast", flat=True).distinct())


def _rule(row: AlertRule) -> Rule:
    return Rule(row.is_on, row.limit, row.since, row.broadcast_id is not None)
