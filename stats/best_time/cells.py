"""Weekday by hour: how many were tried, how many answered live, and how sure that is.

Hours are those that clocks in the zone show when an hour begins, so that of a zone at half past it
is the one in which it begins, and the two 01:00 of an autumn night are one.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import NormalDist
from typing import Final
from zoneinfo import ZoneInfo

from stats.spread import LEVEL

LEAST_TRIED: Final = 30  # in a cell; under it the cell is blank
LEAST_DAYS: Final = 3  # likewise

Z: Final = NormalDist().inv_cdf((1 + LEVEL) / 2)  # how many deviations an interval reaches


@dataclass(frozen=True, slots=True)
class Hour:
    """What is kept of one hour, of one broadcast or of several together.

    begin: aware. tried, live_answers: attempts.
    """

    begin: datetime
    tried: int
    live_answers: int


@dataclass(frozen=True, slots=True)
class Draw:
    """What one day brought, in one hour or in several of its hours."""

    tried: int
    live_answers: int

    def __add__(self, other: "Draw") -> "Draw":
        return Draw(self.tried + other.tried, self.live_answers + other.live_answers)


NONE: Final = Draw(0, 0)
# What each date brought in each of its hours, 0 to 23; where nothing was tried there is nothing.
Days = Mapping[date, Mapping[int, Draw]]


@dataclass(frozen=True, slots=True)
class Cell:
    """One hour of one weekday (0 is Monday), over all its days.

    days: on how many of them anything was tried. interval: of the live-answer rate, its ends within
    0 and 1; None where too little was tried on too few days to say.
    """

    weekday: int
    hour: int
    tried: int
    live_answers: int
    days: int
    interval: tuple[float, float] | None

    @property
    def share(self) -> float | None:
        """The live-answer rate, 0 to 1; None where nothing was tried."""
        return self.live_answers / self.tried if self.tried else None


def days_of(hours: Iterable[Hour], zone: ZoneInfo) -> Days:
    """The hours by the zone's dates and clocks."""
    found: dict[date, dict[int, Draw]] = defaultdict(dict)
    for each in hours:
        if each.tried > 0:
            local = each.begin.astimezone(zone)
            day = found[local.date()]
            draw = Draw(each.tried, each.live_answers)
            day[local.hour] = day.get(local.hour, NONE) + draw
    return dict(found)


def cells_of(days: Days) -> tuple[tuple[Cell, ...], ...]:
    """A row of 24 cells for each weekday, Monday first."""
    draws = draws_of(days)
    alike = likeness(draws.values())
    return tuple(
        tuple(_cell(weekday, hour, draws.get((weekday, hour), ()), alike) for hour in range(24))
        for weekday in range(7)
    )


def likeness(cells: Iterable[Sequence[Draw]]) -> float:
    """How alike the attempts of one day are within a cell, 0 to 1: their intra-class correlation.

    By the analysis of variance, pooled over all cells: the spread of two or three days says next to
    nothing, that of all cells together much. 0: each attempt is a draw of its own.
    """
    spread = plain = room = 0.0
    for draws in cells:
        whole = sum(draw.tried for draw in draws)
        if len(draws) < 2:
            continue
        part = sum(draw.live_answers for draw in draws)
        share = part / whole
        among = sum(draw.live_answers**2 / draw.tried for draw in draws) - part**2 / whole
        chance = share * (1 - share)
        spread += among
        plain += chance * (len(draws) - 1)
        squares = sum(draw.tried**2 for draw in draws)
        room += chance * (whole - len(draws) - squares / whole + 1)
    return min(1.0, max(0.0, (spread - plain) / room)) if room > 0 else 0.0


def interval(
    part: int, whole: int, squares: int, alike: float, z: float = Z
) -> tuple[float, float]:
    """The interval of part / whole, by E. B. Wilson, from as many draws as it is worth.

    squares: of each day's attempts, summed. alike: by `likeness`. whole is more than 0. z: how many
    deviations it reaches; by default those of LEVEL.
    """
    worth = whole / (1 + alike * (squares / whole - 1))
    share, bend = part / whole, z**2 / worth
    middle = (share + bend / 2) / (1 + bend)
    reach = z / (1 + bend) * math.sqrt((share * (1 - share) + bend / 4) / worth)
    return max(0.0, min(share, middle - reach)), min(1.0, max(share, middle + reach))


def draws_of(days: Days) -> dict[tuple[int, int], list[Draw]]:
    """The days of each cell, by weekday and hour."""
    found: dict[tuple[int, int], list[Draw]] = defaultdict(list)
    for day, hours in days.items():
        for hour, draw in hours.items():
            found[day.weekday(), hour].append(draw)
    return dict(found)


def _cell(weekday: int, hour: int, draws: Sequence[Draw], alike: float) -> Cell:
    tried, live = sum(draw.tried for draw in draws), sum(draw.live_answers for draw in draws)
    is_blank = tried < LEAST_TRIED or len(draws) < LEAST_DAYS
    squares = sum(draw.tried**2 for draw in draws)
    known = None if is_blank else interval(live, tried, squares, alike)
    return Cell(weekday, hour, tried, live, len(draws), known)
