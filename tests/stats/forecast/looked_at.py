"""Looks as they come every few minutes, made of a few numbers."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from stats.broadcast_stats import ActionStatistics, BroadcastStats, ResultStat, UsageStats
from stats.report import Look

BEGIN = datetime(2026, 11, 23, 15, tzinfo=UTC)  # a Monday, 09:00 in Chicago
CHICAGO = ZoneInfo("America/Chicago")
FIVE = timedelta(minutes=5)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def stats(
    unattempted: int | None,
    retry_wait: int | None,
    finished: int | None,
    attempts: int | None = None,
    amount: Decimal | None = None,
    **results: int,
) -> BroadcastStats:
    tried = (finished or 0) + (retry_wait or 0) if attempts is None else attempts
    return BroadcastStats(
        UsageStats(billed_amount=amount, attempts=tried, actions=(finished or 0) + 1),
        tuple(ResultStat(name, count) for name, count in results.items()),
        ActionStatistics(unattempted, retry_wait, finished),
    )


def look(seen: BroadcastStats, at: datetime, *, for_: timedelta = timedelta()) -> Look:
    return Look(seen, at, at + for_)


def every(step: timedelta, seen: Iterable[BroadcastStats], begin: datetime = BEGIN) -> list[Look]:
    """A look for each answer; equal neighbours become one, as they are kept."""
    found: list[Look] = []
    for index, answer in enumerate(seen):
        at = begin + index * step
        if found and found[-1].stats == answer:
            found[-1] = Look(answer, found[-1].first_seen_at, at)
        else:
            found.append(Look(answer, at, at))
    return found


def falling(left: int, by: int, count: int, finished: int = 0) -> list[BroadcastStats]:
    """So many answers, each with so many fewer unattempted than the one before."""
    return [
        stats(left - by * index, 0, finished + by * index, LA=by * index) for index in range(count)
    ]
