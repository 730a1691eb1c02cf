"""Calls to addresses that the people of the site have named: a dead man's switch, a receiver.

An address may hold a secret, so none is ever logged, nor is it in any error.
"""

import logging
import socket
import ssl
import time
from collections.abc import Callable, Iterable
from datetime import datetime
from http.client import HTTPException, HTTPSConnection  # noqa: TID251 - urllib3 logs addresses
from typing import Any, Final, cast

import requests
import urllib3
from django.views.decorators.debug import sensitive_variables
from requests.utils import DEFAULT_CA_BUNDLE_PATH

from stats.webhook.addresses import is_public, looked_up
from stats.webhook.errors import Kind, WebhookError
from stats.webhook.signing import signed
from stats.webhook.sockets import BoundedSocket, Left, connected, countdown

__all__ = ["Sender", "WebhookError", "is_public", "ping", "post"]

log = logging.getLogger("stats.webhook")

SECONDS: Final = 10  # of a ping: to connect, and between two pieces of the answer; of a post: all
_HEADERS: Final = {
    "Content-Type": "application/json",
    "User-Agent": "Broadcast-Stats",
    "Connection": "close",
}


def ping(url: str) -> bool:
    """Call an https address; whether it answered with a 2xx. Never raises."""
    try:
        with requests.Session() as session:
            session.trust_env = False
            with session.get(url, timeout=SECONDS, allow_redirects=False, stream=True) as answer:
                if answer.ok and not answer.is_redirect:
                    return True
                log.warning("the ping was answered with %d", answer.status_code)
    except requests.RequestException as error:
        log.warning("the ping failed: %s", type(error).__name__)
    return False


@sensitive_variables()
def post(url: str, body: bytes, *, message_id: str, secret: str, at: datetime) -> None:
    """Post a JSON document to an https address of the public internet, once; a 2xx is success.

    It is signed as Standard Webhooks 1.0.0 says. message_id: visible ASCII without a dot, the same
    at every try of one message. secret: `whsec_` and the key in Base64, or any other text, whose
    UTF-8 is the key. at: the aware instant of this try. Raises WebhookError, within ten seconds,
    and ValueError where message_id, secret or at are not as said.
    """
    _sender.post(url, body, message_id=message_id, secret=secret, at=at)


class Sender:
    """What posts; may be used by many threads at once. The defaults are the product's contract."""

    def __init__(
        self,
        *,
        resolve: Callable[..., Iterable[Any]] = socket.getaddrinfo,
        is_allowed: Callable[[str], bool] = is_public,
        ca_file: str | None = None,
        seconds: float = SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Connect to nothing yet; each argument is for tests.

        resolve: called as socket.getaddrinfo is, once a post; what it says is connected to, ports
        included. is_allowed: whether an IP address may be connected to. ca_file: a PEM bundle to
        trust in place of certifi's. seconds: what a post may take by `clock`, from the look-up on.
        """
        self._resolve, self._is_allowed = resolve, is_allowed
        self._ca_file = ca_file or DEFAULT_CA_BUNDLE_PATH
        self._seconds, self._clock = seconds, clock

    # Whatever breaks in here or below, the secret is in some variable: no error report shows them.
    @sensitive_variables()
    def post(self, url: str, body: bytes, *, message_id: str, secret: str, at: datetime) -> None:
        """As the function `post`."""
        headers = _HEADERS | signed(body, message_id=message_id, secret=secret, at=at)
        outcome: int | Kind
        try:
            outcome = self._status(_https(url), body, headers)
        except (OSError, HTTPException, urllib3.exceptions.LocationParseError) as error:
            outcome = _kind_of(error)
        # Raised out here, where no error of a library hangs on ours: those name host and path.
        if isinstance(outcome, str):
            raise WebhookError(outcome)
        if not 200 <= outcome <= 299:
            raise WebhookError("refused", outcome)

    def _status(self, url: urllib3.util.Url, body: bytes, headers: dict[str, str]) -> int:
        """The status of the answer, whose body is not read."""
        left = countdown(self._seconds, self._clock)
        host, port = str(url.host).strip("[]"), 443 if url.port is None else url.port
        addresses = self._addresses(host, port, left)
        context = ssl.create_default_context(cafile=self._ca_file)
        context.sslsocket_class = BoundedSocket
        name = host.rstrip(".")  # as certificates have it
        with (
            connected(addresses, left) as plain,
            context.wrap_socket(plain, server_hostname=name) as secure,
        ):
            cast("BoundedSocket", secure).left = left
            connection = HTTPSConnection(name, port, context=context)
            connection.sock = secure
            connection.request("POST", url.request_uri, body, headers)
            with connection.getresponse() as answer:
                return answer.status

    def _addresses(self, host: str, port: int, left: Left) -> list[Any]:
        """What the resolver says of the host, all of it allowed: one that is not spoils the rest.

        No name is looked up again, so none can be moved in between (DNS rebinding).
        """
        found = looked_up(self._resolve, host, port, left())
        if not found:
            raise WebhookError("unresolved")
        if not all(self._is_allowed(address[0]) for *_, address in found):
            raise WebhookError("private")
        return found


_sender: Sender = Sender()  # a test may put one in its place that knows a receiver on loopback


def _https(url: str) -> urllib3.util.Url:
    parts = urllib3.util.parse_url(url)
    if parts.scheme != "https" or not parts.host or parts.auth is not None:
        raise WebhookError("insecure")
    return parts


def _kind_of(error: Exception) -> Kind:
    if isinstance(error, urllib3.exceptions.LocationParseError):
        return "insecure"
    if isinstance(error, TimeoutError):
        return "timeout"
    # A connection cut in its TLS layer is cut, whether or not it could have been trusted.
    cut = isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError)
    return "tls" if isinstance(error, ssl.SSLError) and not cut else "unreachable"
