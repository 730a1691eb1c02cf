"""When CallFire is not asked. Clocks are arguments: nothing here waits."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError
from django.db.models import QuerySet

from stats import pause
from stats.callfire.errors import (
    BadResponse,
    CallFireError,
    Credentials,
    Forbidden,
    Insecure,
    NotFound,
    RateLimited,
    Timeout,
    Unavailable,
)
from stats.models import Allowance

NOW = datetime(2026, 11, 23, 22, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
JUST_BEFORE = timedelta(microseconds=1)

pytestmark = pytest.mark.django_db


def refusal(
    at: datetime, *, account: str = "account", is_refresh: bool = False
) -> CallFireError | None:
    """The error that keeps a question from being asked, if any."""
    try:
        pause.admit_questions(account, 1, at, is_refresh=is_refresh)
    except CallFireError as problem:
        return problem if problem.is_paused else pytest.fail("it was not asked")
    return None


def fail(times: int, at: datetime = NOW, problem: CallFireError | None = None) -> None:
    for _ in range(times):
        pause.record("account", problem or Unavailable(status=503), at)


# --- after 401 -----------------------------------------------------------------------------------


def test_a_refused_login_stops_asking_without_an_end() -> None:
    pause.record("account", Credentials(status=401), NOW)
    for after in (timedelta(0), MINUTE, timedelta(days=400)):
        problem = refusal(NOW + after)
        assert isinstance(problem, Credentials)
        assert problem.retry_at is None


def test_new_settings_lift_it_and_the_old_ones_come_back_to_it() -> None:
    pause.record("account", Credentials(status=401), NOW)
    assert refusal(NOW, account="another") is None
    assert refusal(NOW) is not None


def test_an_answer_to_the_new_settings_ends_it() -> None:
    pause.record("account", Credentials(status=401), NOW)
    pause.record("another", None, NOW)
    assert refusal(NOW) is None


def test_a_refresh_may_probe_once_in_ten_minutes_for_all_people_together() -> None:
    pause.record("account", Credentials(status=401), NOW)
    assert refusal(NOW, is_refresh=True) is None
    pause.record("account", Credentials(status=401), NOW + SECOND)  # the probe's own end
    for after in (SECOND, timedelta(minutes=10) - JUST_BEFORE):
        assert isinstance(refusal(NOW + after, is_refresh=True), Credentials)
    ten = NOW + timedelta(minutes=10)
    assert isinstance(refusal(ten), Credentials)
    assert refusal(ten, is_refresh=True) is None
    assert isinstance(refusal(ten, is_refresh=True), Credentials)


def test_a_probe_that_is_answered_opens_for_all() -> None:
    pause.record("account", Credentials(status=401), NOW)
    refusal(NOW, is_refresh=True)
    pause.record("account", None, NOW)
    assert refusal(NOW) is None


@pytest.mark.parametrize(
    "problem",
    [Insecure(), BadResponse(), BadResponse(status=302), Timeout(), Unavailable(status=503)],
    ids=lambda problem: f"{problem.kind} {problem.status}",
)
def test_a_probe_that_says_nothing_of_the_login_does_not_lift_it(problem: CallFireError) -> None:
    pause.record("account", Credentials(status=401), NOW)
    refusal(NOW, is_refresh=True)
    pause.record("account", problem, NOW)
    assert isinstance(refusal(NOW), Credentials)
    assert isinstance(refusal(NOW, is_refresh=True), Credentials)


@pytest.mark.parametrize("problem", [Forbidden(status=403), NotFound(status=404)])
def test_a_probe_that_was_let_in_lifts_it(problem: CallFireError) -> None:
    pause.record("account", Credentials(status=401), NOW)
    pause.record("account", problem, NOW)
    assert refusal(NOW) is None


@pytest.mark.parametrize("jump", [timedelta(days=-400), timedelta(days=400)])
def test_a_clock_that_jumps_neither_lifts_it_nor_takes_the_probe_away(jump: timedelta) -> None:
    pause.record("account", Credentials(status=401), NOW)
    refusal(NOW, is_refresh=True)
    assert isinstance(refusal(NOW + jump), Credentials)
    assert refusal(NOW + jump, is_refresh=True) is None


def test_where_a_probe_cannot_be_written_down_it_is_not_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pause.record("account", Credentials(status=401), NOW)
    read_only(monkeypatch)
    assert isinstance(refusal(NOW, is_refresh=True), Credentials)


# --- after five failures -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "problem",
    [Unavailable(), Unavailable(status=500), Timeout(), RateLimited(status=429)],
    ids=lambda problem: f"{problem.kind} {problem.status}",
)
def test_five_failures_in_a_minute_stop_asking_for_a_minute(problem: CallFireError) -> None:
    fail(4, NOW, problem)
    assert refusal(NOW) is None
    last = NOW + MINUTE - JUST_BEFORE
    fail(1, last, problem)
    for at in (last, last + MINUTE - JUST_BEFORE):
        refused = refusal(at)
        assert isinstance(refused, Unavailable)
        assert refused.retry_at == last + MINUTE


def test_five_failures_in_more_than_a_minute_stop_nothing() -> None:
    fail(4)
    fail(1, NOW + MINUTE)
    assert refusal(NOW + MINUTE) is None


@pytest.mark.parametrize(
    "problem",
    [
        BadResponse(status=400),
        Forbidden(status=403),
        NotFound(status=404),
        BadResponse(status=200),
        Insecure(),
    ],
    ids=lambda problem: f"{problem.kind} {problem.status}",
)
def test_what_is_no_failure_of_the_far_end_never_counts(problem: CallFireError) -> None:
    fail(4)
    fail(20, NOW, problem)
    assert refusal(NOW) is None


def test_answers_in_between_do_not_take_failures_back() -> None:
    for _ in range(5):
        fail(1)
        for answered in (None, NotFound(status=404), BadResponse(status=400)):
            if Allowance.objects.get().closed_until is None:
                pause.record("account", answered, NOW)
    assert isinstance(refusal(NOW), Unavailable)


def test_after_the_minute_one_tries_and_the_others_wait_for_what_comes_of_it() -> None:
    fail(5)
    later = NOW + MINUTE
    assert refusal(later) is None
    refused = refusal(later)
    assert isinstance(refused, Unavailable)
    assert refused.retry_at == later + MINUTE


def test_the_one_that_is_answered_opens_for_all() -> None:
    fail(5)
    refusal(NOW + MINUTE)
    pause.record("account", None, NOW + MINUTE)
    assert [refusal(NOW + MINUTE) for _ in range(3)] == [None] * 3
    fail(4, NOW + MINUTE)
    assert refusal(NOW + MINUTE) is None


def test_the_one_that_fails_stops_asking_for_another_minute_by_itself() -> None:
    fail(5)
    later = NOW + MINUTE
    refusal(later)
    fail(1, later + SECOND)
    refused = refusal(later + MINUTE)
    assert isinstance(refused, Unavailable)
    assert refused.retry_at == later + SECOND + MINUTE


def test_the_one_that_never_comes_back_stops_asking_for_a_minute_only() -> None:
    fail(5)
    refusal(NOW + MINUTE)  # and its process is killed
    assert refusal(NOW + 2 * MINUTE) is None


def test_a_refresh_may_probe_once_within_the_minute() -> None:
    fail(5)
    assert refusal(NOW + SECOND) is not None
    assert refusal(NOW + SECOND, is_refresh=True) is None
    assert refusal(NOW + 2 * SECOND, is_refresh=True) is not None
    # The next pause has a probe of its own.
    assert refusal(NOW + MINUTE) is None
    assert refusal(NOW + MINUTE, is_refresh=True) is None
    assert refusal(NOW + MINUTE, is_refresh=True) is not None


def test_who_looked_at_the_clock_before_the_one_that_tries_does_not_try_too() -> None:
    fail(5)
    assert refusal(NOW + MINUTE + SECOND) is None
    assert refusal(NOW + MINUTE) is not None


def test_of_many_questions_all_pass_or_after_a_pause_the_one_that_tries() -> None:
    def admitted(at: datetime) -> int:
        return pause.admit_questions("account", 8, at, is_refresh=False)

    assert admitted(NOW) == 8
    fail(5)
    with pytest.raises(Unavailable):
        admitted(NOW)
    assert admitted(NOW + MINUTE) == 1
    with pytest.raises(Unavailable):
        admitted(NOW + MINUTE)
    pause.record("account", None, NOW + MINUTE)
    assert admitted(NOW + MINUTE) == 8


@pytest.mark.parametrize("jump", [timedelta(seconds=-6), timedelta(days=-400), timedelta(days=400)])
def test_a_clock_that_jumps_leaves_no_pause_stuck(jump: timedelta) -> None:
    fail(5)
    assert refusal(NOW + jump) is None


def test_a_clock_set_back_a_little_makes_no_time_of_next_try_that_has_passed() -> None:
    fail(5)
    refused = refusal(NOW - SECOND)
    assert refused is not None
    assert refused.retry_at is not None
    assert NOW < refused.retry_at <= NOW + MINUTE


def test_without_a_database_to_write_to_a_pause_still_holds_and_still_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fail(5)
    read_only(monkeypatch)
    assert isinstance(refusal(NOW + SECOND), Unavailable)
    assert isinstance(refusal(NOW + SECOND, is_refresh=True), Unavailable)
    with pytest.raises(DatabaseError):  # the caller logs it and asks all the same
        refusal(NOW + MINUTE)


# --- questions for details -----------------------------------------------------------------------


def refusal_of_details(at: datetime, account: str = "account") -> CallFireError | None:
    try:
        pause.admit_details(account, at)
    except CallFireError as problem:
        return problem if problem.is_paused else pytest.fail("it was not asked")
    return None


def test_details_are_not_asked_for_during_a_pause_and_probe_nothing() -> None:
    assert refusal_of_details(NOW) is None
    pause.record("account", Credentials(status=401), NOW)
    assert isinstance(refusal_of_details(NOW + 400 * MINUTE), Credentials)
    assert refusal_of_details(NOW, "another") is None
    assert refusal(NOW + 400 * MINUTE, is_refresh=True) is None  # the probe is still there


def test_details_are_not_what_tries_first_after_five_failures() -> None:
    fail(5)
    for at in (NOW, NOW + MINUTE, NOW + 400 * MINUTE):
        assert isinstance(refusal_of_details(at), Unavailable)
    assert refusal(NOW + MINUTE) is None  # figures do
    pause.record("account", None, NOW + MINUTE)
    assert refusal_of_details(NOW + MINUTE) is None


# --- the site's own limit ------------------------------------------------------------------------


def admitted(limit: int, at: datetime) -> datetime | None:
    """None where a request may be made, else from when on."""
    try:
        pause.admit_requests(limit, 1, at)
    except RateLimited as problem:
        is_told = (problem.own_limit, problem.is_paused) == (limit, True)
        return problem.retry_at if is_told else pytest.fail("it does not say why")
    return None


def test_no_minute_has_more_requests_than_the_limit() -> None:
    made: list[datetime] = []
    for tenths in range(0, 3000, 7):  # five minutes
        at = NOW + timedelta(seconds=tenths / 10)
        if admitted(5, at) is None:
            made.append(at)
    assert len(made) >= 25
    for first, sixth in zip(made, made[5:], strict=False):
        assert sixth - first >= MINUTE


def test_beyond_the_limit_it_is_told_when_it_goes_on_and_then_it_does() -> None:
    for seconds in (0, 10, 20):
        assert admitted(3, NOW + timedelta(seconds=seconds)) is None
    assert admitted(3, NOW + timedelta(seconds=30)) == NOW + MINUTE
    assert admitted(3, NOW + MINUTE - JUST_BEFORE) == NOW + MINUTE
    assert admitted(3, NOW + MINUTE) is None
    assert admitted(3, NOW + MINUTE) == NOW + MINUTE + timedelta(seconds=10)


def test_of_many_requests_as_many_pass_as_the_limit_allows() -> None:
    assert pause.admit_requests(5, 3, NOW) == 3
    assert pause.admit_requests(5, 3, NOW + SECOND) == 2
    assert admitted(5, NOW + SECOND) == NOW + MINUTE
    assert pause.admit_requests(5, 8, NOW + MINUTE) == 3


def test_a_request_refused_is_not_counted() -> None:
    for _ in range(10):
        admitted(1, NOW + SECOND)
    assert admitted(1, NOW + SECOND + MINUTE) is None


def test_a_limit_that_was_lowered_holds_at_once() -> None:
    for seconds in range(10):
        admitted(10, NOW + timedelta(seconds=seconds))
    assert admitted(2, NOW + timedelta(seconds=10)) == NOW + timedelta(seconds=8) + MINUTE


def test_requests_of_one_whose_clock_is_a_little_behind_are_all_counted() -> None:
    assert admitted(2, NOW) is None
    assert admitted(2, NOW - SECOND) is None
    assert admitted(2, NOW) == NOW - SECOND + MINUTE


@pytest.mark.parametrize("jump", [timedelta(days=-400), timedelta(days=400)])
def test_a_clock_that_jumps_leaves_no_limit_stuck(jump: timedelta) -> None:
    admitted(1, NOW)
    assert admitted(1, NOW + jump) is None
    assert admitted(1, NOW + jump) is not None


def read_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on rows can be read, and not be locked or written."""

    def refused(*_: object, **__: object) -> None:
        raise DatabaseError("attempt to write a readonly database")

    monkeypatch.setattr(QuerySet, "select_for_update", refused)
    monkeypatch.setattr(QuerySet, "update", refused)
    monkeypatch.setattr(Allowance, "save", refused)
