"""Weeks of calls whose rates a test says, without any chance in them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from stats.best_time.block import Block
from stats.best_time.cells import Hour

MONDAY: Final = datetime(2026, 11, 2, tzinfo=UTC)
BLOCK: Final = Block(1, 3, 17, 19)


def dialed(
    days: int, rate: Callable[[datetime], float], tried: int = 100, first_hour: int = 9
) -> list[Hour]:
    """So many days from a Monday on, called from 9 to 21 h; every other day a little better."""
    hours = []
    for number in range(days):
        for hour in range(first_hour, 21):
            begin = MONDAY + timedelta(days=number, hours=hour)
            share = rate(begin) + (0.01 if number // 2 % 2 else -0.01)
            hours.append(Hour(begin, tried, round(tried * share)))
    return hours


def in_the_evening(at: datetime) -> float:
    return 0.4 if BLOCK.holds(at.weekday(), at.hour) else 0.2
