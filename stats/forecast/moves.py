"""What moved between one look and the next, and how much dialing that took.

Looks are whole-life ones, the oldest first. Those that differ in nothing but replies, credits or
durations are one stand: nothing was dialed in between.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from stats.forecast.hours import DialingHours
from stats.report import Look

CLOSE: Final = timedelta(minutes=15)  # looks further apart say nothing of the time between them
# A stretch without any move: up to here a pause of the dialing, beyond it (with unknown calling
# hours) a rest, which is no dialing time.
_PAUSE: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Stand:
    """The actions by status and the attempts, and from when until when they were seen so (UTC)."""

    begin: datetime
    end: datetime
    attempts: int | None
    unattempted: int
    retry_wait: int
    finished: int

    @property
    def left(self) -> int:
        """Actions that are not finished."""
        return self.unattempted + self.retry_wait

    @property
    def total(self) -> int:
        """All actions of the broadcast."""
        return self.left + self.finished


@dataclass(frozen=True, slots=True)
class Growth:
    """More numbers were put on the list: seen at `at` (UTC), and by how many."""

    at: datetime
    by: int


@dataclass(frozen=True, slots=True)
class Move:
    """From one stand to the next, which was seen soon after; `dialing` ends at `at` (UTC)."""

    at: datetime
    dialing: timedelta
    finished: int  # how many actions came to their end, never below 0
    untried: int  # how many were tried for the first time, never below 0


def stand_of(look: Look) -> Stand | None:
    """What a look says of the statuses; None where one of them is not reported."""
    statuses, usage = look.stats.action_statistics, look.stats.usage
    if statuses is None:
        return None
    parts = (statuses.unattempted, statuses.retry_wait, statuses.finished)
    if None in parts:
        return None
    unattempted, retry_wait, finished = (part or 0 for part in parts)
    attempts = None if usage is None else usage.attempts
    return Stand(look.first_seen_at, look.last_seen_at, attempts, unattempted, retry_wait, finished)


def stands(looks: Iterable[Look]) -> list[Stand]:
    """What was seen one after another; looks without all three statuses are passed over."""
    found: list[Stand] = []
    for look in looks:
        stand = stand_of(look)
        if stand is None:
            continue
        if found and replace(stand, begin=found[-1].begin, end=found[-1].end) == found[-1]:
            found[-1] = replace(found[-1], end=stand.end)
        else:
            found.append(stand)
    return found


def since_growth(found: Sequence[Stand]) -> tuple[Sequence[Stand], Growth | None]:
    """The stands since the list last grew, and when it did.

    It grew where Unattempted rose and all actions together did: a number that only goes back from
    one status to another is no new one. `by` counts those too that were tried at once.
    """
    for index in range(len(found) - 1, 0, -1):
        before, after = found[index - 1], found[index]
        if after.unattempted > before.unattempted and after.total > before.total:
            return found[index:], Growth(after.begin, after.total - before.total)
    return found, None


def moves(found: Sequence[Stand], hours: DialingHours | None) -> list[Move]:
    """The moves between stands that follow each other closely.

    The dialing time of a move is the gap in which it happened, and the pause before it: as far as
    that lies within the hours, whole days of rest left out, or, where they are unknown, if it is of
    an hour at most.
    """
    return [
        Move(
            after.begin,
            after.begin - before.end + _pause(before, hours),
            max(0, after.finished - before.finished),
            max(0, before.unattempted - after.unattempted),
        )
        for before, after in pairwise(found)
        if timedelta() < after.begin - before.end <= CLOSE
    ]


def _pause(stand: Stand, hours: DialingHours | None) -> timedelta:
    pause = stand.end - stand.begin
    if pause and hours is not None:
        return hours.dialing_of_pause(stand.begin, stand.end)
    return pause if pause <= _PAUSE else timedelta()
