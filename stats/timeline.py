"""How a broadcast went over time: asked for in few questions, kept bucket by bucket.

Each bucket is an ordinary snapshot. A settled one is never asked for again, by anybody; one that
was over when it was looked at, but not settled, is asked for again after an hour.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Literal

from stats import service
from stats.activity import Activity
from stats.buckets import Bucket, BucketSize, finest, size_for
from stats.callfire.errors import CallFireError
from stats.kept import Kept, is_busy, is_settled
from stats.period import Period
from stats.report import Look
from stats.series import Series, Slot, State
from stats.stretches import Interval, Plan


def kept(broadcast_id: int, period: Period, size: BucketSize | None = None) -> Series:
    """The series from what is kept, without a question.

    size: of the buckets; by default the one that follows from the period. Raises
    TooManyBucketsError.
    """
    return Timeline(broadcast_id, period, size).series()


def fetched(  # noqa: PLR0913 - bounds by name, each one of its own
    broadcast_id: int,
    period: Period,
    size: BucketSize | None = None,
    *,
    seconds: float,
    begin_seconds: float | None = None,
    is_over: Callable[[], bool] = lambda: False,
) -> Series:
    """The series after asking for what is missing, within so many seconds.

    begin_seconds: after so many of them no further question is begun, nor when `is_over` says so;
    those that are under way have the rest. The problem that ended the asking, if any, is the
    series' own, and asking again goes on from there. Raises TooManyBucketsError, before anything is
    asked; for the whole life, once it is known how long that is.
    """
    timeline = Timeline(broadcast_id, period, size)
    last_begin = time.monotonic() + (seconds if begin_seconds is None else begin_seconds)

    def wanted() -> Sequence[Interval]:
        return timeline.wanted() if time.monotonic() < last_begin and not is_over() else ()

    problem, saved = None, True
    for (begin, end), outcome in service.ask_all(broadcast_id, wanted, seconds):
        if isinstance(outcome, CallFireError):
            problem = outcome
        elif begin is not None and end is not None:
            timeline.learn((begin, end), outcome.look)
            saved = saved and outcome.saved
    return replace(timeline.series(), problem=problem, saved=saved)


class Timeline:
    """One period of a broadcast, with what is known of it so far."""

    def __init__(
        self,
        broadcast_id: int,
        period: Period,
        size: BucketSize | Literal["finest"] | None,
        *,
        is_elapsed: bool = False,
    ) -> None:
        """size: "finest" for the smallest that can be had. is_elapsed: as `stats.buckets.cut`."""
        self._period = period
        self._size = size
        self._is_elapsed = is_elapsed
        self._now = service.now()
        self._kept = Kept(broadcast_id, period.zone, self._now)
        self._activity = Activity(self._kept, period.zone, self._now)
        self._wanted: Sequence[Interval] | None = None

    def wanted(self) -> Sequence[Interval]:
        """What to ask for next, newest first; nothing where all is known."""
        if self._wanted is None:
            self._wanted = next((each.wanted for each in self._plans() if each.wanted), ())
        return self._wanted

    def learn(self, interval: Interval, look: Look) -> None:
        """Take in an answer that came just now."""
        self._kept.learn(interval, look, is_new=True)
        self._wanted = None

    def cut(self) -> tuple[BucketSize, tuple[Bucket, ...]]:
        """The size of the buckets and the buckets; none as long as their stretch is not known."""
        stretch = self._stretch()
        if stretch is None:
            return "day" if self._size is None or self._size == "finest" else self._size, ()
        size = self._size_for(stretch)
        return size, self._kept.cut(*stretch, size, is_elapsed=self._is_elapsed)

    def series(self) -> Series:
        """What is known now."""
        size, buckets = self.cut()
        return Series(
            size,
            tuple(self._slot(bucket) for bucket in self._begun(buckets)),
            self._whole(buckets),
            self._activity.last_day if self._is_empty(buckets) else None,
            is_complete=not self.wanted(),
        )

    def _plans(self) -> Iterator[Plan]:
        """The plan of each stage; a later one is of use only when those before want nothing."""
        if self._period.is_all:
            yield from self._activity.plans()
        _size, buckets = self.cut()
        yield self._kept.plan(buckets)
        if self._is_empty(buckets):
            yield from self._activity.plans_for_last_day()

    def _size_for(self, stretch: Interval) -> BucketSize:
        if self._size == "finest":
            return finest(*stretch, self._period.zone, is_elapsed=self._is_elapsed)
        return self._size or size_for(*stretch, self._period.zone)

    def _stretch(self) -> Interval | None:
        """From where to where the buckets go."""
        period = self._period
        if period.begin is not None and period.end is not None:
            return period.begin, period.end
        return self._activity.extent

    def _begun(self, buckets: Sequence[Bucket]) -> list[Bucket]:
        return [bucket for bucket in buckets if bucket.begin < self._now]

    def _whole(self, buckets: Sequence[Bucket]) -> Look | None:
        if not buckets:
            return None
        if self._period.is_all:
            return self._activity.whole
        return self._kept.newest((buckets[0].begin, buckets[-1].end))

    def _is_empty(self, buckets: Sequence[Bucket]) -> bool:
        """Whether there was no activity in any bucket, as far as it was looked at."""
        if self._period.is_all:
            return False
        looks = [self._kept.look(bucket) for bucket in self._begun(buckets)]
        return bool(looks) and not any(look is None or is_busy(look.stats) for look in looks)

    def _slot(self, bucket: Bucket) -> Slot:
        look = self._kept.look(bucket)
        if look is None:
            return Slot(bucket, "missing")
        return Slot(
            bucket,
            _state(look.last_seen_at, bucket.end),
            look.stats,
            look.last_seen_at,
            is_stale=not self._kept.is_known(bucket),
            before=self._kept.settled_before(bucket),
        )


def _state(seen_at: datetime, end: datetime) -> State:
    if seen_at < end:
        return "open"
    return "settled" if is_settled(seen_at, end) else "provisional"
