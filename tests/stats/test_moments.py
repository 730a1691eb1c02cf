from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.days import day_begin, day_end, is_skipped
from stats.moments import (
    MOMENT_KINDS,
    Edge,
    MomentError,
    MomentKind,
    is_bare,
    is_in_range,
    read,
    write,
)
from tests.stats.odd_days import zoned_days, zoned_instants

NEW_YORK = ZoneInfo("America/New_York")
EDGES = st.sampled_from(("begin", "end"))

ACCEPTED: list[tuple[str, str, str]] = [  # text, as begin, as end, in New York
    ("2026-11-17", "2026-11-17T05:00", "2026-11-18T05:00"),
    ("2026-11-17T08:30", "2026-11-17T13:30", "2026-11-17T13:30"),
    ("2026-11-17T08:30:15", "2026-11-17T13:30:15", "2026-11-17T13:30:15"),
    ("2026-11-17T08:30Z", "2026-11-17T08:30", "2026-11-17T08:30"),
    ("2026-11-17T08:30:15Z", "2026-11-17T08:30:15", "2026-11-17T08:30:15"),
    ("2026-11-17T08:30+05:45", "2026-11-17T02:45", "2026-11-17T02:45"),
    ("2026-11-17T08:30:15-08:00", "2026-11-17T16:30:15", "2026-11-17T16:30:15"),
    ("2026-11-01T01:30", "2026-11-01T05:30", "2026-11-01T06:30"),  # doubled
    ("2026-11-01T01:30-04:00", "2026-11-01T05:30", "2026-11-01T05:30"),
    ("2026-11-01T01:30-05:00", "2026-11-01T06:30", "2026-11-01T06:30"),
    ("2026-03-08T02:30-05:00", "2026-03-08T07:30", "2026-03-08T07:30"),  # skipped, yet an instant
    ("2024-02-29", "2024-02-29T05:00", "2024-03-01T05:00"),
    ("2000-01-01", "2000-01-01T05:00", "2000-01-02T05:00"),
    ("2100-12-31", "2100-12-31T05:00", "2101-01-01T05:00"),
]

REFUSED: list[tuple[str, MomentKind]] = [
    *(
        (text, "not_a_date")
        for text in (
            "x",
            "-",
            "yesterday",
            "20261117",
            "2026-11",
            "2026-W01-1",
            "2026-321",
            "26-11-17",
            "2026-1-7",
            "17.11.2026",
            "11/17/2026",
            "+2026-11-17",
            "2026-11-17T",
            "2026-11-17T08",
            "2026-11-17T0830",
            "2026-11-17T8:30",
            "2026-11-17X08:30",
            "2026-11-17t08:30",
            "2026-11-17T08:30z",
            "2026-11-17 08:30",
            "2026-11-17T08:30:15.5",
            "2026-11-17T08:30:15,5",
            "2026-11-17T08:30+0100",
            "2026-11-17T08:30+01",
            "2026-11-17T08:30+05:99",
            "2026-11-17T08:30+01:00:00",
            "2026-11-17T08:30 Z",
            "2026-11-17Z",
            "2026-11-17+01:00",
            "2026-11-17\n",
            "2026-11-17T08:30\n",
            "2026-11-17\x00",
            "\uff12\uff10\uff12\uff16-11-17",
            "2026-11-1\uff17",
            "2026\u201111\u201117",
            "2026_11_17",
        )
    ),
    ("2026-11-17T08:30 01:00", "plus_sign_unescaped"),
    ("2026-11-17T08:30:15 01:00", "plus_sign_unescaped"),
    ("1999-12-31", "year_out_of_range"),
    ("2101-01-01", "year_out_of_range"),
    ("0000-01-01", "year_out_of_range"),
    ("9999-12-31", "year_out_of_range"),
    ("2101-01-01T00:00Z", "year_out_of_range"),
    ("2000-01-01T00:00Z", "year_out_of_range"),  # 1999 in New York
    ("2014-15-02", "no_such_date"),
    ("2014-15-02T19:28:20Z", "no_such_date"),
    ("2026-02-29", "no_such_date"),
    ("2026-00-10", "no_such_date"),
    ("2026-11-31", "no_such_date"),
    ("2026-11-17T24:00", "no_such_time"),
    ("2026-11-17T08:60", "no_such_time"),
    ("2026-11-17T23:59:60", "no_such_time"),
    ("2026-11-17T08:30+24:00", "no_such_time"),
    ("2026-03-08T02:30", "skipped_time"),
]


@pytest.mark.parametrize(("text", "as_begin", "as_end"), ACCEPTED)
def test_a_moment_is_an_instant(text: str, as_begin: str, as_end: str) -> None:
    begin = read(text, edge="begin", zone=NEW_YORK)
    end = read(text, edge="end", zone=NEW_YORK)
    assert begin == datetime.fromisoformat(as_begin + "Z")
    assert end == datetime.fromisoformat(as_end + "Z")
    assert begin.tzinfo is end.tzinfo is UTC


@pytest.mark.parametrize("edge", ["begin", "end"])
@pytest.mark.parametrize(("text", "kind"), REFUSED)
def test_anything_else_is_refused_with_its_kind(text: str, kind: MomentKind, edge: Edge) -> None:
    with pytest.raises(MomentError) as refused:
        read(text, edge=edge, zone=NEW_YORK)
    assert refused.value.kind == kind


@pytest.mark.parametrize("text", ["2011-12-30", "2011-12-30T00:00", "2011-12-30T23:59:59"])
@pytest.mark.parametrize("edge", ["begin", "end"])
def test_a_day_that_the_zone_skipped_is_refused(text: str, edge: Edge) -> None:
    with pytest.raises(MomentError) as refused:
        read(text, edge=edge, zone=ZoneInfo("Pacific/Apia"))
    assert refused.value.kind == "skipped_day"


def test_a_midnight_that_comes_twice_on_one_day_is_the_second_only_if_it_is_typed() -> None:
    havana = ZoneInfo("America/Havana")
    assert read("2026-11-01T00:00", edge="begin", zone=havana).hour == 4
    assert read("2026-11-01T00:00", edge="end", zone=havana).hour == 5
    assert read("2026-10-31", edge="end", zone=havana).hour == 4


def test_every_kind_of_refusal_is_among_these() -> None:
    assert {kind for _, kind in REFUSED} | {"skipped_day"} == set(MOMENT_KINDS)


@settings(deadline=None)
@given(st.text(st.sampled_from("0123456789-:TZ+ .\u0663"), max_size=28), EDGES, zoned_days())
def test_no_text_does_more_than_be_refused(
    text: str, edge: Edge, zoned: tuple[ZoneInfo, date]
) -> None:
    with suppress(MomentError):
        assert read(text, edge=edge, zone=zoned[0]).tzinfo is UTC


@settings(deadline=None)
@given(zoned_days())
def test_a_bare_date_is_the_whole_day(zoned: tuple[ZoneInfo, date]) -> None:
    zone, day = zoned
    if is_skipped(day, zone):
        return
    assert read(day.isoformat(), edge="begin", zone=zone) == day_begin(day, zone)
    assert read(day.isoformat(), edge="end", zone=zone) == day_end(day, zone)


@settings(deadline=None)
@given(zoned_instants(), st.integers(-23 * 60 - 59, 23 * 60 + 59), EDGES)
def test_with_an_offset_it_is_that_instant_exactly(
    zoned: tuple[ZoneInfo, datetime], minutes: int, edge: Edge
) -> None:
    zone, instant = zoned
    typed = instant.astimezone(timezone(timedelta(minutes=minutes))).isoformat()
    assert read(typed, edge=edge, zone=zone) == instant


@settings(deadline=None)
@given(zoned_instants(), EDGES, st.booleans())
def test_what_is_written_is_read_as_the_same_instant(
    zoned: tuple[ZoneInfo, datetime], edge: Edge, bare: bool
) -> None:
    zone, instant = zoned
    text = write(instant, edge=edge, zone=zone, bare=bare)
    assert read(text, edge=edge, zone=zone) == instant
    assert bare or not is_bare(text)


@pytest.mark.parametrize(
    ("instant", "as_begin", "as_end"),
    [
        ("2026-11-17T05:00", "2026-11-17", "2026-11-16"),
        ("2026-11-17T13:30", "2026-11-17T08:30", "2026-11-17T08:30"),
        ("2026-11-17T13:30:15", "2026-11-17T08:30:15", "2026-11-17T08:30:15"),
        ("2026-11-01T06:30", "2026-11-01T01:30-05:00", "2026-11-01T01:30-05:00"),
    ],
)
def test_a_moment_is_written_as_short_as_can_be(instant: str, as_begin: str, as_end: str) -> None:
    at = datetime.fromisoformat(instant + "Z")
    assert write(at, edge="begin", zone=NEW_YORK) == as_begin
    assert write(at, edge="end", zone=NEW_YORK) == as_end


def test_the_last_instant_of_the_last_year_is_in_range_as_an_end_alone() -> None:
    after = datetime(2101, 1, 1, tzinfo=UTC)
    assert is_in_range(after, edge="end", zone=ZoneInfo("UTC"))
    assert not is_in_range(after, edge="begin", zone=ZoneInfo("UTC"))
