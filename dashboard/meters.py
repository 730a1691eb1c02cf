"""What this site tells a monitoring system: Prometheus' text, of all processes that share a folder.

Each process counts for itself; where PROMETHEUS_MULTIPROC_DIR names a folder (gunicorn makes one),
the counts of all that share it are added up. How the site as a whole stands is read from the
database when it is asked for.
"""

import os
from collections.abc import Iterator
from typing import Final

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from stats.standing import standing

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
REQUESTS: Final = Counter(
    "broadcast_stats_requests", "Requests that were answered.", ["view", "status"]
)
REQUEST_SECONDS: Final = Histogram(
    "broadcast_stats_request_seconds",
    "From a request to its answer.",
    ["view"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30),
)


def count_request(request: HttpRequest, status: int, seconds: float) -> None:
    """Count an answered request by the name of its address, so that there are few of them."""
    match = request.resolver_match
    view = (match.view_name if match else "") or "none"
    REQUESTS.labels(view, status).inc()
    REQUEST_SECONDS.labels(view).observe(seconds)


def exposition() -> bytes:
    """All of it as Prometheus reads it."""
    together = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(together)  # type: ignore[no-untyped-call]
    else:
        together.register(REGISTRY)
    together.register(_Site())
    return generate_latest(together)


class _Site(Collector):
    """How the site stands; without a database only that it is not reached."""

    def collect(self) -> Iterator[Metric]:
        """A gauge each."""
        try:
            now = standing()
        except (DatabaseError, InterfaceError):
            yield _gauge("database_up", "Whether the database is reached.", 0)
            return
        yield _gauge("database_up", "Whether the database is reached.", 1)
        yield _gauge(
            "login_refused",
            "Whether nothing is asked since CallFire refused the login.",
            now.is_login_refused,
        )
        yield _gauge(
            "paused",
            "Whether nothing is asked for a minute after five failures.",
            now.is_paused_by_failures,
        )
        yield _gauge(
            "requests_to_callfire_in_last_minute",
            "What CALLFIRE_PER_MINUTE is held against, of all processes.",
            now.requests_in_last_minute,
        )
        yield _gauge("watched", "Broadcasts that collectors look at.", now.watched)
        if now.collector_lag is not None:
            yield _gauge(
                "collector_lag_seconds",
                "Since a whole round of a collector last ended.",
                now.collector_lag.total_seconds(),
            )


def _gauge(name: str, documentation: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"broadcast_stats_{name}", documentation, value=float(value))
