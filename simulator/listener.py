"""HTTP on a socket: connections that are kept alive, heard in threads, and broken off at will."""

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import SHUT_RDWR, socket
from typing import Any

from simulator.wire import Wire, ends_in_reset


@dataclass(frozen=True, slots=True)
class Request:
    """One request's line and login; `closes` where the connection ends after its answer."""

    method: str
    target: str
    authorization: str | None
    closes: bool


# Answers a request on its wire; False where the connection must end then. ConnectionError ends it.
Respond = Callable[[Request, Wire], bool]


class Listener(ThreadingHTTPServer):
    """Listens at once; `serve_forever` answers. Knows its open connections, to end them all."""

    allow_reuse_address = True
    daemon_threads = False  # server_close waits for them; they end, since their sockets do
    request_queue_size = 256  # a test may ask 200 questions at once

    def __init__(self, where: tuple[str, int], respond: Respond) -> None:
        """Raise OSError where the port is taken, OverflowError where it is none."""
        self.respond = respond
        self.closing = threading.Event()
        self._open: set[socket] = set()
        self._lock = threading.Lock()
        super().__init__(where, _Connection)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Remember the connection while it lasts."""
        with self._lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """End the connection as it was told to."""
        with self._lock:
            self._open.discard(request)
        if ends_in_reset(request):
            self.close_request(request)  # an orderly shutdown first would hide the reset
        else:
            super().shutdown_request(request)

    def break_off(self) -> None:
        """End all connections, whatever their threads are doing, and wait for those."""
        with self._lock:
            for request in self._open:
                with suppress(OSError):
                    request.shutdown(SHUT_RDWR)
        self.server_close()


class _Connection(BaseHTTPRequestHandler):
    """One client's connection, kept alive from request to request."""

    server: Listener
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def handle(self) -> None:
        with suppress(ConnectionError):  # a client may hang up whenever it likes
            super().handle()

    def answer(self) -> None:
        if self.command not in ("GET", "HEAD"):
            self.close_connection = True  # its body is not read
        request = Request(
            self.command, self.path, self.headers.get("Authorization"), self.close_connection
        )
        if not self.server.respond(request, Wire(self.connection, self.server.closing)):
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Stay quiet: the simulator keeps what was asked."""


for _method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
    setattr(_Connection, f"do_{_method}", _Connection.answer)
