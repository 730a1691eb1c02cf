"""A question that is under way in a thread of the pool, of a round or alone."""

import time
from concurrent.futures import Future
from contextvars import copy_context
from queue import Empty, SimpleQueue

from stats import lease
from stats.broadcast_stats import BroadcastStats
from stats.callfire.errors import CallFireError, Timeout
from stats.questions.line import Line, without_database
from stats.questions.question import Question


class Flight:
    """A question that was admitted and has a place.

    It puts itself into `events` when it wants to try again (`retry` is then a reply that is waited
    for) and when it has landed: counting is for the thread that began the round, which alone
    touches the database.
    """

    def __init__(
        self, question: Question, seconds: float, events: "SimpleQueue[Flight]", *, is_counted: bool
    ) -> None:
        """Ask nothing yet.

        seconds: how long it may take in all. is_counted: whether its tries are counted, and whether
        it holds a lease.
        """
        self.question = question
        self.seconds = seconds
        self.is_counted = is_counted
        self.landed: Future[BroadcastStats] = Future()
        self.retry: Future[None] | None = None
        self._events = events
        self._ends_at = time.monotonic() + seconds
        self._tries = 0
        self._is_abandoned = False

    def begin(self, line: Line) -> None:
        """Ask in a thread of the pool; its log lines belong to the same request."""
        ask = copy_context().run
        self.landed = line.pool.submit(ask, line.ask, self.question, self.seconds, self._admit)
        self.landed.add_done_callback(lambda _: self._events.put(self))

    def abandon(self) -> None:
        """Let it end by itself after the try under way: nobody waits for it any more."""
        self._is_abandoned = True
        if self.retry is not None and not self.retry.done():
            self.retry.set_exception(Timeout(is_paused=True))

    def admit_retry(self, line: Line) -> None:
        """Let it try again if it waits for that, unless the limit forbids it."""
        reply = self.retry
        if reply is None or reply.done():
            return
        try:
            line.admit_request()
        except CallFireError as refused:
            reply.set_exception(refused)
        else:
            reply.set_result(None)

    def _admit(self) -> None:
        """Called before each try in the pool's thread; the first one is admitted already."""
        self._tries += 1
        if self._tries == 1:
            return
        # In this order: whoever abandons it meanwhile sees the reply, or is seen here.
        self.retry = Future()
        if self._is_abandoned:
            raise Timeout(is_paused=True)
        if not self.is_counted:
            return
        self._events.put(self)
        try:
            self.retry.result(max(0.0, self._ends_at - time.monotonic()))
        except TimeoutError:
            raise Timeout(is_paused=True) from None


def ask_alone(line: Line, question: Question, owner: str, seconds: float) -> BroadcastStats:
    """The answer to one question for which a place is taken; its lease is held meanwhile.

    seconds: how long it may take in all. Raises an error of `stats.callfire.errors`.
    """
    try:
        line.admit_request()
    except BaseException:
        line.places.give_back()
        raise
    events: SimpleQueue[Flight] = SimpleQueue()
    flight = Flight(question, seconds, events, is_counted=True)
    flight.begin(line)
    while not flight.landed.done():
        try:
            events.get(timeout=lease.RENEWED_EVERY.total_seconds())
        except Empty:
            with without_database("a lease is not renewed"):
                lease.renew([question.key], owner, line.now())
        else:
            flight.admit_retry(line)
    return flight.landed.result()
