"""The leases of a round: taken many at once, and all of them finished in the end."""

import logging
import time
from collections.abc import Iterable, Mapping, Set
from uuid import uuid4

from django.db import DatabaseError

from stats import lease
from stats.questions.line import Line, without_database
from stats.questions.question import Question

log = logging.getLogger("stats.questions")


class Claims:
    """What one round holds; where leases can't be written, it holds all that it asks for."""

    def __init__(self, line: Line) -> None:
        """Hold nothing yet."""
        self.is_written = True  # until the database does not take a lease
        self._line = line
        self._owner = uuid4().hex
        self._held: Set[str] = frozenset()
        self._renewed_at = time.monotonic()

    def take(self, questions: Iterable[Question]) -> Mapping[str, lease.State]:
        """What became of each question, by its key."""
        keys = [question.key for question in questions]
        if self.is_written:
            try:
                states = lease.take_many(keys, self._owner, self._line.now())
            except DatabaseError as error:
                log.warning("other processes may ask the same: %s", error)
                self.is_written = False
            else:
                self._held |= {key for key in keys if states[key] == "taken"}
                return states
        return dict.fromkeys(keys, "taken")

    def renew(self) -> None:
        """Hold what is held for longer; to be called at least every second."""
        is_due = time.monotonic() - self._renewed_at >= lease.RENEWED_EVERY.total_seconds()
        if self._held and is_due:
            with without_database("leases are not renewed"):
                lease.renew(self._held, self._owner, self._line.now())
            self._renewed_at = time.monotonic()

    def finish(self, questions: Iterable[Question], outcome: lease.Outcome | None) -> None:
        """Give those up that are held, with what came of them for others; None: they may ask."""
        self._give_up({question.key for question in questions}, outcome)

    def close(self) -> None:
        """Give up all that are still held, and sweep."""
        self._give_up(self._held, None)
        if self.is_written:
            with without_database("old leases stay"):
                lease.sweep(self._line.now())

    def _give_up(self, keys: Set[str], outcome: lease.Outcome | None) -> None:
        held = self._held & keys
        if held:
            self._held -= held
            with without_database("the outcome of a question is told to nobody"):
                lease.tell_many(held, self._owner, outcome, self._line.now())
