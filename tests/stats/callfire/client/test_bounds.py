"""What one question may cost, whatever the far end does: time, bytes and memory.

Each slow far end here ends well in the end, so that a client without the bound gets its answer, and
the test fails, rather than hangs. Nothing is timed: that an error came first is the proof.
"""

import gzip
import socket
import tracemalloc
import zlib
from collections.abc import Iterator
from pathlib import Path
from ssl import SSLContext
from threading import Event
from typing import Any

import pytest

from stats.callfire import errors
from stats.callfire.client import Limits
from tests.stats.callfire.client.asking import Asking, certificate, error_of
from tests.stats.callfire.client.far_end import (
    CLOSE,
    GOOD,
    HEAR,
    RESET,
    Blackhole,
    FarEnd,
    Script,
    answer,
    dripped,
    endless,
)

HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 200\r\n\r\n"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
QUICK = Limits(total_seconds=0.5)


def after(start: bytes, rest: Script) -> Script:
    yield start
    yield from rest


SLOW: dict[str, list[Any]] = {
    "silence": [20.0, *answer()],
    "dripped headers": list(dripped(answer(200, GOOD, "X: " + "x" * 400)[0])),
    "dripped status line": list(dripped(b"HTTP/1.1 200 " + b"x" * 400 + b"\r\n\r\n")),
    "stall in the headers": [HEAD[:20], 20.0, HEAD[20:] + b"x" * 200],
    "dripped body": [HEAD, *dripped(b"x" * 200)],
    "stall in the body": [HEAD + b"x" * 100, 20.0, b"x" * 100],
    "dripped chunks": [CHUNKED, *dripped(b"1\r\nx\r\n" * 60 + b"0\r\n\r\n")],
    "dripped chunk length": [CHUNKED, *dripped(b"0" * 300 + b"\r\n\r\n")],
    "dripped trailers": [CHUNKED + b"0\r\n", *dripped(b"X: y\r\n" * 60 + b"\r\n")],
    "dripped gzip": [
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n",
        *dripped(gzip.compress(bytes(range(256)))),
        CLOSE,
    ],
}


@pytest.mark.parametrize("slow", SLOW)
def test_a_slow_answer_ends_at_the_deadline(slow: str) -> None:
    with FarEnd(SLOW[slow]) as far, Asking(far.url, QUICK) as asking:
        error = asking.error()
        assert (type(error), asking.waits) == (errors.Timeout, [])
        assert far.connections == 1


@pytest.mark.parametrize("slow", ["silence", "stall in the headers", "stall in the body"])
def test_a_gap_between_two_bytes_is_a_timeout_and_is_retried(slow: str) -> None:
    limits = Limits(gap_seconds=0.1)
    with FarEnd(SLOW[slow], SLOW[slow], answer()) as far, Asking(far.url, limits) as asking:
        assert asking.client.broadcast_stats(135) == GOOD
        assert asking.waits == [0.5, 0.5]


def test_endless_interim_answers_end_at_the_deadline() -> None:
    with FarEnd(endless(b"HTTP/1.1 100 Continue\r\n\r\n")) as far:
        assert type(error_of(far, QUICK)) is errors.Timeout


def test_endless_trailers_end_at_the_deadline() -> None:
    with FarEnd(after(CHUNKED + b"0\r\n", endless(b"X: y\r\n"))) as far:
        assert type(error_of(far, QUICK)) is errors.Timeout


def test_retries_end_at_the_deadline_together() -> None:
    # By this clock five seconds pass between any two looks at it.
    seconds = iter(range(0, 1000, 5))
    script: Script = [CLOSE]
    clock: dict[str, Any] = {"clock": lambda: float(next(seconds))}
    with FarEnd(script) as far, Asking(far.url, **clock) as asking:
        asking.error()
        assert len(far.asked) < 3


def test_a_connect_that_is_never_answered_is_a_timeout() -> None:
    with Blackhole() as port:
        limits = Limits(connect_seconds=0.1)
        with Asking(f"http://127.0.0.1:{port}/", limits) as asking:
            error = asking.error()
    assert (type(error), asking.waits) == (errors.Timeout, [0.5, 0.5])


def test_many_addresses_that_never_answer_end_at_the_deadline(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Blackhole() as port, FarEnd(answer()) as far:
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))] * 200
        found.append((socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", far.port)))
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
        limits = Limits(connect_seconds=0.05, total_seconds=0.5)
        with Asking(f"http://far.example:{port}/", limits) as asking:
            assert type(asking.error()) is errors.Timeout
            assert asking.waits == []
        assert far.connections == 0


@pytest.fixture
def silent_resolver(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    over = Event()

    def look_up(*_: object, **__: object) -> list[object]:
        over.wait(20)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    yield
    over.set()


@pytest.mark.usefixtures("silent_resolver")
def test_a_name_that_is_never_found_is_a_timeout() -> None:
    with Asking("http://far.example/", QUICK) as asking:
        assert type(asking.error()) is errors.Timeout


def test_a_name_that_does_not_exist_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    def look_up(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with Asking("http://far.example/") as asking:
        assert type(asking.error()) is errors.Unavailable


# Under TLS, with a certificate of its own.


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> tuple[SSLContext, str]:
    return certificate(tmp_path_factory.mktemp("tls"), "IP:127.0.0.1")


def test_an_answer_under_tls_that_is_trusted_is_given_back(tls: tuple[SSLContext, str]) -> None:
    with FarEnd(answer(), tls=tls[0]) as far, Asking(far.url, ca_file=tls[1]) as asking:
        for _ in range(2):
            assert asking.client.broadcast_stats(135) == GOOD
        assert far.connections == 1


def test_a_certificate_that_nobody_signed_is_insecure_and_gets_no_question(
    tls: tuple[SSLContext, str],
) -> None:
    with FarEnd(answer(), tls=tls[0]) as far:
        error = error_of(far)
        assert (type(error), error.retryable) == (errors.Insecure, False)
        assert (far.asked, far.connections) == ([], 1)


def test_a_certificate_of_another_host_is_insecure(tmp_path: Path) -> None:
    context, ca_file = certificate(tmp_path, "DNS:other.example")
    with FarEnd(answer(), tls=context) as far:
        assert type(error_of(far, ca_file=ca_file)) is errors.Insecure
        assert (far.asked, far.connections) == ([], 1)


def test_plain_http_where_tls_should_be_is_insecure() -> None:
    with FarEnd(answer(400), listens=False) as far:
        with Asking(far.url.replace("http:", "https:")) as asking:
            assert type(asking.error()) is errors.Insecure
        assert far.connections == 1


@pytest.mark.parametrize("end", [CLOSE, RESET])
def test_a_connection_cut_in_the_handshake_is_unavailable_and_retried(end: Any) -> None:
    with FarEnd([HEAR, end], listens=False) as far:
        with Asking(far.url.replace("http:", "https:")) as asking:
            assert type(asking.error()) is errors.Unavailable
        assert far.connections == 3


@pytest.mark.parametrize(
    "script",
    [
        pytest.param([20.0], id="silence"),
        # The start of a server's record, then its body byte by byte.
        pytest.param([b"\x16\x03\x03\x02\x00", *dripped(b"\x02\x00" * 200)], id="dripped"),
    ],
)
def test_a_slow_handshake_ends_at_the_deadline(script: Script) -> None:
    with FarEnd(script, listens=False) as far:
        with Asking(far.url.replace("http:", "https:"), QUICK) as asking:
            assert type(asking.error()) is errors.Timeout
        assert far.connections == 1


@pytest.mark.parametrize("slow", ["silence", "dripped headers", "dripped body", "dripped gzip"])
def test_a_slow_answer_under_tls_ends_at_the_deadline(
    slow: str, tls: tuple[SSLContext, str]
) -> None:
    with FarEnd(SLOW[slow], tls=tls[0]) as far:
        assert type(error_of(far, QUICK, ca_file=tls[1])) is errors.Timeout


# Bytes.

CAP = 2**20


def chunk(body: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(body), body)


def bomb(megabytes: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(packer.compress(bytes(CAP)) for _ in range(megabytes)) + packer.flush()


def test_a_body_as_large_as_the_cap_is_read() -> None:
    body = b"x" * CAP
    for script in (answer(200, body), [CHUNKED + chunk(body) + b"0\r\n\r\n"]):
        with FarEnd(script) as far, Asking(far.url) as asking:
            assert asking.client.broadcast_stats(135) == body


def test_a_length_above_the_cap_is_refused_unread() -> None:
    # The body never comes: reading any of it would end in a timeout.
    head = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % (CAP + 1)
    with FarEnd([head, 20.0]) as far:
        assert type(error_of(far)) is errors.BadResponse
        assert len(far.asked) == 1


@pytest.mark.parametrize(
    "script",
    [
        pytest.param([CHUNKED + chunk(b"x" * (CAP + 1)) + b"0\r\n\r\n"], id="chunked"),
        pytest.param([b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * (CAP + 1), CLOSE], id="to the end"),
        pytest.param(
            answer(200, gzip.compress(b"x" * (CAP + 1)), "Content-Encoding: gzip"), id="z"
        ),
    ],
)
def test_a_body_above_the_cap_is_refused(script: Script) -> None:
    with FarEnd(script) as far:
        assert type(error_of(far)) is errors.BadResponse
        assert len(far.asked) == 1


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        pytest.param(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 65536, id="plain"),
        pytest.param(CHUNKED, chunk(b"x" * 65536), id="chunked"),
        # A redirect, and an error, with a body that a client could read for ever.
        pytest.param(b"HTTP/1.1 302 F\r\nLocation: /\r\n\r\n", b"x" * 65536, id="redirect"),
        pytest.param(b"HTTP/1.1 404 N\r\n\r\n", b"x" * 65536, id="error"),
    ],
)
def test_an_endless_body_is_not_read_to_its_end(head: bytes, piece: bytes) -> None:
    with FarEnd(after(head, endless(piece))) as far:
        assert type(error_of(far)) in (errors.BadResponse, errors.NotFound)


@pytest.mark.parametrize("encoding", ["gzip", "GZIP"])
def test_gzip_that_was_not_asked_for_is_read(encoding: str) -> None:
    script = answer(200, gzip.compress(GOOD), f"Content-Encoding: {encoding}")
    with FarEnd(script) as far, Asking(far.url) as asking:
        assert asking.client.broadcast_stats(135) == GOOD


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (b"no gzip", "gzip"),
        (zlib.compress(GOOD), "deflate"),
        (gzip.compress(gzip.compress(GOOD)), "gzip, gzip"),
        (GOOD, "br"),
        (GOOD, "zstd"),
        (GOOD, "rot13"),
    ],
    # Not by the bytes: gzip writes the time into them.
    ids=["gzip", "deflate", "gzip, gzip", "br", "zstd", "rot13"],
)
def test_another_encoding_is_refused(body: bytes, encoding: str) -> None:
    with FarEnd(answer(200, body, f"Content-Encoding: {encoding}")) as far:
        assert type(error_of(far)) is errors.BadResponse
        assert len(far.asked) == 1


@pytest.mark.parametrize(
    "packed",
    [
        pytest.param(bomb(200), id="one bomb"),
        pytest.param(gzip.compress(b"") * 20000 + bomb(100), id="many members"),
    ],
)
def test_a_gzip_bomb_is_refused_in_bounded_memory(packed: bytes) -> None:
    assert len(packed) < CAP
    with FarEnd(answer(200, packed, "Content-Encoding: gzip")) as far, Asking(far.url) as asking:
        tracemalloc.start()
        try:
            assert type(asking.error()) is errors.BadResponse
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert peak < 8 * CAP
