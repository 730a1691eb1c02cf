"""What one post may cost, whatever the far end does.

Each slow far end here ends well in the end, so that a post without the bound succeeds, and the test
fails. Nothing is timed: that an error came first is the proof.
"""

from collections.abc import Iterator
from pathlib import Path
from ssl import SSLContext
from threading import Event
from typing import Any

import pytest

from stats.webhook import Sender
from tests.stats.callfire.client.asking import certificate
from tests.stats.callfire.client.far_end import (
    HEAR,
    Blackhole,
    FarEnd,
    Script,
    answer,
    dripped,
    endless,
)
from tests.stats.hooks import HOST, Hooks, at, sender_to
from tests.stats.webhook.posting import BODY, FACTS, URL, error_of, facts

QUICK = 0.5
TIMEOUT = ("timeout", None)
GOOD = answer()[0]

SLOW: dict[str, list[Any]] = {
    "silence": [20.0, GOOD],
    "dripped headers": list(dripped(answer(200, b"", "X: " + "x" * 400)[0])),
    "dripped status line": list(dripped(b"HTTP/1.1 200 " + b"x" * 400 + b"\r\n\r\n")),
    "stall in the headers": [GOOD[:20], 20.0, GOOD[20:]],
}


@pytest.mark.parametrize("slow", SLOW)
def test_a_slow_answer_ends_at_the_deadline(slow: str, tls: tuple[SSLContext, str]) -> None:
    with FarEnd(SLOW[slow], tls=tls[0]) as far:
        sender = sender_to(far.port, ca_file=tls[1], seconds=QUICK)
        assert facts(error_of(URL, sender)) == TIMEOUT
        assert far.connections == 1


def test_endless_interim_answers_end_at_the_deadline(tls: tuple[SSLContext, str]) -> None:
    with FarEnd(endless(b"HTTP/1.1 100 Continue\r\n\r\n"), tls=tls[0]) as far:
        sender = sender_to(far.port, ca_file=tls[1], seconds=QUICK)
        assert facts(error_of(URL, sender)) == TIMEOUT


@pytest.mark.parametrize(
    "script",
    [
        pytest.param([20.0, GOOD], id="not at all"),
        pytest.param([HEAR, 0.05] * 400 + [GOOD], id="a piece at a time"),
    ],
)
def test_a_far_end_that_does_not_take_the_message_ends_at_the_deadline(
    script: Script, tls: tuple[SSLContext, str]
) -> None:
    with FarEnd(script, tls=tls[0]) as far:
        sender = sender_to(far.port, ca_file=tls[1], seconds=QUICK)
        assert facts(error_of(URL, sender, bytes(2**25))) == TIMEOUT


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
        assert facts(error_of(URL, sender_to(far.port, seconds=QUICK))) == TIMEOUT
        assert far.connections == 1


def test_many_addresses_that_never_answer_end_at_the_deadline(hooks: Hooks) -> None:
    with Blackhole() as port:
        sender = sender_to(*[port] * 200, hooks.server_port, ca_file=hooks.ca_file, seconds=QUICK)
        assert facts(error_of(URL, sender)) == TIMEOUT
    assert hooks.connections == 0


def test_a_dead_address_leaves_time_for_the_next(
    hooks: Hooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stats.webhook.sockets._CONNECT_SECONDS", 0.05)
    with Blackhole() as port:
        sender_to(port, hooks.server_port, ca_file=hooks.ca_file).post(URL, BODY, **FACTS)
    assert len(hooks.delivered) == 1


@pytest.fixture
def silent_resolver() -> Iterator[Any]:
    over = Event()

    def look_up(*_: object, **__: object) -> list[Any]:
        over.wait(5)
        return []

    yield look_up
    over.set()


def test_a_name_that_is_never_found_ends_at_the_deadline(silent_resolver: Any) -> None:
    assert facts(error_of(URL, Sender(resolve=silent_resolver, seconds=0.05))) == TIMEOUT


def test_the_look_up_counts(hooks: Hooks) -> None:
    now = [0.0]

    def look_up(*_: object, **__: object) -> list[Any]:
        now[0] += 10
        return at(hooks.server_port)

    assert facts(error_of(URL, hooks.sender(resolve=look_up, clock=lambda: now[0]))) == TIMEOUT
    assert hooks.connections == 0


def test_a_handshake_that_took_all_the_time_leaves_none_for_the_message(tmp_path: Path) -> None:
    now = [0.0]

    def late(*_: object) -> None:
        now[0] += 10

    context, ca_file = certificate(tmp_path, f"DNS:{HOST}")
    context.sni_callback = late
    with FarEnd([GOOD], tls=context) as far:
        sender = sender_to(far.port, ca_file=ca_file, clock=lambda: now[0])
        assert facts(error_of(URL, sender)) == TIMEOUT
        far.wait_for_hang_up()
        assert far.asked == []


def test_a_receiver_that_took_the_message_and_stalls_is_a_timeout(hooks: Hooks) -> None:
    hooks.stall()
    assert facts(error_of(URL, hooks.sender(seconds=QUICK))) == TIMEOUT
    assert len(hooks.delivered) == 1


@pytest.mark.parametrize("status", [200, 500])
def test_the_body_of_an_answer_is_not_read(status: int, tls: tuple[SSLContext, str]) -> None:
    def huge() -> Iterator[Any]:
        yield b"HTTP/1.1 %d Whatever\r\nContent-Length: 1000000000000\r\n\r\n" % status
        yield from endless(b"x" * 65536)

    with FarEnd(huge(), tls=tls[0]) as far:
        sender = sender_to(far.port, ca_file=tls[1], seconds=5)
        if status == 200:
            sender.post(URL, BODY, **FACTS)
        else:
            assert facts(error_of(URL, sender)) == ("refused", 500)
        far.wait_for_hang_up()
