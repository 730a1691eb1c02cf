"""Each occurrence is told once, and its end: what is open is kept in the database.

Something that holds at as many looks in a row as its kind asks for is told. It is over when it no
longer holds at as many. Where it can't be seen any more (the broadcast is done, today's calling
hours are over, nobody wants to know) it ends without a word, since nobody can say that it is well.
"""

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import cast
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import DatabaseError, transaction

from stats import outlook, service
from stats.alerts import outbox
from stats.alerts.conditions import Finding, Sight, Verdict, findings
from stats.alerts.kinds import KINDS, Name
from stats.alerts.rules import Rule, wanted_of
from stats.forecast.hours import dialing_hours
from stats.models import Alert, Broadcast

log = logging.getLogger("stats.alerts")


def check(broadcast_id: int) -> None:
    """Look at the newest look of a broadcast, and queue what there is to tell.

    Where the database can't be written, that is logged: the next look finds the same.
    """
    try:
        _check(broadcast_id)
    except DatabaseError as error:
        log.warning("alerts of broadcast %d not looked after: %s", broadcast_id, error)


def _check(broadcast_id: int) -> None:
    rules = wanted_of(broadcast_id)
    known = list(Alert.objects.open().filter(broadcast_id=broadcast_id))
    sight = _sight(broadcast_id) if rules or known else None
    if sight is None:
        return
    found = {
        kind: findings(kind, sight, rule.limit, _told(known, kind)) for kind, rule in rules.items()
    }
    with transaction.atomic():
        _settle(broadcast_id, sight, rules, found)


def end_all(broadcast_id: int) -> None:
    """End what is open at a broadcast that is no longer looked at, without a word."""
    _end_silently(Alert.objects.open().filter(broadcast_id=broadcast_id))


def end_unwanted() -> None:
    """End what is open and nobody wants to be told of any more, without a word."""
    rows = list(Alert.objects.open())
    wanted = {pk: wanted_of(pk) for pk in {row.broadcast_id for row in rows}}
    _end_silently(row for row in rows if row.kind not in wanted[row.broadcast_id])


def _sight(broadcast_id: int) -> Sight | None:
    looks = outlook.looks_of(broadcast_id)
    row = Broadcast.objects.filter(pk=broadcast_id).first()
    if not looks or row is None:
        return None
    details = row.details
    zone = ZoneInfo(settings.TIME_ZONE)
    hours = dialing_hours(details.calling_hours, zone) if details else None
    return Sight(looks, service.now(), hours, details.retry_plan if details else None)


def _told(known: Iterable[Alert], kind: Name) -> dict[str, dict[str, object]]:
    return {row.code: row.facts for row in known if row.kind == kind and row.fired_at}


def _settle(
    broadcast_id: int, sight: Sight, rules: dict[Name, Rule], found: dict[Name, list[Finding]]
) -> None:
    # One collector at a time; what another one has told meanwhile is seen here.
    Broadcast.objects.select_for_update().get(pk=broadcast_id)
    rows = Alert.objects.select_for_update().open().filter(broadcast_id=broadcast_id)
    known = {(cast("Name", row.kind), row.code): row for row in rows}
    for kind, rule in rules.items():
        for finding in found[kind]:
            row = known.pop((kind, finding.code), None)
            if row is not None:
                _go_on(row, finding, sight)
            elif finding.verdict is Verdict.SO and _is_news(broadcast_id, kind, finding, rule):
                _begin(broadcast_id, kind, finding, rule, sight)
    _end_silently(known.values())


def _is_news(broadcast_id: int, kind: Name, finding: Finding, rule: Rule) -> bool:
    """Whether it may begin; a broadcast that was done before anybody asked is no news."""
    if kind != "done":
        return True
    at = datetime.fromisoformat(finding.facts["at"])
    was_told = Alert.objects.filter(broadcast_id=broadcast_id, kind=kind, began_at__gte=at).exists()
    is_asked_for = rule.is_own or finding.facts["was_seen_at_work"]
    return at >= rule.since and is_asked_for and not was_told


def _begin(broadcast_id: int, kind: Name, finding: Finding, rule: Rule, sight: Sight) -> None:
    at = sight.newest.last_seen_at
    row = Alert(
        broadcast_id=broadcast_id,
        kind=kind,
        code=finding.code,
        limit=rule.limit,
        began_at=at,
        last_so_at=at,
        facts=finding.facts,
    )
    row.save()
    if KINDS[kind].looks == 1:
        _fire(row, at)


def _go_on(row: Alert, finding: Finding, sight: Sight) -> None:
    """Take the newest look into account, unless it was already."""
    at = sight.newest.last_seen_at
    if at <= max(row.last_so_at, row.not_so_at or row.last_so_at):
        return
    if finding.verdict is Verdict.SO:
        row.last_so_at, row.not_so_at = at, None
        if row.fired_at is None:
            row.facts = finding.facts
            _fire(row, at)
        row.save()
    elif finding.verdict is Verdict.NOT_SO:
        _doubt(row, finding, at)
    elif finding.verdict is Verdict.CLOSED:
        _end_silently([row])
    if row.ended_at is None and row.kind != "done" and sight.newest.is_done:
        _end_silently([row])


def _doubt(row: Alert, finding: Finding, at: datetime) -> None:
    """It was not so at the newest look: over, if that is enough of them."""
    is_over = row.not_so_at is not None or KINDS[cast("Name", row.kind)].looks_after == 1
    if row.fired_at is None:
        row.delete()
    elif is_over:
        row.ended_at, row.is_recovered, row.end_facts = at, True, finding.facts
        row.save()
        outbox.queue("recovered", row)
        log.info("broadcast %d: %s is over", row.broadcast_id, row.kind)
    else:
        row.not_so_at = at
        row.save()


def _fire(row: Alert, at: datetime) -> None:
    row.fired_at = at
    row.save()
    outbox.queue("fired", row)
    log.info("broadcast %d: %s", row.broadcast_id, row.kind)


def _end_silently(rows: Iterable[Alert]) -> None:
    for row in rows:
        if row.fired_at is None:
            row.delete()
        else:
            row.ended_at = service.now()
            row.save()
