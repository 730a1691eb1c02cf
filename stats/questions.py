"""Questions to CallFire: a few at a time, and each only once however many people wait for it.

Threads fetch and read; whoever asked keeps the answer, on its own database connection. This holds
within one process: other processes ask for themselves.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Final

from stats.broadcast_stats import BroadcastStats
from stats.callfire import documents
from stats.callfire.client import Client
from stats.callfire.errors import Timeout

WAIT_SECONDS: Final = 15.0  # as long as one question may take, the wait for a free thread included

Key = tuple[int, datetime | None, datetime | None]


@dataclass(frozen=True, slots=True)
class Answer:
    """What CallFire said, when it had said it (aware, UTC), and whether this call put the question.

    Only the one who put the question keeps the answer.
    """

    stats: BroadcastStats
    at: datetime
    is_first: bool


class Questions:
    """A pool of threads over one client, and the questions that are under way."""

    def __init__(self, client: Client, *, threads: int, now: Callable[[], datetime]) -> None:
        self._client = client
        self._now = now
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="callfire")
        self._lock = Lock()
        self._under_way: dict[Key, Future[tuple[BroadcastStats, datetime]]] = {}

    def ask(self, broadcast_id: int, begin: datetime | None, end: datetime | None) -> Answer:
        """Ask, or wait for the answer to the same question that is under way.

        Raises an error of `stats.callfire.errors`; Timeout after WAIT_SECONDS at the latest.
        """
        key = (broadcast_id, begin, end)
        with self._lock:
            future = self._under_way.get(key)
            is_first = future is None
            if future is None:
                future = self._pool.submit(self._answer, key)
                self._under_way[key] = future
        if is_first:
            future.add_done_callback(lambda _: self._forget(key))
        try:
            stats, at = future.result(WAIT_SECONDS)
        except TimeoutError:
            raise Timeout(retryable=True) from None
        return Answer(stats, at, is_first)

    def _answer(self, key: Key) -> tuple[BroadcastStats, datetime]:
        stats = documents.broadcast_stats(self._client.broadcast_stats(*key))
        return stats, self._now()

    def _forget(self, key: Key) -> None:
        with self._lock:
            self._under_way.pop(key, None)
