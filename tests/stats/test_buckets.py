from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.buckets import (
    MOST,
    SIZES,
    Bucket,
    BucketSize,
    TooManyBucketsError,
    cut,
    finest,
    size_for,
)
from stats.days import day_begin, day_end, is_skipped
from stats.moments import read
from tests.stats.odd_days import zoned_days, zoned_instants
from tests.stats.test_days import distinct_zones, offset

SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MONTHS = range(1, 13)
LENGTHS = {"hour": 10 * DAY, "day": 200 * DAY, "week": 1500 * DAY, "month": 5000 * DAY}


def edges(buckets: Sequence[Bucket]) -> list[datetime]:
    """The instants at which one bucket ends and the next one begins."""
    return [bucket.begin for bucket in buckets[1:]]


def lengths(buckets: Sequence[Bucket]) -> list[timedelta]:
    return [bucket.end - bucket.begin for bucket in buckets]


def typed(begin: str, end: str, zone: ZoneInfo) -> tuple[datetime, datetime]:
    return read(begin, edge="begin", zone=zone), read(end, edge="end", zone=zone)


def cut_local(begin: str, end: str, name: str, size: BucketSize) -> list[tuple[str, timedelta]]:
    """When clocks show each bucket to begin, and how long it lasts."""
    zone = ZoneInfo(name)
    buckets = cut(*typed(begin, end, zone), zone, size)
    shown = [f"{bucket.begin.astimezone(zone):%m-%dT%H:%M}" for bucket in buckets]
    return list(zip(shown, lengths(buckets), strict=True))


def hour_edges(zone: ZoneInfo, change: datetime, begin: datetime, end: datetime) -> list[datetime]:
    """The reference: knows the one change of clocks in that time, and counts from it."""
    found = set()
    for since, until in ((begin, change), (change, end)):
        at = since + (-(since - datetime(2000, 1, 1, tzinfo=UTC) + offset(zone, since))) % HOUR
        while at < until:
            found.add(at)
            at += HOUR
    last, first = (at.astimezone(zone) for at in (change - SECOND, change))
    if (last.date(), last.hour) != (first.date(), first.hour):
        found.add(change)
    return sorted(found - {begin})


@st.composite
def stretches(
    draw: st.DrawFn, sizes: Sequence[BucketSize] = SIZES
) -> tuple[ZoneInfo, datetime, datetime, BucketSize]:
    """A stretch about an odd day, or anywhere, that is not too long for its size."""
    zone, at = draw(zoned_instants())
    size = draw(st.sampled_from(sizes))
    seconds = draw(st.integers(1, LENGTHS[size] // SECOND))
    begin = at - draw(st.integers(0, seconds)) * SECOND
    begin = max(begin, datetime(2000, 1, 2, tzinfo=UTC))
    return zone, begin, begin + seconds * SECOND, size


@settings(deadline=None)
@given(stretches())
def test_buckets_cut_the_stretch_without_gap_or_overlap(
    stretch: tuple[ZoneInfo, datetime, datetime, BucketSize],
) -> None:
    zone, begin, end, size = stretch
    buckets = cut(begin, end, zone, size)
    assert (buckets[0].begin, buckets[-1].end) == (begin, end)
    assert all(before.end == after.begin for before, after in pairwise(buckets))
    assert all(bucket.begin < bucket.end for bucket in buckets)
    assert sum(lengths(buckets), timedelta()) == end - begin
    assert {bucket.begin.tzinfo for bucket in buckets} == {UTC}


@settings(deadline=None)
@given(stretches(), st.data())
def test_a_stretch_within_another_has_the_same_edges(
    stretch: tuple[ZoneInfo, datetime, datetime, BucketSize], data: st.DataObject
) -> None:
    zone, begin, end, size = stretch
    whole = edges(cut(begin, end, zone, size))
    seconds = st.integers(0, (end - begin) // SECOND) | st.sampled_from(
        [(edge - begin) // SECOND for edge in (begin, *whole)]
    )
    first, last = sorted(begin + data.draw(seconds) * SECOND for _ in range(2))
    last = max(last, first + SECOND)
    within = edges(cut(first, last, zone, size))
    assert within == [edge for edge in whole if first < edge < last]


@settings(deadline=None)
@given(stretches(["day", "week", "month"]))
def test_days_weeks_and_months_begin_with_a_day_of_the_calendar(
    stretch: tuple[ZoneInfo, datetime, datetime, BucketSize],
) -> None:
    zone, begin, end, size = stretch
    first, last = begin.astimezone(zone).date() - DAY, end.astimezone(zone).date() + DAY
    days = [date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1)]
    begins = {
        "day": days,
        "week": [day for day in days if day.weekday() == 0],
        "month": [day for day in days if day.day == 1],
    }[size]
    expected = {day_begin(day, zone) for day in begins}
    assert edges(cut(begin, end, zone, size)) == sorted(
        edge for edge in expected if begin < edge < end
    )


def test_hours_and_days_are_cut_right_around_every_change_of_clocks() -> None:
    cuts = 0
    for zone, changes in distinct_zones():
        for change in changes:
            begin, end = change - 3 * HOUR, change + 4 * HOUR
            assert edges(cut(begin, end, zone, "hour")) == hour_edges(zone, change, begin, end)
            days = [change.astimezone(zone).date() + n * DAY for n in range(-1, 3)]
            begins = sorted({day_begin(day, zone) for day in days})
            assert edges(cut(begins[0] - SECOND, begins[-1] + SECOND, zone, "day")) == begins
        cuts += len(changes)
    assert cuts > 5_000


@settings(deadline=None)
@given(zoned_days())
def test_days_begin_with_an_hour(zoned: tuple[ZoneInfo, date]) -> None:
    zone, day = zoned
    begin, end = (day_begin(day + n * DAY, zone) for n in (-2, 3))
    days = edges(cut(begin, end, zone, "day"))
    assert set(days) <= set(edges(cut(begin, end, zone, "hour")))


def test_every_zone_has_its_months_from_2000_to_2037() -> None:
    for zone, _ in distinct_zones():
        begin, middle, end = (day_begin(date(year, 1, 1), zone) for year in (2000, 2019, 2038))
        months = [*cut(begin, middle, zone, "month"), *cut(middle, end, zone, "month")]
        shown = [month.begin.astimezone(zone).date() for month in months]
        assert shown == [date(year, month, 1) for year in range(2000, 2038) for month in MONTHS]


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("America/New_York", "2026-03-08", 23),
        ("America/New_York", "2026-11-01", 25),
        ("Antarctica/Troll", "2026-03-29", 22),
        ("Africa/Cairo", "2026-04-24", 23),
        ("Asia/Kolkata", "2026-04-24", 24),
    ],
)
def test_a_day_has_as_many_hours_as_its_clocks_show(zone: str, day: str, hours: int) -> None:
    found = cut_local(day, day, zone, "hour")
    assert [length for _, length in found] == [HOUR] * hours
    assert all(shown.endswith(":00") for shown, _ in found)
    assert cut_local(day, day, zone, "day")[0][1] == hours * HOUR


@pytest.mark.parametrize(
    ("zone", "begin", "end", "expected"),
    [
        (
            "Asia/Kolkata",
            "2026-11-17T08:15",
            "2026-11-17T10:20",
            "11-17T08:15 45, 11-17T09:00 60, 11-17T10:00 20",
        ),
        (
            "America/New_York",
            "2026-11-01T00:30",
            "2026-11-01T02:30",
            "11-01T00:30 30, 11-01T01:00 60, 11-01T01:00 60, 11-01T02:00 30",
        ),
        (  # back from 02:00 to 01:30
            "Australia/Lord_Howe",
            "2026-04-05T00:30",
            "2026-04-05T03:00",
            "04-05T00:30 30, 04-05T01:00 90, 04-05T02:00 60",
        ),
        (  # on from 02:00 to 02:30
            "Australia/Lord_Howe",
            "2026-10-04T01:00",
            "2026-10-04T04:00",
            "10-04T01:00 60, 10-04T02:30 30, 10-04T03:00 60",
        ),
        (  # back from 00:01 to 23:01
            "America/St_Johns",
            "2010-11-06T23:00",
            "2010-11-07T01:00",
            "11-06T23:00 60, 11-07T00:00 1, 11-06T23:01 59, 11-07T00:00 60",
        ),
    ],
)
def test_hours_begin_where_clocks_come_to_one(
    zone: str, begin: str, end: str, expected: str
) -> None:
    found = cut_local(begin, end, zone, "hour")
    assert ", ".join(f"{shown} {length // (60 * SECOND)}" for shown, length in found) == expected


def test_a_skipped_day_is_no_bucket() -> None:
    assert cut_local("2011-12-29", "2011-12-31", "Pacific/Apia", "day") == [
        ("12-29T00:00", DAY),
        ("12-31T00:00", DAY),
    ]


def test_weeks_run_from_monday_and_are_clipped_to_the_stretch() -> None:
    assert cut_local("2026-10-28", "2026-11-10", "America/New_York", "week") == [
        ("10-28T00:00", 5 * DAY + HOUR),  # Wednesday to Sunday, of which Sunday had 25 hours
        ("11-02T00:00", 7 * DAY),
        ("11-09T00:00", 2 * DAY),
    ]


def test_months_are_as_long_as_they_are() -> None:
    found = cut_local("2027-12-15", "2028-03-10", "UTC", "month")
    assert found == [
        ("12-15T00:00", 17 * DAY),
        ("01-01T00:00", 31 * DAY),
        ("02-01T00:00", 29 * DAY),
        ("03-01T00:00", 10 * DAY),
    ]


@pytest.mark.parametrize(
    ("begin", "end", "size"),
    [
        ("2026-03-08", "2026-03-08", "hour"),
        ("2026-10-31", "2026-11-01", "hour"),  # 49 hours
        ("2026-10-31T12:00", "2026-11-02T12:00", "hour"),
        ("2026-10-31T12:00", "2026-11-02T12:01", "day"),
        ("2026-10-31", "2026-11-02", "day"),
        ("2026-01-01", "2026-04-02", "day"),  # 92 days less an hour
        ("2026-09-01", "2026-12-01", "day"),  # 92 days and an hour
        ("2026-09-01", "2026-12-02", "week"),
        ("2028-01-01", "2028-12-31", "week"),
        ("2026-01-01", "2027-01-06", "week"),  # 371 days
        ("2026-01-01", "2027-01-07", "month"),
    ],
)
def test_the_size_follows_from_the_days_whatever_the_clocks_do(
    begin: str, end: str, size: BucketSize
) -> None:
    zone = ZoneInfo("America/New_York")
    assert size_for(*typed(begin, end, zone), zone) == size


@settings(deadline=None)
@given(zoned_days(), st.sampled_from([(1, "hour"), (2, "hour"), (3, "day"), (92, "day")]))
def test_whole_days_have_the_size_of_their_number(
    zoned: tuple[ZoneInfo, date], expected: tuple[int, BucketSize]
) -> None:
    zone, first = zoned
    count, size = expected
    days = [first + n * DAY for n in range(count)]
    if any(is_skipped(day, zone) for day in days):
        return
    begin, end = day_begin(days[0], zone), day_end(days[-1], zone)
    assert size_for(begin, end, zone) == size
    assert len(cut(begin, end, zone, size)) <= MOST


@pytest.mark.parametrize(
    ("size", "days", "coarser"),
    [
        ("hour", 17, "day"),
        ("hour", 401, "week"),
        ("hour", 2801, "month"),
        ("day", 401, "week"),
        ("day", 2801, "month"),
        ("week", 2801, "month"),
        ("month", 36_500, "month"),
        ("hour", 36_500, "month"),
    ],
)
def test_too_many_buckets_name_the_next_coarser_size_that_fits(
    size: BucketSize, days: int, coarser: BucketSize
) -> None:
    begin = datetime(2000, 1, 3, tzinfo=UTC)  # a Monday
    with pytest.raises(TooManyBucketsError) as error:
        cut(begin, begin + days * DAY, ZoneInfo("UTC"), size)
    assert (error.value.size, error.value.coarser) == (size, coarser)


def test_the_most_buckets_are_cut_and_not_one_more() -> None:
    begin, zone = datetime(2000, 1, 1, tzinfo=UTC), ZoneInfo("UTC")
    assert len(cut(begin, begin + MOST * HOUR, zone, "hour")) == MOST
    with pytest.raises(TooManyBucketsError):
        cut(begin, begin + MOST * HOUR + SECOND, zone, "hour")


@given(zoned=zoned_instants(), minutes=st.integers(1, 60 * 24 * 400))
def test_elapsed_buckets_are_equally_long_but_the_last_and_make_up_the_stretch(
    zoned: tuple[ZoneInfo, datetime], minutes: int
) -> None:
    zone, begin = zoned
    end = begin + timedelta(minutes=minutes)
    size = finest(begin, end, zone, is_elapsed=True)
    buckets = cut(begin, end, zone, size, is_elapsed=True)
    assert (buckets[0].begin, buckets[-1].end) == (begin, end)
    assert all(one.end == other.begin for one, other in pairwise(buckets))
    length = {"hour": HOUR, "day": DAY, "week": 7 * DAY}[size]
    assert all(found == length for found in lengths(buckets[:-1]))
    assert lengths(buckets)[-1] <= length


def test_the_finest_size_is_that_of_which_there_are_not_too_many() -> None:
    begin, zone = datetime(2026, 11, 17, tzinfo=UTC), ZoneInfo("UTC")
    sizes = [finest(begin, begin + hours * HOUR, zone) for hours in (1, 400, 401, 24 * 401)]
    assert sizes == ["hour", "hour", "day", "week"]
    assert finest(begin, begin + timedelta(days=40_000), zone) == "month"
