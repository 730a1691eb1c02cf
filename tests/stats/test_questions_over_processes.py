"""Rounds of several processes, on the database of this run (`tests.stats.site`)."""

from contextlib import ExitStack
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from simulator.server import Simulator
from stats.models import Lease, Snapshot
from tests.stats.process import Process

AUTUMN = 11741873003
DAYS = [str(date(2026, 11, 20) - timedelta(days=number)) for number in range(24)]

pytestmark = pytest.mark.django_db(transaction=True)


def started(callfire: Simulator, **more: Any) -> Process:
    return Process(database=connection.settings_dict["NAME"], url=callfire.url, **more)


def test_rounds_of_three_processes_over_the_same_days_cost_one_question_a_day(
    callfire: Simulator,
) -> None:
    callfire.latency = 0.05
    with ExitStack() as stack:
        processes = [stack.enter_context(started(callfire, outcome_stays=60)) for _ in range(3)]
        for process in processes:
            process.tell("ask_all", AUTUMN, *DAYS)
        said = [(process.line(), process.line()) for process in processes]
    assert said == [(len(DAYS), [])] * 3
    assert len(callfire.requests) == len(
        {each.query["IntervalBegin"] for each in callfire.requests}
    )
    assert len(callfire.requests) == Snapshot.objects.count() == len(DAYS)


def test_rounds_and_single_questions_keep_to_the_limit_of_a_minute_together(
    callfire: Simulator,
) -> None:
    with started(callfire, per_minute=20) as first, started(callfire, per_minute=20) as second:
        first.tell("ask_all", AUTUMN, *DAYS)
        second.tell("ask_all", AUTUMN + 1, *DAYS)
        second.tell("ask", 135, 136)
        for process in (first, second):
            process.line()
            process.line()
        second.line()
    assert len(callfire.requests) <= 20


def test_a_round_that_is_killed_leaves_whole_snapshots_and_leases_that_expire(
    callfire: Simulator,
) -> None:
    callfire.next_faults.extend([None] * 10 + ["silent"] * 8)
    with started(callfire, hold=1) as first, started(callfire, hold=1) as second:
        first.tell("ask_all", AUTUMN, *DAYS)
        callfire.wait_for(18)
        first.kill()
        kept = Snapshot.objects.count()
        assert kept <= 10
        assert Lease.objects.filter(outcome__isnull=True).count() >= 8
        second.tell("ask_all", AUTUMN, *DAYS)
        assert (second.line(), second.line()) == (len(DAYS), [])
    looks = [row.look.stats.usage for row in Snapshot.objects.all()]
    assert len(looks) == len(DAYS)
    assert all(usage and usage.attempts is not None for usage in looks)
