"""Looks kept in the database, and the check that a collector makes after each."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal

from pytest_django import Settings

from stats import watching
from stats.alerts import occurrences
from stats.alerts.kinds import Name
from stats.alerts.rules import set_rules
from stats.broadcast_stats import BroadcastStats
from stats.models import Alert, Notice
from stats.questions import keeping
from stats.questions.question import WHOLE_LIFE
from tests.stats.forecast.looked_at import BEGIN, FIVE, stats

ID = 135


def wants(kind: Name, limit: int | None = None, *, of: int | None = None) -> None:
    """Want that kind and no other, of all watched broadcasts or of one."""
    set_rules(of, {kind: (True, None if limit is None else Decimal(limit))})


def look_at(clock: Settings, seen: BroadcastStats, at: datetime, broadcast_id: int = ID) -> None:
    """Keep the answer as of that instant, as a collector does, and check it."""
    clock.DEMO_NOW = at
    watching.watch(broadcast_id)
    keeping.keep_all(broadcast_id, [(WHOLE_LIFE, seen)], at)
    occurrences.check(broadcast_id)


def look_every(
    clock: Settings,
    seen: Iterable[BroadcastStats],
    begin: datetime = BEGIN,
    step: timedelta = FIVE,
) -> datetime:
    """One after the other; the instant at which the next one would be."""
    at = begin
    for each in seen:
        look_at(clock, each, at)
        at += step
    return at


def told() -> list[tuple[str, str]]:
    """What was queued, in order: event and kind."""
    rows = Notice.objects.order_by("pk").select_related("alert")
    return [(row.event, row.alert.kind if row.alert else "") for row in rows]


def open_alerts() -> list[Alert]:
    """What is open and was told."""
    return list(Alert.objects.open().exclude(fired_at=None).order_by("pk"))


def tried(good: int, failed: int) -> BroadcastStats:
    return stats(10_000, 0, good + failed, LA=good, CARRIER_ERROR=failed)


def steady(hours: float, failed: int = 1) -> list[BroadcastStats]:
    """Answers of a broadcast with 200 attempts in five minutes, so many of them failed."""
    return [tried(n * (200 - failed), n * failed) for n in range(1, round(hours * 12) + 1)]


def after(last: BroadcastStats, count: int, good: int, failed: int) -> list[BroadcastStats]:
    """Further answers, each with so many more."""
    before = {stat.result: stat.attempts or 0 for stat in last.results}
    return [
        tried(before["LA"] + n * good, before["CARRIER_ERROR"] + n * failed)
        for n in range(1, count + 1)
    ]
