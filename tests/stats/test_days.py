"""The reference here knows nothing of walls and folds: it lists a zone's offsets and cuts days."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.days import (
    day_begin,
    day_end,
    day_shifted,
    instants,
    is_skipped,
    last_day,
    zone_names,
)
from tests.stats.odd_days import zoned_days, zoned_instants

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
# From 2038 on the rules of tzdata repeat themselves; those years are drawn at random below.
FIRST, LAST = datetime(1999, 12, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC)


def offset(zone: ZoneInfo, instant: datetime) -> timedelta:
    return instant.astimezone(zone).utcoffset() or timedelta()


def changes(zone: ZoneInfo, begin: datetime, end: datetime, step: timedelta) -> Iterator[datetime]:
    """The first instant of each new offset."""
    before, at = offset(zone, begin), begin
    while at < end:
        until = at + step
        if (after := offset(zone, until)) != before:
            low, high = 0, int(step / SECOND)
            while high - low > 1:
                middle = (low + high) // 2
                same = offset(zone, at + middle * SECOND) == before
                low, high = (middle, high) if same else (low, middle)
            yield at + high * SECOND
        at, before = until, after


def pieces(zone: ZoneInfo, day: date) -> list[tuple[datetime, datetime]]:
    """The stretches of time in which the calendar shows that date."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    begin, end = midnight - 2 * DAY, midnight + 3 * DAY
    edges = [begin, *changes(zone, begin, end, timedelta(hours=6)), end]
    found = []
    for low, high in pairwise(edges):
        start = max(low, midnight - offset(zone, low))
        stop = min(high, midnight + DAY - offset(zone, low))
        if start < stop:
            found.append((start, stop))
    return found


def assert_day_is_cut_right(zone: ZoneInfo, day: date) -> None:
    begin, end = day_begin(day, zone), day_end(day, zone)
    found = pieces(zone, day)
    assert is_skipped(day, zone) == (not found)
    assert (begin, end) == (
        (found[0][0], found[-1][1]) if found else (day_begin(day + DAY, zone),) * 2
    ), (zone.key, day)
    assert last_day(day_end(day, zone), zone) == (day if found else day - DAY)


@cache
def distinct_zones() -> list[tuple[ZoneInfo, tuple[datetime, ...]]]:
    """One zone for each history of clock changes, with the changes."""
    histories = {}
    for name in zone_names():
        zone = ZoneInfo(name)
        found = tuple(changes(zone, FIRST, LAST, timedelta(days=14)))
        histories[tuple((at, offset(zone, at)) for at in (FIRST, *found))] = (zone, found)
    return list(histories.values())


def test_every_day_around_every_change_of_clocks_is_cut_right() -> None:
    cut = 0
    for zone, found in distinct_zones():
        days = {at.astimezone(zone).date() + n * DAY for at in found for n in (-1, 0, 1)}
        for day in days:
            assert_day_is_cut_right(zone, day)
        cut += len(days)
    assert cut > 10_000


@settings(deadline=None)
@given(zoned_days())
def test_any_day_is_cut_right(zoned: tuple[ZoneInfo, date]) -> None:
    assert_day_is_cut_right(*zoned)


@settings(deadline=None)
@given(zoned_days())
def test_begins_of_days_cut_time_without_gap_or_overlap(zoned: tuple[ZoneInfo, date]) -> None:
    zone, day = zoned
    begins = [day_begin(day + n * DAY, zone) for n in range(5)]
    assert begins == sorted(begins)
    for n, (begin, following) in enumerate(pairwise(begins)):
        assert (begin == following) == is_skipped(day + n * DAY, zone)


@settings(deadline=None)
@given(zoned_instants())
def test_an_instant_is_among_those_of_its_wall_time(zoned: tuple[ZoneInfo, datetime]) -> None:
    zone, instant = zoned
    wall = instant.astimezone(zone).replace(tzinfo=None)
    found = instants(wall, zone)
    assert instant in found
    assert list(found) == sorted(set(found))


def test_a_wall_time_comes_never_once_or_twice() -> None:
    zone = ZoneInfo("America/New_York")
    assert instants(datetime(2026, 3, 8, 2, 30), zone) == ()  # noqa: DTZ001
    assert instants(datetime(2026, 3, 8, 3, 30), zone) == (  # noqa: DTZ001
        datetime(2026, 3, 8, 7, 30, tzinfo=UTC),
    )
    assert instants(datetime(2026, 11, 1, 1, 30), zone) == (  # noqa: DTZ001
        datetime(2026, 11, 1, 5, 30, tzinfo=UTC),
        datetime(2026, 11, 1, 6, 30, tzinfo=UTC),
    )


@settings(deadline=None)
@given(zoned_days(), st.integers(-400, 400))
def test_shifting_counts_the_days_that_were(zoned: tuple[ZoneInfo, date], days: int) -> None:
    zone, day = zoned
    if is_skipped(day, zone):
        return
    moved = day_shifted(day, days, zone)
    between = range(min(day, moved).toordinal(), max(day, moved).toordinal())
    were = [n for n in between if not is_skipped(date.fromordinal(n), zone)]
    assert len(were) == abs(days)
    assert not is_skipped(moved, zone)
    assert day_shifted(moved, -days, zone) == day


@pytest.mark.parametrize(
    ("zone", "day", "begin", "end"),
    [
        ("UTC", "2026-11-17", "2026-11-17T00:00", "2026-11-18T00:00"),
        ("America/New_York", "2026-03-08", "2026-03-08T05:00", "2026-03-09T04:00"),  # 23 hours
        ("America/New_York", "2026-11-01", "2026-11-01T04:00", "2026-11-02T05:00"),  # 25 hours
        ("Africa/Cairo", "2026-04-24", "2026-04-23T22:00", "2026-04-24T21:00"),  # from 01:00
        ("America/Sao_Paulo", "2018-02-17", "2018-02-17T02:00", "2018-02-18T03:00"),
        ("America/Havana", "2026-10-31", "2026-10-31T04:00", "2026-11-01T04:00"),
        ("America/Havana", "2026-11-01", "2026-11-01T04:00", "2026-11-02T05:00"),
        ("America/St_Johns", "2010-11-06", "2010-11-06T02:30", "2010-11-07T03:30"),
        ("America/St_Johns", "2010-11-07", "2010-11-07T02:30", "2010-11-08T03:30"),
        ("Pacific/Apia", "2011-12-29", "2011-12-29T10:00", "2011-12-30T10:00"),
        ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00", "2011-12-30T10:00"),
        ("Pacific/Apia", "2011-12-31", "2011-12-30T10:00", "2011-12-31T10:00"),
    ],
)
def test_a_day_runs_from_its_first_instant_to_after_its_last(
    zone: str, day: str, begin: str, end: str
) -> None:
    day_, zone_ = date.fromisoformat(day), ZoneInfo(zone)
    assert day_begin(day_, zone_) == datetime.fromisoformat(begin + "Z")
    assert day_end(day_, zone_) == datetime.fromisoformat(end + "Z")


def test_zone_names_are_sorted_and_hold_no_zone_of_the_machine() -> None:
    names = zone_names()
    assert {"UTC", "America/Los_Angeles", "Europe/Kyiv", "Asia/Kolkata"} <= set(names)
    assert list(names) == sorted(names)
    assert not {"localtime", "Factory", "posixrules"} & set(names)
    assert not [name for name in names if name.startswith(("posix", "right"))]


def test_every_zone_name_has_its_zone() -> None:
    assert all(ZoneInfo(name).key == name for name in zone_names())
