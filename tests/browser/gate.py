"""How long CallFire lets the site wait: held back by a gate, and how long the site will have it.

With a gate a test can look at the page while the figures are awaited.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from threading import Event
from typing import Any

import pytest

from simulator.server import Simulator
from stats import service
from stats.callfire.client import Client, Limits

SECONDS = 14  # below the 15 that a question may take


def wait_at_most(seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the site's next client give up on CallFire after so long."""
    limits = Limits(connect_seconds=1, gap_seconds=seconds, total_seconds=seconds)
    hasty = partial(Client, limits=limits, sleep=lambda _seconds: None)
    monkeypatch.setattr(service, "Client", hasty)
    service._questions.cache_clear()


class Gate:
    """Open at first. What is asked while it is shut is answered when it opens."""

    def __init__(self) -> None:
        self._open = Event()
        self._open.set()

    def shut(self) -> None:
        self._open.clear()

    def open(self) -> None:
        self._open.set()

    def wait(self) -> None:
        self._open.wait(SECONDS)


@contextmanager
def gated(callfire: Simulator, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """Put a gate behind a simulator's hearing."""
    gate, consider = Gate(), callfire._consider

    def held(*request: Any) -> Any:
        considered = consider(*request)
        gate.wait()
        return considered

    monkeypatch.setattr(callfire, "_consider", held)
    yield gate
    gate.open()
