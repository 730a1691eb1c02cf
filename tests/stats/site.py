"""The other process: asks CallFire, or writes until it is killed (`tests.stats.process`).

It says "ready", then does what its standard input says, a command a line, and answers each with
lines of JSON.
"""
# ruff: noqa: E402 - the settings come first

import json
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import count
from threading import Barrier
from typing import Any
from zoneinfo import ZoneInfo

import django
from django.conf import settings

FACTS = json.loads(sys.argv[1])
settings.DATABASES["default"]["NAME"] = FACTS["database"]
settings.CALLFIRE_API_URL = FACTS["url"]
settings.CALLFIRE_PER_MINUTE = FACTS.get("per_minute", 300)
django.setup()

from django.db import connection

from stats import lease, service
from stats.callfire.errors import CallFireError
from stats.period import Period
from tests.stats.process import figures

ALL = Period("all", None, None, ZoneInfo("UTC"))
# Log lines go to the standard output too: they are sent after the errors.
OUT = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)


def main() -> None:
    hold = FACTS.get("hold", lease.HOLD.total_seconds())
    lease.HOLD = timedelta(seconds=hold)  # type: ignore[misc]
    lease.OUTCOME_STAYS = timedelta(seconds=FACTS.get("outcome_stays", 5))  # type: ignore[misc]
    commands: dict[str, Callable[..., Iterator[Any]]]
    commands = {"ask": ask, "ask_all": ask_all, "write": write}
    say("ready")
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        for said in commands[name](*arguments):
            say(said)


def ask(*broadcast_ids: int) -> Iterator[list[Any]]:
    """Ask for each at the same moment, in a thread each: attempts, or the facts of a problem."""
    gate = Barrier(len(broadcast_ids))

    def one(broadcast_id: int) -> Any:
        gate.wait(60)
        try:
            usage = service.report(broadcast_id, ALL).stats.usage
        except CallFireError as problem:
            return problem.facts()
        finally:
            connection.close()
        return usage and usage.attempts

    with ThreadPoolExecutor(len(broadcast_ids)) as pool:
        yield list(pool.map(one, broadcast_ids))


def ask_all(broadcast_id: int, *days: str) -> Iterator[Any]:
    """Ask for those days (UTC) in one round: the number of answers, then the facts of problems."""
    begins = [datetime.fromisoformat(day).replace(tzinfo=UTC) for day in days]
    intervals = [(begin, begin + timedelta(days=1)) for begin in begins]
    outcomes = [each for _, each in service.ask_all(broadcast_id, lambda: intervals, 60)]
    problems = [each.facts() for each in outcomes if isinstance(each, CallFireError)]
    yield len(outcomes) - len(problems)
    yield problems


def write(first: int) -> Iterator[int]:
    """In a child: keep one answer after another as fast as it goes, and say which was kept.

    The child says its process ID first; yields how it ended.
    """
    child = os.fork()
    if child:
        yield os.waitpid(child, 0)[1]
        return
    say(os.getpid())
    for number in count(first):
        _, saved = service._keep(135, ALL, figures(number))
        assert saved
        say(number)


def say(what: Any) -> None:
    print(json.dumps(what), file=OUT, flush=True)


if __name__ == "__main__":
    main()
