"""When a broadcast's first attempt was, to the minute: found by halving, and kept.

CallFire does not say it. Its first month comes from `stats.activity`; within that, the days, the
hours and the minutes are halved, about sixteen questions in all, one after the other. Each is kept
like any other: a settled one is never asked again, so that what is found stays found.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise, takewhile
from typing import Final
from zoneinfo import ZoneInfo

from stats.activity import Activity
from stats.buckets import Bucket
from stats.kept import Kept
from stats.report import Look
from stats.stretches import Finding, Interval

_MINUTE: Final = timedelta(minutes=1)


class FirstAttempt:
    """What is known of it so far, and what to ask next. Instants are aware, in UTC."""

    def __init__(self, broadcast_id: int, zone: ZoneInfo, now: datetime) -> None:
        """Look at nothing yet; months, days and hours are those of the zone."""
        self._kept = Kept(broadcast_id, zone, now)
        self._activity = Activity(self._kept, zone, now)
        self._now = now
        self._minutes: dict[Bucket, tuple[Bucket, ...]] = {}
        self._wanted: Sequence[Interval] | None = None

    @property
    def wanted(self) -> Sequence[Interval]:
        """What to ask for next; nothing where it is known, or known that there was none."""
        if self._wanted is None:
            months = self._activity.plan_for_first_month().wanted
            found = () if months else self._found(is_any_age=False)
            self._wanted = months or (found if isinstance(found, tuple) else ())
        return self._wanted

    @property
    def at(self) -> datetime | None:
        """The begin of its minute, by answers of any age; None where there was none, or not yet."""
        found = self._found(is_any_age=True)
        return found if isinstance(found, datetime) else None

    def learn(self, interval: Interval, look: Look) -> None:
        """Take in an answer that came just now."""
        self._kept.learn(interval, look, is_new=True)
        self._wanted = None

    def _found(self, *, is_any_age: bool) -> datetime | tuple[Interval, ...]:
        """The minute, or the question to it; none where no month is known with activity."""
        month = self._activity.first_month
        if month is None:
            return ()
        part = month
        for cut in (self._days_of, self._hours_of, self._minutes_of):
            found = self._first_of(cut(part), is_any_age=is_any_age)
            if not isinstance(found, Bucket):
                return (found,)
            part = found
        return part.begin

    def _first_of(self, buckets: Sequence[Bucket], *, is_any_age: bool) -> Bucket | Interval:
        """The first busy bucket of a stretch that is busy, or the question that halves the rest."""
        begun = list(takewhile(lambda bucket: bucket.begin < self._now, buckets))
        is_busy = [self._kept.is_busy(bucket) for bucket in begun]
        end = is_busy.index(True) + 1 if True in is_busy else len(begun)
        first = 0
        while first < end - 1 and self._is_empty(begun[first], is_any_age=is_any_age):
            first += 1
        while end - first > 1:
            middle = (first + end) // 2
            found = self._finding(begun[first:middle], is_any_age=is_any_age)
            if found is None:
                return begun[first].begin, begun[middle - 1].end
            first, end = (first, middle) if found == "busy" else (middle, end)
        return begun[first]

    def _finding(self, part: Sequence[Bucket], *, is_any_age: bool) -> Finding | None:
        """What is known of neighbouring buckets together, by their own answers too."""
        stretch = part[0].begin, part[-1].end
        if found := self._kept.finding(stretch):
            return found
        is_old = is_any_age and self._kept.newest(stretch) is not None
        if is_old or all(self._is_empty(bucket, is_any_age=is_any_age) for bucket in part):
            return "empty"
        return None

    def _is_empty(self, bucket: Bucket, *, is_any_age: bool) -> bool:
        if self._kept.is_busy(bucket):
            return False
        return self._kept.is_known(bucket) or (is_any_age and self._kept.look(bucket) is not None)

    def _days_of(self, month: Bucket) -> tuple[Bucket, ...]:
        return self._kept.cut(month.begin, month.end, "day")

    def _hours_of(self, day: Bucket) -> tuple[Bucket, ...]:
        return self._kept.cut(day.begin, day.end, "hour")

    def _minutes_of(self, hour: Bucket) -> tuple[Bucket, ...]:
        if hour not in self._minutes:
            edges = [hour.begin]
            while edges[-1] < hour.end:
                edges.append(min(edges[-1] + _MINUTE, hour.end))
            self._kept.recall(edges)
            self._minutes[hour] = tuple(Bucket(*edge) for edge in pairwise(edges))
        return self._minutes[hour]
