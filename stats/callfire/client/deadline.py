"""The time one question may take, kept at every single wait of its sockets.

The timeouts of requests and urllib3 are per wait, so a far end that sends a byte now and then
outlives any of them (measured). Here each wait of a socket is cut to what is left of the whole
question: name look-up, each address, the TLS handshake (one wait as a whole in Python's ssl), each
byte of headers and body. No watching thread is needed, and none can come too late.
"""

import queue
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from threading import Thread
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one question may cost; the defaults are the product's contract."""

    connect_seconds: float = 3.0  # for each address of the host, and again for the TLS handshake
    gap_seconds: float = 10.0  # between two bytes, and for the name look-up
    total_seconds: float = 15.0  # from the call to its end, retries and their waits included
    max_bytes: int = 2**20  # of a body, decoded
    retries: int = 2


class Deadline:
    """The instant by which a question is over, by a monotonic clock in seconds."""

    def __init__(self, limits: Limits, clock: Callable[[], float]) -> None:
        self.limits = limits
        self._clock = clock
        self._end = clock() + limits.total_seconds

    def left(self) -> float:
        """The seconds left, below 0 when the deadline has passed."""
        return self._end - self._clock()

    def wait(self, most: float) -> float:
        """The seconds that one wait may take: at most `most`. Raises TimeoutError when late."""
        left = self.left()
        if left <= 0:
            raise TimeoutError
        return min(most, left)


# A question is asked by one thread from beginning to end; its sockets find its deadline here, since
# urllib3 has no way to hand one down to a pooled connection.
_asking: ContextVar[Deadline] = ContextVar("_asking")


@contextmanager
def kept(deadline: Deadline) -> Iterator[None]:
    """Keep the deadline at every wait of the sockets below that this thread uses meanwhile."""
    token = _asking.set(deadline)
    try:
        yield
    finally:
        _asking.reset(token)


def _gap() -> float:
    deadline = _asking.get()
    return deadline.wait(deadline.limits.gap_seconds)


class BoundedSocket(socket.socket):
    """A socket whose every read is cut to the deadline of the question under way."""

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        """As socket.recv_into, which is all that http.client reads with."""
        self.settimeout(_gap())
        return super().recv_into(*args, **kwargs)


class BoundedTlsSocket(ssl.SSLSocket):
    """The same under TLS, where the wait is for a whole record, not for one byte of it."""

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        """As ssl.SSLSocket.recv_into."""
        self.settimeout(_gap())
        return super().recv_into(*args, **kwargs)


def connected(host: str, port: int) -> BoundedSocket:
    """A socket connected to the first address of the host that takes it, within the deadline.

    Its timeout is set for what comes next, sending or a TLS handshake. Raises OSError as the last
    address failed; TimeoutError and socket.gaierror are among them.
    """
    deadline = _asking.get()
    failure = OSError("the host has no address")
    for family, kind, protocol, _, address in _addresses(host, port):
        try:
            seconds = deadline.wait(deadline.limits.connect_seconds)
            return _connected_to(BoundedSocket(family, kind, protocol), address, seconds)
        except OSError as error:
            failure = error
    raise failure


def _connected_to(sock: BoundedSocket, address: Any, seconds: float) -> BoundedSocket:
    deadline = _asking.get()
    try:
        sock.settimeout(seconds)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.connect(address)
        sock.settimeout(deadline.wait(deadline.limits.connect_seconds))
    except BaseException:
        sock.close()
        raise
    return sock


def _addresses(host: str, port: int) -> list[Any]:
    """What the resolver says of the host.

    It cannot be told to hurry and may take half a minute over silent name servers, so it works in a
    thread that is left behind when it is late.
    """
    answer: queue.SimpleQueue[list[Any] | OSError] = queue.SimpleQueue()

    def look_up() -> None:
        try:
            answer.put(list(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))
        except OSError as error:
            answer.put(error)
        except UnicodeError:
            answer.put(socket.gaierror("not a host name"))

    Thread(target=look_up, name="name-look-up", daemon=True).start()
    try:
        found = answer.get(timeout=_gap())
    except queue.Empty:
        raise TimeoutError from None
    if isinstance(found, OSError):
        raise found
    return found
