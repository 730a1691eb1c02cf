"""When a broadcast was active: its first and last month and day, found in few questions.

CallFire says neither. A stretch without activity costs one question, however long it is.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Final
from zoneinfo import ZoneInfo

from stats.buckets import Bucket
from stats.days import day_begin
from stats.kept import Kept
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

    def plans(self) -> Sequence[Plan]:
        """What to ask for the extent of all activity, a stage after the other."""
        months = self._kept.plan(self._months, activity_alone=True)
        if months.wanted or not self._is_short:
            return [months]
        return [months, self._kept.plan(self._days(self._span))]

    def plans_for_last_day(self) -> Sequence[Plan]:
        """What to ask for the last day alone."""
        months = self._kept.plan(self._months, activity_alone=True)
        month = self._last_month
        if months.wanted or month is None:
            return [months]
        return [months, self._kept.plan(self._days(month), activity_alone=True)]

    @property
    def extent(self) -> Interval | None:
        """From the first to the last day with activity, by months where they are far apart.

        None where there was none, or it is not known yet.
        """
        if any(each.wanted for each in self.plans()):
            return None
        return self._around(self._days(self._span)) if self._is_short else self._span

    @property
    def last_day(self) -> Bucket | None:
        """The last day with activity, as far as is known."""
        month = self._last_month
        busy = self._busy(self._days(month)) if month else []
        return busy[-1] if busy else None

    @cached_property
    def _months(self) -> tuple[Bucket, ...]:
        """The months of whole blocks of years, that of today among them."""
        first = self._now.year - self._now.year % BLOCK_YEARS + BLOCK_YEARS - YEARS
        begin, end = (day_begin(date(year, 1, 1), self._zone) for year in (first, first + YEARS))
        months = self._kept.cut(begin, end, "month")
        self._kept.learn_whole_life((begin, end))
        return months

    def _days(self, stretch: Interval | None) -> tuple[Bucket, ...]:
        return self._kept.cut(*stretch, "day") if stretch else ()

    @property
    def _span(self) -> Interval | None:
        """From the first to the last month with activity."""
        return self._around(self._months)

    @property
    def _is_short(self) -> bool:
        span = self._span
        return span is not None and span[1] - span[0] <= LONGEST_IN_DAYS

    @property
    def _last_month(self) -> Interval | None:
        busy = self._busy(self._months)
        return (busy[-1].begin, busy[-1].end) if busy else None

    def _around(self, buckets: Sequence[Bucket]) -> Interval | None:
        busy = self._busy(buckets)
        return (busy[0].begin, busy[-1].end) if busy else None

    def _busy(self, buckets: Sequence[Bucket]) -> list[Bucket]:
        return [bucket for bucket in buckets if self._kept.is_busy(bucket)]
