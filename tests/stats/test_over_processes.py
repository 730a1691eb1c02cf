"""What holds over several processes, proven with several: on the database of this run.

Each runs what the site runs, against the stand-in CallFire of the test's own process.
"""

import json
import os
import random
import signal
from contextlib import ExitStack
from typing import Any

import pytest
from django.db import connection

from simulator.server import Simulator
from stats.models import Lease, Snapshot
from tests.stats.process import Process, figures

AUTUMN = 11741873003
ROUNDS = 50

pytestmark = pytest.mark.django_db(transaction=True)


def started(callfire: Simulator, **more: Any) -> Process:
    return Process(database=connection.settings_dict["NAME"], url=callfire.url, **more)


def all_at_once(callfire: Simulator, questions: list[list[int]], **more: Any) -> list[Any]:
    """What came of the questions of each process, which all ask at the same moment."""
    with ExitStack() as stack:
        processes = [stack.enter_context(started(callfire, **more)) for _ in questions]
        for process, broadcast_ids in zip(processes, questions, strict=True):
            process.tell("ask", *broadcast_ids)
        return [outcome for process in processes for outcome in process.line()]


@pytest.mark.parametrize("fault", [None, "http-404", "http-400", "not-xml"])
def test_200_who_ask_the_same_over_4_processes_cost_one_request_and_get_the_same(
    callfire: Simulator, fault: str | None
) -> None:
    callfire.fault, callfire.latency = fault, 0.5
    outcomes = all_at_once(callfire, [[AUTUMN] * 50] * 4, outcome_stays=60)

    assert len(outcomes) == 200
    assert len({json.dumps(outcome, sort_keys=True) for outcome in outcomes}) == 1
    assert isinstance(outcomes[0], int if fault is None else dict)
    assert len(callfire.requests) == 1


def test_a_question_that_is_retried_is_still_one_question_for_all(callfire: Simulator) -> None:
    callfire.next_faults.extend(["http-503", "http-503"])
    outcomes = all_at_once(callfire, [[AUTUMN] * 10] * 4, outcome_stays=60)
    assert {type(outcome) for outcome in outcomes} == {int}
    assert len(callfire.requests) == 3


def test_a_holder_that_is_killed_delays_others_by_no_more_than_its_lease(
    callfire: Simulator,
) -> None:
    callfire.next_faults.append("silent")
    with started(callfire, hold=1) as first, started(callfire, hold=1) as second:
        first.tell("ask", AUTUMN)
        callfire.wait_for(1)
        first.kill()
        assert Lease.objects.get().outcome is None
        # It gives up after 15 s: an answer means that the lease of 1 s was over before.
        second.tell("ask", AUTUMN)
        assert isinstance(second.line()[0], int)
    assert len(callfire.requests) == 2


def test_all_processes_together_keep_to_the_limit_of_a_minute(callfire: Simulator) -> None:
    questions = [[100 * process + each for each in range(1, 11)] for process in range(4)]
    outcomes = all_at_once(callfire, questions, per_minute=10)
    kinds = [outcome["kind"] for outcome in outcomes]
    assert (kinds.count("not_found"), kinds.count("rate_limited")) == (10, 30)
    assert len(callfire.requests) == 10


def test_a_login_that_one_process_saw_refused_is_tried_by_no_other(callfire: Simulator) -> None:
    callfire.fault = "http-401"
    with started(callfire) as first, started(callfire) as second:
        for process, broadcast_id in ((first, AUTUMN), (second, 135), (first, 136)):
            process.tell("ask", broadcast_id)
            assert process.line()[0]["kind"] == "credentials"
    assert len(callfire.requests) == 1


def test_a_writer_killed_50_times_leaves_whole_snapshots_only(callfire: Simulator) -> None:
    dice = random.Random(50)  # noqa: S311 - the same moments each time
    first = 1
    with started(callfire) as process:
        for _ in range(ROUNDS):
            process.tell("write", first)
            pid, last = process.line(), first
            for _ in range(dice.randint(1, 6)):
                last = process.line()
            os.kill(pid, signal.SIGKILL)
            while (said := process.line()) != signal.SIGKILL:
                last = said
            # What it said to have kept is kept; one more may be that it could not say any more.
            rows = Snapshot.objects.filter(attempts__gte=first).order_by("attempts")
            kept = [row.look.stats for row in rows]
            assert len(kept) in (last - first + 1, last - first + 2)
            assert kept == [figures(first + number) for number in range(len(kept))]
            first += 1000
    assert connection.vendor != "sqlite" or checked() == "ok"


def checked() -> object:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        return cursor.fetchone()[0]
