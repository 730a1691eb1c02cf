"""One question of a round under way in a thread of the pool."""

import time
from concurrent.futures import Future
from contextvars import copy_context
from queue import SimpleQueue

from stats.broadcast_stats import BroadcastStats
from stats.callfire.errors import Timeout
from stats.questions.line import Line
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
