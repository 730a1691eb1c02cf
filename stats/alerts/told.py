"""What people were told: alerts as plain values, for pages, mails and the webhook."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, cast

from django.db.models import Q

from stats.alerts.kinds import Name
from stats.models import Alert, AlertQuerySet


@dataclass(frozen=True, slots=True)
class Told:
    """One occurrence that people were told of. Instants are aware, of looks, in UTC.

    limit: what was passed, in per cent or credits, by kind. facts: the figures when it was told;
    end_facts those when it was over. ended_at without is_recovered: it could not be seen any more.
    """

    number: int
    broadcast_id: int
    name: str | None
    kind: Name
    code: str
    limit: Decimal | None
    began_at: datetime
    fired_at: datetime
    ended_at: datetime | None
    is_recovered: bool
    facts: Mapping[str, Any]
    end_facts: Mapping[str, Any]


def told_of(numbers: Sequence[int]) -> list[Told]:
    """Those of these numbers."""
    return _told(Alert.objects.fired().filter(pk__in=numbers))


def open_now(broadcast_id: int | None = None, *, most: int | None = None) -> list[Told]:
    """What is wrong now, the latest first; of one broadcast, or of all."""
    return _told(_of(broadcast_id).filter(ended_at=None).exclude(kind="done")[:most])


def count_open() -> int:
    """How many there are of those, over all broadcasts."""
    return Alert.objects.fired().filter(ended_at=None).exclude(kind="done").count()


def past(most: int, broadcast_id: int | None = None) -> list[Told]:
    """What is over, and what is done, the latest first."""
    return _told(_of(broadcast_id).exclude(Q(ended_at=None) & ~Q(kind="done"))[:most])


def _of(broadcast_id: int | None) -> AlertQuerySet:
    fired = Alert.objects.fired()
    return fired if broadcast_id is None else fired.filter(broadcast_id=broadcast_id)


def _told(rows: AlertQuerySet) -> list[Told]:
    return [
        Told(
            row.pk,
            row.broadcast_id,
            row.broadcast.shown_name,
            cast("Name", row.kind),
            row.code,
            row.limit,
            row.began_at,
            row.fired_at or row.began_at,
            row.ended_at,
            row.is_recovered,
            row.facts,
            row.end_facts,
        )
        for row in rows.select_related("broadcast")
    ]
