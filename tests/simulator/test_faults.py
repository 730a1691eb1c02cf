import socket
from collections.abc import Iterator
from contextlib import suppress

import pytest
import requests
from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from simulator.faults import FAULTS, RETRY_AFTER_SECONDS
from simulator.server import Simulator, running

PATH = "broadcast/6280378003/stats"
LOGIN = ("demo", "demo")
REQUEST = (
    f"GET /api/1.1/rest/{PATH} HTTP/1.1\r\nHost: x\r\nAuthorization: Basic ZGVtbzpkZW1v\r\n\r\n"
).encode()
ALTERING = [name for name, fault in FAULTS.items() if fault.alter]
BREAKING = [name for name, fault in FAULTS.items() if fault.break_off]


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with running() as simulator:
        yield simulator


def ask(simulator: Simulator, fault: str | None) -> requests.Response:
    return requests.get(
        simulator.url_for(fault=fault) + PATH, auth=LOGIN, timeout=20, allow_redirects=False
    )


def connect(simulator: Simulator, fault: str) -> socket.socket:
    """Send a request that meets the fault, over a bare socket."""
    connection = socket.create_connection(("127.0.0.1", simulator.port), timeout=20)
    connection.sendall(REQUEST.replace(b"GET ", f"GET /fault/{fault}".encode()))
    return connection


def read_to_end(connection: socket.socket) -> bytes:
    return b"".join(iter(lambda: connection.recv(65_536), b""))


def read_some(connection: socket.socket, enough: int) -> bytes:
    received = b""
    while len(received) < enough:
        received += connection.recv(65_536)
    return received


def test_every_fault_either_alters_or_breaks_off_and_is_described() -> None:
    assert sorted(ALTERING + BREAKING) == sorted(FAULTS)
    assert all(fault.says for fault in FAULTS.values())


@pytest.mark.parametrize(
    ("fault", "status"),
    [(name, int(name.split("-")[1])) for name in FAULTS if name.startswith("http-")],
)
def test_an_http_fault_is_a_resource_exception_with_its_status(
    simulator: Simulator, fault: str, status: int
) -> None:
    answer = ask(simulator, fault)
    assert answer.status_code == status
    assert f"<r:HttpStatus>{status}</r:HttpStatus>" in answer.text


def test_only_the_busy_answer_says_when_to_come_back(simulator: Simulator) -> None:
    assert ask(simulator, "http-429").headers["Retry-After"] == str(RETRY_AFTER_SECONDS)
    assert "Retry-After" not in ask(simulator, "http-429-bare").headers


def test_a_redirect_leads_elsewhere(simulator: Simulator) -> None:
    answer = ask(simulator, "redirect")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/elsewhere")


@pytest.mark.parametrize("fault", ["not-xml", "garbage", "cut-xml", "html-page", "empty"])
def test_some_successes_are_no_document(simulator: Simulator, fault: str) -> None:
    answer = ask(simulator, fault)
    assert answer.status_code == 200
    with pytest.raises(ElementTree.ParseError):
        ElementTree.fromstring(answer.content)


def test_a_document_with_entities_is_caught_as_such(simulator: Simulator) -> None:
    answer = ask(simulator, "dtd")
    assert answer.status_code == 200
    with pytest.raises(DefusedXmlException):
        ElementTree.fromstring(answer.content, forbid_dtd=True)


def test_other_answers_are_wrong_in_their_own_way(simulator: Simulator) -> None:
    right = ask(simulator, None)
    assert ask(simulator, "html-error").status_code == 502
    assert "ResourceException" in ask(simulator, "error-inside-200").text
    assert "callfire" not in ask(simulator, "foreign-namespace").text
    gzipped = ask(simulator, "gzip")
    assert gzipped.headers["Content-Encoding"] == "gzip"
    assert gzipped.content == right.content
    bomb = ask(simulator, "gzip-bomb")
    assert int(bomb.headers["Content-Length"]) < 2**20 < len(bomb.content)


def test_a_connection_that_closes_or_resets_at_once(simulator: Simulator) -> None:
    with connect(simulator, "hang-up") as connection:
        assert read_to_end(connection) == b""
    with connect(simulator, "reset") as connection, pytest.raises(ConnectionResetError):
        read_to_end(connection)


def test_a_connection_that_ends_after_half_the_body(simulator: Simulator) -> None:
    right = ask(simulator, None)
    with connect(simulator, "truncated") as connection:
        head, _, body = read_to_end(connection).partition(b"\r\n\r\n")
    assert f"Content-Length: {len(right.content)}".encode() in head
    assert body == right.content[: len(right.content) // 2]
    with connect(simulator, "reset-midway") as connection, pytest.raises(ConnectionResetError):
        read_to_end(connection)


@pytest.mark.parametrize("fault", ["drip-headers", "drip-body"])
def test_what_drips_is_the_right_answer(simulator: Simulator, fault: str) -> None:
    right = ask(simulator, None)
    simulator.drip_seconds = 0
    assert ask(simulator, fault).content == right.content


def test_what_never_ends_goes_on(simulator: Simulator) -> None:
    with connect(simulator, "endless") as connection:
        assert b"Content-Length" not in read_some(connection, 2**21)
    with connect(simulator, "endless-headers") as connection:
        assert b"\r\n\r\n" not in read_some(connection, 2**21)
    assert ask(simulator, None).status_code == 200


def test_a_length_is_announced_that_never_comes(simulator: Simulator) -> None:
    with connect(simulator, "big-content-length") as connection:
        assert b"Content-Length: 10737418240\r\n" in read_some(connection, 400)


def test_another_protocol_is_spoken(simulator: Simulator) -> None:
    with connect(simulator, "not-http") as connection:
        assert read_to_end(connection).startswith(b"SSH-2.0")


@pytest.mark.parametrize("fault", BREAKING)
def test_closing_ends_what_is_under_way(simulator: Simulator, fault: str) -> None:
    simulator.drip_seconds = 3600
    with connect(simulator, fault) as connection:
        simulator.wait_for(1)
        simulator.close()
        with suppress(ConnectionResetError):
            read_to_end(connection)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_client_that_hangs_up_leaves_no_trace(
    fault: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with running() as simulator:
        connect(simulator, fault).close()
        assert ask(simulator, None).status_code == 200
    assert capfd.readouterr().err == ""
