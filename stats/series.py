"""Series: how a broadcast went over time, bucket by bucket.

The figures are of intervals; snapshots of a whole life are another series, and in none of this.
Instants are aware, in UTC.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Final, Literal

from stats.broadcast_stats import BroadcastStats, UsageStats
from stats.buckets import Bucket, BucketSize
from stats.callfire.errors import CallFireError
from stats.report import Look
from stats.sums import Difference, added, differences

# missing: nothing is known. open: it was not over when it was last looked at. provisional: it was,
# and may still change. settled: final.
State = Literal["settled", "provisional", "open", "missing"]

NOTHING: Final = BroadcastStats(usage=UsageStats(0, 0, Decimal(0), 0, 0))


@dataclass(frozen=True, slots=True)
class Slot:
    """One bucket with what is known of it.

    stats, seen_at: None while nothing is. In a stretch without any activity they are those of the
    stretch: nothing. is_stale: whether they should have been asked for again, and were not. before:
    what the bucket said when it was settled first, if it came back different later.
    """

    bucket: Bucket
    state: State
    stats: BroadcastStats | None = None
    seen_at: datetime | None = None
    is_stale: bool = False
    before: Look | None = None


@dataclass(frozen=True)
class Series:
    """The buckets of a period in order of time.

    whole: the kept answer for the whole stretch, if any. last_activity: of a stretch without any,
    the last day with some, if it is known. is_complete: nothing more is to be asked now. problem:
    why asking stopped, if it did. saved: whether what was fetched could be kept.
    """

    size: BucketSize
    slots: tuple[Slot, ...]
    whole: Look | None
    last_activity: Bucket | None
    is_complete: bool
    problem: CallFireError | None = None
    saved: bool = True

    @property
    def fetched(self) -> int:
        """How many buckets are known."""
        return len(self.slots) - self.missing

    @property
    def missing(self) -> int:
        """Of how many nothing is known."""
        return sum(slot.state == "missing" for slot in self.slots)

    @cached_property
    def sum(self) -> BroadcastStats:
        """The known buckets added up (`stats.sums.added`)."""
        return added([slot.stats for slot in self.slots if slot.stats is not None])

    @property
    def changes(self) -> tuple[tuple[Slot, tuple[Difference, ...]], ...]:
        """What settled buckets said otherwise when they were asked again."""
        again = [(slot, slot.before, slot.stats) for slot in self.slots]
        found = (
            (slot, differences(before.stats, stats))
            for slot, before, stats in again
            if before is not None and stats is not None
        )
        # They may differ in statuses alone, which are of the moment and not of the bucket.
        return tuple((slot, changes) for slot, changes in found if changes)
