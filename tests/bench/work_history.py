"""What `bench_history` does at one database: fill it, and write its broadcast's download."""
# ruff: noqa: E402 - the settings come first

import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

django.setup()

from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test import Client

from stats import service
from stats.results import KNOWN
from stats.seed.broadcasts import FIRST_ID
from stats.seed.filling import fill
from tests.bench.bench_history import NUMBER

BROADCAST = FIRST_ID - NUMBER
SMALL = NUMBER + 1  # another one with few, to warm up
PLAIN = (
    *('"begin"', '"end"', "first_seen_at", "last_seen_at", "attempts", "actions"),
    *("duration_seconds", "billed_duration_seconds", "billed_amount", "unattempted", "retry_wait"),
    "finished",
)


def filled(rows: str) -> str:
    """Fill a new database; the statement that reads what the download holds."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    list(fill([(NUMBER, int(rows)), (SMALL, 200)], service.now()))
    return _statement()


def _statement() -> str:
    live = f"({_of('LA', 0)} + {_of('XFER', 0)})"
    columns = [
        *(
            str(BROADCAST),
            "(SELECT name FROM stats_broadcast b WHERE b.broadcast_id = s.broadcast_id)",
        ),
        *PLAIN,
        *(
            live,
            f"round({live} * 1.0 / nullif(attempts, 0), 6)",
            f"round({_amount()} / nullif({live}, 0), 4)",
        ),
        *(_of(name, place) for name in (*KNOWN, "OTHER") for place in (0, 1)),
    ]
    return (
        f"SELECT {', '.join(columns)} FROM stats_snapshot s "  # noqa: S608 - names of our own
        "JOIN stats_broadcast b ON b.broadcast_id = s.broadcast_id "
        f"WHERE s.broadcast_id = {BROADCAST} ORDER BY first_seen_at, id"
    )


def _of(name: str, place: int) -> str:
    if connection.vendor == "sqlite":
        return f"coalesce(json_extract(results, '$.{name}[{place}]'), 0)"
    return f"coalesce((results #>> '{{{name},{place}}}')::bigint, 0)"


def _amount() -> str:
    return f"CAST(billed_amount AS {'REAL' if connection.vendor == 'sqlite' else 'numeric'})"


def downloaded(rows: str) -> dict[str, float]:
    """How long the site's download takes, and by how many bytes the process grew with it."""
    client = Client()
    client.force_login(User.objects.get_or_create(username="mk")[0])
    _written(client, BROADCAST - 1)
    before = _bytes_now()
    begun = time.perf_counter()
    lines = _written(client, BROADCAST)
    seconds = time.perf_counter() - begun
    assert lines == int(rows) + 1
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return {"seconds": seconds, "growth": max(0, peak - before)}


def _written(client: Client, broadcast_id: int) -> int:
    """How many lines the download has."""
    response: Any = client.get(f"/broadcasts/{broadcast_id}/history.csv")
    assert response.status_code == 200
    return sum(bytes(piece).count(b"\r\n") for piece in response.streaming_content)


def _bytes_now() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


WORK: dict[str, Callable[..., Any]] = {"fill": filled, "download": downloaded}
