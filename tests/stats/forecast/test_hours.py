from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from stats.broadcast_details import CallingHours
from stats.forecast.hours import DialingHours, dialing_hours

CHICAGO = ZoneInfo("America/Chicago")
DAY = DialingHours(time(9), time(20), CHICAGO)
NIGHT = DialingHours(time(20), time(2), CHICAGO)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHICAGO).astimezone(UTC)


@pytest.mark.parametrize(
    ("hours", "since", "until", "dialing"),
    [
        (DAY, "2026-11-23T08:00", "2026-11-23T09:30", 0.5),
        (DAY, "2026-11-23T19:00", "2026-11-24T10:00", 2),
        (DAY, "2026-11-23T10:00", "2026-11-23T10:00", 0),
        (DAY, "2026-11-23T10:00", "2026-11-23T09:00", 0),
        (DAY, "2026-10-31T00:00", "2026-11-02T00:00", 22),  # clocks go back in between
        (NIGHT, "2026-11-23T21:00", "2026-11-24T21:00", 6),
        (NIGHT, "2026-11-23T01:00", "2026-11-23T03:00", 1),
        (DialingHours(time(), time(), CHICAGO), "2026-11-23T01:00", "2026-11-23T03:00", 2),
    ],
)
def test_dialing_is_what_lies_within_the_hours(
    hours: DialingHours, since: str, until: str, dialing: float
) -> None:
    assert hours.dialing(at(since), at(until)) == timedelta(hours=dialing)


def test_a_day_that_lies_whole_in_a_pause_is_a_rest_day() -> None:
    friday, monday = at("2026-11-20T19:00"), at("2026-11-23T10:00")
    assert DAY.dialing_of_pause(friday, monday) == timedelta(hours=2)
    assert DAY.dialing(friday, monday) == timedelta(hours=24)


@pytest.mark.parametrize(
    ("since", "dialing", "reached"),
    [
        ("2026-11-23T08:00", 1, "2026-11-23T10:00"),
        ("2026-11-23T19:00", 2, "2026-11-24T10:00"),
        ("2026-11-23T21:00", 22, "2026-11-25T20:00"),
        ("2026-11-23T12:00", 0, "2026-11-23T12:00"),
    ],
)
def test_dialing_time_goes_on_the_next_day(since: str, dialing: float, reached: str) -> None:
    assert DAY.after(at(since), timedelta(hours=dialing)) == at(reached)


@pytest.mark.parametrize(
    ("hours", "now", "opens", "closes"),
    [
        (DAY, "2026-11-23T12:00", "2026-11-23T09:00", "2026-11-23T20:00"),
        (DAY, "2026-11-23T22:00", "2026-11-23T09:00", "2026-11-23T20:00"),
        (NIGHT, "2026-11-24T01:00", "2026-11-23T20:00", "2026-11-24T02:00"),
        (NIGHT, "2026-11-24T12:00", "2026-11-24T20:00", "2026-11-25T02:00"),
    ],
)
def test_todays_hours_are_those_under_way_else_those_of_the_date(
    hours: DialingHours, now: str, opens: str, closes: str
) -> None:
    assert hours.today(at(now)) == (at(opens), at(closes))


def test_hours_without_begin_or_end_are_not_known() -> None:
    assert dialing_hours(None, CHICAGO) is None
    assert dialing_hours(CallingHours(time(9), None), CHICAGO) is None
    assert dialing_hours(CallingHours(None, time(9)), CHICAGO) is None
    assert dialing_hours(CallingHours(time(9), time(20)), CHICAGO) == DAY


def test_an_end_of_midnight_is_the_end_of_the_day() -> None:
    hours = DialingHours(time(18), time(), CHICAGO)
    begin, end = at("2026-11-23T00:00"), at("2026-11-24T00:00")
    assert hours.dialing(begin, end) == timedelta(hours=6)
