"""What a status or a foreign error is called here: the one place where theirs become ours."""

import socket
import ssl
from collections.abc import Iterator
from datetime import datetime
from http.client import HTTPException, IncompleteRead, RemoteDisconnected  # noqa: TID251 - errors
from typing import Any, Final

import requests
import urllib3

from stats.callfire.errors import (
    BadResponse,
    CallFireError,
    Credentials,
    Forbidden,
    Insecure,
    NotFound,
    RateLimited,
    Timeout,
    Unavailable,
)

# All that the client's libraries raise of their own; the rest are our mistakes.
FOREIGN: Final = (OSError, urllib3.exceptions.HTTPError, HTTPException, ValueError)


def error_of_status(status: int, told: datetime | None = None) -> CallFireError:
    """The error that an HTTP status other than 200 stands for (page results-responses-errors).

    told: the instant that the answer's Retry-After names. Only 200 is an answer: GetBroadcastStats
    has no other good status.
    """
    kinds = {401: Credentials, 403: Forbidden, 404: NotFound, 429: RateLimited}
    kind = Unavailable if 500 <= status <= 599 else kinds.get(status, BadResponse)
    retryable = status in (408, 429) or kind is Unavailable
    return kind(status=status, retryable=retryable, retry_at=told if retryable else None)


# Looked for in this order in what was raised and in all that caused it.
_FOREIGN: Final[tuple[tuple[type[CallFireError], tuple[type[BaseException], ...]], ...]] = (
    # urllib3 counts a refused connection among its timeouts: it has to be looked for first.
    (Unavailable, (urllib3.exceptions.NewConnectionError, socket.gaierror)),
    (Timeout, (TimeoutError, urllib3.exceptions.TimeoutError, requests.Timeout)),
    # A connection cut in its TLS layer is cut, whether or not it could have been trusted.
    (Unavailable, (ssl.SSLEOFError, ssl.SSLZeroReturnError, RemoteDisconnected, IncompleteRead)),
    (Insecure, (ssl.SSLError, urllib3.exceptions.SSLError, requests.exceptions.SSLError)),
    # Bytes that are not HTTP.
    (BadResponse, (HTTPException, urllib3.exceptions.ResponseNotChunked)),
    (Unavailable, (ConnectionError, requests.ConnectionError, urllib3.exceptions.ProtocolError)),
    (Unavailable, (urllib3.exceptions.PoolError, requests.exceptions.ChunkedEncodingError)),
)


def translated(foreign: BaseException) -> CallFireError:
    """Our error for one of requests, urllib3, http.client, ssl or the socket.

    Whatever is not a failed connection, a timeout
    or a TLS failure is an answer that cannot be read.
    """
    causes = tuple(_causes(foreign))
    for kind, classes in _FOREIGN:
        if any(isinstance(cause, classes) for cause in causes):
            return kind(retryable=kind in (Unavailable, Timeout))
    return BadResponse()


def _causes(error: Any, depth: int = 8) -> Iterator[BaseException]:
    """The error and what is wrapped in it, however the libraries wrapped it."""
    if isinstance(error, BaseException) and depth:
        yield error
        for inner in (*error.args, getattr(error, "reason", None), error.__cause__):
            yield from _causes(inner, depth - 1)
