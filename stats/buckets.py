"""Buckets: a stretch of time cut into the hours, days, weeks or months of a zone.

Instants are aware, in UTC, in whole seconds. Stretches and buckets are half-open, [begin, end).
Where buckets meet does not depend on the stretch, so overlapping ones share their whole buckets.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain, count, dropwhile, islice, pairwise, takewhile
from typing import Final, Literal, cast, get_args
from zoneinfo import ZoneInfo

from stats.days import day_begin

BucketSize = Literal["hour", "day", "week", "month"]
SIZES: Final = cast("tuple[BucketSize, ...]", get_args(BucketSize))
MOST: Final = 400

_SECOND: Final = timedelta(seconds=1)
_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)
_WEEK: Final = timedelta(weeks=1)
_LENGTHS: Final[dict[BucketSize, timedelta]] = {"hour": _HOUR, "day": _DAY, "week": _WEEK}
# The longest stretch, on the zone's calendar, for each size that is chosen unasked.
_LONGEST: Final[tuple[tuple[BucketSize, timedelta], ...]] = (
    ("hour", 2 * _DAY),
    ("day", 92 * _DAY),
    ("week", 53 * _WEEK),
)


@dataclass(frozen=True, slots=True)
class Bucket:
    """One piece of the stretch, never empty."""

    begin: datetime
    end: datetime


class TooManyBucketsError(ValueError):
    """The stretch has more than MOST buckets of `size`.

    `coarser` is the next larger size of which it has not, "month" if it has of every size.
    """

    def __init__(self, size: BucketSize, coarser: BucketSize) -> None:
        super().__init__(f"more than {MOST} buckets of one {size}")
        self.size = size
        self.coarser = coarser


def size_for(begin: datetime, end: datetime, zone: ZoneInfo) -> BucketSize:
    """The size for a stretch of that length on the zone's calendar, whatever its clocks do."""
    # To the last second that is in it: after a skipped midnight clocks are an hour into the next
    # day. Of two datetimes in one zone Python subtracts the wall times.
    length = (end - _SECOND).astimezone(zone) - begin.astimezone(zone)
    return next((size for size, longest in _LONGEST if length < longest), "month")


def finest(
    begin: datetime, end: datetime, zone: ZoneInfo, *, is_elapsed: bool = False
) -> BucketSize:
    """The smallest size of which the stretch has not more than MOST buckets; "month" if of none."""
    try:
        cut(begin, end, zone, "hour", is_elapsed=is_elapsed)
    except TooManyBucketsError as error:
        return error.coarser
    return "hour"


def cut(
    begin: datetime,
    end: datetime,
    zone: ZoneInfo,
    size: BucketSize,
    *,
    is_elapsed: bool = False,
) -> tuple[Bucket, ...]:
    """The buckets of the stretch in order of time, the first and the last one clipped to it.

    is_elapsed: hours, days and weeks are counted from the begin of the stretch, each as long as
    the other, whatever clocks and calendars show.

    Days begin as `stats.days` says, weeks on Mondays, months on their 1st. An hour begins where
    clocks show a full hour, again if they are set back to it, and where they skip into its midst.
    Raises TooManyBucketsError; no more than MOST buckets of a size are ever cut.
    """
    found = _cut(begin, end, zone, size, is_elapsed=is_elapsed)
    if found is None:
        between = SIZES[SIZES.index(size) + 1 : -1]
        fitting = (
            other
            for other in between
            if _cut(begin, end, zone, other, is_elapsed=is_elapsed) is not None
        )
        raise TooManyBucketsError(size, next(fitting, "month"))
    return found


def _cut(
    begin: datetime, end: datetime, zone: ZoneInfo, size: BucketSize, *, is_elapsed: bool
) -> tuple[Bucket, ...] | None:
    """The buckets; None where there are more than MOST."""
    edges_of = _edges_elapsed if is_elapsed and size in _LENGTHS else _edges
    later = dropwhile(lambda edge: edge <= begin, edges_of(begin, zone, size))
    edges = chain([begin], takewhile(lambda edge: edge < end, later), [end])
    # A skipped day begins when the next one does.
    pieces = (Bucket(*piece) for piece in pairwise(edges) if piece[0] < piece[1])
    buckets = tuple(islice(pieces, MOST + 1))
    return buckets if len(buckets) <= MOST else None


def _edges(begin: datetime, zone: ZoneInfo, size: BucketSize) -> Iterator[datetime]:
    """The begins of the buckets after that of `begin`, without end.

    Where a night came back to the day before, the first one may lie before `begin`.
    """
    day = begin.astimezone(zone).date()
    if size == "hour":
        return _hours(begin, zone)
    if size == "month":
        return (day_begin(first, zone) for first in _months(day))
    first, days = (day + _DAY, 1) if size == "day" else (day + (7 - day.weekday()) * _DAY, 7)
    return (day_begin(first + n * _DAY, zone) for n in count(0, days))


def _edges_elapsed(begin: datetime, _zone: ZoneInfo, size: BucketSize) -> Iterator[datetime]:
    """The begins of the buckets after the one that begins the stretch, without end."""
    return (begin + n * _LENGTHS[size] for n in count(1))


def _months(day: date) -> Iterator[date]:
    """The first days of the months after that of `day`."""
    months = count(12 * day.year + day.month)
    return (date(month // 12, month % 12 + 1, 1) for month in months)


def _hours(at: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """The begins of hours after `at`."""
    while True:
        at = _full_hour_or_change(at, zone)
        now, before = at.astimezone(zone), (at - _SECOND).astimezone(zone)
        # Set back from 02:00 to 01:30, as on Lord Howe Island, the hour from 01:00 goes on.
        if now == _hour(now) or _hour(now) != _hour(before):
            yield at


def _full_hour_or_change(at: datetime, zone: ZoneInfo) -> datetime:
    """When clocks next show a full hour, or are changed if that is sooner."""
    local = at.astimezone(zone)
    full = at + _HOUR - (local - _hour(local))
    offset = local.utcoffset()
    if full.astimezone(zone).utcoffset() == offset:  # no zone changes its clocks twice in an hour
        return full
    return at + _SECOND * bisect_left(
        range((full - at) // _SECOND),
        True,
        key=lambda second: (at + _SECOND * second).astimezone(zone).utcoffset() != offset,
    )


def _hour(local: datetime) -> datetime:
    """The full hour that clocks showed last; as wall times, of one zone, are compared."""
    return local.replace(minute=0, second=0)
