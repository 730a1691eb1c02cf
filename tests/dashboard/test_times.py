from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from dashboard import times
from stats.days import day_end
from stats.moments import read
from tests.stats.odd_days import zoned_days, zoned_instants

LOS_ANGELES = ZoneInfo("America/Los_Angeles")
NOW = datetime(2026, 11, 23, 22, 32, 10, tzinfo=UTC)  # 14:32 in Los Angeles


def test_a_minute_of_today_is_written_without_its_day() -> None:
    assert times.clock(NOW, LOS_ANGELES, NOW) == "14:32"
    assert times.clock(NOW - timedelta(hours=14), LOS_ANGELES, NOW) == "00:32"


def test_a_minute_of_another_day_of_the_zone_carries_its_day() -> None:
    assert times.clock(NOW - timedelta(hours=15), LOS_ANGELES, NOW) == "22 Nov 2026 23:32"
    assert times.clock(NOW, ZoneInfo("Asia/Tokyo"), NOW) == "07:32"


def test_a_day_is_that_of_the_zone() -> None:
    assert times.day(NOW, LOS_ANGELES) == "Mon 23 Nov 2026"
    assert times.day(NOW, ZoneInfo("Asia/Tokyo")) == "Tue 24 Nov 2026"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2026-11-23", "Mon 23 Nov 2026 24:00"),
        ("2026-11-24T00:00", "Mon 23 Nov 2026 24:00"),
        ("2026-11-23T08:30", "Mon 23 Nov 2026 08:30"),
        ("2026-11-23T08:30:05", "Mon 23 Nov 2026 08:30:05"),
        ("2026-11-24T00:00:01", "Tue 24 Nov 2026 00:00:01"),
    ],
)
def test_an_end_at_midnight_is_the_24_00_of_the_day_it_includes(typed: str, said: str) -> None:
    end = read(typed, edge="end", zone=LOS_ANGELES)
    assert times.moment(end, LOS_ANGELES, is_end=True) == said


def test_a_begin_at_midnight_is_00_00_of_its_own_day() -> None:
    begin = read("2026-11-17", edge="begin", zone=LOS_ANGELES)
    assert times.moment(begin, LOS_ANGELES) == "Tue 17 Nov 2026 00:00"


def test_a_midnight_that_comes_twice_is_not_the_end_of_its_own_day() -> None:
    # Havana's clocks went back from 01:00 to 00:00: before the second midnight it was 00:59.
    havana = ZoneInfo("America/Havana")
    end = read("2026-11-01T00:00", edge="end", zone=havana)
    assert times.moment(end, havana, is_end=True) == "Sun 1 Nov 2026 00:00"


def test_the_day_before_a_skipped_one_ends_at_its_own_24_00() -> None:
    apia = ZoneInfo("Pacific/Apia")
    end = read("2011-12-29", edge="end", zone=apia)
    assert times.moment(end, apia, is_end=True) == "Thu 29 Dec 2011 24:00"


@given(zoned_days())
def test_24_00_names_a_day_that_has_just_ended(zoned: tuple[ZoneInfo, date]) -> None:
    zone, day = zoned
    end = day_end(day, zone)
    said = times.moment(end, zone, is_end=True)
    if said.endswith("24:00"):
        assert said.startswith(times.day(end - timedelta(seconds=1), zone))
        assert not said.startswith(times.day(end, zone))


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("UTC", "UTC+0"),
        ("America/Los_Angeles", "UTC-8"),
        ("Asia/Kolkata", "UTC+5:30"),
        ("America/St_Johns", "UTC-3:30"),
        ("Australia/Eucla", "UTC+8:45"),
        ("Pacific/Kiritimati", "UTC+14"),
    ],
)
def test_an_offset_is_written_as_people_write_it(zone: str, said: str) -> None:
    assert times.offset(NOW, ZoneInfo(zone)) == said


@given(zoned_instants())
def test_an_offset_read_back_gives_the_wall_clock(zoned: tuple[ZoneInfo, datetime]) -> None:
    zone, instant = zoned
    hours, _, minutes = times.offset(instant, zone).removeprefix("UTC").partition(":")
    sign = -1 if hours.startswith("-") else 1
    away = timedelta(hours=abs(int(hours)), minutes=int(minutes or 0)) * sign
    wall = (instant + away).replace(tzinfo=None)
    assert wall == instant.astimezone(zone).replace(tzinfo=None)


def test_a_zone_says_its_offsets_and_utc_needs_none() -> None:
    assert times.zone_with_offset("UTC", ["UTC+0"]) == "UTC"
    assert times.zone_with_offset("Asia/Tokyo", ["UTC+9"]) == "Asia/Tokyo (UTC+9)"
    changed = times.zone_with_offset("America/Los_Angeles", ["UTC-7", "UTC-8"])
    assert changed == "America/Los_Angeles (UTC-7 to UTC-8)"


def test_minutes_between_instants_of_different_zones_are_elapsed_ones() -> None:
    later = (NOW + timedelta(seconds=90)).astimezone(LOS_ANGELES)
    assert times.minutes_between(NOW, later) == 1.5


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (timedelta(seconds=5), "1 min"),
        (timedelta(minutes=59), "59 min"),
        (timedelta(minutes=61), "1 h 01 min"),
        (timedelta(minutes=132), "2 h 10 min"),
        (timedelta(hours=19, minutes=20), "19 h"),
        (timedelta(days=100), "2,400 h"),
    ],
)
def test_a_time_is_rougher_the_longer_it_is(span: timedelta, text: str) -> None:
    assert times.span(span) == text


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(0, "0 min"), (20, "20 min"), (200, "3 h 20 min"), (3125, "2 d 4 h 05 min")],
)
def test_an_age_is_written_to_the_minute_however_long(minutes: int, text: str) -> None:
    assert times.age(timedelta(minutes=minutes)) == text
