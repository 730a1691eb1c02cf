from dataclasses import replace
from datetime import time, timedelta
from itertools import pairwise

import pytest

from stats.broadcast_details import RetryPlan
from stats.broadcast_stats import BroadcastStats
from stats.forecast.estimate import Estimate, NoEstimate, Reason, estimate
from stats.forecast.hours import DialingHours
from stats.forecast.moves import Growth
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
HOUR = timedelta(hours=1)
ONE_TRY = RetryPlan(1, 60, ())


def given(
    looks: list[Look], hours: DialingHours | None = None, plan: RetryPlan | None = ONE_TRY
) -> Estimate:
    found = estimate(looks, now=looks[-1].last_seen_at, hours=hours, plan=plan)
    assert isinstance(found, Estimate)
    return found


def refused(looks: list[Look]) -> NoEstimate:
    found = estimate(looks, now=BEGIN + HOUR, plan=ONE_TRY)
    assert isinstance(found, NoEstimate)
    return found


def test_what_is_left_is_done_at_the_pace_it_fell() -> None:
    found = given(every(FIVE, falling(2_000, 10, 25)), HOURS)
    assert found.left == 1_760
    assert found.pace_per_hour == pytest.approx(120)
    assert found.middle / HOUR == pytest.approx(1_760 / 120)
    assert found.low < found.middle < found.high
    assert (found.looks, found.watched) == (25, 2 * HOUR)
    assert found.as_of == BEGIN + 2 * HOUR
    assert found.growth is None


def test_todays_hours_hold_the_high_end_or_they_do_not() -> None:
    soon, late = falling(600, 10, 25), falling(3_000, 10, 25)
    closes_at = BEGIN + 11 * HOUR
    in_time, too_late = given(every(FIVE, soon), HOURS), given(every(FIVE, late), HOURS)
    assert (in_time.closes_at, in_time.fits_today) == (closes_at, True)
    assert (too_late.closes_at, too_late.fits_today) == (closes_at, False)


def test_nothing_is_said_of_today_where_the_hours_are_not_known() -> None:
    found = given(every(FIVE, falling(600, 10, 25)))
    assert (found.closes_at, found.fits_today) == (None, None)


def test_looks_of_yesterday_leave_the_whole_of_today() -> None:
    looks = every(FIVE, falling(1_000, 10, 25), BEGIN + 8.9 * HOUR)
    found = estimate(looks, now=BEGIN + 25 * HOUR, hours=HOURS, plan=ONE_TRY)
    assert isinstance(found, Estimate)
    assert found.high > HOUR
    assert found.fits_today is (found.high <= 11 * HOUR)


def test_less_knowledge_makes_a_wider_range() -> None:
    looks = every(FIVE, falling(600, 10, 25))
    ranges = [
        given(looks, hours, plan)
        for hours, plan in ((HOURS, ONE_TRY), (None, ONE_TRY), (None, None))
    ]
    widths = [found.high / found.low for found in ranges]
    assert widths == sorted(set(widths))
    assert [found.plan_is_known for found in ranges] == [True, True, False]


def test_fewer_numbers_make_a_wider_range() -> None:
    few, many = (given(every(FIVE, falling(50 * by, by, 13)), HOURS) for by in (1, 100))
    assert few.middle == many.middle
    assert few.low < many.low
    assert few.high > many.high


def test_the_waits_of_the_plan_lengthen_the_end() -> None:
    answers = [stats(600 - 10 * at, 2 * at, 8 * at, LA=8 * at, BUSY=2 * at) for at in range(25)]
    looks = every(FIVE, answers)
    short = given(looks, HOURS, RetryPlan(2, 15, ("BUSY",)))
    long = given(looks, HOURS, RetryPlan(2, 180, ("BUSY",)))
    # 360 untried at 120 an hour, then three hours of waiting.
    assert long.middle / HOUR == pytest.approx(3 + 3)
    assert short.middle < long.middle


def test_a_retry_is_assumed_where_numbers_wait_and_no_plan_is_known() -> None:
    answers = [stats(600 - 10 * at, 2 * at, 8 * at, LA=8 * at, BUSY=2 * at) for at in range(25)]
    found = given(every(FIVE, answers), HOURS, None)
    assert found.middle == given(every(FIVE, answers), HOURS, RetryPlan(2, 60, ("BUSY",))).middle


def test_what_changed_over_a_night_is_not_in_the_pace() -> None:
    evening = every(FIVE, falling(2_000, 10, 25), BEGIN + 8 * HOUR)
    morning = every(FIVE, falling(1_000, 10, 25, finished=1_000), BEGIN + 24 * HOUR)
    assert given([*evening, *morning]).pace_per_hour == pytest.approx(120)


def test_when_the_list_grows_the_pace_starts_anew() -> None:
    slow, quick = falling(500, 5, 25), falling(1_000, 20, 25, finished=120)
    found = given(every(FIVE, [*slow, *quick]), HOURS)
    assert found.growth == Growth(BEGIN + 25 * FIVE, 620)
    assert found.pace_per_hour == pytest.approx(240)
    grown = refused(every(FIVE, [*slow, quick[0]]))
    assert (grown.reason, grown.left, grown.growth) == ("one_look", 1_000, found.growth)


@pytest.mark.parametrize(
    ("looks", "reason"),
    [
        ([], "not_reported"),
        ([look(BroadcastStats(), BEGIN)], "not_reported"),
        (every(FIVE, [*falling(500, 10, 9), stats(400, None, 100)]), "not_reported"),
        (every(FIVE, [*falling(80, 10, 9)]), "nothing_left"),
        ([look(stats(0, 0, 0), BEGIN)], "nothing_left"),
        (every(FIVE, [stats(10, 5, 0), stats(0, 5, 10)]), "only_retries_left"),
        ([look(stats(10, 0, 5), BEGIN)], "one_look"),
        ([look(stats(10, 0, 5), BEGIN, for_=HOUR)], "nothing_changed"),
        (every(minutes(20), falling(500, 10, 9)), "looks_too_far_apart"),
        (every(FIVE, [stats(50 - at, at, 0) for at in range(9)]), "nothing_finished"),
        (
            every(FIVE, [*falling(2_000, 3, 26), *falling(1_925, 10, 14, finished=75)[1:]]),
            "paces_disagree",
        ),
        (
            every(FIVE, [stats(2**40, 0, 0), stats(2**40 - 1, 0, 1), stats(2**40 - 2, 0, 2)]),
            "too_far_off",
        ),
    ],
)
def test_an_estimate_is_refused_with_the_reason(looks: list[Look], reason: Reason) -> None:
    assert refused(looks).reason == reason


def test_a_refusal_says_what_is_left_where_it_is_reported() -> None:
    assert refused([look(stats(10, 3, 5), BEGIN)]).left == 13
    assert refused([look(stats(10, None, 5), BEGIN)]).left is None


def test_replies_alone_are_no_change() -> None:
    looks = [
        replace(one, stats=stats(9, 0, 1, SENT=1, RECEIVED=index))
        for index, one in enumerate(every(FIVE, falling(90, 1, 9)))
    ]
    assert refused(looks).reason == "nothing_changed"


def test_an_estimate_shrinks_as_the_list_does() -> None:
    looks = every(FIVE, falling(1_000, 10, 90))
    middles = [given(looks[:count], HOURS).middle for count in range(20, 90, 10)]
    assert all(later < earlier for earlier, later in pairwise(middles))
