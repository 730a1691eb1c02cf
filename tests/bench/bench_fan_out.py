"""Many questions at once against the ideal: `python -m tests.bench.bench_fan_out`.

Asks for 90 days through `stats.service.ask_all`, on a new SQLite file and against a simulator in a
process of its own, and prints the ratio to ceil(questions / concurrency) x latency. The contract is
1.25 at most, with leases, counting and the keeping of 90 snapshots.
"""
# ruff: noqa: E402 - the settings come first

import argparse
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

FOLDER = tempfile.TemporaryDirectory(prefix="broadcast-stats-bench-")
os.environ.update(
    DJANGO_SETTINGS_MODULE="dashboard.settings",
    ENV_FILE=os.devnull,
    SECRET_KEY="a key for a benchmark alone, of no use elsewhere",
    HTTPS="false",
    LOG_LEVEL="WARNING",
    DATABASE_URL=f"sqlite:///{Path(FOLDER.name) / 'db.sqlite3'}",
    CALLFIRE_API_LOGIN="demo",
    CALLFIRE_API_PASSWORD="demo",
)

import django

django.setup()

from django.conf import settings
from django.core.management import call_command

from stats import service
from stats.models import Allowance, Lease, Snapshot
from stats.questions import Answer, Interval

LIMIT = 1.25
BROADCAST = 9811204003  # calls every day for months


@contextmanager
def simulator(latency: float) -> Iterator[str]:
    """The address of a simulator that waits so many seconds before each answer."""
    command = [sys.executable, "-m", "simulator", "--until-stdin-closes", f"--latency={latency}"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout
        address = process.stdout.readline().split()[-1]
        while process.stdout.readline().strip():
            pass  # a line a broadcast, each of which it works out first
        yield address


def days(number: int) -> list[Interval]:
    """So many days before today, the newest first."""
    end = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    day = timedelta(days=1)
    return [(end - (each + 1) * day, end - each * day) for each in range(number)]


def round_seconds(wanted: list[Interval]) -> float:
    """How long it takes to ask for all of them, and to keep what comes."""
    for model in (Snapshot, Lease, Allowance):
        model.objects.all().delete()
    begun = time.perf_counter()
    outcomes = [outcome for _, outcome in service.ask_all(BROADCAST, lambda: wanted, 60)]
    seconds = time.perf_counter() - begun
    assert all(isinstance(outcome, Answer) and outcome.saved for outcome in outcomes)
    assert len(outcomes) == Snapshot.objects.count() == len(wanted)
    return seconds


def main() -> int:
    """Print a line for each round; 1 where the best of them is over the limit."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.bench_fan_out")
    parser.add_argument("--questions", type=int, default=90)
    parser.add_argument("--latency", type=float, default=0.1, metavar="SECONDS")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    call_command("migrate", verbosity=0)
    ideal = math.ceil(given.questions / settings.CALLFIRE_CONCURRENCY) * given.latency
    ratios = []
    with simulator(given.latency) as settings.CALLFIRE_API_URL:
        for _ in range(given.rounds):
            seconds = round_seconds(days(given.questions))
            ratios.append(seconds / ideal)
            print(f"{seconds:.3f} s, ideal {ideal:.3f} s, ratio {ratios[-1]:.3f} (limit {LIMIT})")
    return int(min(ratios) > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
