"""The snapshots of a made-up broadcast, as rows of the table and in the order in which they came.

Looks at its whole life; of each day the night before it, its hours and the day itself, as a
timeline asks for them; and every tenth day the ten days before, which a person looked at. So the
hours of a day add up to it, and the days to the newest look.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from stats.broadcast_stats import BroadcastStats
from stats.models import columns
from stats.seed.course import CLOSES, HOUR, HOURS, OPENS, Counts, Course

COLUMNS: Final = (
    *("broadcast_id", "begin", "end", "first_seen_at", "last_seen_at", "shown_at"),
    *columns(BroadcastStats()),
)
TEN: Final = 10  # days
OF_A_DAY: Final = HOURS + 2  # the night, the hours, the day
_SOON: Final = timedelta(minutes=5)
_SETTLED: Final = timedelta(hours=25)

Row = tuple[Any, ...]
Interval = tuple[datetime | None, datetime | None]
WHOLE_LIFE: Final[Interval] = (None, None)


def timeline_days(snapshots: int) -> int:
    """How many days a timeline of about so many snapshots has."""
    return snapshots * TEN // (OF_A_DAY * TEN + 1)


def timeline_snapshots(days: int) -> int:
    """How many snapshots a timeline of so many days has."""
    return days * OF_A_DAY + days // TEN


class Looks:
    """What was seen of one course until now."""

    def __init__(self, broadcast_id: int, course: Course, now: datetime, jitter: timedelta) -> None:
        """jitter: looks come so long after full minutes."""
        self._broadcast_id = broadcast_id
        self._course = course
        self._now = now
        self._jitter = jitter
        self._tried = 2 * len([name for name in course.codes if name != "RECEIVED"])
        self._people = sum(course.sums[-1][1 : self._tried : 2]) + course.left

    def newest(self) -> Row:
        """The newest look at the whole life."""
        [look] = self._course.latest_looks(1)
        return self._newest(look)

    def trend(self, most: int) -> list[int]:
        """The attempts of the latest looks at the whole life, the oldest first."""
        return [sum(seen[: self._tried : 2]) for _, seen in self._course.latest_looks(most)]

    def rows(self, *, with_timeline: bool) -> Iterator[Row]:
        """All of them."""
        for hour in range(len(self._course.hours)):
            if with_timeline and hour % HOURS == 0:
                yield self._night(hour // HOURS)
            yield from self._whole_lives(hour)
            if with_timeline:
                begin = self._course.begin_of(hour)
                yield self._part(begin, begin + HOUR, hour, hour + 1)
            if with_timeline and (hour + 1) % HOURS == 0:
                yield from self._days(hour // HOURS)

    def _night(self, day: int) -> Row:
        """The stretch before the day, in which nothing happened."""
        days = self._course.days
        before = days[day - 1] if day else days[0] - timedelta(days=1)
        return self._part(before + CLOSES, days[day] + OPENS, day * HOURS, day * HOURS)

    def _days(self, day: int) -> Iterator[Row]:
        days = self._course.days
        yield self._part(days[day], days[day + 1], day * HOURS, (day + 1) * HOURS)
        if (day + 1) % TEN == 0:
            first = day + 1 - TEN
            ten = days[first], days[day + 1]
            yield self._part(*ten, first * HOURS, (day + 1) * HOURS, is_shown=True)

    def _part(
        self, begin: datetime, end: datetime, first: int, last: int, *, is_shown: bool = False
    ) -> Row:
        """An interval, and its hours of calling, counted from 0 and the last one not in it."""
        seen = min(end + _SOON + self._jitter, self._now)
        # Asked for once more when it was settled, where it is by now.
        again = end + _SETTLED + self._jitter
        last_seen = again if again <= self._now else seen
        shown_at = last_seen if is_shown else None
        counts, standing = self._course.between(first, last), self._course.sums[last]
        return self._row((begin, end), (seen, last_seen, shown_at), counts, standing)

    def _whole_lives(self, hour: int) -> Iterator[Row]:
        """The looks at the whole life in an hour of calling."""
        found = list(self._course.looks_within(hour))
        newest = [found.pop()] if hour + 1 == len(self._course.hours) else []
        for at, counts in found:
            seen = at + self._jitter
            yield self._row(WHOLE_LIFE, (seen, seen, None), counts, counts)
        yield from map(self._newest, newest)

    def _newest(self, look: tuple[datetime, Counts]) -> Row:
        """It was seen to be so once more since."""
        at, counts = look
        seen = at + self._jitter
        again = self._now if self._course.left else min(seen + _SETTLED, self._now)
        return self._row(WHOLE_LIFE, (seen, again, None), counts, counts)

    def _row(
        self,
        interval: Interval,
        seen: tuple[datetime, datetime, datetime | None],
        counts: Counts,
        standing: Counts,
    ) -> Row:
        hundredths = counts[-1]
        return (
            self._broadcast_id,
            *interval,
            *seen,
            *counts[-3:-1],
            f"{hundredths // 100}.{hundredths % 100:02}",
            sum(counts[: self._tried : 2]),
            sum(counts[1 : self._tried : 2]),
            *self._statuses(standing),
            self._results(counts),
        )

    def _statuses(self, standing: Counts) -> tuple[int, int, int]:
        """Unattempted, waiting and finished, when the whole broadcast had come so far."""
        tried = sum(standing[1 : self._tried : 2])
        is_over = tried == self._people
        waiting = 0 if is_over else standing[1] // TEN
        return self._people - tried, waiting, tried - waiting

    def _results(self, counts: Counts) -> str:
        """JSON as Django writes it."""
        pairs = zip(self._course.codes, counts[::2], counts[1::2], strict=False)
        came = ", ".join([f'"{name}": [{a}, {b}]' for name, a, b in pairs if a])
        return f"{{{came}}}"
