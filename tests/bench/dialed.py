"""Made-up months of calls, with a best time to reach people or without any."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Final

from stats.best_time.block import Block
from stats.best_time.cells import Hour

BEGIN: Final = datetime(2026, 2, 2, tzinfo=UTC)  # a Monday
WEEKS: Final = (3, 4, 8, 12)
BLOCKS: Final = (Block(1, 3, 17, 19), Block(0, 4, 18, 20), Block(5, 6, 10, 13), Block(0, 6, 11, 12))


@dataclass(frozen=True, slots=True)
class Kind:
    """How unlike each other the hours and the days are: standard deviations of the rate.

    weekdays: on how many of a week is called. tried: attempts of an hour, about.
    """

    name: str
    hours: float
    days: float
    weekdays: int
    tried: int


KINDS: Final = (
    Kind("attempts like dice", 0.0, 0.0, 7, 60),
    Kind("hours unlike each other", 0.05, 0.0, 7, 60),
    Kind("days unlike each other", 0.01, 0.06, 7, 60),
    Kind("both, office days", 0.05, 0.04, 5, 150),
    Kind("both, thousands of calls", 0.06, 0.05, 6, 1_000),
)


def dialed(kind: Kind, seed: int, above: float = 0.0) -> tuple[list[Hour], int, Block]:
    """Hours, over how many weeks, and the block that is so far above the others."""
    dice = Random(f"{kind.name} {seed}")  # noqa: S311 - no secret
    weeks, block = WEEKS[seed % len(WEEKS)], BLOCKS[seed // len(WEEKS) % len(BLOCKS)]
    return list(_hours(kind, weeks, block, above, dice)), weeks, block


def _hours(kind: Kind, weeks: int, block: Block, above: float, dice: Random) -> Iterator[Hour]:
    base = dice.uniform(0.12, 0.35)
    for number in range(7 * weeks):
        day = BEGIN + timedelta(days=number)
        if day.weekday() >= kind.weekdays:
            continue
        off = dice.gauss(0, kind.days)
        size = kind.tried * dice.lognormvariate(0, 0.5)
        opens, closes = dice.choice(((9, 21), (9, 21), (10, 20), (8, 18)))
        for hour in range(opens, closes):
            better = above if block.holds(day.weekday(), hour) else 0.0
            rate = base + off + better + dice.gauss(0, kind.hours)
            tried = round(size * dice.lognormvariate(0, 0.7))
            live = _drawn(tried, min(0.95, max(0.02, rate)), dice)
            yield Hour(day + timedelta(hours=hour), tried, live)


def _drawn(tried: int, rate: float, dice: Random) -> int:
    """Live answers of so many attempts; of many by the normal distribution, which is quicker."""
    if tried < 50:
        return sum(dice.random() < rate for _ in range(tried))
    live = dice.gauss(tried * rate, (tried * rate * (1 - rate)) ** 0.5)
    return min(tried, max(0, round(live)))
