"""The list's pages of 1,000 and of 100,000 broadcasts, on the database of DATABASE_URL.

Each page is asked for by turns on two databases, signed in, through all of the site but its socket;
of each page the best time counts, and of all pages the worst. `tests.bench.bench_list` runs it.
"""
# ruff: noqa: E402 - the settings come first

import os
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Final

os.environ.update(
    DJANGO_SETTINGS_MODULE="dashboard.settings",
    ENV_FILE=os.devnull,
    SECRET_KEY="a key for a benchmark alone, of no use elsewhere",
    HTTPS="false",
    ALLOWED_HOSTS="testserver",
    LOG_LEVEL="ERROR",
)

import django

django.setup()

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client

from stats import engines, named
from stats.broadcast_stats import ActionStatistics, BroadcastStats, ResultStat, UsageStats
from stats.models import Broadcast, Snapshot, columns, standing_columns
from tests.bench.ratio import Ratio

MOST: Final = 1.5
SIZES: Final = (1_000, 100_000)
ROUNDS: Final = 6
PAGES: Final = {
    "as it comes": "",
    "by credits": "?sort=-credits",
    "by name": "?sort=name",
    "a word": "?q=spring",
    "two words": "?q=spring+aut",
    "an ID": "?q=1000777",
    "running calls": "?type=VOICE&status=RUNNING",
    "finished calls": "?type=VOICE&status=FINISHED",
    "not watched": "?watched=no",
}
NOW: Final = datetime(2026, 11, 23, 22, tzinfo=UTC)
WORDS: Final = ("Spring", "Autumn", "Reminder", "Survey", "Clinic", "Evening", "Members", "North")


def fill(number: int) -> None:
    """So many broadcasts with names; of each a look at its whole life."""
    dice = random.Random(7)  # noqa: S311 - no secret
    for start in range(0, number, 5_000):
        rows, looks = [], []
        for each in range(start, min(start + 5_000, number)):
            document = stats(dice)
            row = Broadcast(
                broadcast_id=1_000_000 + each,
                name=f"{dice.choice(WORDS)} {dice.choice(WORDS)} {each % 1_000}",
                type=dice.choice(("VOICE", "IVR", "TEXT")),
                # As in a real account, however old: what runs is few.
                status="RUNNING" if each % (number // 200) == 0 else "FINISHED",
                created=NOW - timedelta(minutes=each),
                details_seen_at=NOW,
                as_of=NOW,
                trend=[1, 2, 3],
                **standing_columns(document),
            )
            row.sort_name = named.sort_name_of(row)
            rows.append(row)
            seen = {"first_seen_at": NOW, "last_seen_at": NOW}
            looks.append(Snapshot(broadcast=row, **seen, **columns(document)))
        with transaction.atomic():
            Broadcast.objects.bulk_create(rows, batch_size=500)
            Snapshot.objects.bulk_create(looks, batch_size=500)
            named.index(rows)


def stats(dice: random.Random) -> BroadcastStats:
    """The whole life of a broadcast."""
    tried = dice.randrange(100, 10_000)
    live = tried * dice.randrange(20, 60) // 100
    return BroadcastStats(
        UsageStats(tried * 20, tried * 22, Decimal(tried) / 2, tried, tried),
        (ResultStat("LA", live, live), ResultStat("BUSY", tried - live, tried - live)),
        ActionStatistics(dice.randrange(100), 0, tried),
    )


@contextmanager
def database(size: int) -> Iterator[None]:
    """Turn the site to another database, beside the one that the settings name."""
    connection.close()
    beside = Path(settings.DATABASES["default"]["NAME"])
    name = str(beside.with_name(f"{size}.sqlite3")) if is_sqlite() else f"list_{size}"
    before, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], name
    yield
    connection.close()
    connection.settings_dict["NAME"] = before


def is_sqlite() -> bool:
    """Else PostgreSQL."""
    return connection.vendor == "sqlite"


def signed_in() -> Client:
    """Somebody who may look."""
    client = Client()
    client.force_login(User.objects.get_or_create(username="mk")[0])
    return client


def milliseconds(address: str, times: int) -> float:
    """The best time of a page."""
    client, found = signed_in(), []
    for _ in range(times):
        begun = time.perf_counter()
        assert client.get(address).status_code == 200
        found.append(time.perf_counter() - begun)
    return min(found) * 1000


def prepare(size: int) -> None:
    """A database of so many broadcasts."""
    if not is_sqlite():
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE list_{size}")
    with database(size):
        call_command("migrate", verbosity=0)
        fill(size)
        if not is_sqlite():  # what autovacuum does in an hour or so
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")
        engines.upkeep()


def best(query: str, sizes: tuple[int, int], rounds: int) -> tuple[float, float]:
    """Milliseconds of a page of few broadcasts, and of many, by turns.

    The machine's other work makes a round slower, never faster.
    """
    found: dict[int, list[float]] = {size: [] for size in sizes}
    for _ in range(rounds):
        for size in sizes:
            with database(size):
                found[size].append(milliseconds(f"/broadcasts/{query}", 8))
    few, many = (min(found[size]) for size in sizes)
    return few, many


def measured(quick: bool = False) -> list[Ratio]:
    """The one line."""
    sizes, rounds = ((200, 400), 1) if quick else (SIZES, ROUNDS)
    call_command("collectstatic", interactive=False, verbosity=0)
    for size in sizes:
        prepare(size)
    found = {name: best(query, sizes, rounds) for name, query in PAGES.items()}
    said = ", ".join(
        f"{name} {many:.0f} against {few:.0f} ms" for name, (few, many) in found.items()
    )
    engine = "SQLite" if is_sqlite() else "PostgreSQL"
    return [
        Ratio(
            what=f"the list's slowest page of {sizes[1]:,} broadcasts, {engine}",
            against=f"the same page of {sizes[0]:,}",
            value=max(many / few for few, many in found.values()),
            most=MOST,
            command="python -m tests.bench.bench_list",
            detail=f"{said}; of each the best time of {rounds} rounds.",
        )
    ]
