"""Requests that the live server answers just now, and connections that it may get more by."""

from threading import Condition
from typing import Any

from django.core.signals import request_finished, request_started

SECONDS = 20  # longer than any question may take


class Counter:
    """Counts what is under way, and waits until there is none."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._number = 0

    def wait_for_none(self) -> None:
        """Wait. Raises AssertionError where one never ends."""
        with self._changed:
            assert self._changed.wait_for(lambda: self._number <= 0, SECONDS)

    def begin_anew(self) -> None:
        """Count from nothing: a test without a browser may have left an answer unread."""
        with self._changed:
            self._number = 0

    def add(self, number: int) -> None:
        """Note that so many began, or ended where it is below 0."""
        with self._changed:
            self._number += number
            self._changed.notify_all()


class UnderWay(Counter):
    """Requests."""

    def __init__(self) -> None:
        super().__init__()
        request_started.connect(self._began)
        request_finished.connect(self._ended)

    def _began(self, **_: Any) -> None:
        self.add(1)

    def _ended(self, **_: Any) -> None:
        self.add(-1)


class Connections(Counter):
    """Connections: what a page that was closed has sent already may still be read from one."""

    def of(self, server: Any) -> None:
        """Count those of a `socketserver` from now on."""
        begin, end = server.process_request, server.shutdown_request

        def process_request(*arguments: Any) -> None:
            self.add(1)
            begin(*arguments)

        def shutdown_request(*arguments: Any) -> None:
            try:
                end(*arguments)
            finally:
                self.add(-1)

        server.process_request, server.shutdown_request = process_request, shutdown_request
