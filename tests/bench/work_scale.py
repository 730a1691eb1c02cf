"""What `bench_scale` does at one database: fill it, and ask for its pages."""
# ruff: noqa: E402 - the settings come first

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

import django

django.setup()

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test import Client

from stats.seed.broadcasts import A_DAY, FIRST_ID
from stats.seed.filling import fill, shares
from tests.bench.bench_scale import FEW

NOW: Final = datetime(2026, 11, 23, 22, tzinfo=UTC)
SAME: Final = 100  # broadcasts that are in every size
LONG_AGO: Final = 200 * A_DAY  # the number of a broadcast that ended 200 days before
EACH: Final = 100  # snapshots of one of the others
TIMES: Final = 15
MOST: Final = FIRST_ID - max(range(A_DAY), key=shares(SAME, FEW).__getitem__)
RUNNING: Final = FIRST_ID - 1 if MOST != FIRST_ID - 1 else FIRST_ID - 2
YESTERDAY: Final = "period=yesterday"
PAGES: Final = {
    "the first page": "/",
    "the list": "/broadcasts/",
    "a broadcast": f"/broadcasts/{MOST}/",
    "a broadcast's day": f"/broadcasts/{MOST}/?{YESTERDAY}&bucket=hour",
    "its history.csv": f"/broadcasts/{MOST}/history.csv",
    "its stats.json": f"/broadcasts/{MOST}/stats.json",
    "the portfolio with its best hours": f"/portfolio/?{YESTERDAY}",
    "two beside each other": f"/compare/?id={MOST}&id={RUNNING}&{YESTERDAY}",
}


def filled(snapshots: str) -> int:
    """Fill a new database; how many bytes its snapshots take."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    list(fill(enumerate(shares(SAME, FEW)), NOW))
    rest = int(snapshots) - FEW
    if rest:
        others = shares(rest // EACH, rest)
        list(fill(((LONG_AGO + each, number) for each, number in enumerate(others)), NOW))
    return _bytes()


def _bytes() -> int:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")
            cursor.execute("SELECT pg_total_relation_size('stats_snapshot')")
        else:
            cursor.execute("VACUUM")
            names = "SELECT name FROM sqlite_schema WHERE tbl_name = 'stats_snapshot'"
            cursor.execute(f"SELECT sum(pgsize) FROM dbstat WHERE name IN ({names})")  # noqa: S608
        return int(cursor.fetchone()[0])


def pages() -> dict[str, float]:
    """The best time of each page, in milliseconds."""
    settings.DEMO_NOW = NOW  # the newest looks are as fresh as when they were made up
    client = Client()
    client.force_login(User.objects.get_or_create(username="mk")[0])
    return {name: _milliseconds(client, address) for name, address in PAGES.items()}


def _milliseconds(client: Client, address: str) -> float:
    found = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        response: Any = client.get(address)
        assert response.status_code == 200, (address, response.status_code)
        if response.streaming:
            response.getvalue()
        found.append(time.perf_counter() - begun)
    return min(found) * 1000


WORK: dict[str, Callable[..., Any]] = {"fill": filled, "pages": pages}
