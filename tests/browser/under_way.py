"""Requests that the live server answers just now."""

from threading import Condition
from typing import Any

from django.core.signals import request_finished, request_started

SECONDS = 20  # longer than any question may take


class UnderWay:
    """Counts them, and waits until there are none."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._number = 0
        request_started.connect(self._began)
        request_finished.connect(self._ended)

    def wait_for_none(self) -> None:
        """Wait. Raises AssertionError where one is never answered."""
        with self._changed:
            assert self._changed.wait_for(lambda: self._number <= 0, SECONDS)

    def _began(self, **_: Any) -> None:
        self._add(1)

    def _ended(self, **_: Any) -> None:
        self._add(-1)

    def _add(self, number: int) -> None:
        with self._changed:
            self._number += number
            self._changed.notify_all()
