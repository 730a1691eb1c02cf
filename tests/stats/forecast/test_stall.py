from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from stats.broadcast_details import RetryPlan
from stats.broadcast_stats import BroadcastStats
from stats.forecast.hours import DialingHours
from stats.forecast.stall import Stall, stall
from stats.report import Look
from tests.stats.forecast.looked_at import (
    BEGIN,
    CHICAGO,
    FIVE,
    every,
    falling,
    look,
    minutes,
    stats,
)

HOURS = DialingHours(time(9), time(20), CHICAGO)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def silent(looks: list[Look], for_: timedelta) -> list[Look]:
    """The looks, and nothing new since the last of them for so long."""
    return [*looks[:-1], replace(looks[-1], last_seen_at=looks[-1].first_seen_at + for_)]


def busy(count: int = 40, begin: datetime = BEGIN, left: int = 5_000) -> list[Look]:
    return every(FIVE, falling(left, 10, count), begin)


def called(
    looks: list[Look], hours: DialingHours | None = HOURS, plan: RetryPlan | None = None
) -> Stall | None:
    return stall(looks, now=looks[-1].last_seen_at, hours=hours, plan=plan)


def two_days() -> list[Look]:
    """A whole day of calls, a night, and three hours of the next day."""
    first = silent(busy(11 * 12), 13 * HOUR)
    left = 5_000 - 10 * (11 * 12)
    answers = falling(left, 10, 36, finished=5_000 - left)
    answers = [
        replace(one, usage=stats(0, 0, 5_000 - left + 10 * n).usage)
        for n, one in enumerate(answers)
    ]
    return [*first, *every(FIVE, answers, BEGIN + DAY)]


def test_a_silence_of_over_four_usual_gaps_is_a_stall() -> None:
    looks = busy()
    assert called(silent(looks, minutes(20))) is None
    found = called(silent(looks, minutes(25)))
    since = looks[-1].first_seen_at
    assert found == Stall(since, since + minutes(25), minutes(25), FIVE, 5_000 - 390)


def test_a_broadcast_that_rests_longer_now_and_then_needs_a_longer_silence() -> None:
    slow = every(minutes(15), falling(5_000, 10, 20))
    between = [replace(one, last_seen_at=one.last_seen_at + minutes(5)) for one in slow]
    assert called(silent(between, minutes(60))) is None


def test_what_is_done_has_not_stalled() -> None:
    assert called(silent(busy(41, left=400), HOUR)) is None


def test_nothing_is_said_where_statuses_or_attempts_are_not_reported() -> None:
    for missing in (BroadcastStats(), replace(busy()[-1].stats, usage=None)):
        looks = busy()
        assert called(silent([*looks[:-1], replace(looks[-1], stats=missing)], HOUR)) is None
    assert stall([], now=BEGIN) is None


def test_nothing_is_said_where_nobody_looks_any_more() -> None:
    looks = silent(busy(), HOUR)
    newest = looks[-1].last_seen_at
    assert stall(looks, now=newest + minutes(15), hours=HOURS) is not None
    assert stall(looks, now=newest + minutes(16), hours=HOURS) is None


def test_nothing_is_said_where_looks_were_few_in_the_hour_before() -> None:
    sparse = [*busy(30), *every(minutes(10), falling(4_700, 10, 8, finished=300), BEGIN + 3 * HOUR)]
    assert called(silent(sparse, 2 * HOUR)) is None


def test_nothing_is_said_before_a_rhythm_is_known() -> None:
    assert called(silent(busy(20), HOUR)) is None
    assert called(silent(busy(22), HOUR)) is not None


def test_a_silence_outside_the_hours_is_a_rest() -> None:
    looks = busy(11 * 12)  # to 20:00
    for hours in (0.5, 5, 12):
        assert called(silent(looks, hours * HOUR)) is None


def test_an_evening_is_a_rest_where_the_hours_are_not_known() -> None:
    assert called(silent(busy(11 * 12), 5 * HOUR), None) is None


def test_with_unknown_hours_the_day_before_says_that_no_rest_is_due() -> None:
    assert called(silent(two_days(), minutes(25)), None) is not None
    assert called(silent(busy(), 2 * HOUR), None) is None


def test_with_unknown_hours_the_evening_of_the_second_day_is_a_rest() -> None:
    looks = two_days()
    shifted = [
        replace(one, first_seen_at=one.first_seen_at + shift, last_seen_at=one.last_seen_at + shift)
        for one in looks[-36:]
        for shift in (8 * HOUR - minutes(5),)
    ]
    assert called(silent([*looks[:-36], *shifted], 3 * HOUR), None) is None


def test_a_silence_that_fell_there_the_day_before_too_is_a_rest() -> None:
    """Recipients in another zone than the one the hours are counted in."""
    early = DialingHours(time(9), time(23), CHICAGO)
    looks = two_days()
    shift = 8 * HOUR - minutes(5)
    shifted = [
        replace(one, first_seen_at=one.first_seen_at + shift, last_seen_at=one.last_seen_at + shift)
        for one in looks[-36:]
    ]
    assert called(silent([*looks[:-36], *shifted], HOUR), early) is None


def test_a_silence_from_the_day_before_may_be_a_weekend() -> None:
    looks = busy(11 * 12)
    assert called(silent(looks, DAY)) is None
    assert called(silent(looks, 2 * DAY + 3 * HOUR)) is None
    assert called(silent(looks, 2 * DAY + 14 * HOUR)) is not None


def only_retries(waiting: int) -> list[Look]:
    answers = [stats(0, 1_000 - 10 * at, 10 * at, attempts=1_000 + 10 * at) for at in range(40)]
    return [*every(FIVE, answers[:-1]), look(replace(answers[-1], results=()), BEGIN + 39 * FIVE)]


@pytest.mark.parametrize(
    ("plan", "silence", "is_called"),
    [
        (None, 300, False),
        (RetryPlan(2, 120), 140, False),
        (RetryPlan(2, 120), 145, True),
        (RetryPlan(2), 85, True),
    ],
)
def test_numbers_may_wait_for_their_retry(
    plan: RetryPlan | None, silence: int, is_called: bool
) -> None:
    looks = silent(only_retries(600), minutes(silence))
    assert (called(looks, HOURS, plan) is not None) is is_called


@pytest.mark.parametrize(("unattempted", "is_called"), [(30, False), (31, True)])
def test_numbers_that_callfire_put_off_may_wait_too(unattempted: int, is_called: bool) -> None:
    answers = [stats(unattempted + 39 - at, 0, at, LA=at, UNDIALED=30) for at in range(40)]
    assert (called(silent(every(FIVE, answers), HOUR)) is not None) is is_called


def test_a_list_that_grows_after_it_was_done_gets_its_time() -> None:
    looks = silent(busy(41, left=400), 2 * HOUR)
    done = looks[-1]
    grown = look(stats(100, 0, 400, LA=400), done.last_seen_at + FIVE)
    assert called([*looks, replace(grown, last_seen_at=grown.first_seen_at + minutes(20))]) is None
    assert called([*looks, replace(grown, last_seen_at=grown.first_seen_at + HOUR)]) is not None
