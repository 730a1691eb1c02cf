"""The ping of a dead man's switch, on loopback."""

import logging
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from stats.webhook import ping

STATUSES = {"/ok": 200, "/moved": 302, "/gone": 410, "/failed": 500}


class Far(BaseHTTPRequestHandler):
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(STATUSES[self.path])
        self.send_header("Location", "/ok")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def far() -> Iterator[str]:
    Far.asked = []
    with ThreadingHTTPServer(("127.0.0.1", 0), Far) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize("path", STATUSES)
def test_only_a_2xx_is_an_answer_and_no_redirect_is_followed(far: str, path: str) -> None:
    assert ping(far + path) is (path == "/ok")
    assert Far.asked == [path]


def test_what_fails_is_logged_without_the_address(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "stats")
    assert ping("http://127.0.0.1:9/a-secret") is False
    assert "a-secret" not in caplog.text
    assert "the ping failed" in caplog.text
