"""A far end on loopback that says what a script tells it to: bytes, pauses, resets.

A script is a list, or anything that yields: bytes are sent, a number is a pause in seconds, HEAR
waits until the other side says something, CLOSE and RESET end the connection. One script answers
one request, in turn; the last one answers all that follow. After its script a connection waits for
the next request. Pauses end when the far end does.
"""

import socket
import ssl
import struct
from collections.abc import Iterable, Iterator
from contextlib import suppress
from enum import Enum, auto
from threading import Event, Lock, Thread
from time import monotonic
from types import TracebackType
from typing import Final, Self


class Act(Enum):
    HEAR = auto()
    CLOSE = auto()
    RESET = auto()


HEAR: Final = Act.HEAR
CLOSE: Final = Act.CLOSE
RESET: Final = Act.RESET

Step = bytes | float | Act
Script = Iterable[Step]

GOOD = b"<good/>"


def answer(status: int = 200, body: bytes = GOOD, *headers: str) -> list[bytes]:
    lines = [f"HTTP/1.1 {status} Whatever", f"Content-Length: {len(body)}", *headers, "", ""]
    return ["\r\n".join(lines).encode("latin-1") + body]


def dripped(what: bytes, seconds: float = 0.05) -> Iterator[Step]:
    """One byte at a time; ends well, so that a reader without a deadline gets its answer."""
    for byte in what:
        yield bytes([byte])
        yield seconds


def endless(what: bytes) -> Iterator[Step]:
    """As fast as it is taken; hangs up after ten seconds, or a reader without a bound hangs too."""
    over = monotonic() + 10
    while monotonic() < over:
        yield what
    yield CLOSE


class FarEnd:
    """`with FarEnd(script, …) as far:` listens at far.url and keeps what was asked in far.asked."""

    def __init__(
        self, *scripts: Script, tls: ssl.SSLContext | None = None, listens: bool = True
    ) -> None:
        """listens=False: it says its script before any request, as one that knows no HTTP."""
        self.asked: list[str] = []
        self.connections = 0
        self._scripts = list(scripts)
        self._tls = tls
        self._listens = listens
        self._over = Event()
        self._hung_up = Event()
        self._lock = Lock()
        self._threads: list[Thread] = []
        self._open: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}/api/"

    def __enter__(self) -> Self:
        self._start(Thread(target=self._accept))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._over.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._threads[0].join()
        for connection in self._open:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        self._listener.close()

    def wait_for_hang_up(self) -> None:
        """Until a connection was closed from here."""
        assert self._hung_up.wait(10)

    def _start(self, thread: Thread) -> None:
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._over.is_set():
            with suppress(OSError):
                connection, _ = self._listener.accept()
                self.connections += 1
                self._open.append(connection)
                self._start(Thread(target=self._serve, args=(connection,)))

    def _serve(self, plain: socket.socket) -> None:
        # A far end that is hung up on says nothing more.
        with plain, suppress(OSError):
            if self._tls is None:
                self._converse(plain)
            else:
                with self._tls.wrap_socket(plain, server_side=True) as secure:
                    self._open.append(secure)
                    self._converse(secure)
        self._hung_up.set()

    def _converse(self, connection: socket.socket) -> None:
        while not self._listens or (asked := _head(connection)):
            with self._lock:
                if self._listens:
                    self.asked.append(asked)
                script = self._scripts.pop(0) if len(self._scripts) > 1 else self._scripts[0]
            if not self._said(script, connection) or not self._listens:
                return

    def _said(self, script: Script, connection: socket.socket) -> bool:
        """Say the script; whether the connection is still open then."""
        for step in script:
            if self._over.is_set() or step is CLOSE:
                return False
            if step is RESET:
                linger = struct.pack("ii", 1, 0)
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                return False
            if step is HEAR:
                connection.recv(65536)
            elif isinstance(step, bytes):
                connection.sendall(step)
            elif not isinstance(step, Act):
                self._over.wait(step)
        return True


def _head(connection: socket.socket) -> str:
    """The head of the next request, or nothing when the other side is done."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        piece = connection.recv(65536)
        if not piece:
            return ""
        head += piece
    return head.decode("latin-1")


class Blackhole:
    """`with Blackhole() as port:` a port that never answers a connect, since its queue is full."""

    def __enter__(self) -> int:
        self._listener = socket.socket()
        self._listener.bind(("127.0.0.1", 0))
        self._listener.listen(0)
        self._waiting: list[socket.socket] = []
        full = False
        while not full:
            one = socket.socket()
            self._waiting.append(one)
            one.settimeout(0.2)
            try:
                one.connect(self._listener.getsockname())
            except TimeoutError:
                full = True
        port: int = self._listener.getsockname()[1]
        return port

    def __exit__(self, *_: object) -> None:
        for one in (*self._waiting, self._listener):
            one.close()
