from dataclasses import FrozenInstanceError
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.days import day_begin, day_end, is_skipped, zone_names
from stats.period import KINDS, PRESETS, Period, PeriodError, dates, query, resolve, zone
from tests.stats.odd_days import times, zoned_days, zoned_instants

NOW = datetime(2026, 11, 17, 22, 2, tzinfo=UTC)  # 14:02 in Los Angeles
LOS_ANGELES = ZoneInfo("America/Los_Angeles")
APIA = ZoneInfo("Pacific/Apia")


def period(zone: ZoneInfo = LOS_ANGELES, now: datetime = NOW, **typed: Any) -> Period:
    return resolve(zone=zone, now=now, **typed)


def refused(zone: ZoneInfo = LOS_ANGELES, now: datetime = NOW, **typed: Any) -> PeriodError:
    with pytest.raises(PeriodError) as caught:
        resolve(zone=zone, now=now, **typed)
    return caught.value


def problems(**typed: Any) -> list[tuple[str, str, str]]:
    return [(each.field, each.kind, each.value) for each in refused(**typed).problems]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text + "Z")


@pytest.mark.parametrize("typed", [{}, {"period": "all"}, {"period": "", "begin": " ", "end": ""}])
def test_without_dates_or_preset_it_is_the_whole_life(typed: dict[str, Any]) -> None:
    whole = period(**typed)
    assert whole == Period("all", None, None, LOS_ANGELES)
    assert whole.is_all
    assert not whole.is_whole_days
    assert whole.contains(NOW)
    assert not whole.is_over(NOW)
    assert (whole.local_begin, whole.local_end, whole.first_day, whole.last_day) == (None,) * 4


@pytest.mark.parametrize(
    ("preset", "first", "last", "follows_today"),
    [
        ("today", date(2026, 11, 17), date(2026, 11, 17), True),
        ("yesterday", date(2026, 11, 16), date(2026, 11, 16), False),
        ("7d", date(2026, 11, 11), date(2026, 11, 17), True),
        ("28d", date(2026, 10, 21), date(2026, 11, 17), True),
        ("month", date(2026, 11, 1), date(2026, 11, 17), True),
    ],
)
def test_a_preset_is_whole_days_to_the_end_of_today(
    preset: str, first: date, last: date, follows_today: bool
) -> None:
    found = period(period=f" {preset} ")
    assert found.name == preset
    assert (found.begin, found.end) == (day_begin(first, LOS_ANGELES), day_end(last, LOS_ANGELES))
    assert (found.first_day, found.last_day) == (first, last)
    assert found.is_whole_days
    assert found.follows_today == follows_today
    assert found.contains(NOW) == follows_today


def test_presets_move_with_the_day_in_their_zone() -> None:
    at = utc("2026-11-17T11:00")
    assert period(ZoneInfo("Pacific/Kiritimati"), at, period="today").first_day == date(
        2026, 11, 18
    )
    assert period(ZoneInfo("Pacific/Pago_Pago"), at, period="today").first_day == date(2026, 11, 17)


def test_presets_pass_over_a_day_that_the_zone_skipped() -> None:
    new_year = utc("2011-12-31T00:00")  # the 31st in Apia
    assert period(APIA, new_year, period="yesterday").first_day == date(2011, 12, 29)
    assert period(APIA, new_year, period="7d").first_day == date(2011, 12, 24)


def test_a_typed_end_stays_as_typed_and_a_missing_one_is_the_end_of_today() -> None:
    typed = period(begin="2026-11-17", end="2026-11-23")
    assert (typed.begin, typed.end) == (utc("2026-11-17T08:00"), utc("2026-11-24T08:00"))
    assert not typed.follows_today
    alone = period(begin="2026-11-16T08:30")
    assert (alone.begin, alone.end) == (utc("2026-11-16T16:30"), utc("2026-11-18T08:00"))
    assert alone.follows_today
    assert not alone.is_whole_days
    assert typed.name == alone.name == "custom"


def test_dates_win_over_a_period_which_is_not_looked_at() -> None:
    assert period(period="fortnight", begin="2026-11-01") == period(begin="2026-11-01")


def test_spaces_around_are_trimmed() -> None:
    assert period(begin=" 2026-11-01 ", end="\t2026-11-02 ") == period(
        begin="2026-11-01", end="2026-11-02"
    )


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"period": "Today"}, [("period", "unknown_period", "Today")]),
        ({"period": "custom"}, [("period", "unknown_period", "custom")]),
        ({"end": "2026-11-01"}, [("end", "end_alone", "2026-11-01")]),
        ({"end": "x"}, [("end", "not_a_date", "x"), ("end", "end_alone", "x")]),
        (
            {"begin": "2026-11-02", "end": "2026-11-01"},
            [("end", "end_before_begin", "2026-11-01")],
        ),
        (
            {"begin": "2026-11-02T08:00", "end": "2026-11-02T08:00"},
            [("end", "end_before_begin", "2026-11-02T08:00")],
        ),
        ({"begin": "2026-11-18"}, [("begin", "begins_in_future", "2026-11-18")]),
        (
            {"begin": "2014-15-02", "end": "x"},
            [("begin", "no_such_date", "2014-15-02"), ("end", "not_a_date", "x")],
        ),
        (
            {"begin": "2026-12-02", "end": "2026-12-01"},
            [
                ("begin", "begins_in_future", "2026-12-02"),
                ("end", "end_before_begin", "2026-12-01"),
            ],
        ),
        (
            {"begin": " 2026-11-17T08:30 01:00"},
            [("begin", "plus_sign_unescaped", "2026-11-17T08:30 01:00")],
        ),
    ],
)
def test_what_is_no_period_is_refused_with_every_problem(
    typed: dict[str, str], expected: list[tuple[str, str, str]]
) -> None:
    assert problems(**typed) == expected
    assert {(field, kind) for field, kind, _ in expected} <= set(KINDS)


def test_a_begin_later_today_is_taken_and_one_at_the_end_of_today_is_not() -> None:
    assert period(begin="2026-11-17T23:59:59").begin == utc("2026-11-18T07:59:59")
    assert problems(begin="2026-11-18T00:00")[0][1] == "begins_in_future"


def test_an_end_on_the_date_before_is_refused_though_the_night_came_back_to_it() -> None:
    st_johns = ZoneInfo("America/St_Johns")  # 2010-11-07 began an hour before the 6th was over
    assert problems(zone=st_johns, begin="2010-11-07", end="2010-11-06") == [
        ("end", "end_before_begin", "2010-11-06")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "localtime",
        "Factory",
        "posixrules",
        "posix/UTC",
        "right/UTC",
        "america/los_angeles",
        "America",
        "America/",
        "../UTC",
        "/etc/localtime",
        "UTC\x00",
        "UTC+1",
        "PST",
        "x" * 5000,
        "\ud800",
    ],
)
def test_an_unknown_zone_is_refused(text: str) -> None:
    with pytest.raises(PeriodError) as caught:
        zone(text)
    assert (caught.value.field, caught.value.kind, caught.value.value) == (
        "tz",
        "unknown_zone",
        text,
    )
    assert ("tz", "unknown_zone") in KINDS


def test_every_zone_is_known_by_its_name() -> None:
    assert [zone(f" {name} ").key for name in zone_names()] == list(zone_names())


def test_no_kind_is_listed_twice() -> None:
    assert len(KINDS) == len(set(KINDS))


@settings(deadline=None)
@given(
    st.text(max_size=20),
    st.text(max_size=20) | st.dates().map(str) | st.datetimes().map(datetime.isoformat),
    st.text(max_size=20) | st.dates().map(str) | st.datetimes().map(datetime.isoformat),
    zoned_instants(),
)
def test_no_text_does_more_than_be_refused_in_a_listed_way(
    preset: str, begin: str, end: str, zoned: tuple[ZoneInfo, datetime]
) -> None:
    zone, now = zoned
    found: tuple[PeriodError, ...] = ()
    try:
        resolve(period=preset, begin=begin, end=end, zone=zone, now=now)
    except PeriodError as error:
        found = error.problems
    assert {(each.field, each.kind) for each in found} <= set(KINDS)


@settings(deadline=None)
@given(zoned_instants(), st.sampled_from(PRESETS))
def test_a_preset_holds_as_many_days_as_it_says(
    zoned: tuple[ZoneInfo, datetime], preset: str
) -> None:
    zone, now = zoned
    found = period(zone, now, period=preset)
    assert period(zone, now, **query(found)) == found
    if found.first_day is None or found.last_day is None:
        assert preset == "all"
        return
    assert found.is_whole_days
    assert found.contains(now) or preset == "yesterday"
    ordinals = range(found.first_day.toordinal(), found.last_day.toordinal() + 1)
    days = sum(not is_skipped(date.fromordinal(n), zone) for n in ordinals)
    skipped = len(ordinals) - days
    expected = {"today": 1, "yesterday": 1, "7d": 7, "28d": 28}
    assert days == expected.get(preset, found.last_day.day - skipped)


@settings(deadline=None)
@given(zoned_days(), times(), st.integers(1, 3 * 24 * 3600), st.booleans(), st.integers(0, 1))
def test_an_address_leads_to_the_same_period(
    zoned: tuple[ZoneInfo, date], at: Any, seconds: int, whole: bool, fold: int
) -> None:
    zone, day = zoned
    begin = datetime.combine(day, at, zone).replace(fold=fold).astimezone(UTC)
    end = begin + timedelta(seconds=seconds)
    if whole:
        begin = day_begin(day, zone)
        end = day_end(day + timedelta(days=seconds // 86400), zone)
    if not 2000 <= begin.astimezone(zone).year <= 2100 or begin >= end:
        return
    custom = Period("custom", begin, end, zone)
    assert resolve(zone=zone, now=begin, **query(custom)) == custom
    assert query(custom) == dates(custom)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ({}, {}),
        ({"period": "7d"}, {"period": "7d"}),
        ({"begin": "2026-11-01"}, {"begin": "2026-11-01"}),
        (
            {"begin": "2026-11-01T08:00Z", "end": "2026-11-17T00:00"},
            {"begin": "2026-11-01T01:00-07:00", "end": "2026-11-16"},
        ),
    ],
)
def test_an_address_is_short_and_keeps_what_moves(
    typed: dict[str, Any], address: dict[str, str]
) -> None:
    assert query(period(**typed)) == address


def test_a_form_is_given_the_dates_of_a_preset() -> None:
    assert dates(period(period="7d")) == {"begin": "2026-11-11", "end": "2026-11-17"}
    assert dates(period()) == {}


def test_an_hour_of_a_night_that_comes_back_is_written_with_its_offsets() -> None:
    begin, end = utc("2010-11-07T02:30"), utc("2010-11-07T03:30")
    night = Period("custom", begin, end, ZoneInfo("America/St_Johns"))
    assert not night.is_whole_days
    assert query(night) == {
        "begin": "2010-11-07T00:00-02:30",
        "end": "2010-11-07T00:00-03:30",
    }


def test_local_times_carry_the_offset_of_their_day() -> None:
    found = period(begin="2026-10-31", end="2026-11-01")
    assert found.local_begin is not None
    assert found.local_end is not None
    assert found.local_begin.isoformat() == "2026-10-31T00:00:00-07:00"
    assert found.local_end.isoformat() == "2026-11-02T00:00:00-08:00"


def test_a_period_is_half_open() -> None:
    found = period(begin="2026-11-16", end="2026-11-16")
    assert found.begin is not None
    assert found.end is not None
    second = timedelta(seconds=1)
    assert found.contains(found.begin)
    assert not found.contains(found.begin - second)
    assert found.contains(found.end - second)
    assert not found.contains(found.end)
    assert [found.is_over(at) for at in (found.end - second, found.end)] == [False, True]


def test_a_period_can_be_a_key_and_not_be_changed() -> None:
    found = period(period="today")
    assert {found: 1}[period(period="today")] == 1
    with pytest.raises(FrozenInstanceError):
        found.end = None  # type: ignore[misc]
