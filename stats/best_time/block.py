"""Hours that stand out: picked on some days and measured on others, lest luck praise itself."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from statistics import NormalDist
from typing import Final

from stats.best_time.cells import NONE, Days, Draw, interval
from stats.spread import LEVEL, Rate, difference

LONGEST: Final = 4  # hours of a block
LEAST_TRIED: Final = 100  # in a block, on the days it is picked on, and on those it is measured on
LEAST_DAYS: Final = 3  # likewise: fewer don't say how far days differ

# The best of so many blocks is the best by luck: an interval that allows for all of them (C. E.
# Bonferroni) is what they are picked by, so that many hours can win over a single lucky one.
_BLOCKS: Final = 28 * 90  # weekdays in a row, by hours in a row
_STRICT: Final = NormalDist().inv_cdf(1 - (1 - LEVEL) / 2 / _BLOCKS)


@dataclass(frozen=True, slots=True)
class Block:
    """Hours in a row on weekdays in a row; 0 is Monday, the last weekday is one of them.

    end_hour: the first hour after it, up to 24.
    """

    first_weekday: int
    last_weekday: int
    first_hour: int
    end_hour: int

    def holds(self, weekday: int, hour: int) -> bool:
        """Whether that hour of that weekday is one of its own."""
        is_day = self.first_weekday <= weekday <= self.last_weekday
        return is_day and self.first_hour <= hour < self.end_hour


@dataclass(frozen=True, slots=True)
class Measured:
    """A block's live-answer rate and that of all other hours, by days that did not pick it.

    rate, others: their `hours` are days. above: the interval of how far the block is above them.
    """

    block: Block
    rate: Rate
    others: Rate
    above: tuple[float, float]


@dataclass(slots=True)
class _Sums:
    """What a block's days brought: how many, attempts, their squares, live answers."""

    days: int = 0
    tried: int = 0
    squares: int = 0
    live: int = 0

    def __iadd__(self, other: "_Sums") -> "_Sums":
        self.days += other.days
        self.tried += other.tried
        self.squares += other.squares
        self.live += other.live
        return self


def picked(days: Days, alike: float) -> Block | None:
    """The block whose interval has the highest lower end; None where too little was tried in all.

    Of equal ones the one that begins first and is shortest.
    """
    best: tuple[float, Block] | None = None
    for block, sums in _blocks(days):
        if sums.tried < LEAST_TRIED or sums.days < LEAST_DAYS:
            continue
        low, _ = interval(sums.live, sums.tried, sums.squares, alike, _STRICT)
        if best is None or low > best[0]:
            best = low, block
    return best and best[1]


def measured(block: Block, days: Days) -> Measured | None:
    """How the block compares with the other hours of those days; None where too little was tried.

    A day is what is drawn: its hours resemble each other. The difference is of two ratios over the
    same days (W. G. Cochran, Sampling Techniques, 3rd ed., ch. 6), so that a good day, which is one
    for all its hours, is none for the block.
    """
    pairs = [_split(block, day, hours) for day, hours in days.items()]
    mine, others = _rate([one for one, _ in pairs]), _rate([other for _, other in pairs])
    if any(each.hours < LEAST_DAYS or each.whole < LEAST_TRIED for each in (mine, others)):
        return None
    share, rest = mine.part / mine.whole, others.part / others.whole
    squares = sum(
        (_off(one, share) / mine.whole - _off(other, rest) / others.whole) ** 2
        for one, other in pairs
    )
    # All of the variance stands at the block, whose days are the fewer.
    paired = replace(mine, variance=len(pairs) / (len(pairs) - 1) * squares)
    above = difference(paired, replace(others, variance=0.0))
    return None if above is None else Measured(block, mine, others, above)


def _split(block: Block, day: date, hours: Mapping[int, Draw]) -> tuple[Draw, Draw]:
    """What a day brought in the block, and in its other hours."""
    mine = others = NONE
    for hour, draw in hours.items():
        if block.holds(day.weekday(), hour):
            mine += draw
        else:
            others += draw
    return mine, others


def _rate(draws: Iterable[Draw]) -> Rate:
    """The rate over days, by the spread between them, from two days on."""
    counted = [draw for draw in draws if draw.tried]
    whole, count = sum(draw.tried for draw in counted), len(counted)
    part = sum(draw.live_answers for draw in counted)
    if count < 2:
        return Rate(part, whole, count, None, 0.0)
    squares = sum(_off(draw, part / whole) ** 2 for draw in counted)
    variance = count / (count - 1) * squares / whole**2
    return Rate(part, whole, count, variance, float(count - 1))


def _off(draw: Draw, share: float) -> float:
    """By how many live answers a day is off the rate."""
    return draw.live_answers - share * draw.tried


def _blocks(days: Days) -> Iterator[tuple[Block, _Sums]]:
    """Every block that begins and ends with hours and weekdays on which anything was tried."""
    hours = sorted({hour for by_hour in days.values() for hour in by_hour})
    for first_hour in hours:
        for last_hour in hours:
            if first_hour <= last_hour < first_hour + LONGEST:
                by_weekday = _by_weekday(days, range(first_hour, last_hour + 1))
                for first, last, sums in _in_a_row(by_weekday):
                    yield Block(first, last, first_hour, last_hour + 1), sums


def _in_a_row(by_weekday: Sequence[_Sums]) -> Iterator[tuple[int, int, _Sums]]:
    """The first and the last of weekdays in a row, and what they brought together."""
    for first in range(7):
        sums = _Sums()
        for last in range(first, 7):
            sums += by_weekday[last]
            if by_weekday[first].tried and by_weekday[last].tried:
                yield first, last, sums


def _by_weekday(days: Days, hours: range) -> list[_Sums]:
    """What those hours brought on each weekday."""
    found = [_Sums() for _ in range(7)]
    for day, by_hour in days.items():
        tried = live = 0
        for hour in hours:
            if (draw := by_hour.get(hour)) is not None:
                tried += draw.tried
                live += draw.live_answers
        if tried:
            found[day.weekday()] += _Sums(1, tried, tried**2, live)
    return found
