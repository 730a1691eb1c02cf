"""CallFire as the tests of questions have it: a client that does what it is told."""

import time
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime
from threading import Event, Lock
from typing import Any

from django.db import connections

from stats import lease
from stats.broadcast_stats import BroadcastStats, UsageStats
from stats.callfire.errors import CallFireError, Unavailable
from stats.lease import renew
from stats.questions import Outcome, Question, Questions
from stats.report import Look

NOW = datetime(2026, 11, 23, 22, 0, tzinfo=UTC)
BODY = (
    b'<r:Resource xmlns:r="http://api.callfire.com/resource" xmlns="http://api.callfire.com/data">'
    b"<BroadcastStats><UsageStats><Attempts>7</Attempts></UsageStats></BroadcastStats></r:Resource>"
)
LOOK = Look(BroadcastStats(usage=UsageStats(attempts=7)), NOW, NOW)


class FarEnd:
    """In the client's place: does what it is told to, and counts."""

    def __init__(self, *acts: bytes | CallFireError, before: Callable[[], object] | None = None):
        self._acts = list(acts) or [BODY]
        self._before = before
        self.asked: list[float] = []

    def broadcast_stats(
        self, _broadcast_id: int, *_interval: Any, seconds: float, admit: Callable[[], None]
    ) -> bytes:
        return self._asked(seconds, admit)

    def broadcast(self, _broadcast_id: int, *, seconds: float, admit: Callable[[], None]) -> bytes:
        return self._asked(seconds, admit)

    def _asked(self, seconds: float, admit: Callable[[], None]) -> bytes:
        admit()
        self.asked.append(seconds)
        if self._before:
            self._before()
        act = self._acts.pop(0) if len(self._acts) > 1 else self._acts[0]
        if isinstance(act, CallFireError):
            raise act
        return act


def those(far_end: object, now: Callable[[], datetime] | None = None, **more: Any) -> Questions:
    now = now or (lambda: datetime.now(UTC))
    settings = {"account": "account", "concurrency": 8, "per_minute": 300, "now": now, **more}
    return Questions(far_end, **settings)  # type: ignore[arg-type] # as much of a client as is used


def question(broadcast_id: int = 135, **more: Any) -> Question:
    facts = {"interval": (None, None), "is_refresh": False, **more}
    facts.setdefault("keep", lambda stats: (Look(stats, NOW, NOW), True))
    facts.setdefault("kept", lambda: LOOK)
    return Question(broadcast_id, **facts)


class ManyAtOnce:
    """In the client's place too: what it does is a function of the broadcast's ID.

    act: a problem that comes of a question, perhaps after a wait; anything else is an answer.
    asked: the IDs in the order in which they came; most: how many were under way at once;
    connections: those to the database in the threads that asked.
    """

    def __init__(self, act: Callable[[int], object] = lambda _: None):
        self._act = act
        self._lock = Lock()
        self._under_way = 0
        self.asked: list[int] = []
        self.seconds: list[float] = []
        self.most = 0
        self.connections: list[object] = []

    def broadcast_stats(
        self, broadcast_id: int, *_interval: Any, seconds: float, admit: Callable[[], None]
    ) -> bytes:
        admit()
        with self._lock:
            self.asked.append(broadcast_id)
            self.seconds.append(seconds)
            self._under_way += 1
            self.most = max(self.most, self._under_way)
        try:
            act = self._act(broadcast_id)
        finally:
            with self._lock:
                self._under_way -= 1
                self.connections += connections.all(initialized_only=True)
        if isinstance(act, CallFireError):
            raise act
        return BODY


class Retried:
    """In the client's place too: each question fails, after so many retries that are admitted.

    before: waited for before the first retry. tries: how many were made in all.
    """

    def __init__(self, retries: int, *, before: Callable[[], object] = lambda: None) -> None:
        self._retries = retries
        self._before = before
        self.tries = 0

    def broadcast_stats(self, *_: Any, seconds: float, admit: Callable[[], None]) -> bytes:
        assert seconds > 0
        admit()
        self.tries += 1
        self._before()
        for _retry in range(self._retries):
            try:
                admit()
            except CallFireError:
                break
            self.tries += 1
        raise Unavailable(status=503)


def asked(site: Questions, questions: list[Question], *, seconds: float = 20) -> dict[int, Outcome]:
    """What became of each, by broadcast ID."""
    outcomes = site.ask_all(lambda: questions, keep_each, time.monotonic() + seconds)
    return {each.broadcast_id: outcome for each, outcome in outcomes}


def keep_each(answers: Sequence[tuple[Question, BroadcastStats]]) -> list[tuple[Look, bool]]:
    return [question.keep(stats) for question, stats in answers]


def numbered(count: int) -> list[Question]:
    return [question(number) for number in range(1, count + 1)]


class Renewals:
    """Notes what `lease.renew` is called with, in its place; `came` once it was."""

    def __init__(self) -> None:
        self.came = Event()
        self.held: set[tuple[str, ...]] = set()

    def __call__(self, keys: Collection[str], owner: str, now: datetime) -> None:
        renew(keys, owner, now)
        self.held.add(tuple(sorted(keys)))
        self.came.set()


def are_free(questions: list[Question]) -> bool:
    """Whether anybody may ask any of them now."""
    keys = [each.key for each in questions]
    states = lease.take_many(keys, "another", datetime.now(UTC))
    return set(map(str, states.values())) == {"taken"}


def problems(outcomes: dict[int, Outcome]) -> list[CallFireError]:
    return [each for each in outcomes.values() if isinstance(each, CallFireError)]
