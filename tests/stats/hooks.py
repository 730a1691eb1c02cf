"""A receiver of messages on loopback, under TLS: a real server, and the way of `post` to it.

@pytest.fixture
def hooks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hooks]:
    with routed(tmp_path, monkeypatch) as hooks:
        yield hooks

hooks.answer(500, 204)            # the first message gets 500, all that follow 204
… what posts to hooks.url, or to https://hooks.example.com/anything …
(delivery,) = hooks.delivered     # path, headers, body
assert delivery.is_signed_with(SECRET)
"""

import base64
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import AF_INET, IPPROTO_TCP, SOCK_STREAM
from threading import Event, Lock, Thread
from typing import Any, Self

import pytest

from stats import webhook
from stats.webhook import Sender
from tests.stats.callfire.client.asking import certificate

HOST = "hooks.example.com"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One request as it came; `headers` takes names in any case."""

    path: str
    headers: Message
    body: bytes

    def is_signed_with(self, secret: str) -> bool:
        """Whether its signature is that of a secret `whsec_…`, in Base64."""
        return self.is_signed_with_key(base64.b64decode(secret.removeprefix("whsec_")))

    def is_signed_with_key(self, key: bytes) -> bool:
        """Whether its signature is that of a key as it stands."""
        told = f"{self.headers['webhook-id']}.{self.headers['webhook-timestamp']}.".encode()
        right = base64.b64encode(hmac_sha256(key, told + self.body)).decode()
        return bool(self.headers["webhook-signature"] == f"v1,{right}")


def hmac_sha256(key: bytes, content: bytes) -> bytes:
    """By the letter of RFC 2104, so that nothing is proved by the product's own arithmetic."""
    key = (hashlib.sha256(key).digest() if len(key) > 64 else key).ljust(64, b"\0")
    inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in key) + content).digest()
    return hashlib.sha256(bytes(byte ^ 0x5C for byte in key) + inner).digest()


def at(*ports: int, address: str = "127.0.0.1") -> list[Any]:
    """What socket.getaddrinfo says of a host that is at these ports of an address."""
    return [(AF_INET, SOCK_STREAM, IPPROTO_TCP, "", (address, port)) for port in ports]


def sender_to(*ports: int, **more: Any) -> Sender:
    """What posts to loopback, whatever host and port it is told; all else is the product's way."""
    here: dict[str, Any] = {
        "resolve": lambda *_, **__: at(*ports),
        "is_allowed": "127.0.0.1".__eq__,
    }
    return Sender(**here | more)


class Hooks(ThreadingHTTPServer):
    """`with Hooks(folder) as hooks:` receives, and keeps what came in `hooks.delivered`.

    folder: where the certificate is made, for HOST, by the openssl command.
    """

    def __init__(self, folder: Path) -> None:
        self._tls, self.ca_file = certificate(folder, f"DNS:{HOST}")
        self._lock, self._over = Lock(), Event()
        self._statuses = [204]
        self._stalls = False
        self.connections = 0
        self.delivered: list[Delivery] = []
        self.url = f"https://{HOST}/hook"
        super().__init__(("127.0.0.1", 0), _Request)

    def answer(self, *statuses: int) -> None:
        """What the next messages get, in turn; the last status is for all that follow."""
        with self._lock:
            self._statuses = list(statuses)

    def stall(self) -> None:
        """Take every message from now on, and answer none of them."""
        self._stalls = True

    def sender(self, **more: Any) -> Sender:
        """What posts to here; `more` is the Sender's."""
        return sender_to(self.server_port, **{"ca_file": self.ca_file} | more)

    def take(self, delivery: Delivery) -> int | None:
        """Called by a request: the status of its answer, None when it must not be answered."""
        with self._lock:
            self.delivered.append(delivery)
            if not self._stalls:
                return self._statuses.pop(0) if len(self._statuses) > 1 else self._statuses[0]
        self._over.wait()
        return None

    def __enter__(self) -> Self:
        self._thread = Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self.shutdown()
        self._thread.join()
        self.server_close()

    def finish_request(self, request: Any, client_address: Any) -> None:
        """As socketserver's, in a thread of its own: the handshake is in there too."""
        self.connections += 1
        with self._tls.wrap_socket(request, server_side=True) as secure:
            super().finish_request(secure, client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: whoever hangs up on a test's receiver does so on purpose."""


class _Request(BaseHTTPRequestHandler):
    server: Hooks

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        status = self.server.take(Delivery(self.path, self.headers, body))
        if status is None:
            return
        self.send_response(status)
        if 300 <= status <= 399:
            self.send_header("Location", f"https://{HOST}/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def routed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hooks]:
    """A receiver to which `stats.webhook.post` comes, whatever host it is told to post to."""
    with Hooks(folder) as hooks:
        monkeypatch.setattr(webhook, "_sender", hooks.sender())
        yield hooks
