"""Questions to CallFire: each only once however many wait for it, few at a time, within 15 s.

Threads of one process share a flight, processes share a lease; whoever asks keeps the answer before
the others are told. Where the database can't be written, the question is asked all the same: then
only this process's own bounds hold, and nothing is counted.
"""

import logging
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from threading import BoundedSemaphore, Lock
from typing import Final
from uuid import uuid4

from django.db import DatabaseError

from stats import lease, pause
from stats.broadcast_stats import BroadcastStats
from stats.callfire import documents
from stats.callfire.client import Client
from stats.callfire.errors import CallFireError, Timeout, from_facts
from stats.report import Look

log = logging.getLogger("stats.questions")

WAIT_SECONDS: Final = 15.0  # for the whole of a question, the wait for another's included
POLL_SECONDS: Final = 0.05  # between two looks at another process's lease

Interval = tuple[datetime | None, datetime | None]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and how its answer is kept and found again.

    keep: stores an answer; the kept look, and whether it could be stored.
    kept: the newest kept look, for those who were told that there is one.
    """

    broadcast_id: int
    interval: Interval
    is_refresh: bool
    keep: Callable[[BroadcastStats], tuple[Look, bool]]
    kept: Callable[[], Look | None]

    @property
    def key(self) -> str:
        """Its name, the same for all who ask it."""
        return lease.key_of(self.broadcast_id, *self.interval)


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known now, whether it was saved, and whether it came from a question just before."""

    look: Look
    saved: bool = True
    is_repeated: bool = False


class Questions:
    """The questions of one process to one account."""

    def __init__(
        self,
        client: Client,
        *,
        account: str,
        concurrency: int,
        per_minute: int,
        now: Callable[[], datetime],
    ) -> None:
        """Ask nothing yet.

        account: names address, login and password without telling them (an HMAC).
        concurrency: how many requests this process may have under way at once.
        per_minute: how many requests all processes together may make in any minute.
        now: the aware instant by the real clock, which leases and pauses go by.
        """
        self._now = now
        self._client = client
        self._account = account
        self._per_minute = per_minute
        self._places = BoundedSemaphore(concurrency)
        self._lock = Lock()
        self._flights: dict[str, Future[Answer]] = {}

    def ask(self, question: Question) -> Answer:
        """Ask, or wait for the answer to the same question that is under way anywhere.

        Raises an error of `stats.callfire.errors`, Timeout after WAIT_SECONDS at the latest.
        """
        deadline = time.monotonic() + WAIT_SECONDS
        with self._lock:
            flight = self._flights.get(question.key)
            is_mine = flight is None
            if flight is None:
                flight = self._flights[question.key] = Future()
        if not is_mine:
            return _landed(flight)
        try:
            answer = self._ask_or_wait(question, deadline)
        except BaseException as error:
            flight.set_exception(error)
            raise
        else:
            flight.set_result(replace(answer, is_repeated=False))
            return answer
        finally:
            with self._lock:
                del self._flights[question.key]

    def _ask_or_wait(self, question: Question, deadline: float) -> Answer:
        owner = uuid4().hex
        is_repeated = True
        while True:
            state = _taken(question.key, owner, self._now())
            if state == "not_written":
                return Answer(*question.keep(self._fetched(question, deadline, is_counted=False)))
            if state == "taken":
                return self._ask_and_tell(question, owner, deadline)
            if isinstance(state, dict):
                return _told(question, state, is_repeated=is_repeated)
            is_repeated = False
            if time.monotonic() + POLL_SECONDS > deadline:
                raise Timeout
            time.sleep(POLL_SECONDS)

    def _ask_and_tell(self, question: Question, owner: str, deadline: float) -> Answer:
        outcome: lease.Outcome | None = None  # nothing that others could find
        try:
            answer = Answer(*question.keep(self._fetched(question, deadline)))
        except CallFireError as problem:
            outcome = None if problem.is_paused else problem.facts()
            raise
        else:
            outcome = {} if answer.saved else None
            return answer
        finally:
            with _without_database("the outcome of a question is told to nobody"):
                lease.finish(question.key, owner, outcome, self._now())

    def _fetched(
        self, question: Question, deadline: float, *, is_counted: bool = True
    ) -> BroadcastStats:
        """The answer, read; not counted where each attempt at writing would wait in vain."""
        with _without_database("whether to ask is not looked up"):
            pause.admit_question(self._account, self._now(), is_refresh=question.is_refresh)
        try:
            stats = self._read(
                question, deadline, self._admit_request if is_counted else _admit_all
            )
        except CallFireError as problem:
            if is_counted and not problem.is_paused:
                self._record(problem)
            raise
        if is_counted:
            self._record(None)
        return stats

    def _read(
        self, question: Question, deadline: float, admit: Callable[[], None]
    ) -> BroadcastStats:
        if not self._places.acquire(timeout=max(0.0, deadline - time.monotonic())):
            raise Timeout(is_paused=True)
        try:
            body = self._client.broadcast_stats(
                question.broadcast_id,
                *question.interval,
                seconds=deadline - time.monotonic(),
                admit=admit,
            )
        finally:
            self._places.release()
        return documents.broadcast_stats(body)

    def _admit_request(self) -> None:
        with _without_database("requests are not counted"):
            pause.admit_request(self._per_minute, self._now())

    def _record(self, problem: CallFireError | None) -> None:
        with _without_database("pauses are not kept"):
            pause.record(self._account, problem, self._now())


def _landed(flight: "Future[Answer]") -> Answer:
    try:
        return flight.result(WAIT_SECONDS)
    except TimeoutError:
        raise Timeout from None


def _taken(key: str, owner: str, now: datetime) -> str | lease.Outcome:
    try:
        return lease.take(key, owner, now)
    except DatabaseError as error:
        log.warning("other processes may ask the same: %s", error)
        return "not_written"


def _admit_all() -> None:
    """Where requests can't be counted, none is refused."""


def _told(question: Question, outcome: lease.Outcome, *, is_repeated: bool) -> Answer:
    """What another one's question came to."""
    if outcome:
        raise from_facts(outcome)
    look = question.kept()
    if look is None:  # it was forgotten since
        raise Timeout
    return Answer(look, is_repeated=is_repeated)


@contextmanager
def _without_database(what: str) -> Iterator[None]:
    """Go on where the database can't be read or written: figures matter more than bookkeeping."""
    try:
        yield
    except DatabaseError as error:
        log.warning("%s: %s", what, error)
