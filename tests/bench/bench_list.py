"""The list's page of 100,000 broadcasts against that of 1,000: `python -m tests.bench.bench_list`.

Each page is asked for by turns on two databases, signed in, through all of the site but its socket:
on SQLite files, or with --postgres on a PostgreSQL that it starts.
The contract is a ratio of 1.5 at most for each of the pages; the best of the rounds counts.
"""
# ruff: noqa: E402 - the settings come first

import argparse
import atexit
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from tests.postgres import running

FOLDER = tempfile.TemporaryDirectory(prefix="broadcast-stats-bench-")
_until_the_end = ExitStack()
atexit.register(_until_the_end.close)
ON_POSTGRES = "--postgres" in sys.argv
URL = (
    _until_the_end.enter_context(running())
    if ON_POSTGRES
    else f"sqlite:///{Path(FOLDER.name) / 'db.sqlite3'}"
)
os.environ.update(
    DJANGO_SETTINGS_MODULE="dashboard.settings",
    ENV_FILE=os.devnull,
    SECRET_KEY="a key for a benchmark alone, of no use elsewhere",
    HTTPS="false",
    ALLOWED_HOSTS="testserver",
    LOG_LEVEL="ERROR",
    DATABASE_URL=URL,
)

import django

django.setup()

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client

from stats import named
from stats.broadcast_stats import ActionStatistics, BroadcastStats, ResultStat, UsageStats
from stats.models import Broadcast, Snapshot, columns, standing_columns

LIMIT = 1.5
SIZES = (1_000, 100_000)
PAGES = {
    "as it comes": "",
    "by credits": "?sort=-credits",
    "by name": "?sort=name",
    "a word": "?q=spring",
    "two words": "?q=spring+aut",
    "an ID": "?q=1000777",
    "running calls": "?type=VOICE&status=RUNNING",
}
NOW = datetime(2026, 11, 23, 22, tzinfo=UTC)
WORDS = ("Spring", "Autumn", "Reminder", "Survey", "Clinic", "Evening", "Members", "North")


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
    """Turn the site to another database."""
    connection.close()
    name = f"list_{size}" if ON_POSTGRES else str(Path(FOLDER.name) / f"{size}.sqlite3")
    connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = name
    yield
    connection.close()


def signed_in() -> Client:
    """Somebody who may look."""
    client = Client()
    client.force_login(User.objects.get_or_create(username="mk")[0])
    return client


def milliseconds(address: str, times: int) -> float:
    """The median time of a page."""
    client, found = signed_in(), []
    for _ in range(times):
        begun = time.perf_counter()
        assert client.get(address).status_code == 200
        found.append(time.perf_counter() - begun)
    return statistics.median(found[1:]) * 1000


def main() -> int:
    """Print a line for each page; 1 where one is over the limit."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.bench_list")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--postgres", action="store_true", help="not on SQLite")
    rounds = parser.parse_args().rounds
    call_command("collectstatic", interactive=False, verbosity=0)
    for size in SIZES:
        if ON_POSTGRES:
            with connection.cursor() as cursor:
                cursor.execute(f"CREATE DATABASE list_{size}")
        with database(size):
            call_command("migrate", verbosity=0)
            begun = time.perf_counter()
            fill(size)
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
            print(f"{size:,} broadcasts kept in {time.perf_counter() - begun:.0f} s")
    is_over = False
    for name, query in PAGES.items():
        pairs = []
        for _ in range(rounds):
            pair = []
            for size in SIZES:
                with database(size):
                    pair.append(milliseconds(f"/broadcasts/{query}", 8))
            pairs.append(pair)
        few, many = min(pairs, key=lambda pair: pair[1] / pair[0])
        is_over |= many / few > LIMIT
        print(f"{name}: {few:.0f} ms and {many:.0f} ms, ratio {many / few:.2f} (limit {LIMIT})")
    return int(is_over)


if __name__ == "__main__":
    sys.exit(main())
