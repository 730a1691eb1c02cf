"""What was left at each look: the points of a burn-down chart, nothing drawn between or beyond."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from stats.forecast.moves import stands
from stats.report import Look


@dataclass(frozen=True, slots=True)
class Point:
    """So many actions were not finished at `at` (UTC), as was seen then."""

    at: datetime
    left: int


def burn_down(looks: Iterable[Look]) -> tuple[Point, ...]:
    """The first and last instant at which each state was seen, from looks, the oldest first."""
    return tuple(
        Point(at, stand.left) for stand in stands(looks) for at in sorted({stand.begin, stand.end})
    )
