"""Which hours are named, and when none are."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from stats.best_time.best import best_time
from stats.best_time.block import Block, measured, picked
from stats.best_time.cells import Hour, days_of
from tests.stats.best_time.weeks import BLOCK, MONDAY, dialed, in_the_evening

UTC_ZONE = ZoneInfo("UTC")


def test_hours_that_are_better_on_both_halves_of_the_days_are_named() -> None:
    found = best_time(dialed(28, in_the_evening), UTC_ZONE)
    assert found.best is not None
    assert found.why_not is None
    assert found.best.block == BLOCK
    odd = [day for day in days_of(dialed(28, in_the_evening), UTC_ZONE) if day.toordinal() % 2]
    assert found.best.rate.hours == sum(day.weekday() in (1, 2, 3) for day in odd)
    assert found.best.rate.whole == 200 * found.best.rate.hours
    assert found.best.rate.whole + found.best.others.whole == 12 * 100 * len(odd)
    assert found.best.rate.share is not None
    assert found.best.others.share is not None
    low, high = found.best.above
    assert 0 < low <= found.best.rate.share - found.best.others.share <= high


def test_what_is_better_on_the_days_that_pick_alone_is_not_named() -> None:
    def lucky(at: datetime) -> float:
        return in_the_evening(at) if at.toordinal() % 2 == 0 else 0.2

    found = best_time(dialed(56, lucky), UTC_ZONE)
    assert (found.best, found.why_not) == (None, "none_stands_out")


def test_a_good_day_does_not_make_good_hours() -> None:
    def by_week(at: datetime) -> float:
        return 0.3 if at.isocalendar().week % 2 else 0.15

    assert best_time(dialed(56, by_week), UTC_ZONE).why_not == "none_stands_out"


def test_nothing_is_named_under_fourteen_days_with_attempts() -> None:
    assert best_time(dialed(13, in_the_evening), UTC_ZONE).why_not == "too_few_days"
    assert best_time(dialed(14, in_the_evening), UTC_ZONE).why_not != "too_few_days"
    empty = [Hour(MONDAY + timedelta(days=number), 0, 0) for number in range(30)]
    found = best_time([*dialed(13, in_the_evening), *empty], UTC_ZONE)
    assert (found.days, found.why_not) == (13, "too_few_days")


def test_nothing_is_named_where_nothing_is_kept() -> None:
    found = best_time([], UTC_ZONE)
    assert (found.days, found.best, found.why_not) == (0, None, "no_hours")


def test_few_attempts_pick_nothing_and_measure_nothing() -> None:
    found = best_time(dialed(14, in_the_evening, tried=1, first_hour=20), UTC_ZONE)
    assert found.why_not == "too_few_attempts"
    once = days_of(dialed(2, in_the_evening), UTC_ZONE)
    assert picked(once, 0.0) is None
    assert measured(BLOCK, once) is None


def test_hours_are_not_measured_against_others_of_a_single_day() -> None:
    evenings = [hour for hour in dialed(28, in_the_evening) if hour.begin.hour in (17, 18)]
    once = Hour(MONDAY.replace(hour=9), 500, 50)
    assert measured(Block(0, 6, 17, 19), days_of([*evenings, once], UTC_ZONE)) is None


def test_a_block_ends_where_calls_do() -> None:
    def late(at: datetime) -> float:
        return 0.5 if at.hour >= 19 else 0.2

    found = best_time(dialed(56, late), UTC_ZONE)
    assert found.best is not None
    assert (found.best.block.first_hour, found.best.block.end_hour) == (19, 21)


@given(
    hours=st.lists(
        st.builds(
            lambda hours, tried, part: Hour(
                MONDAY + timedelta(hours=hours), tried, round(tried * part)
            ),
            st.integers(0, 24 * 60),
            st.integers(0, 200),
            st.floats(0, 1),
        ),
        max_size=300,
    )
)
def test_either_hours_are_named_or_a_reason_is(hours: list[Hour]) -> None:
    found = best_time(hours, UTC_ZONE)
    assert (found.best is None) is (found.why_not is not None)
    if found.best is not None:
        low, high = found.best.above
        assert 0 < low <= high
