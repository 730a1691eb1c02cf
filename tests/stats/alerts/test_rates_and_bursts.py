"""Bursts of errors, rates and credits beyond a limit: when each is told, and when it is over."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as property_settings
from hypothesis import strategies as st
from pytest_django import Settings

from stats import named
from stats.alerts.told import past
from stats.models import Alert
from tests.stats.alerts.looked import (
    ID,
    after,
    look_every,
    open_alerts,
    steady,
    told,
    tried,
    wants,
)
from tests.stats.forecast.looked_at import BEGIN, FIVE, stats

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("somebody_is_told")]
HOUR = timedelta(hours=1)


def test_a_burst_is_told_at_the_second_look_that_sees_it(clock: Settings) -> None:
    wants("error_burst")
    calm = steady(4)
    at = look_every(clock, calm)
    storm = after(calm[-1], 8, 100, 100)
    at = look_every(clock, storm[:1], at)
    assert told() == []
    look_every(clock, storm[1:], at)
    assert told() == [("fired", "error_burst")]
    alert = Alert.objects.get()
    assert (alert.code, alert.fired_at, alert.began_at) == ("CARRIER_ERROR", at, at - FIVE)
    assert alert.facts == {
        "since": (at - HOUR).isoformat(),
        "tried": 2_400,
        "failed": 210,
        "tried_before": 7_600,
        "failed_before": 38,
    }


def test_a_burst_at_one_look_alone_is_forgotten(clock: Settings) -> None:
    wants("error_burst")
    calm = steady(4)
    at = look_every(clock, calm)
    peak = after(calm[-1], 1, 1_000, 100)
    at = look_every(clock, peak, at)
    assert Alert.objects.get().fired_at is None
    look_every(clock, after(peak[-1], 1, 9_000, 0), at)
    assert not Alert.objects.exists()
    assert told() == []


def test_a_burst_is_over_at_the_second_look_without_it(clock: Settings) -> None:
    wants("error_burst")
    calm = steady(4)
    at = look_every(clock, calm)
    storm = after(calm[-1], 6, 100, 100)
    at = look_every(clock, storm, at)
    at = look_every(clock, after(storm[-1], 18, 199, 1), at)
    assert told() == [("fired", "error_burst"), ("recovered", "error_burst")]
    (over,) = past(9)
    assert over.is_recovered
    # The last hour holds nothing of the storm twelve looks after its end; one more makes sure.
    assert over.ended_at is not None
    assert over.ended_at <= at - 5 * FIVE


def test_a_long_storm_does_not_become_the_life_before_it(clock: Settings) -> None:
    wants("error_burst")
    calm = steady(2)
    at = look_every(clock, calm)
    look_every(clock, after(calm[-1], 60, 100, 100), at)
    assert told() == [("fired", "error_burst")]
    assert len(open_alerts()) == 1


def test_silence_after_a_storm_is_no_recovery(clock: Settings) -> None:
    wants("error_burst")
    calm = steady(4)
    at = look_every(clock, calm)
    storm = after(calm[-1], 12, 100, 100)
    at = look_every(clock, storm, at)
    at = look_every(clock, [storm[-1]] * 30, at)  # the night
    assert told() == [("fired", "error_burst")]
    look_every(clock, after(storm[-1], 20, 100, 100), at)
    assert told() == [("fired", "error_burst")]
    assert len(open_alerts()) == 1


def test_two_looks_in_a_row_have_none_between_them_that_could_not_tell(clock: Settings) -> None:
    wants("error_rate", 5)
    calm = steady(2)
    at = look_every(clock, calm)
    (peak,) = after(calm[-1], 1, 1_000, 500)
    look_every(clock, [peak], at)
    assert Alert.objects.get().fired_at is None
    later = after(peak, 14, 100, 50)
    at = look_every(clock, later[:1], at + 72 * HOUR)  # nobody looked an hour before
    assert not Alert.objects.exists()
    look_every(clock, later[1:], at)
    (alert,) = Alert.objects.all()
    assert alert.began_at > BEGIN + 72 * HOUR


def test_each_failure_has_its_own_burst(clock: Settings) -> None:
    wants("error_burst")
    calm = steady(4, failed=0)
    at = look_every(clock, calm)
    good = calm[-1].results[0].attempts or 0
    look_every(
        clock,
        [
            stats(9_000, 0, 9, LA=good + n * 100, CARRIER_ERROR=n * 50, INTERNAL_ERROR=n * 50)
            for n in range(1, 4)
        ],
        at,
    )
    codes = sorted(Alert.objects.exclude(fired_at=None).values_list("code", flat=True))
    assert codes == ["CARRIER_ERROR", "INTERNAL_ERROR"]


def test_an_error_rate_that_wavers_around_its_limit_is_told_once(clock: Settings) -> None:
    wants("error_rate", 5)
    calm = steady(2)
    at = look_every(clock, calm)
    last, wave = calm[-1], []
    for share in (20, *(9, 11) * 15):  # of 200: 10%, then 4.5% and 5.5% in turn
        (last,) = after(last, 1, 200 - share, share)
        wave.append(last)
    at = look_every(clock, wave, at)
    assert told() == [("fired", "error_rate")]
    look_every(clock, after(last, 15, 199, 1), at)
    assert told() == [("fired", "error_rate"), ("recovered", "error_rate")]


def test_few_live_answers_are_told_from_a_hundred_attempts_on(clock: Settings) -> None:
    wants("live_answer_rate", 20)
    seen = [(5, 90), (10, 90), (25, 90), (30, 100), (40, 100)]
    at = look_every(clock, [stats(900, 0, 9, LA=live, AM=machine) for live, machine in seen])
    assert told() == [("fired", "live_answer_rate"), ("recovered", "live_answer_rate")]
    alert = Alert.objects.get()
    assert alert.facts == {"tried": 100, "live_answers": 10}
    assert alert.ended_at == at - FIVE


@pytest.mark.parametrize(("amount", "is_told"), [("5000", False), ("5000.01", True)])
def test_credits_are_told_beyond_their_limit(clock: Settings, amount: str, is_told: bool) -> None:
    wants("credits", 5_000)
    look_every(clock, [stats(900, 0, 9, amount=Decimal(amount), LA=9)])
    assert told() == ([("fired", "credits")] if is_told else [])


@property_settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(shares=st.lists(st.integers(0, 40), min_size=14, max_size=40))
def test_an_occurrence_is_told_once_and_over_once_whatever_comes(
    clock: Settings, shares: list[int]
) -> None:
    named.forget(ID)
    clock.DEMO_NOW = BEGIN - HOUR
    wants("error_rate", 5)
    last, seen = tried(0, 0), []
    for share in shares:
        (last,) = after(last, 1, 200 - share, share)
        seen.append(last)
    look_every(clock, seen)
    events = [event for event, _ in told()]
    assert events == (["fired", "recovered"] * len(events))[: len(events)]
    assert len(open_alerts()) == events.count("fired") - events.count("recovered")
