"""The line to CallFire that all questions of a process share: its places, and what it is allowed.

Where the database can't be read or written, nothing is counted and nothing is held back.
"""

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from django.db import DatabaseError

from stats import meters, pause
from stats.broadcast_details import BroadcastDetails, BroadcastPage
from stats.broadcast_stats import BroadcastStats
from stats.callfire import documents
from stats.callfire.client import Client
from stats.callfire.errors import CallFireError
from stats.questions.places import Places
from stats.questions.question import Question

log = logging.getLogger("stats.questions")

WAIT_SECONDS: Final = 15.0  # for the whole of a question, the wait for another's included
POLL_SECONDS: Final = 0.05  # between two looks at another process's lease


class Line:
    """One account's line; `ask` may be called by many threads at once and touches no database."""

    def __init__(
        self,
        client: Client,
        *,
        account: str,
        concurrency: int,
        per_minute: int,
        now: Callable[[], datetime],
    ) -> None:
        """Ask nothing yet; the arguments are those of `Questions`."""
        self.now = now
        self.account = account
        self.places = Places(concurrency)
        # Its threads start one by one with the questions, and end with the process.
        self.pool = ThreadPoolExecutor(concurrency, "callfire")
        self._client = client
        self._per_minute = per_minute

    def ask(self, question: Question, seconds: float, admit: Callable[[], None]) -> BroadcastStats:
        """The answer, read. The caller holds a place, which is free again when this ends.

        seconds, admit: those of the client. Raises an error of `stats.callfire.errors`.
        """
        with meters.question("figures"):
            try:
                body = self._client.broadcast_stats(
                    question.broadcast_id, *question.interval, seconds=seconds, admit=admit
                )
            finally:
                self.places.give_back()
            return documents.broadcast_stats(body)

    def ask_details(
        self, broadcast_id: int, seconds: float, admit: Callable[[], None]
    ) -> BroadcastDetails:
        """What CallFire says of the broadcast itself, as `ask` does it."""
        with meters.question("details"):
            try:
                body = self._client.broadcast(broadcast_id, seconds=seconds, admit=admit)
            finally:
                self.places.give_back()
            return documents.broadcast(body)

    def ask_page(
        self, first: int, most: int, seconds: float, admit: Callable[[], None]
    ) -> BroadcastPage:
        """One page of QueryBroadcasts, as `ask` does it."""
        with meters.question("list"):
            try:
                body = self._client.broadcasts(first, most, seconds=seconds, admit=admit)
            finally:
                self.places.give_back()
            return documents.broadcast_page(body)

    def admit_questions(self, number: int = 1, *, is_refresh: bool) -> int:
        """How many of so many questions may be asked now; raises the reason where none may."""
        try:
            with meters.held_back():
                now = self.now()
                return pause.admit_questions(self.account, number, now, is_refresh=is_refresh)
        except DatabaseError as error:
            log.warning("whether to ask is not looked up: %s", error)
            return number

    def admit_details(self) -> None:
        """Raise the reason where details may not be asked for now."""
        pause.admit_details(self.account, self.now())

    def admit_requests(self, number: int) -> int:
        """Count so many requests, as far as the limit allows; raises RateLimited at the limit."""
        try:
            with meters.held_back():
                return pause.admit_requests(self._per_minute, number, self.now())
        except DatabaseError as error:
            log.warning("requests are not counted: %s", error)
            return number

    def admit_request(self) -> None:
        """Count one request; raises RateLimited at the limit."""
        self.admit_requests(1)

    def record(self, problem: CallFireError | None) -> None:
        """Remember how a question ended, if it was put at all."""
        if problem is None or not problem.is_paused:
            with without_database("pauses are not kept"):
                pause.record(self.account, problem, self.now())


@contextmanager
def without_database(what: str) -> Iterator[None]:
    """Go on where the database can't be read or written: figures matter more than bookkeeping."""
    try:
        yield
    except DatabaseError as error:
        log.warning("%s: %s", what, error)
