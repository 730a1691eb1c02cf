"""The best time to reach people: from kept hours to a picture and, where it holds, a sentence."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal
from zoneinfo import ZoneInfo

from stats.best_time.block import Measured, measured, picked
from stats.best_time.cells import Cell, Days, Hour, cells_of, days_of, draws_of, likeness

LEAST_DAYS: Final = 14  # on which anything was tried; with fewer no hours are picked

# no_hours: none is kept. too_few_days: under LEAST_DAYS. too_few_attempts: no block has enough on
# the days that pick, or on those that measure. none_stands_out: the picked one is not above others.
WhyNot = Literal["no_hours", "too_few_days", "too_few_attempts", "none_stands_out"]


@dataclass(frozen=True, slots=True)
class BestTime:
    """Seven rows of 24 cells, Monday first, and the hours that stand out or why none do.

    days: on how many anything was tried. One of `best` and `why_not` is None.
    """

    zone: ZoneInfo
    cells: tuple[tuple[Cell, ...], ...]
    days: int
    best: Measured | None
    why_not: WhyNot | None


def best_time(hours: Iterable[Hour], zone: ZoneInfo) -> BestTime:
    """What those hours say, by the zone's dates and clocks."""
    days = days_of(hours, zone)
    found = _best(days)
    best, why_not = (found, None) if isinstance(found, Measured) else (None, found)
    return BestTime(zone, cells_of(days), len(days), best, why_not)


def _best(days: Days) -> Measured | WhyNot:
    """The block that dates of an even ordinal pick, as the other dates measure it."""
    if not days:
        return "no_hours"
    if len(days) < LEAST_DAYS:
        return "too_few_days"
    even = {day: hours for day, hours in days.items() if day.toordinal() % 2 == 0}
    odd = {day: hours for day, hours in days.items() if day.toordinal() % 2}
    block = picked(even, likeness(draws_of(even).values()))
    found = None if block is None else measured(block, odd)
    if found is None:
        return "too_few_attempts"
    return found if found.above[0] > 0 else "none_stands_out"
