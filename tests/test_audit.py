"""Whether pip-audit's service can be believed: on loopback, in its place."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tests import audit

ANSWERS = {
    "/bad": (200, json.dumps({"vulnerabilities": [{"id": "PYSEC-2021-439"}]})),
    "/none": (200, json.dumps({"vulnerabilities": []})),
    "/other": (200, json.dumps(["something else"])),
    "/page": (200, "<html>Please log in</html>"),
    "/missing": (404, json.dumps({"vulnerabilities": [{"id": "PYSEC-2021-439"}]})),
}


class Service(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status, text = ANSWERS[self.path]
        self.send_response(status)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def service() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Service) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize("path", ANSWERS)
def test_a_service_is_believed_only_if_it_names_what_is_known(service: str, path: str) -> None:
    assert audit.knows_vulnerabilities(service + path) is (path == "/bad")


def test_where_the_service_is_not_reached_the_audit_says_that_it_was_skipped(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(audit, "KNOWN_BAD", "http://127.0.0.1:9/")
    assert audit.main() == 0
    assert "pip-audit: skipped" in capsys.readouterr().out


def test_where_it_is_reached_the_exit_code_is_that_of_the_strict_audit(
    service: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []

    class Done:
        returncode = 7

    def run(command: list[str], *, check: bool) -> Done:
        assert not check
        asked.append(command)
        return Done()

    monkeypatch.setattr(audit, "KNOWN_BAD", f"{service}/bad")
    monkeypatch.setattr(audit, "run", run)
    assert audit.main() == 7
    assert {"--strict", "requirements.txt", "requirements-dev.txt"} <= set(asked[0])
