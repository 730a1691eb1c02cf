"""Weekday by hour, and how sure a cell is."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats.best_time.cells import Cell, Draw, Hour, cells_of, days_of, interval, likeness

MONDAY = datetime(2026, 11, 2, tzinfo=UTC)
UTC_ZONE = ZoneInfo("UTC")
HOURS = st.lists(
    st.builds(
        lambda hours, tried, part: Hour(
            MONDAY + timedelta(hours=hours), tried, round(tried * part)
        ),
        st.integers(0, 24 * 40),
        st.integers(0, 500),
        st.floats(0, 1),
    ),
    max_size=200,
)


def cell_at(hours: list[Hour], weekday: int, hour: int, zone: ZoneInfo = UTC_ZONE) -> Cell:
    return cells_of(days_of(hours, zone))[weekday][hour]


def weekly(*draws: tuple[int, int], hour: int = 17) -> list[Hour]:
    """Of one hour on consecutive Mondays: tried and live answers."""
    return [
        Hour(MONDAY + timedelta(weeks=week, hours=hour), *draw) for week, draw in enumerate(draws)
    ]


def test_a_cell_sums_its_days_over_all_broadcasts() -> None:
    twice = [*weekly((40, 10), (60, 20), (50, 15)), *weekly((50, 5))]
    found = cell_at(twice, 0, 17)
    assert (found.tried, found.live_answers, found.days, found.share) == (200, 50, 3, 0.25)
    assert found.interval is not None


@pytest.mark.parametrize(
    ("draws", "is_blank"),
    [
        ([(10, 1), (10, 2), (10, 3)], False),
        ([(10, 1), (10, 2), (9, 3)], True),
        ([(100, 10), (100, 10)], True),
        ([(100, 10), (100, 10), (0, 0)], True),
    ],
)
def test_a_cell_is_blank_under_thirty_attempts_or_three_days(
    draws: list[tuple[int, int]], is_blank: bool
) -> None:
    assert (cell_at(weekly(*draws), 0, 17).interval is None) is is_blank


def test_an_hour_belongs_to_the_local_hour_in_which_it_begins() -> None:
    hours = [Hour(datetime(2026, 11, 1, 20, tzinfo=UTC), 40, 10)]  # a Sunday
    assert cell_at(hours, 0, 1, ZoneInfo("Asia/Kolkata")).tried == 40  # 01:30 on Monday
    assert cell_at(hours, 6, 15, ZoneInfo("America/New_York")).tried == 40


def test_the_two_hours_of_an_autumn_night_are_one_of_one_day() -> None:
    night = datetime(2026, 11, 1, 8, tzinfo=UTC)  # 01:00 in Los Angeles, and again an hour later
    hours = [Hour(night, 10, 1), Hour(night + timedelta(hours=1), 20, 2)]
    found = cell_at(hours, 6, 1, ZoneInfo("America/Los_Angeles"))
    assert (found.tried, found.days) == (30, 1)


def test_days_alike_leave_the_doubt_of_dice_and_days_unlike_more() -> None:
    alike = cell_at(weekly(*[(100, 20)] * 8), 0, 17).interval
    unlike = cell_at(weekly(*[(100, 5), (100, 35)] * 4), 0, 17).interval
    assert alike == pytest.approx(interval(160, 800, 0, 0.0))
    assert alike == pytest.approx((0.1737, 0.2291), abs=0.0001)  # Wilson's of 160 of 800
    assert alike is not None
    assert unlike is not None
    assert unlike[1] - unlike[0] > 3 * (alike[1] - alike[0])


def test_attempts_that_end_all_alike_within_a_day_are_one_draw() -> None:
    cells = [[Draw(50, 50 * (number % 2)) for number in range(20)]]
    assert likeness(cells) == pytest.approx(1.0, abs=0.1)
    assert likeness([[Draw(50, 25)] * 20]) == 0.0
    assert likeness([[Draw(50, 25)]]) == 0.0  # a single day tells nothing


@given(hours=HOURS)
def test_nothing_is_lost_and_an_interval_holds_its_rate(hours: list[Hour]) -> None:
    rows = cells_of(days_of(hours, UTC_ZONE))
    cells = [cell for row in rows for cell in row]
    assert [len(row) for row in rows] == [24] * 7
    assert sum(cell.tried for cell in cells) == sum(hour.tried for hour in hours)
    assert sum(cell.live_answers for cell in cells) == sum(hour.live_answers for hour in hours)
    for cell in cells:
        if cell.interval is not None and cell.share is not None:
            low, high = cell.interval
            assert 0 <= low <= cell.share <= high <= 1


def test_days_are_those_of_the_zone() -> None:
    late = [Hour(datetime(2026, 11, 3, 4, tzinfo=UTC), 10, 1)]
    assert list(days_of(late, ZoneInfo("America/Los_Angeles"))) == [date(2026, 11, 2)]
