from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats.callfire.client.deadline import Deadline, Limits
from stats.callfire.client.retries import retry_at, wait_before_retry
from stats.callfire.errors import BadResponse, RateLimited, Unavailable

NOW = datetime(2026, 11, 17, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("1", 1),
        (" 120 ", 120),
        ("007", 7),
        ("86400", 86400),
        ("86401", 86400),
        ("9" * 5000, 86400),
        ("Tue, 17 Nov 2026 09:30:05 GMT", 5),
        ("Tue, 17 Nov 2026 10:30:05 +0100", 5),
        ("Tuesday, 17-Nov-26 09:30:05 GMT", 5),
        ("Tue Nov 17 09:30:05 2026", 5),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 86400),
    ],
)
def test_a_time_is_read_from_seconds_or_a_date_and_is_at_most_a_day_away(
    header: str, seconds: int
) -> None:
    told = retry_at(header, NOW)
    assert told == NOW + timedelta(seconds=seconds)
    assert told is not None
    assert told.tzinfo is UTC


@pytest.mark.parametrize(
    "header",
    [
        *(None, "", "0", "-1", "1.5", "1e3", "soon", "１", "1, 2", "120 s", "\x00"),  # noqa: RUF001
        "Tue, 17 Nov 2026 09:30:00 GMT",
        "Tue, 17 Nov 2020 09:30:05 GMT",
        "Tue, 99 Nov 2026 09:30:05 GMT",
        "Fri, 31 Dec 9999 23:59:59 -2359",
        "Mon, 01 Jan 0001 00:00:00 +2359",
        "Tue, 17 Nov 2026 09:30:05 GMT" + " " * 100 + "x",
    ],
)
def test_junk_and_times_that_are_past_are_no_time(header: str | None) -> None:
    assert retry_at(header, NOW) is None


@given(st.text(max_size=60) | st.from_regex(r"\A[A-Z][a-z]{2}, \d+ [A-Z][a-z]{2} \d+ [\d:]+ .{5}"))
def test_any_header_is_a_time_within_a_day_or_none(header: str) -> None:
    told = retry_at(header, NOW)
    assert told is None or NOW < told <= NOW + DAY


def wait(error: Exception, *, left: float = 15.0) -> float | None:
    assert isinstance(error, BadResponse | RateLimited | Unavailable)
    deadline = Deadline(Limits(total_seconds=left), lambda: 0.0)
    return wait_before_retry(error, deadline, lambda low, high: low + high, lambda: NOW)


def test_without_a_time_the_wait_is_drawn_between_half_a_second_and_five() -> None:
    assert wait(Unavailable(retryable=True)) == 0.5 + 5.0


def test_an_error_that_is_not_retryable_has_no_wait() -> None:
    assert wait(BadResponse(status=400)) is None


def test_the_far_ends_own_time_goes_before_the_draw() -> None:
    told = NOW + timedelta(seconds=2)
    assert wait(RateLimited(retryable=True, retry_at=told)) == 2.0


@pytest.mark.parametrize(("left", "fits"), [(3.0, True), (2.9, False), (-1.0, False)])
def test_a_wait_that_leaves_no_room_to_ask_is_not_begun(left: float, fits: bool) -> None:
    told = NOW + timedelta(seconds=2)
    assert wait(RateLimited(retryable=True, retry_at=told), left=left) == (2.0 if fits else None)


def test_a_time_that_has_come_meanwhile_needs_no_wait() -> None:
    assert wait(RateLimited(retryable=True, retry_at=NOW - DAY)) == 0.0
