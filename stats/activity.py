"""When a broadcast was active: its first and last month and day, found in few questions.

CallFire says neither. A stretch without activity costs one question, however long it is.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Final
from zoneinfo import ZoneInfo

from stats.buckets import Bucket
from stats.days import day_begin
from stats.kept import Kept
from stats.report import Look
from stats.stretches import Interval, Plan

YEARS: Final = 32  # how far back activity is looked for
BLOCK_YEARS: Final = 4  # an eighth of them; blocks begin in leap years, so they stay the same
LONGEST_IN_DAYS: Final = timedelta(days=93)  # three months: a span whose days are looked at


class Activity:
    """When there was activity, by what is kept."""

    def __init__(self, kept: Kept, zone: ZoneInfo, now: datetime) -> None:
        """Look at nothing yet; days and months are those of the zone."""
        self._kept = kept
        self._zone = zone
        self._now = now

    def plans(self) -> Iterator[Plan]:
        """What to ask for the extent of all activity, a stage after the other."""
        yield self._kept.plan(self._months, activity_alone=True)
        span = self._around(self._months)
        if span is not None and _is_short(span):
            yield self._kept.plan(self._days(span), activity_alone=True)

    def plan_for_first_month(self) -> Plan:
        """What to ask for the first month alone."""
        return self._kept.plan(self._months, activity_alone=True)

    @property
    def first_month(self) -> Bucket | None:
        """The first month with activity, by answers of any age; None until all were looked at."""
        if not self._kept.was_looked_at(self._months):
            return None
        return next(iter(self._busy(self._months)), None)

    def plans_for_last_day(self) -> Iterator[Plan]:
        """What to ask for the last day alone."""
        yield self._kept.plan(self._months, activity_alone=True)
        busy = self._busy(self._months)
        if busy:
            days = self._days((busy[-1].begin, busy[-1].end))
            yield self._kept.plan(days, activity_alone=True)

    @property
    def whole(self) -> Look | None:
        """The newest answer for the whole life, if any."""
        return self._kept.newest((self._months[0].begin, self._months[-1].end))

    @property
    def extent(self) -> Interval | None:
        """From the first to the last day with activity, by months where they are far apart.

        By answers of any age, so that there may be more since. None where there was no activity,
        or it is not known yet.
        """
        if not self._kept.was_looked_at(self._months):
            return None
        span = self._around(self._months)
        if span is None or not _is_short(span):
            return span
        days = self._days(span)
        return self._around(days) if self._kept.was_looked_at(days) else None

    @property
    def last_day(self) -> Bucket | None:
        """The last day with activity; None where there was none, or it is not known now."""
        if any(each.wanted for each in self.plans_for_last_day()):
            return None
        months = self._busy(self._months)
        days = self._busy(self._days((months[-1].begin, months[-1].end))) if months else []
        return days[-1] if days else None

    @cached_property
    def _months(self) -> tuple[Bucket, ...]:
        """The months of whole blocks of years, that of today among them."""
        first = self._now.year - self._now.year % BLOCK_YEARS + BLOCK_YEARS - YEARS
        begin, end = (day_begin(date(year, 1, 1), self._zone) for year in (first, first + YEARS))
        months = self._kept.cut(begin, end, "month")
        self._kept.learn_whole_life((begin, end))
        return months

    def _days(self, stretch: Interval) -> tuple[Bucket, ...]:
        return self._kept.cut(*stretch, "day")

    def _around(self, buckets: Sequence[Bucket]) -> Interval | None:
        busy = self._busy(buckets)
        return (busy[0].begin, busy[-1].end) if busy else None

    def _busy(self, buckets: Sequence[Bucket]) -> list[Bucket]:
        return [bucket for bucket in buckets if self._kept.is_busy(bucket)]


def _is_short(span: Interval) -> bool:
    return span[1] - span[0] <= LONGEST_IN_DAYS
