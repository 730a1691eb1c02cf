"""The course of a made-up broadcast: what each hour of calling or texting brought.

Counts are plain numbers in one tuple, so that they can be added up fast: of each code its attempts
and actions, then duration and billed duration in seconds, then hundredths of credits. Instants are
aware, in UTC.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from operator import add, sub
from random import Random
from typing import Final

Counts = tuple[int, ...]

HOURS: Final = 8  # of calling, each day
OPENS: Final = timedelta(hours=9)  # after the day's begin
CLOSES: Final = OPENS + timedelta(hours=HOURS)
HOUR: Final = timedelta(hours=1)

# Of a thousand tries, the commonest first; replies, which are no tries, come last.
_CALLS: Final = {
    "NO_ANS": 312,
    "AM": 271,
    "LA": 242,
    "BUSY": 81,
    "XFER": 42,
    "CARRIER_ERROR": 24,
    "DNC": 19,
    "INVALID_NUMBER": 9,
}
_TEXTS: Final = {
    "SENT": 921,
    "CARRIER_ERROR": 34,
    "INVALID_NUMBER": 27,
    "DNT": 18,
    "RECEIVED": 63,
}
_TRIED_AGAIN: Final = ("NO_ANS", "BUSY")
_SECONDS: Final = {"LA": 41, "AM": 27, "XFER": 95}  # of a call
_BILLED_SECONDS: Final = {"LA": 60, "AM": 60, "XFER": 120}
_HUNDREDTHS: Final = {"LA": 130, "AM": 130, "XFER": 260, "SENT": 85}


@dataclass(frozen=True, slots=True)
class Course:
    """All that happened to a broadcast.

    days: the begins of its days, then the end of the last. hours: what each brought, HOURS a day.
    sums: what all hours before brought together, then all of them. looks: how many looks there are
    at its whole life, spread evenly over its hours. left: the people not tried in the end.
    """

    codes: tuple[str, ...]
    days: tuple[datetime, ...]
    hours: tuple[Counts, ...]
    sums: tuple[Counts, ...]
    looks: int
    left: int

    def looks_within(self, hour: int) -> Iterator[tuple[datetime, Counts]]:
        """When its whole life was looked at in an hour, and what was seen."""
        number = len(self.hours)
        looks = (hour + 1) * self.looks // number - hour * self.looks // number
        begin, before, counts = self.begin_of(hour), self.sums[hour], self.hours[hour]
        for part in range(1, looks + 1):
            seen = [a + b * part // looks for a, b in zip(before, counts, strict=True)]
            yield begin + HOUR * part / looks, tuple(seen)

    def latest_looks(self, most: int) -> list[tuple[datetime, Counts]]:
        """So many looks at its whole life, the oldest first."""
        found: list[tuple[datetime, Counts]] = []
        for hour in reversed(range(len(self.hours))):
            found = [*self.looks_within(hour), *found]
            if len(found) >= most:
                break
        return found[-most:]

    def begin_of(self, hour: int) -> datetime:
        """When an hour of calling began, counted from 0."""
        day, of_day = divmod(hour, HOURS)
        return self.days[day] + OPENS + of_day * HOUR

    def between(self, first: int, last: int) -> Counts:
        """What the hours from one to another brought, the last one not counted."""
        return tuple(map(sub, self.sums[last], self.sums[first]))


def course_of(
    dice: Random, days: tuple[datetime, ...], looks: int, *, is_of_texts: bool, is_running: bool
) -> Course:
    """The course that the dice make of those days, each look at its whole life another one."""
    shares = _TEXTS if is_of_texts else _CALLS
    number = (len(days) - 1) * HOURS
    # The commonest code comes at least once from look to look, and never less than 300 in 1000.
    least = 4 * -(-looks // number)
    usual = least + int(40 * 1.25 ** dice.uniform(0, 20))
    hours = tuple(_hour(shares, least + dice.randrange(usual)) for _ in range(number))
    nothing = (0,) * (2 * len(shares) + 3)
    sums = tuple(accumulate(hours, _added, initial=nothing))
    left = sums[-1][1] * dice.randrange(1, 9) if is_running else 0
    return Course(tuple(shares), days, hours, sums, looks, left)


def _added(one: Counts, other: Counts) -> Counts:
    return tuple(map(add, one, other))


def _hour(shares: dict[str, int], tries: int) -> Counts:
    """What an hour brings in which so many people are tried."""
    came = {name: tries * share // 1000 for name, share in shares.items()}
    counts: list[int] = []
    for name, attempts in came.items():
        counts += [attempts, attempts * 4 // 5 if name in _TRIED_AGAIN else attempts]
    sums = (_SECONDS, _BILLED_SECONDS, _HUNDREDTHS)
    return (*counts, *(sum(each * came.get(name, 0) for name, each in of.items()) for of in sums))
