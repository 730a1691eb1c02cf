"""Asking: one question, or a round of many.

Threads of one process share a flight, processes share a lease; whoever asks keeps the answer before
the others are told. Where the database can't be written, the question is asked all the same: then
only this process's own bounds hold, and nothing is counted.
"""

import logging
import time
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future
from dataclasses import replace
from datetime import datetime
from threading import Lock
from typing import Final, TypeVar
from uuid import uuid4

from django.db import DatabaseError

from stats import lease, meters
from stats.broadcast_details import BroadcastDetails, BroadcastPage
from stats.broadcast_stats import BroadcastStats
from stats.callfire.client import Client
from stats.callfire.errors import CallFireError, Credentials, Timeout, from_facts
from stats.questions.flight import ask_alone
from stats.questions.line import POLL_SECONDS, WAIT_SECONDS, Line, without_database
from stats.questions.places import Places
from stats.questions.question import Answer, KeepAll, Outcome, Question, told
from stats.questions.round import Round
from stats.report import Look

log = logging.getLogger("stats.questions")

DETAILS_SECONDS: Final = 5.0  # for the whole of a question for details: no figure waits longer

_Kept = TypeVar("_Kept")


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
        self._line = Line(
            client, account=account, concurrency=concurrency, per_minute=per_minute, now=now
        )
        self._details_places = Places(max(1, concurrency // 4))
        self._lock = Lock()
        self._flights: dict[str, Future[Answer]] = {}

    def ask_all(
        self, wanted: Callable[[], Iterable[Question]], keep_all: KeepAll, deadline: float
    ) -> Generator[tuple[Question, Outcome], None, None]:
        """Ask many questions, as many at once as may be; each outcome as soon as it is known.

        wanted: the questions that are still wanted, the most urgent first. It is called again
        whenever another may begin, so that answers can lead to further questions; questions that
        came before are passed over.
        keep_all: stores answers that came at about one time, in place of each question's `keep`.
        deadline: by the monotonic clock, in seconds. What is not known by then is left out: it was
        not begun, or cut short, or somebody else still asks it.

        Answers are kept by the calling thread, the only one here that touches the database, before
        they are given. When CallFire may not be asked any more (a pause, this site's own limit),
        one of the questions left has that problem, with `is_paused`, and the others are left out.
        Closing the generator leaves what is under way to end by itself, and frees its questions
        for others.
        """
        return Round(self._line, wanted, keep_all, deadline).outcomes()

    def ask(self, question: Question) -> Answer:
        """Ask, or wait for the answer to the same question that is under way anywhere.

        Raises an error of `stats.callfire.errors`: Timeout after WAIT_SECONDS at the latest, and
        with `is_paused` where no place to ask got free within PLACE_SECONDS.
        """
        deadline = time.monotonic() + WAIT_SECONDS
        with self._lock:
            flight = self._flights.get(question.key)
            is_mine = flight is None
            if flight is None:
                flight = self._flights[question.key] = Future()
        if not is_mine:
            with meters.lease_wait():
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

    def ask_details(self, broadcast_id: int, keep: Callable[[BroadcastDetails], object]) -> None:
        """Ask what a broadcast is, unless somebody else does: then wait until that one has kept it.

        Figures go before: it takes DETAILS_SECONDS at most, few such questions are under way at
        once, none is asked where another failed or is the first after a pause, and how it fails
        counts for no pause, unless the login was refused. keep: stores the answer. Raises an error
        of `stats.callfire.errors`, with `is_paused` where nothing was asked here, and
        DatabaseError.
        """
        deadline = time.monotonic() + DETAILS_SECONDS
        key, owner = lease.details_key_of(broadcast_id), uuid4().hex
        while (state := lease.take(key, owner, self._line.now())) == "under_way":
            if time.monotonic() + POLL_SECONDS > deadline:
                raise Timeout(is_paused=True)
            time.sleep(POLL_SECONDS)
        if state == "taken":
            self._told(key, owner, lambda: (keep(self._details(broadcast_id, deadline)), True))
        elif state:
            raise from_facts(dict(state))

    def ask_page(self, first: int, most: int) -> BroadcastPage:
        """One page of the account's broadcasts, from the `first` (0) on.

        It takes WAIT_SECONDS at most, and counts like a question for figures. Raises an error of
        `stats.callfire.errors`.
        """
        line, deadline = self._line, time.monotonic() + WAIT_SECONDS
        line.admit_questions(is_refresh=False)
        if not line.places.wait_for_one(deadline - time.monotonic()):
            raise Timeout(is_paused=True)
        seconds = deadline - time.monotonic()
        try:
            page = line.ask_page(first, most, seconds, line.admit_request)
        except CallFireError as problem:
            line.record(problem)
            raise
        line.record(None)
        return page

    def _ask_or_wait(self, question: Question, deadline: float) -> Answer:
        owner = uuid4().hex
        state = _taken(question.key, owner, self._line.now())
        is_repeated = state != "under_way"
        if state == "under_way":
            with meters.lease_wait():
                state = self._awaited(question.key, owner, deadline)
        if isinstance(state, dict):
            return _answer(told(question, state, is_repeated=is_repeated))
        if state == "not_written":
            return Answer(*question.keep(self._fetched(question, None, deadline)))

        def kept() -> tuple[Look, bool]:
            return question.keep(self._fetched(question, owner, deadline))

        return Answer(*self._told(question.key, owner, kept))

    def _awaited(self, key: str, owner: str, deadline: float) -> str | lease.Outcome:
        """What became of a question that somebody else asks; it may be for us to ask now."""
        state: str | lease.Outcome = "under_way"
        while state == "under_way":
            if time.monotonic() + POLL_SECONDS > deadline:
                raise Timeout
            time.sleep(POLL_SECONDS)
            state = _taken(key, owner, self._line.now())
        return state

    def _told(
        self, key: str, owner: str, ask: Callable[[], tuple[_Kept, bool]]
    ) -> tuple[_Kept, bool]:
        """What is kept, and whether it is; those who wait are told that it is, or why not."""
        outcome: lease.Outcome | None = None  # nothing that others could find
        try:
            kept, saved = ask()
        except CallFireError as problem:
            outcome = None if problem.is_paused else problem.facts()
            raise
        else:
            outcome = {} if saved else None
            return kept, saved
        finally:
            with without_database("the outcome of a question is told to nobody"):
                lease.finish(key, owner, outcome, self._line.now())

    def _fetched(self, question: Question, owner: str | None, deadline: float) -> BroadcastStats:
        """The answer, read.

        owner: who holds the lease; None where it could not be written: then nothing is counted
        either, since each attempt at writing would wait in vain.
        """
        line = self._line
        line.admit_questions(is_refresh=question.is_refresh)
        if not line.places.wait_for_one(deadline - time.monotonic()):
            raise Timeout(is_paused=True)
        seconds = deadline - time.monotonic()
        if owner is None:
            return line.ask(question, seconds, _admit)
        try:
            stats = ask_alone(line, question, owner, seconds)
        except CallFireError as problem:
            line.record(problem)
            raise
        line.record(None)
        return stats

    def _details(self, broadcast_id: int, deadline: float) -> BroadcastDetails:
        line = self._line
        line.admit_details()
        if not self._details_places.wait_for_one(deadline - time.monotonic()):
            raise Timeout(is_paused=True)
        try:
            if not line.places.wait_for_one(deadline - time.monotonic()):
                raise Timeout(is_paused=True)
            seconds = deadline - time.monotonic()
            return line.ask_details(broadcast_id, seconds, line.admit_request)
        except Credentials as refused:
            line.record(refused)
            raise
        finally:
            self._details_places.give_back()


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


def _admit() -> None:
    """Where requests can't be counted, none is refused."""


def _answer(outcome: Outcome) -> Answer:
    if isinstance(outcome, CallFireError):
        raise outcome
    return outcome
