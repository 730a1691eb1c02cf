"""Which stretches of time to ask about next, so that quiet ones cost few questions.

First the whole; a stretch without any activity is asked no further; one with activity is asked
bucket by bucket if it is short, else in eight parts, each in its turn such a stretch.
Instants are aware, in UTC; intervals are half-open, [begin, end).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Final, Literal

from stats.buckets import Bucket

Interval = tuple[datetime, datetime]
Finding = Literal["empty", "busy"]  # empty: every figure is 0

_SHORT: Final = 16
_PARTS: Final = 8


@dataclass(frozen=True, slots=True)
class Plan:
    """What can be asked now, newest first, and the buckets that need no question of their own.

    `empty` are those within a stretch found empty; buckets that are known themselves are in
    neither. With nothing wanted, every bucket is known or empty.
    """

    wanted: tuple[Interval, ...]
    empty: frozenset[Bucket]


def plan(
    buckets: Sequence[Bucket],
    stretch: Callable[[Interval], Finding | None],
    bucket_is_known: Callable[[Bucket], bool],
) -> Plan:
    """The next questions about the buckets, which are in order of time and adjacent.

    `stretch` says what is known of an interval, None if nothing; it is asked about one bucket as
    well. A busy stretch that is not over yet stays busy, so an old answer may say that; an empty
    one may not stay so.
    """
    missing = tuple(bucket for bucket in buckets if not bucket_is_known(bucket))
    if not missing:
        return Plan((), frozenset())
    interval = buckets[0].begin, buckets[-1].end
    finding = stretch(interval)
    if finding == "empty":
        return Plan((), frozenset(missing))
    if finding is None or len(buckets) == 1:
        return Plan((interval,), frozenset())
    plans = [plan(part, stretch, bucket_is_known) for part in _newest_first(buckets)]
    return Plan(
        tuple(wanted for found in plans for wanted in found.wanted),
        frozenset(bucket for found in plans for bucket in found.empty),
    )


def _newest_first(buckets: Sequence[Bucket]) -> Iterator[Sequence[Bucket]]:
    """The parts of a busy stretch; their numbers of buckets differ by at most one."""
    parts = _PARTS if len(buckets) > _SHORT else len(buckets)
    edges = [len(buckets) * part // parts for part in range(parts + 1)]
    for first, end in reversed(list(pairwise(edges))):
        yield buckets[first:end]
