from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.days import day_begin, is_skipped
from stats.period import PRESETS, Period, query, resolve
from stats.steps import stepped
from tests.stats.odd_days import zoned_days, zoned_instants

NOW = datetime(2026, 11, 17, 19, 2, tzinfo=UTC)
LOS_ANGELES = ZoneInfo("America/Los_Angeles")


def period(zone: ZoneInfo = LOS_ANGELES, now: datetime = NOW, **typed: Any) -> Period:
    return resolve(zone=zone, now=now, **typed)


def step(of: Period, steps: int) -> Period:
    moved = stepped(of, steps)
    assert moved is not None
    return moved


@pytest.mark.parametrize(
    ("typed", "before", "after"),
    [
        ("period=today", "2026-11-16/2026-11-16", "2026-11-18/2026-11-18"),
        ("period=yesterday", "2026-11-15/2026-11-15", "2026-11-17/2026-11-17"),
        ("period=7d", "2026-11-04/2026-11-10", "2026-11-18/2026-11-24"),
        ("period=28d", "2026-09-23/2026-10-20", "2026-11-18/2026-12-15"),
        ("period=month", "2026-10-01/2026-10-31", "2026-12-01/2026-12-31"),
        ("begin=2026-11-16", "2026-11-14/2026-11-15", "2026-11-18/2026-11-19"),
        ("begin=2026-03-08 end=2026-03-08", "2026-03-07/2026-03-07", "2026-03-09/2026-03-09"),
        ("begin=2024-02-01 end=2024-02-29", "2024-01-01/2024-01-31", "2024-03-01/2024-03-31"),
        ("begin=2025-01-01 end=2025-03-31", "2024-10-01/2024-12-31", "2025-04-01/2025-06-30"),
        ("begin=2025-01-01 end=2025-12-31", "2024-01-01/2024-12-31", "2026-01-01/2026-12-31"),
        (
            "begin=2026-11-17T08:00 end=2026-11-17T09:00",
            "2026-11-17T07:00/2026-11-17T08:00",
            "2026-11-17T09:00/2026-11-17T10:00",
        ),
        (
            "begin=2026-11-01T00:00 end=2026-11-01T01:00-07:00",
            "2026-10-31T23:00/2026-10-31",
            "2026-11-01T01:00-07:00/2026-11-01T01:00-08:00",
        ),
    ],
)
def test_a_step_goes_by_the_periods_own_length(typed: str, before: str, after: str) -> None:
    parameters: dict[str, Any] = dict(part.split("=") for part in typed.split())
    of = period(**parameters)
    assert "/".join(query(step(of, -1)).values()) == before
    assert "/".join(query(step(of, 1)).values()) == after


def test_28_days_that_happen_to_be_a_month_step_by_days() -> None:
    of = period(now=datetime(2026, 2, 28, 20, tzinfo=UTC), period="28d")
    assert query(step(of, -1)) == {"begin": "2026-01-04", "end": "2026-01-31"}


def test_a_step_passes_over_a_day_that_the_zone_skipped() -> None:
    of = period(ZoneInfo("Pacific/Apia"), begin="2011-12-31", end="2011-12-31")
    assert query(step(of, -1)) == {"begin": "2011-12-29", "end": "2011-12-29"}
    assert query(step(step(of, -1), 1)) == {"begin": "2011-12-31", "end": "2011-12-31"}


def test_whole_life_has_no_step() -> None:
    assert stepped(period(), -1) is None


@pytest.mark.parametrize(
    ("begin", "end", "steps"),
    [
        ("2000-01-01", "2000-01-31", -1),
        ("2000-01-02", "2000-01-03", -1),
        ("2000-01-01T00:00", "2000-01-01T01:00", -1),
        ("2000-01-01", "2100-12-31", 1),
        ("2026-01-01", "2026-01-31", 10**6),
        ("2026-01-01", "2026-01-05", -(10**12)),
        ("2026-01-01T08:00", "2026-01-01T09:00", 10**12),
    ],
)
def test_there_is_no_step_beyond_the_years_that_can_be_typed(
    begin: str, end: str, steps: int
) -> None:
    assert stepped(period(begin=begin, end=end), steps) is None


@settings(deadline=None)
@given(zoned_instants(), st.sampled_from(PRESETS))
def test_steps_of_a_preset_follow_each_other_and_lead_back(
    zoned: tuple[ZoneInfo, datetime], preset: str
) -> None:
    zone, now = zoned
    before = stepped(period(zone, now, period=preset), -1)
    if before is None:
        assert preset == "all" or now.year <= 2000
        return
    following = step(before, 1)
    assert stepped(following, -1) == before
    assert following.begin == period(zone, now, period=preset).begin
    assert resolve(zone=zone, now=now, **query(before)) == before


@settings(deadline=None)
@given(zoned_days(), st.integers(0, 70), st.integers(-3, 3))
def test_whole_days_stay_whole_and_their_count_stays(
    zoned: tuple[ZoneInfo, date], days: int, steps: int
) -> None:
    zone, day = zoned
    last = day + timedelta(days=days)
    if is_skipped(day, zone) or is_skipped(last, zone) or last.year > 2100:
        return
    of = Period("28d", day_begin(day, zone), day_begin(last, zone), zone)  # not by months
    moved = stepped(of, steps) if of.is_whole_days else None
    if moved is None:
        return
    assert moved.is_whole_days
    assert day_count(moved) == day_count(of)


def day_count(period: Period) -> int:
    assert period.first_day is not None
    assert period.last_day is not None
    ordinals = range(period.first_day.toordinal(), period.last_day.toordinal() + 1)
    return sum(not is_skipped(date.fromordinal(n), period.zone) for n in ordinals)


@settings(deadline=None)
@given(zoned_instants(), st.integers(1, 10**6), st.integers(-3, 3))
def test_other_stretches_keep_their_length(
    zoned: tuple[ZoneInfo, datetime], seconds: int, steps: int
) -> None:
    zone, begin = zoned
    of = Period("custom", begin, begin + timedelta(seconds=seconds), zone)
    moved = stepped(of, steps)
    if of.is_whole_days or moved is None:
        return
    assert moved.begin == begin + steps * timedelta(seconds=seconds)
    assert moved.end == moved.begin + timedelta(seconds=seconds)
