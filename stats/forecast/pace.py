"""How quickly a broadcast gets done, reckoned over its moves, and whether that is steady."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from stats.forecast.moves import Move

HOUR: Final = timedelta(hours=1)

# A pace changes in the course of a day. Where less than so much dialing is left, it is taken from a
# third of that time, the latest; else from everything that was seen.
_SHORT: Final = timedelta(hours=6)
_LOOKS_BACK: Final = 0.3

# What is held against each other: spans of an hour of dialing and 30 finished, the latest eight.
_SPANS: Final = 8
_SPAN_FINISHED: Final = 30
_TOO_FAR_APART: Final = 3


@dataclass(frozen=True, slots=True)
class Pace:
    """Sums over the latest moves; rates are per hour of dialing."""

    dialing: timedelta
    finished: int
    untried: int
    looks: int

    @property
    def per_hour(self) -> float:
        """Finished in an hour: by so much what is left falls while the list does not grow."""
        return self.finished / (self.dialing / HOUR)

    @property
    def first_tries_per_hour(self) -> float:
        """Numbers tried for the first time in an hour."""
        return self.untried / (self.dialing / HOUR)


def pace(found: Sequence[Move], left: int) -> Pace | None:
    """The pace that tells of what is left; None where nothing was seen to finish."""
    whole = _latest(found, None)
    if not whole.finished:
        return None
    hours_left = left / whole.per_hour
    if hours_left >= _SHORT / HOUR:
        return whole
    latest = _latest(found, max(HOUR, HOUR * hours_left * _LOOKS_BACK))
    return latest if latest.finished else whole


def is_unsteady(found: Sequence[Move]) -> bool:
    """Whether among the latest spans one is more than three times as quick as another."""
    paces: list[float] = []
    dialing, finished = timedelta(), 0
    for move in reversed(found):
        dialing, finished = dialing + move.dialing, finished + move.finished
        if dialing >= HOUR and finished >= _SPAN_FINISHED:
            paces.append(finished / (dialing / HOUR))
            dialing, finished = timedelta(), 0
            if len(paces) == _SPANS:
                break
    return bool(paces) and max(paces) > _TOO_FAR_APART * min(paces)


def _latest(found: Sequence[Move], least: timedelta | None) -> Pace:
    """The latest moves that make up so much dialing together; None for all."""
    dialing, finished, untried, count = timedelta(), 0, 0, 0
    for move in reversed(found):
        dialing += move.dialing
        finished, untried, count = finished + move.finished, untried + move.untried, count + 1
        if least is not None and dialing >= least:
            break
    return Pace(dialing, finished, untried, count + 1)
