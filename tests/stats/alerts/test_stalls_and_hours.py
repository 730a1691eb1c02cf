"""Stalls, and calling hours that won't do: when each is told, and when it is over."""

from dataclasses import replace
from datetime import time, timedelta

import pytest
from pytest_django import Settings

from stats.alerts.told import open_now, past
from stats.broadcast_details import BroadcastDetails, CallingHours, RetryPlan
from stats.broadcast_stats import UsageStats
from stats.models import Broadcast
from stats.named import keep_details
from tests.stats.alerts.looked import (
    ID,
    look_at,
    look_every,
    open_alerts,
    told,
    wants,
)
from tests.stats.forecast.looked_at import BEGIN, FIVE, falling

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("somebody_is_told")]
HOUR = timedelta(hours=1)


def test_a_stall_is_told_and_over_with_the_next_call(clock: Settings) -> None:
    wants("stalled")
    day_before = falling(9_000, 10, 12 * 10)
    look_every(clock, day_before, BEGIN - 24 * HOUR)
    left = 9_000 - 10 * 120
    today = falling(left, 10, 36, finished=9_000 - left)
    at = look_every(clock, today)
    at = look_every(clock, [today[-1]] * 12, at)
    assert told() == [("fired", "stalled")]
    (alert,) = open_now()
    assert alert.facts["left"] == left - 350
    assert alert.fired_at - (at - 12 * FIVE) <= 6 * FIVE
    look_every(clock, falling(left - 360, 10, 2, finished=9_000 - left + 360), at)
    assert told() == [("fired", "stalled"), ("recovered", "stalled")]


@pytest.mark.parametrize("attempts", [None, 300])
def test_a_look_without_more_attempts_ends_no_stall(clock: Settings, attempts: int | None) -> None:
    wants("stalled")
    look_every(clock, falling(9_000, 10, 120), BEGIN - 24 * HOUR)
    today = falling(7_800, 10, 36, finished=1_200)
    at = look_every(clock, [*today, *[today[-1]] * 12])
    assert told() == [("fired", "stalled")]
    odd = replace(today[-1], usage=None if attempts is None else UsageStats(attempts=attempts))
    look_every(clock, [odd] * 3, at)
    assert told() == [("fired", "stalled")]


def test_a_stall_is_seen_however_often_somebody_looks(clock: Settings) -> None:
    wants("stalled")
    minute = timedelta(minutes=1)
    dialing = falling(9_000, 2, 26 * 60)
    at = look_every(clock, dialing[::5], BEGIN - 26 * HOUR)
    for number in range(1, 60):  # an open page looks as well, each minute
        look_at(clock, falling(5_880, 2, 60, finished=3_120)[number], at + number * minute)
    at += 60 * minute
    silent = falling(5_762, 2, 1, finished=3_238) * 61
    look_every(clock, silent, at, minute)
    assert ("fired", "stalled") in told()


@pytest.fixture
def known_hours() -> None:
    """From 15:00 to 19:00 UTC; no retries."""
    details = BroadcastDetails(
        calling_hours=CallingHours(time(15), time(19)), retry_plan=RetryPlan(1, 60, ())
    )
    keep_details(ID, details)
    Broadcast.objects.filter(pk=ID).update(details_seen_at=BEGIN)


@pytest.mark.usefixtures("known_hours")
def test_calling_hours_that_will_not_do_are_told_each_day_anew(clock: Settings) -> None:
    wants("calling_hours")
    at = look_every(clock, falling(9_000, 10, 48))
    assert told() == [("fired", "calling_hours")]
    (alert,) = open_now()
    assert alert.facts["closes_at"] == (BEGIN + 4 * HOUR).isoformat()
    at = look_every(clock, falling(8_520, 10, 1, finished=480) * 2, at)
    assert open_alerts() == []  # that day is over
    (over,) = past(9)
    assert not over.is_recovered
    tomorrow = falling(8_520, 10, 4, finished=480)
    look_every(clock, tomorrow, BEGIN + 24 * HOUR)
    assert told() == [("fired", "calling_hours")] * 2


@pytest.mark.usefixtures("known_hours")
def test_calling_hours_that_do_are_not_told(clock: Settings) -> None:
    wants("calling_hours")
    look_every(clock, falling(200, 10, 12))
    assert told() == []
