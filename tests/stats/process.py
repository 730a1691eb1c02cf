"""A process of the site beside the test's own, and what the two say to each other."""

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from decimal import Decimal
from typing import Any, Self

from stats.broadcast_stats import ActionStatistics, BroadcastStats, ResultStat, UsageStats


class Process:
    """`with Process(database=…, url=…) as process:` starts `tests.stats.site`, and ends it."""

    def __init__(self, **facts: Any) -> None:
        command = [sys.executable, "-m", "tests.stats.site", json.dumps(facts)]
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
        pipe = subprocess.PIPE
        # In a group of its own, so that none of its children outlives it.
        self._running = subprocess.Popen(
            command, stdin=pipe, stdout=pipe, env=environment, text=True, process_group=0
        )

    def __enter__(self) -> Self:
        assert self.line() == "ready"
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(ProcessLookupError):  # it was killed before
            os.killpg(self._running.pid, signal.SIGKILL)
        self._running.communicate()

    def tell(self, *command: Any) -> None:
        assert self._running.stdin
        self._running.stdin.write(json.dumps(command) + "\n")
        self._running.stdin.flush()

    def line(self) -> Any:
        assert self._running.stdout
        return json.loads(self._running.stdout.readline())

    def kill(self) -> None:
        """kill -9."""
        self._running.kill()
        self._running.wait()


def figures(number: int) -> BroadcastStats:
    """An answer in which every figure tells which one it is."""
    return BroadcastStats(
        UsageStats(number, number, Decimal(number), number, number),
        tuple(ResultStat(f"CODE_{each:02d}", number, number) for each in range(60)),
        ActionStatistics(number, number, number),
    )
