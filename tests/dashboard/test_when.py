"""What the buckets of a timeline are called, in full and below the bars of its chart."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dashboard import when
from stats.buckets import BucketSize, cut

LOS_ANGELES = ZoneInfo("America/Los_Angeles")


def local(*numbers: int) -> datetime:
    return datetime(*numbers, tzinfo=LOS_ANGELES).astimezone(UTC)  # type: ignore[arg-type,misc] # a date


@pytest.mark.parametrize(
    ("size", "label", "tick"),
    [
        ("hour", "Wed 18 Nov, 00:00", ["00:00", "Wed 18 Nov"]),
        ("day", "Wed 18 Nov", ["Wed", "18 Nov"]),
        ("week", "Week of 16 Nov 2026", ["16 Nov", "2026"]),
        ("month", "Nov 2026", ["Nov", "2026"]),
    ],
)
def test_a_bucket_is_called_by_when_it_begins_and_a_week_by_its_monday(
    size: BucketSize, label: str, tick: list[str]
) -> None:
    buckets = cut(local(2026, 11, 18), local(2026, 11, 25), LOS_ANGELES, size)
    assert when.label(buckets[0], size, LOS_ANGELES) == label
    assert when.ticks(buckets, size, LOS_ANGELES)[0] == tick


def hours(begin: datetime, number: int) -> list[tuple[int, str]]:
    """Below which hours of a period a date stands."""
    buckets = cut(begin, begin + timedelta(hours=number), LOS_ANGELES, "hour")
    ticks = when.ticks(buckets, "hour", LOS_ANGELES)
    return [(index, lines[1]) for index, lines in enumerate(ticks) if len(lines) > 1]


def test_the_first_hour_of_each_day_has_its_date() -> None:
    assert hours(local(2026, 11, 18), 49) == [
        *((0, "Wed 18 Nov"), (24, "Thu 19 Nov"), (48, "Fri 20 Nov")),
    ]


def test_a_period_that_begins_within_a_day_has_no_two_dates_side_by_side() -> None:
    assert hours(local(2026, 11, 18, 22), 26) == [(2, "Thu 19 Nov")]


def test_hours_of_one_day_alone_have_its_date_below_the_first() -> None:
    assert hours(local(2026, 11, 18, 8), 3) == [(0, "Wed 18 Nov")]


def test_a_day_of_25_hours_has_one_date() -> None:
    assert hours(local(2026, 11, 1), 26) == [(0, "Sun 1 Nov"), (25, "Mon 2 Nov")]


def test_an_hour_that_comes_twice_carries_its_offset() -> None:
    buckets = cut(local(2026, 11, 1), local(2026, 11, 1, 4), LOS_ANGELES, "hour")
    assert [when.label(bucket, "hour", LOS_ANGELES) for bucket in buckets[1:3]] == [
        "Sun 1 Nov, 01:00 UTC-7",
        "Sun 1 Nov, 01:00 UTC-8",
    ]
