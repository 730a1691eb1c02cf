"""Each occurrence is told once, and its end: what is open is kept in the database.

Something that holds at as many looks in a row as its kind asks for is told. It is over when it no
longer holds at as many. Where it can't be seen any more (the broadcast is done, today's calling
hours are over, nobody wants to know) it ends without a word, since nobody can say that it is well.
"""

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final, Literal, cast
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import Max

from stats import outlook, service
from stats.alerts import course, outbox
from stats.alerts.conditions import Finding, Sight, Verdict, findings
from stats.alerts.course import Course, Step
from stats.alerts.kinds import Name
from stats.alerts.rules import Rule, wanted_of
from stats.forecast.hours import dialing_hours
from stats.models import Alert, Broadcast, Watch

log = logging.getLogger("stats.alerts")

# Why something ends that nobody can say is well.
Why = Literal["done", "hours", "unwanted", "unwatched"]
# What can be told from the newest look alone, while something is left.
OF_ONE_LOOK: Final[frozenset[Name]] = frozenset({"done", "live_answer_rate", "credits"})


def check(broadcast_id: int) -> None:
    """Look at the newest look of a watched broadcast, and queue what there is to tell.

    Where the database can't be written, that is logged: the next look finds the same.
    """
    try:
        _check(broadcast_id)
    except DatabaseError as error:
        log.warning("alerts of broadcast %d not looked after: %s", broadcast_id, error)


def end_all(broadcast_id: int) -> None:
    """End what is open at a broadcast that is no longer looked at, without a word."""
    for row in Alert.objects.open().filter(broadcast_id=broadcast_id):
        _end(row, "unwatched")


def end_unwanted() -> None:
    """End what is open and is not wanted any more as it was, without a word."""
    rows = list(Alert.objects.open())
    wanted = {pk: wanted_of(pk) for pk in {row.broadcast_id for row in rows}}
    for row in rows:
        if not _is_wanted(row, wanted[row.broadcast_id]):
            _end(row, "unwanted")


def _check(broadcast_id: int) -> None:
    rules = wanted_of(broadcast_id)
    known = list(Alert.objects.open().filter(broadcast_id=broadcast_id))
    sight = _sight(broadcast_id, rules) if rules or known else None
    if sight is None:
        return
    found = {
        kind: findings(kind, sight, rule.limit, _told(known, kind)) for kind, rule in rules.items()
    }
    with transaction.atomic():
        _settle(broadcast_id, sight, rules, found)


def _sight(broadcast_id: int, rules: Mapping[Name, Rule]) -> Sight | None:
    """What is known of the broadcast, as far as these kinds need it; None where nothing is."""
    newest = outlook.looks_of(broadcast_id, most=1)
    row = Broadcast.objects.filter(pk=broadcast_id).first()
    if not newest or row is None:
        return None
    needs_all = newest[-1].is_done or not OF_ONE_LOOK.issuperset(rules)
    looks = outlook.looks_of(broadcast_id) if needs_all else newest
    details = row.details
    zone = ZoneInfo(settings.TIME_ZONE)
    hours = dialing_hours(details.calling_hours, zone) if details else None
    return Sight(looks, service.now(), hours, details.retry_plan if details else None)


def _told(known: Iterable[Alert], kind: Name) -> dict[str, dict[str, Any]]:
    return {row.code: row.facts for row in known if row.kind == kind and row.fired_at}


def _settle(
    broadcast_id: int, sight: Sight, rules: dict[Name, Rule], found: dict[Name, list[Finding]]
) -> None:
    # One collector at a time; what another one has told, or a person done, meanwhile is seen here.
    Broadcast.objects.select_for_update().filter(pk=broadcast_id).first()
    if not Watch.objects.filter(pk=broadcast_id).exists():
        return
    rows = Alert.objects.select_for_update().open().filter(broadcast_id=broadcast_id)
    known = {(cast("Name", row.kind), row.code): row for row in rows}
    for kind, rule in rules.items():
        for finding in found[kind]:
            row = known.get((kind, finding.code))
            if row is not None and row.limit == rule.limit:
                _go_on(known.pop((kind, finding.code)), finding, sight)
            elif row is None and _is_news(broadcast_id, kind, finding, rule, sight):
                _begin(broadcast_id, kind, finding, rule, sight)
    for row in known.values():
        _end(row, "unwanted")


def _is_wanted(row: Alert, rules: Mapping[Name, Rule]) -> bool:
    """Whether it is looked for just as it was when it began."""
    rule = rules.get(cast("Name", row.kind))
    return rule is not None and rule.limit == row.limit


def _is_news(broadcast_id: int, kind: Name, finding: Finding, rule: Rule, sight: Sight) -> bool:
    if finding.verdict is not Verdict.SO:
        return False
    before = Alert.objects.filter(broadcast_id=broadcast_id, kind=kind, code=finding.code)
    last = before.aggregate(Max("began_at"))["began_at__max"]
    return course.is_news(kind, sight, since=rule.since, is_own=rule.is_own, last_began_at=last)


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
    if course.step(kind, None, finding, sight) is Step.TELL:
        _tell(row, at)


def _go_on(row: Alert, finding: Finding, sight: Sight) -> None:
    """Take the newest look into account, unless it was already."""
    at, so_far = (
        sight.newest.last_seen_at,
        Course(bool(row.fired_at), row.last_so_at, row.not_so_at),
    )
    step = course.step(cast("Name", row.kind), so_far, finding, sight)
    if step in (Step.TELL, Step.GO_ON):
        row.last_so_at, row.not_so_at = at, None
        row.save()
    if step is Step.TELL:
        row.facts = finding.facts
        _tell(row, at)
    elif step is Step.DOUBT:
        row.not_so_at = at
        row.save()
    elif step is Step.RECOVER:
        row.ended_at, row.is_recovered, row.end_facts = at, True, finding.facts
        row.save()
        outbox.queue("recovered", row)
        log.info("broadcast %d: %s is over", row.broadcast_id, row.kind)
    elif step in (Step.END, Step.FORGET):
        _end(row, "hours" if finding.verdict is Verdict.CLOSED else "done")


def _tell(row: Alert, at: datetime) -> None:
    row.fired_at = at
    row.save()
    outbox.queue("fired", row)
    log.info("broadcast %d: %s", row.broadcast_id, row.kind)


def _end(row: Alert, why: Why) -> None:
    """End it without a word; one that was never told is forgotten."""
    if row.fired_at is None:
        row.delete()
        return
    row.ended_at, row.end_facts = service.now(), {"why": why}
    row.save()
