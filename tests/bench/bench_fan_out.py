"""Many questions at once against the ideal: `python -m tests.bench.bench_fan_out`.

90 days of a broadcast are asked for, each in 100 ms: through `stats.service.ask_all`, with leases,
counting and the keeping of 90 snapshots, and through the address of a timeline of which nothing is
known. That one first finds out where there was any activity, by a question about the whole and one
about each eighth of it, two waves more. Ideal is ceil(questions / concurrency) x latency for each
stage; the best of the rounds counts.
"""
# ruff: noqa: E402 - the settings come first

import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

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

from simulator.campaigns import CAMPAIGNS
from stats import service
from stats.models import Allowance, Lease, Snapshot
from stats.questions import Answer
from tests.bench.ratio import Ratio
from tests.bench.rows import bench
from tests.bench.served import Site, site

MOST: Final = 1.25
QUESTIONS: Final = 90
PARTS: Final = 8  # of a stretch with activity (`stats.stretches`)
LATENCY_SECONDS: Final = 0.1
ROUNDS: Final = 5
BROADCAST: Final = 9811204003  # calls every day for months
Day = tuple[datetime, datetime]  # aware, from its begin to the next one's


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


def days(number: int) -> list[Day]:
    """So many days before today, the newest first."""
    end = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    day = timedelta(days=1)
    return [(end - (each + 1) * day, end - each * day) for each in range(number)]


def round_seconds(wanted: list[Day]) -> float:
    """How long it takes to ask for all of them, and to keep what comes."""
    for model in (Snapshot, Lease, Allowance):
        model.objects.all().delete()
    begun = time.perf_counter()
    outcomes = [outcome for _, outcome in service.ask_all(BROADCAST, lambda: wanted, 60)]
    seconds = time.perf_counter() - begun
    assert all(isinstance(outcome, Answer) and outcome.saved for outcome in outcomes)
    assert len(outcomes) == Snapshot.objects.count() == len(wanted)
    return seconds


def address_seconds(served: Site, broadcast_id: int, wanted: list[Day]) -> float:
    """How long the site's address takes: the stretch is asked for first, its parts, its days."""
    begin, end = wanted[-1][0], wanted[0][1] - timedelta(days=1)  # a day as an end is included
    query = f"?begin={begin:%Y-%m-%d}&end={end:%Y-%m-%d}&bucket=day"
    begun = time.perf_counter()
    document = served.get(f"/broadcasts/{broadcast_id}/timeline.json{query}").json()
    seconds = time.perf_counter() - begun
    assert len(document["buckets"]) == len(wanted)
    assert not any(bucket["state"] == "missing" for bucket in document["buckets"])
    return seconds


def measured(quick: bool = False) -> list[Ratio]:
    """By the service alone, and by an address of the site."""
    number, rounds = (24, 1) if quick else (QUESTIONS, ROUNDS)
    wanted = days(number)
    call_command("migrate", verbosity=0)
    with simulator(LATENCY_SECONDS) as settings.CALLFIRE_API_URL:
        asked = [round_seconds(wanted) for _ in range(rounds)]
    daily = next(campaign for campaign in CAMPAIGNS if campaign.id == BROADCAST)
    copies = tuple(replace(daily, id=each) for each in range(1, rounds + 1))
    with site(campaigns=copies, TIME_ZONE="UTC") as served:
        for campaign in copies:
            served.callfire.history(campaign.id)
        served.callfire.latency = LATENCY_SECONDS
        shown = [address_seconds(served, campaign.id, wanted) for campaign in copies]
    return [
        _ratio("asked by the service", [number], asked),
        _ratio("timeline.json", [1, PARTS, number], shown),
    ]


def _ratio(by: str, stages: list[int], found: list[float]) -> Ratio:
    """stages: how many questions each has that waits for the one before."""
    waves = [f"ceil({number} / concurrency)" for number in stages]
    ideal = LATENCY_SECONDS * sum(
        math.ceil(number / settings.CALLFIRE_CONCURRENCY) for number in stages
    )
    return Ratio(
        what=f"first {QUESTIONS}-bucket timeline at 100 ms, {by}",
        against=f"`{' + '.join(waves)}` waves of 100 ms",
        value=min(found) / ideal,
        most=MOST,
        command="python -m tests.bench.bench_fan_out",
        detail=f"{min(found):.2f} s against {ideal:.2f} s for {stages[-1]} buckets, SQLite, "
        f"the best of {len(found)} rounds.",
    )


if __name__ == "__main__":
    sys.exit(bench("tests.bench.bench_fan_out", measured))
