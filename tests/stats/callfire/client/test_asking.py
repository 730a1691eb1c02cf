"""What is asked, and what becomes of each answer."""

import logging
import traceback
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stats.callfire import errors
from stats.callfire.client import Limits
from tests.stats.callfire.client.asking import LOGIN, NOW, PASSWORD, Asking, error_of
from tests.stats.callfire.client.far_end import CLOSE, GOOD, RESET, FarEnd, Script, answer

DOCUMENTS = Path(__file__).parents[3] / "documents"
BASIC = b64encode(f"{LOGIN}:{PASSWORD}".encode()).decode()


def test_an_answer_is_given_back_byte_for_byte() -> None:
    body = (DOCUMENTS / "stats-in-utf-16.xml").read_bytes()
    with FarEnd(answer(200, body)) as far, Asking(far.url) as asking:
        assert asking.client.broadcast_stats(135) == body
        assert asking.waits == []


def test_a_question_is_one_get_with_the_login_in_utf_8_and_no_encoding_asked_for() -> None:
    with FarEnd(answer()) as far, Asking(far.url) as asking:
        asking.client.broadcast_stats(11741873003)
    lines = far.asked[0].split("\r\n")
    assert lines[0] == "GET /api/broadcast/11741873003/stats HTTP/1.1"
    assert f"Authorization: Basic {BASIC}" in lines
    assert "Accept-Encoding: identity" in lines
    assert len(far.asked) == 1


def test_a_broadcast_itself_is_asked_for_under_its_id() -> None:
    with FarEnd(answer()) as far, Asking(far.url) as asking:
        assert asking.client.broadcast(11741873003) == GOOD
    assert far.asked[0].startswith("GET /api/broadcast/11741873003 HTTP/1.1\r\n")


def test_a_question_for_a_broadcast_itself_is_admitted_and_bounded_like_any_other() -> None:
    admitted: list[int] = []
    with FarEnd(answer(503)) as far, Asking(far.url) as asking:
        with pytest.raises(errors.Unavailable):
            asking.client.broadcast(135, seconds=2, admit=lambda: admitted.append(1))
        assert len(far.asked) == len(admitted) == 3


@pytest.mark.parametrize("url_end", ["", "/", "//"])
def test_the_base_url_may_end_in_a_slash_or_not(url_end: str) -> None:
    with FarEnd(answer()) as far, Asking(far.url.rstrip("/") + url_end) as asking:
        asking.client.get("broadcast", {"MaxResults": "1000", "LabelName": "a b&c\n"}, about={})
    assert far.asked[0].startswith(
        "GET /api/broadcast?MaxResults=1000&LabelName=a+b%26c%0A HTTP/1.1\r\n"
    )


def test_an_interval_is_sent_as_whole_seconds_of_utc() -> None:
    zone = ZoneInfo("America/Los_Angeles")
    begin, end = datetime(2026, 11, 1, tzinfo=zone), datetime(2026, 11, 2, tzinfo=zone)
    with FarEnd(answer()) as far, Asking(far.url) as asking:
        asking.client.broadcast_stats(135, begin, end)
    assert far.asked[0].startswith(
        "GET /api/broadcast/135/stats"
        "?IntervalBegin=2026-11-01T07:00:00Z&IntervalEnd=2026-11-02T08:00:00Z HTTP/1.1\r\n"
    )


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        (NOW, None),
        (None, NOW),
        (NOW, NOW.replace(tzinfo=None)),
        (NOW + timedelta(microseconds=1), NOW),
    ],
)
def test_half_an_interval_or_one_that_is_not_exact_is_a_mistake(
    begin: datetime | None, end: datetime | None
) -> None:
    with FarEnd(answer()) as far, Asking(far.url) as asking:
        with pytest.raises(ValueError, match="interval"):
            asking.client.broadcast_stats(135, begin, end)
        assert far.asked == []


@pytest.mark.parametrize(
    ("status", "kind", "tries"),
    [
        *((status, errors.BadResponse, 1) for status in (204, 206, 301, 302, 304, 307, 308)),
        *((status, errors.BadResponse, 1) for status in (400, 405, 410, 418, 600)),
        (401, errors.Credentials, 1),
        (403, errors.Forbidden, 1),
        (404, errors.NotFound, 1),
        (408, errors.BadResponse, 3),
        (429, errors.RateLimited, 3),
        *((status, errors.Unavailable, 3) for status in (500, 502, 503, 504, 599)),
    ],
)
def test_a_status_is_an_error_of_its_kind_and_retried_only_where_it_may_pass(
    status: int, kind: type[errors.CallFireError], tries: int
) -> None:
    location = "Location: /elsewhere"
    with FarEnd(answer(status, b"", location)) as far, Asking(far.url) as asking:
        error = asking.error()
    assert (type(error), error.status, error.retry_at) == (kind, status, None)
    assert len(far.asked) == tries
    assert asking.waits == [0.5] * (tries - 1)
    assert all("elsewhere" not in asked for asked in far.asked)


FAILURES: dict[str, tuple[Script, type[errors.CallFireError]]] = {
    "hung up": ([CLOSE], errors.Unavailable),
    "reset": ([RESET], errors.Unavailable),
    "reset in the headers": ([b"HTTP/1.1 200 OK\r\nContent-Le", RESET], errors.Unavailable),
    "reset in the body": (
        [b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n<go", RESET],
        errors.Unavailable,
    ),
    "truncated": ([b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n<go", CLOSE], errors.Unavailable),
    "truncated chunk": (
        [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n<go", CLOSE],
        errors.Unavailable,
    ),
    "truncated between chunks": (
        [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n<go\r\n", CLOSE],
        errors.Unavailable,
    ),
    "500": (answer(500), errors.Unavailable),
    "429": (answer(429), errors.RateLimited),
    "408": (answer(408), errors.BadResponse),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_a_failure_that_may_pass_is_retried_twice(failure: str) -> None:
    script, kind = FAILURES[failure]
    with FarEnd(script, script, answer()) as far, Asking(far.url) as asking:
        assert asking.client.broadcast_stats(135) == GOOD
        assert asking.waits == [0.5, 0.5]
    with FarEnd(script) as far, Asking(far.url) as asking:
        assert type(asking.error()) is kind
        assert len(far.asked) == 3


def test_a_refused_connection_is_retried_twice() -> None:
    with FarEnd(answer()) as far:
        url = far.url
    with Asking(url) as asking:
        error = asking.error()
    assert (type(error), error.status, asking.waits) == (errors.Unavailable, None, [0.5, 0.5])


def test_a_retry_waits_as_long_as_the_far_end_says() -> None:
    told = answer(429, b"", "Retry-After: 3")
    dated = answer(503, b"", "Retry-After: Tue, 17 Nov 2026 09:30:07 GMT")
    with FarEnd(told, dated, answer()) as far, Asking(far.url) as asking:
        assert asking.client.broadcast_stats(135) == GOOD
    assert asking.waits == [3.0, 7.0]


@pytest.mark.parametrize("status", [408, 429, 500, 503])
def test_a_time_that_does_not_fit_is_told_and_not_waited_for(status: int) -> None:
    script = answer(status, b"", "Retry-After: 3600")
    with FarEnd(script) as far, Asking(far.url) as asking:
        error = asking.error()
    assert error.retry_at == NOW + timedelta(hours=1)
    assert len(far.asked) == 1
    assert asking.waits == []


def test_a_time_is_told_also_when_the_tries_are_used_up() -> None:
    with FarEnd(answer(429, b"", "Retry-After: 1")) as far:
        assert error_of(far).retry_at == NOW + timedelta(seconds=1)
        assert len(far.asked) == 3


@pytest.mark.parametrize("status", [302, 401, 404])
def test_a_time_means_nothing_where_asking_again_would_not_help(status: int) -> None:
    with FarEnd(answer(status, b"", "Retry-After: 1")) as far:
        assert error_of(far).retry_at is None
        assert len(far.asked) == 1


def test_a_wait_that_does_not_fit_the_deadline_raises_the_last_error() -> None:
    with FarEnd(answer(500)) as far, Asking(far.url, Limits(total_seconds=1.4)) as asking:
        assert type(asking.error()) is errors.Unavailable
        assert len(far.asked) == 1
        assert asking.waits == []


@pytest.mark.parametrize(
    "script",
    [
        pytest.param([b"garbage\r\n\r\n", CLOSE], id="noise"),
        pytest.param([b"\x15\x03\x01\x00\x02\x02\x46" * 20 + b"\n", CLOSE], id="TLS"),
        pytest.param([b"HTTP/1.1 two hundred\r\n\r\n", CLOSE], id="status in words"),
        pytest.param([b"HTTP/1.1 200 OK\r\nX: " + b"x" * 70000 + b"\r\n\r\n"], id="long header"),
        pytest.param([b"HTTP/1.1 200 OK\r\n" + b"X: x\r\n" * 101 + b"\r\n"], id="many headers"),
        pytest.param(answer(200, GOOD, "Content-Length: 3"), id="two lengths"),
    ],
)
def test_what_is_not_http_is_a_bad_response_and_not_retried(script: Script) -> None:
    with FarEnd(script) as far:
        error = error_of(far)
        assert (type(error), error.retryable, len(far.asked)) == (errors.BadResponse, False, 1)


@given(st.binary(max_size=80), st.booleans())
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_any_bytes_end_in_bytes_or_our_own_error(noise: bytes, framed: bool) -> None:
    start = b"HTTP/1.1 200 OK\r\n" if framed else b""
    far_end = FarEnd([start + noise, CLOSE])
    with far_end as far, Asking(far.url) as asking, suppress(errors.CallFireError):
        asking.client.broadcast_stats(135)


SECRETS = [LOGIN, PASSWORD, BASIC, b64encode(PASSWORD.encode()).decode(), "lögin", "pässword"]
FAR_TEXT = "text-of-the-far-end"


def everything_said(error: BaseException, caplog: pytest.LogCaptureFixture) -> str:
    told = traceback.TracebackException.from_exception(error, capture_locals=True)
    shown = "".join(told.format())
    logged = [f"{logging.Formatter().format(each)} {vars(each)}" for each in caplog.records]
    return "\n".join([repr(error), str(error), repr(vars(error)), shown, *logged])


@pytest.mark.parametrize(
    "script",
    [
        *(pytest.param(script, id=name) for name, (script, _) in FAILURES.items()),
        *(
            pytest.param(answer(status, FAR_TEXT.encode(), f"X-Why: {FAR_TEXT}"), id=str(status))
            for status in (204, 302, 400, 401, 403, 404, 429, 500)
        ),
        pytest.param([f"{FAR_TEXT}\r\n\r\n".encode(), CLOSE], id="noise"),
        pytest.param(answer(200, FAR_TEXT.encode(), "Content-Encoding: gzip"), id="no gzip"),
    ],
)
def test_neither_the_login_nor_the_far_ends_words_are_in_errors_or_logs(
    script: Script, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with FarEnd(script) as far, Asking(far.url) as asking:
        error = asking.error()
    assert error.__cause__ is None
    assert error.__context__ is None
    said = everything_said(error, caplog)
    for secret in (*SECRETS, FAR_TEXT):
        assert secret not in said


def test_headers_that_cannot_be_read_are_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    script = answer(200, GOOD, f"no colon {FAR_TEXT}\r\n{FAR_TEXT}", "X: y")
    with FarEnd([*script, CLOSE]) as far, Asking(far.url) as asking:
        asking.client.broadcast_stats(135)
    assert FAR_TEXT not in caplog.text
    assert all("\n" not in message for message in caplog.messages)


def test_a_connection_is_kept_for_the_next_question() -> None:
    chunked = [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7\r\n<good/>\r\n0\r\n\r\n"]
    with FarEnd(answer(), chunked, answer()) as far, Asking(far.url) as asking:
        for _ in range(3):
            assert asking.client.broadcast_stats(135) == GOOD
        assert far.connections == 1


def test_a_connection_that_was_idle_for_long_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stats.callfire.client.connections._IDLE_SECONDS", 0.0)
    with FarEnd(answer()) as far, Asking(far.url) as asking:
        for _ in range(2):
            assert asking.client.broadcast_stats(135) == GOOD
        assert far.connections == 2


def test_a_connection_that_the_far_end_closed_meanwhile_costs_no_retry() -> None:
    with FarEnd([*answer(), CLOSE], answer()) as far, Asking(far.url) as asking:
        asking.client.broadcast_stats(135)
        far.wait_for_hang_up()
        assert asking.client.broadcast_stats(135) == GOOD
        assert asking.waits == []


def test_eight_threads_share_one_client() -> None:
    scripts: list[Script] = [answer(200, b"%d" % number) for number in range(64)]
    with FarEnd(*scripts) as far, Asking(far.url) as asking, ThreadPoolExecutor(8) as threads:
        bodies = list(threads.map(asking.client.broadcast_stats, range(64)))
        assert sorted(bodies) == sorted(b"%d" % number for number in range(64))
        assert far.connections <= 8


def test_cookies_proxies_and_passwords_of_the_environment_play_no_part(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login other password other\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "")
    with FarEnd(answer(200, GOOD, "Set-Cookie: a=b")) as far, Asking(far.url) as asking:
        for _ in range(2):
            assert asking.client.broadcast_stats(135) == GOOD
    assert all(f"Authorization: Basic {BASIC}\r\n" in asked for asked in far.asked)
    assert all("Cookie" not in asked for asked in far.asked)
