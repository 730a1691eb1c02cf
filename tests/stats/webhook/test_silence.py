"""No error and no log line names the address of a receiver, or what it shares with this site."""

import logging
import traceback
from ssl import SSLContext
from typing import Any

import pytest

from stats.webhook import WebhookError
from tests.stats.callfire.client.far_end import CLOSE, RESET, FarEnd
from tests.stats.hooks import Hooks, sender_to
from tests.stats.webhook.posting import BODY, FACTS, SECRET, URL, error_of, facts

HIDDEN = ["hooks.example.com", "path-with-t0ken", SECRET, "c2VjcmV0", "127.0.0.1", "Jürgen"]


@pytest.fixture(autouse=True)
def _everything_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    for name in (None, "urllib3", "stats"):
        caplog.set_level(logging.DEBUG, name)


def assert_silent(error: WebhookError, caplog: pytest.LogCaptureFixture) -> None:
    # Not only `from None`: nothing of a library's is to be found by whoever follows the chain.
    assert error.__cause__ is None
    assert error.__context__ is None
    told = "".join([str(error), repr(error), *traceback.format_exception(error), caplog.text])
    assert [each for each in HIDDEN if each in told] == []


@pytest.mark.parametrize(
    ("kind", "url", "more"),
    [
        ("insecure", URL.replace("https", "http"), {}),
        ("insecure", URL.replace(".com/", ".com:"), {}),
        ("private", URL, {"is_allowed": lambda _: False}),
        ("unresolved", URL, {"resolve": lambda *_, **__: []}),
        ("refused", URL, {}),
        ("timeout", URL, {"seconds": 0}),
        ("tls", URL, {"ca_file": None}),
        ("tls", URL.replace("hooks.", "not.hooks."), {}),
    ],
)
def test_no_kind_of_error_names_anything(
    hooks: Hooks, caplog: pytest.LogCaptureFixture, kind: str, url: str, more: dict[str, Any]
) -> None:
    hooks.answer(500)
    error = error_of(url, hooks.sender(**more))
    assert error.kind == kind
    assert_silent(error, caplog)


@pytest.mark.parametrize(
    "script",
    [
        pytest.param([b"no HTTP at all\r\n\r\n", CLOSE], id="no HTTP"),
        pytest.param([CLOSE], id="closed"),
        pytest.param([RESET], id="reset"),
        pytest.param([b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n"], id="many headers"),
        pytest.param([b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70000 + b"\r\n\r\n"], id="long header"),
    ],
)
def test_an_answer_that_is_none_is_unreachable(
    caplog: pytest.LogCaptureFixture, tls: tuple[SSLContext, str], script: list[Any]
) -> None:
    with FarEnd(script, tls=tls[0]) as far:
        error = error_of(URL, sender_to(far.port, ca_file=tls[1]))
        assert (facts(error), len(far.asked)) == (("unreachable", None), 1)
    assert_silent(error, caplog)


def test_odd_headers_are_no_reason_to_log_the_address(
    caplog: pytest.LogCaptureFixture, tls: tuple[SSLContext, str]
) -> None:
    # urllib3 warns of these, with the whole address.
    odd = b"HTTP/1.1 200 OK\r\nno header\r\n: none\r\nContent-Length: 0\r\n\r\n"
    with FarEnd([odd], tls=tls[0]) as far:
        sender_to(far.port, ca_file=tls[1]).post(URL, BODY, **FACTS)
    assert caplog.text == ""


def test_a_mistake_does_not_name_the_secret(hooks: Hooks) -> None:
    sender = hooks.sender()
    with pytest.raises(ValueError, match="an ID without a dot") as raised:
        sender.post(URL, BODY, **FACTS | {"message_id": "a.b"})
    told = "".join(traceback.format_exception(raised.value)) + repr(sender)
    assert [each for each in HIDDEN if each in told] == []
