"""What is kept of a broadcast's intervals, and for how long it needs no new question.

Instants are aware, in UTC; intervals are half-open, [begin, end).
"""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import islice, takewhile
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings

from stats.broadcast_stats import BroadcastStats, UsageStats
from stats.buckets import Bucket, BucketSize, cut
from stats.models import Snapshot
from stats.report import Look
from stats.series import NOTHING
from stats.stretches import Finding, Interval, Plan, plan

# How often figures are asked for again that were not settled when they were seen.
PROVISIONAL_EVERY: Final = timedelta(hours=1)

_cut = lru_cache(maxsize=32)(cut)  # one view of a page after the other cuts the same


def is_settled(seen_at: datetime, end: datetime) -> bool:
    """Whether what was seen then of an interval that ended so is final."""
    return seen_at - end > timedelta(hours=settings.STATS_SETTLE_HOURS)


def is_recent(seen_at: datetime, now: datetime) -> bool:
    """Whether what was seen then needs no new question yet."""
    # A clock that was set back leaves instants ahead of now: those are no more recent for it.
    return abs(now - seen_at) < timedelta(seconds=settings.STATS_FRESH_SECONDS)


def is_due(seen_at: datetime, end: datetime, now: datetime) -> bool:
    """Whether an interval is to be asked for again."""
    if is_settled(seen_at, end):
        return False
    if seen_at < end:
        return not is_recent(seen_at, now)
    return is_settled(now, end) or abs(now - seen_at) >= PROVISIONAL_EVERY


def is_busy(stats: BroadcastStats) -> bool:
    """Whether anything at all is reported but zeros; what is not reported might be."""
    usage = stats.usage or UsageStats()
    figures = [
        *(usage.duration_seconds, usage.billed_duration_seconds, usage.billed_amount),
        *(usage.attempts, usage.actions),
        *(figure for stat in stats.results for figure in (stat.attempts, stat.actions)),
    ]
    return any(figure != 0 for figure in figures)  # None is not 0


class Kept:
    """The kept answers for some intervals of one broadcast, and those that came since.

    What is known of a bucket is its own answer, or that a stretch around it was seen without any
    activity after the bucket had begun.
    """

    def __init__(self, broadcast_id: int, zone: ZoneInfo, now: datetime) -> None:
        """Know nothing yet; buckets are cut in the zone."""
        self._broadcast_id = broadcast_id
        self._zone = zone
        self._now = now
        self._has_intervals = False
        self._cuts: dict[tuple[datetime, datetime, BucketSize, bool], tuple[Bucket, ...]] = {}
        self._newest: dict[Interval, Look] = {}
        self._findings: dict[Interval, Finding] = {}
        self._first_settled: dict[Interval, Look] = {}
        self._empty: dict[Interval, datetime] = {}  # when they were last seen without activity
        self._empty_around: dict[Bucket, datetime] = {}  # when a stretch around it was
        self._new: set[Interval] = set()

    def cut(
        self, begin: datetime, end: datetime, size: BucketSize, *, is_elapsed: bool = False
    ) -> tuple[Bucket, ...]:
        """The buckets of a stretch, with the answers for them and for the stretches they make up.

        Raises TooManyBucketsError.
        """
        key = begin, end, size, is_elapsed
        if key not in self._cuts:
            self._cuts[key] = buckets = _cut(begin, end, self._zone, size, is_elapsed=is_elapsed)
            for (first, last), seen_at in self._empty.items():
                self._mark_empty(buckets, first, last, seen_at)
            self.recall([begin, *(bucket.end for bucket in buckets)])
        return self._cuts[key]

    def recall(self, edges: list[datetime]) -> None:
        """Take in what is kept of all intervals from edge to edge."""
        if not self._has_intervals:  # at a first visit hundreds would be looked up in vain
            rows = Snapshot.objects.filter(broadcast_id=self._broadcast_id, begin__isnull=False)
            self._has_intervals = rows.exists()
        if not self._has_intervals:
            return
        for first, last, look in Snapshot.objects.between(self._broadcast_id, edges):
            self.learn((first, last), look)

    def plan(self, buckets: Sequence[Bucket], *, activity_alone: bool = False) -> Plan:
        """What to ask next about those buckets.

        activity_alone: whether there was any is enough, how much is no matter.
        """
        return plan(
            buckets,
            self.finding,
            lambda bucket: (
                bucket.begin >= self._now
                or self.is_known(bucket)
                or (activity_alone and self.is_busy(bucket))
            ),
        )

    def was_looked_at(self, buckets: Sequence[Bucket]) -> bool:
        """Whether something is known of those buckets, save the last ones: they may be new."""
        known = [self.look(bucket) is not None for bucket in buckets if bucket.begin < self._now]
        return True in known and known == sorted(known, reverse=True)

    def learn_whole_life(self, stretch: Interval) -> None:
        """Take the answer for the whole life, if it is the newest, for that of a stretch around."""
        row = Snapshot.objects.whole_life().filter(broadcast_id=self._broadcast_id).newest()
        known = self._newest.get(stretch)
        if row is not None and (known is None or known.last_seen_at <= row.last_seen_at):
            self.learn(stretch, row.look)

    def learn(self, interval: Interval, look: Look, *, is_new: bool = False) -> None:
        """Take in an answer that is newer than those before.

        is_new: it came just now, so that it is not due again, whatever the clocks say.
        """
        begin, end = interval
        self._newest[interval] = look
        self._findings[interval] = "busy" if is_busy(look.stats) else "empty"
        if is_settled(look.last_seen_at, end):
            self._first_settled.setdefault(interval, look)
        if is_new:
            self._new.add(interval)
        if self._findings[interval] == "empty":
            self._empty[interval] = look.last_seen_at
            for buckets in self._cuts.values():
                self._mark_empty(buckets, begin, end, look.last_seen_at, is_new=is_new)

    def newest(self, interval: Interval) -> Look | None:
        """The answer for that very interval that came last."""
        return self._newest.get(interval)

    def look(self, bucket: Bucket) -> Look | None:
        """What is known of the bucket, however long ago it was seen."""
        own = self._newest.get((bucket.begin, bucket.end))
        empty_at = self._empty_around.get(bucket)
        if empty_at is None or (
            own is not None and (empty_at <= own.last_seen_at or self.is_busy(bucket))
        ):
            return own
        return Look(NOTHING, empty_at, empty_at)

    def settled_before(self, bucket: Bucket) -> Look | None:
        """What the bucket said when it was settled first, if it came back different."""
        interval = bucket.begin, bucket.end
        first, newest = self._first_settled.get(interval), self._newest.get(interval)
        return None if first is None or newest is None or first.stats == newest.stats else first

    def is_known(self, bucket: Bucket) -> bool:
        """Whether the bucket needs no question now."""
        look = self.look(bucket)
        return look is not None and not self._is_due((bucket.begin, bucket.end), look)

    def is_busy(self, bucket: Bucket) -> bool:
        """Whether there was activity in the bucket, by an answer of any age."""
        return self._findings.get((bucket.begin, bucket.end)) == "busy"

    def finding(self, interval: Interval) -> Finding | None:
        """What an answer says of the interval; None where one is needed.

        Activity does not go away again, so that an answer of any age tells it.
        """
        found = self._findings.get(interval)
        is_old = found == "empty" and self._is_due(interval, self._newest[interval])
        return None if is_old else found

    def _is_due(self, interval: Interval, look: Look) -> bool:
        return interval not in self._new and is_due(look.last_seen_at, interval[1], self._now)

    def _mark_empty(
        self,
        buckets: Sequence[Bucket],
        begin: datetime,
        end: datetime,
        seen_at: datetime,
        *,
        is_new: bool = False,
    ) -> None:
        """Note of each bucket within a stretch that it was seen without activity."""
        first = bisect_left(buckets, begin, key=lambda bucket: bucket.begin)
        within = takewhile(lambda bucket: bucket.end <= end, islice(buckets, first, None))
        for bucket in within:
            # Before it began there was nothing to be seen of it.
            if bucket.begin < seen_at:
                before = self._empty_around.get(bucket, seen_at)
                self._empty_around[bucket] = max(before, seen_at)
                if is_new:
                    self._new.add((bucket.begin, bucket.end))
