"""One connection as a fault sees it: send, wait, or break off; all ends with the simulator."""

import math
import socket
import struct
import threading
import time
from typing import Final

_GLANCE_SECONDS: Final = 0.05  # how soon a wait notices that the client has hung up
_LINGER: Final = struct.Struct("ii")  # struct linger: on or off, seconds


class Wire:
    """The server's side of one connection.

    Everything that waits or sends raises ConnectionError once the client has hung up or the
    simulator is closing.
    """

    def __init__(self, connection: socket.socket, closing: threading.Event) -> None:
        self._connection, self._closing = connection, closing
        self.drip_seconds = 0.5

    def send(self, data: bytes) -> None:
        """Send all of it."""
        self._connection.sendall(data)

    def drip(self, data: bytes) -> None:
        """Send it byte by byte with `drip_seconds` between them."""
        for index in range(len(data)):
            self.send(data[index : index + 1])
            self.wait(self.drip_seconds)

    def wait(self, seconds: float = math.inf) -> None:
        """Let so many seconds pass; without a number, wait until the client gives up."""
        ends = time.monotonic() + seconds
        while (left := ends - time.monotonic()) > 0:
            if self._closing.wait(min(left, _GLANCE_SECONDS)) or self._is_abandoned():
                raise ConnectionAbortedError

    def reset(self) -> None:
        """Have the connection end in a reset (TCP RST) instead of an orderly close."""
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER.pack(1, 0))

    def _is_abandoned(self) -> bool:
        try:
            return self._connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
        except BlockingIOError:
            return False


def ends_in_reset(connection: socket.socket) -> bool:
    """Whether `Wire.reset` was asked of this connection."""
    option = connection.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER.size)
    return option == _LINGER.pack(1, 0)
