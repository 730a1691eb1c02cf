"""Sockets that keep a post's deadline at every single wait."""

import socket
import ssl
from collections.abc import Callable
from typing import Any, Final

Left = Callable[[], float]  # the seconds that are left; raises TimeoutError when none are

_CONNECT_SECONDS: Final = 3.0  # for each address of a host, so that a dead one leaves time


def countdown(seconds: float, clock: Callable[[], float]) -> Left:
    """Count the seconds down from now on, by a monotonic clock."""
    end = clock() + seconds

    def left() -> float:
        if (rest := end - clock()) <= 0:
            raise TimeoutError
        return rest

    return left


class BoundedSocket(ssl.SSLSocket):
    """A TLS socket whose every wait is cut to what is left of the whole post.

    A timeout is one of each wait alone, which a far end that drips outlives (measured). Under TLS a
    wait is for a whole record. http.client reads and writes by nothing but these two.
    """

    left: Left

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        """As ssl.SSLSocket.recv_into."""
        self.settimeout(self.left())
        return super().recv_into(*args, **kwargs)

    def send(self, *args: Any, **kwargs: Any) -> int:
        """As ssl.SSLSocket.send, by which its sendall sends."""
        self.settimeout(self.left())
        return super().send(*args, **kwargs)


def connected(addresses: list[Any], left: Left) -> socket.socket:
    """A socket connected to the first address, of getaddrinfo's form, that takes it.

    Its timeout is what is left, for the TLS handshake: that is one wait as a whole in Python's ssl.
    Raises OSError as the last address failed.
    """
    failure = OSError("no address")
    for address in addresses:
        try:
            return _connected_to(address, left)
        except OSError as error:
            failure = error
    raise failure


def _connected_to(found: Any, left: Left) -> socket.socket:
    family, kind, protocol, _, address = found
    sock = socket.socket(family, kind, protocol)
    try:
        sock.settimeout(min(left(), _CONNECT_SECONDS))
        sock.connect(address)
        sock.settimeout(left())
    except BaseException:
        sock.close()
        raise
    return sock
