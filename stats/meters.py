"""What a process counts of its asking, for a monitoring system (Prometheus).

Times are seconds. Where PROMETHEUS_MULTIPROC_DIR names a folder, the processes that share it are
read together, whichever of them is asked.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, Literal

from prometheus_client import Counter, Histogram

from stats.callfire.errors import CallFireError

What = Literal["figures", "details", "list"]
Answered = Literal["kept", "asked", "stale", "failed"]

QUESTION_SECONDS: Final = Histogram(
    "broadcast_stats_question_seconds",
    "Questions to CallFire, retries included, by what was asked and how it ended: answered, or a "
    "kind of problem.",
    ["what", "outcome"],
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15),
)
ANSWERED: Final = Counter(
    "broadcast_stats_reports",
    "Reports that were shown or taken away: from what is kept, by a question, stale beside a "
    "problem, or not at all.",
    ["source"],
)
LEASE_WAIT_SECONDS: Final = Histogram(
    "broadcast_stats_lease_wait_seconds",
    "Waits for somebody else's question for the same figures.",
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15),
)
HELD_BACK: Final = Counter(
    "broadcast_stats_held_back",
    "Times that nothing was asked, by the kind of problem that forbade it: a pause, or the limit "
    "of requests a minute.",
    ["kind"],
)


@contextmanager
def question(what: What) -> Iterator[None]:
    """Count a question, and how long it took to its end."""
    began, outcome = time.monotonic(), "error"
    try:
        yield
        outcome = "answered"
    except CallFireError as problem:
        outcome = problem.kind
        raise
    finally:
        QUESTION_SECONDS.labels(what, outcome).observe(time.monotonic() - began)


@contextmanager
def held_back() -> Iterator[None]:
    """Count where asking is not allowed now."""
    try:
        yield
    except CallFireError as problem:
        HELD_BACK.labels(problem.kind).inc()
        raise


def answered(source: Answered) -> None:
    """Count a report."""
    ANSWERED.labels(source).inc()


@contextmanager
def lease_wait() -> Iterator[None]:
    """Count a wait for another's question, and how long it took."""
    began = time.monotonic()
    try:
        yield
    finally:
        LEASE_WAIT_SECONDS.observe(time.monotonic() - began)
