"""A timeline when clocks jump, CallFire or the database fails, or a settled day changes."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import chain, repeat

import pytest
from django.db import DatabaseError, models
from pytest_django import Settings

from simulator.campaign import shares
from simulator.server import Simulator
from stats import service, timeline
from stats.buckets import Bucket
from stats.callfire.errors import Credentials, Forbidden, RateLimited, Unavailable
from stats.models import Snapshot
from stats.stretches import Interval
from stats.sums import differences
from tests.conftest import NOW
from tests.stats.timelines import (
    ALL,
    AUTUMN,
    DAILY,
    DAY,
    HOUR,
    NINETY_DAYS,
    SECOND,
    TO_COME,
    TODAY,
    WEEK,
    YESTERDAY,
    asked,
    attempts,
    day,
    fetched,
    move,
    of,
    period,
    states,
    truth,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


# --- clocks --------------------------------------------------------------------------------------


def test_a_clock_that_is_set_back_does_not_make_the_asking_endless(
    callfire: Simulator, clock: Settings
) -> None:
    first = fetched(AUTUMN, WEEK)
    asked(callfire)
    clock.DEMO_NOW = NOW - 2 * HOUR
    series = fetched(AUTUMN, WEEK)
    assert sorted(asked(callfire), key=lambda each: each.begin) == [YESTERDAY, TODAY]
    assert series.is_complete
    assert attempts(series) == attempts(first)
    assert {slot.state for slot in series.slots} == {"settled", "provisional", "open"}


def test_where_nothing_stays_fresh_a_round_ends_all_the_same(
    callfire: Simulator, clock: Settings
) -> None:
    clock.STATS_FRESH_SECONDS = 0
    assert fetched(AUTUMN, WEEK).is_complete
    assert fetched(AUTUMN, ALL).is_complete
    assert fetched(TO_COME, WEEK).is_complete
    assert timeline.kept(AUTUMN, ALL).slots
    assert not timeline.kept(AUTUMN, WEEK).is_complete


# --- trouble -------------------------------------------------------------------------------------


def test_a_refusal_half_way_is_named_and_asking_again_goes_on_from_there(
    callfire: Simulator, clock: Settings
) -> None:
    clock.CALLFIRE_CONCURRENCY = 1  # so that the newest question is not the one refused
    callfire.next_faults.extend([None] * 30)
    callfire.fault = "http-403"
    series = fetched(DAILY, NINETY_DAYS)
    assert isinstance(series.problem, Forbidden)
    assert not series.is_complete
    assert 0 < series.fetched < 30
    assert states(series)["missing"] == series.missing == 90 - series.fetched
    # The newest came first.
    assert series.slots[-1].state == "open"
    assert series.slots[0].state == "missing"
    answered = [each.fault is None for each in callfire.requests]
    first = {each for each, is_good in zip(asked(callfire), answered, strict=True) if is_good}
    callfire.fault = None
    kept = timeline.kept(DAILY, NINETY_DAYS)
    assert (kept.slots, kept.problem) == (series.slots, None)
    move(callfire, clock, NOW + 6 * SECOND)
    again = fetched(DAILY, NINETY_DAYS)
    assert (again.missing, again.problem, again.is_complete) == (0, None, True)
    assert not first & set(asked(callfire))


def test_a_refused_login_is_named(callfire: Simulator) -> None:
    callfire.fault = "http-401"
    series = fetched(DAILY, NINETY_DAYS)
    assert isinstance(series.problem, Credentials)
    assert states(series) == {"missing": 90}


def test_settings_that_are_missing_are_named(callfire: Simulator, clock: Settings) -> None:
    clock.CALLFIRE_API_LOGIN = ""
    series = fetched(DAILY, WEEK)
    assert isinstance(series.problem, Credentials)
    assert series.problem.missing_settings == ("CALLFIRE_API_LOGIN",)
    assert states(series) == {"missing": 7}


def test_the_sites_own_limit_stops_it_and_a_minute_later_it_goes_on(
    callfire: Simulator, clock: Settings
) -> None:
    clock.CALLFIRE_PER_MINUTE = 40
    series = fetched(DAILY, NINETY_DAYS)
    assert isinstance(series.problem, RateLimited)
    assert len(callfire.requests) == 40
    for minute in (1, 2):
        move(callfire, clock, NOW + minute * 61 * SECOND)
        series = fetched(DAILY, NINETY_DAYS)
    assert (series.missing, series.problem) == (0, None)
    questions = Counter(asked(callfire))
    assert {each for each, count in questions.items() if count > 1} <= {TODAY}


def test_one_question_that_fails_leaves_a_gap_beside_the_others(
    callfire: Simulator, clock: Settings
) -> None:
    clock.CALLFIRE_CONCURRENCY = 1  # so that the faults meet certain questions
    callfire.next_faults.extend([None, None, *["http-503"] * 3])
    series = fetched(AUTUMN, WEEK)
    assert isinstance(series.problem, Unavailable)
    assert (series.missing, series.is_complete) == (1, False)
    asked(callfire)
    move(callfire, clock, NOW + 6 * SECOND)
    assert fetched(AUTUMN, WEEK).problem is None
    assert asked(callfire) == [YESTERDAY]


def test_without_time_nothing_is_asked(callfire: Simulator) -> None:
    series = fetched(AUTUMN, WEEK, seconds=0)
    assert (series.missing, series.problem, series.is_complete) == (7, None, False)
    series = timeline.fetched(AUTUMN, WEEK, seconds=15, begin_seconds=0)
    assert (series.missing, series.problem, series.is_complete) == (7, None, False)
    assert asked(callfire) == []


def test_no_question_is_begun_after_its_time_and_those_under_way_are_waited_for(
    callfire: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed = chain([0.0, 1.0, 2.0, 3.0], repeat(100.0))
    monkeypatch.setattr(timeline, "time", _Watch(lambda: next(passed)))
    series = timeline.fetched(DAILY, NINETY_DAYS, seconds=15, begin_seconds=10)
    assert 0 < len(asked(callfire)) <= 1 + 8 + 8
    assert series.problem is None
    assert not series.is_complete


class _Watch:
    """In the place of `time`."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self.monotonic = monotonic


def test_answers_that_cannot_be_saved_are_shown_and_said_to_be_lost(
    callfire: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_only(*_: object, **__: object) -> None:
        raise DatabaseError("attempt to write a readonly database")

    for method in ("create", "bulk_create", "update"):
        monkeypatch.setattr(models.QuerySet, method, read_only)
    series = fetched(AUTUMN, WEEK)
    assert not series.saved
    assert (series.missing, series.is_complete, series.problem) == (0, True, None)
    assert attempts(series) == [truth(callfire, AUTUMN, slot.bucket) for slot in series.slots]
    assert timeline.kept(AUTUMN, WEEK).missing == 7


# --- changes -------------------------------------------------------------------------------------


def test_a_settled_day_that_comes_back_different_is_a_change_and_stays_one(
    callfire: Simulator, clock: Settings
) -> None:
    changed = day("2026-11-18")
    before = of(fetched(AUTUMN, WEEK), changed).stats
    (campaign,) = [each for each in callfire.account.campaigns if each.id == AUTUMN]
    other = replace(campaign, shares=shares(LA=1, CARRIER_ERROR=1))
    callfire.account = replace(callfire.account, campaigns=[other])
    for days in (1, 2):  # statuses move on from one to the other
        move(callfire, clock, NOW + days * DAY)
        report = service.report(AUTUMN, period("2026-11-18", "2026-11-18"), refresh=True)
        series = timeline.kept(AUTUMN, WEEK)
        ((slot, changes),) = series.changes
        assert slot.bucket == changed
        assert slot.before
        assert slot.before.stats == before
        assert slot.stats == report.stats
        assert changes == differences(slot.before.stats, report.stats)
        assert {"LA", "AM", "CARRIER_ERROR"} <= {each.what for each in changes}


def test_a_settled_day_that_comes_back_the_same_is_none(
    callfire: Simulator, clock: Settings
) -> None:
    fetched(AUTUMN, WEEK)
    move(callfire, clock, NOW + DAY)
    service.report(AUTUMN, period("2026-11-18", "2026-11-18"), refresh=True)
    assert Snapshot.objects.of(AUTUMN, *_interval(day("2026-11-18"))).count() == 2
    assert timeline.kept(AUTUMN, WEEK).changes == ()


def _interval(bucket: Bucket) -> Interval:
    return bucket.begin, bucket.end


def test_a_day_that_was_refreshed_before_it_was_settled_did_not_change(
    callfire: Simulator, clock: Settings
) -> None:
    fetched(AUTUMN, WEEK)
    move(callfire, clock, NOW + 3 * DAY)
    fetched(AUTUMN, WEEK)
    assert timeline.kept(AUTUMN, WEEK).changes == ()
