"""What is kept of a broadcast's intervals, and for how long it needs no new question.

Instants are aware, in UTC; intervals are half-open, [begin, end).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings

from stats.broadcast_stats import BroadcastStats, UsageStats
from stats.buckets import Bucket, BucketSize, cut
from stats.models import Snapshot
from stats.report import Look
from stats.stretches import Finding, Interval, Plan, plan

# How often figures are asked for again that were not settled when they were seen.
PROVISIONAL_EVERY: Final = timedelta(hours=1)


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
    return any(figure is None or figure != 0 for figure in figures)


class Kept:
    """The kept answers for some intervals of one broadcast, and those that came since."""

    def __init__(self, broadcast_id: int, zone: ZoneInfo, now: datetime) -> None:
        """Know nothing yet; buckets are cut in the zone."""
        self._broadcast_id = broadcast_id
        self._zone = zone
        self._now = now
        self._cuts: dict[tuple[datetime, datetime, BucketSize], tuple[Bucket, ...]] = {}
        self._newest: dict[Interval, Look] = {}
        self._settled_before: dict[Interval, Look] = {}

    def cut(self, begin: datetime, end: datetime, size: BucketSize) -> tuple[Bucket, ...]:
        """The buckets of a stretch, with the answers for them and for the stretches they make up.

        Raises TooManyBucketsError.
        """
        key = begin, end, size
        if key not in self._cuts:
            self._cuts[key] = buckets = cut(begin, end, self._zone, size)
            edges = [begin, *(bucket.end for bucket in buckets)]
            for first, last, look in Snapshot.objects.between(self._broadcast_id, edges):
                self.learn((first, last), look)
        return self._cuts[key]

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

    def learn_whole_life(self, stretch: Interval) -> None:
        """Take the answer for the whole life, if there is one, for that of a stretch around it."""
        row = Snapshot.objects.whole_life().filter(broadcast_id=self._broadcast_id).newest()
        if row is not None:
            self.learn(stretch, row.look)

    def learn(self, interval: Interval, look: Look) -> None:
        """Take in an answer that is newer than those before."""
        before = self._newest.get(interval)
        if before is not None and is_settled(before.last_seen_at, interval[1]):
            self._settled_before[interval] = before
        self._newest[interval] = look

    def newest(self, interval: Interval) -> Look | None:
        """The answer that came last."""
        return self._newest.get(interval)

    def settled_before(self, interval: Interval) -> Look | None:
        """What a settled interval said before it came back different."""
        return self._settled_before.get(interval)

    def is_known(self, bucket: Bucket) -> bool:
        """Whether the bucket needs no question now."""
        look = self._newest.get((bucket.begin, bucket.end))
        return look is not None and not is_due(look.last_seen_at, bucket.end, self._now)

    def is_busy(self, bucket: Bucket) -> bool:
        """Whether there was activity in the bucket, by an answer of any age."""
        return self.finding((bucket.begin, bucket.end)) == "busy"

    def finding(self, interval: Interval) -> Finding | None:
        """What an answer says of the interval; None where one is needed.

        Activity does not go away again, so that an answer of any age tells it.
        """
        look = self._newest.get(interval)
        if look is None:
            return None
        if is_busy(look.stats):
            return "busy"
        return None if is_due(look.last_seen_at, interval[1], self._now) else "empty"

    def empty_seen_at(self, bucket: Bucket) -> datetime:
        """When a stretch around the bucket was last seen empty. Raises ValueError if never."""
        return max(
            look.last_seen_at
            for (begin, end), look in self._newest.items()
            if begin <= bucket.begin and bucket.end <= end and not is_busy(look.stats)
        )
