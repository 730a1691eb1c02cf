"""Connections that keep the question's deadline, and the way of requests to them."""

import logging
import socket
import time
from typing import Any, Final

import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util.ssl_ import create_urllib3_context

from stats.callfire.client.deadline import BoundedTlsSocket, connected

# urllib3 warns of headers it cannot read by printing them: the far end's text, over several lines.
logging.getLogger("urllib3").setLevel(logging.ERROR)

# A connection unused for longer may be forgotten by a router on the way, which then swallows the
# next question without a word.
_IDLE_SECONDS: Final = 60.0


class _Connection(HTTPConnection):
    """A connection that keeps the question's deadline."""

    _used = 0.0

    def _new_conn(self) -> socket.socket:
        try:
            return connected(self._dns_host, self.port or self.default_port)
        except TimeoutError as late:
            raise urllib3.exceptions.ConnectTimeoutError(self, "no connection in time") from late
        except OSError as failed:
            raise urllib3.exceptions.NewConnectionError(self, "no connection") from failed

    def getresponse(self) -> urllib3.HTTPResponse:  # type: ignore[override]  # as urllib3's own
        """As urllib3's; the connection counts as used from here on."""
        self._used = time.monotonic()
        return super().getresponse()

    @property
    def is_connected(self) -> bool:
        """Whether the next question may go over this connection."""
        return super().is_connected and time.monotonic() - self._used < _IDLE_SECONDS


class _SecureConnection(_Connection, HTTPSConnection):
    """The same with TLS."""


class _Pool(urllib3.HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


class Adapter(HTTPAdapter):
    """The way of requests to urllib3, over connections that keep a deadline."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Called by HTTPAdapter; hands down the TLS context and the classes above."""
        context = create_urllib3_context()
        context.sslsocket_class = BoundedTlsSocket
        super().init_poolmanager(*args, ssl_context=context, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}
