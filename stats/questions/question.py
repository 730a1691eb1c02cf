"""A question, and what is known after it: plain values."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final

from stats import lease
from stats.broadcast_stats import BroadcastStats
from stats.callfire.errors import CallFireError, Timeout, from_facts
from stats.report import Look

Interval = tuple[datetime | None, datetime | None]
WHOLE_LIFE: Final[Interval] = (None, None)


@dataclass(frozen=True)
class Question:
    """What is asked, and how its answer is kept and found again.

    keep: stores an answer; the kept look, and whether it could be stored.
    kept: the newest kept look, for those who were told that there is one.
    answered: the kept look that makes the question needless by now, if any; a question that waited
    for its turn looks there before it is asked.
    """

    broadcast_id: int
    interval: Interval
    is_refresh: bool
    keep: Callable[[BroadcastStats], tuple[Look, bool]]
    kept: Callable[[], Look | None]
    answered: Callable[[], Look | None] = lambda: None

    @cached_property
    def key(self) -> str:
        """Its name, the same for all who ask it."""
        return lease.key_of(self.broadcast_id, *self.interval)


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known now, whether it was saved, and whether it came from a question just before."""

    look: Look
    saved: bool = True
    is_repeated: bool = False


Outcome = Answer | CallFireError
# Stores many answers: for each the kept look, and whether it could be stored.
KeepAll = Callable[[Sequence[tuple[Question, BroadcastStats]]], Sequence[tuple[Look, bool]]]


def told(question: Question, outcome: lease.Outcome, *, is_repeated: bool) -> Outcome:
    """What another one's question came to."""
    if outcome:
        return from_facts(outcome)
    look = question.kept()
    return Timeout() if look is None else Answer(look, is_repeated=is_repeated)  # None: forgotten
