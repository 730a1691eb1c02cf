"""What is told, when, and that it is told once."""

import logging
from dataclasses import replace
from datetime import time, timedelta
from decimal import Decimal
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import DatabaseError, connection
from hypothesis import HealthCheck, given
from hypothesis import settings as property_settings
from hypothesis import strategies as st
from pytest_django import Settings

from stats import named, watching
from stats.alerts import occurrences
from stats.alerts.conditions import findings
from stats.alerts.rules import set_rules
from stats.alerts.told import open_now, past
from stats.broadcast_details import BroadcastDetails, CallingHours, RetryPlan
from stats.broadcast_stats import BroadcastStats, UsageStats
from stats.models import Alert, Broadcast
from stats.named import keep_details
from stats.questions import WHOLE_LIFE, keeping
from tests.stats.alerts.looked import ID, look_at, look_every, open_alerts, told, wants
from tests.stats.forecast.looked_at import BEGIN, FIVE, falling, stats

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def somebody_is_told(clock: Settings) -> None:
    clock.WEBHOOK_URL = "https://hooks.example.com/here"
    clock.DEMO_NOW = BEGIN - HOUR


def tried(good: int, failed: int) -> BroadcastStats:
    return stats(10_000, 0, good + failed, LA=good, CARRIER_ERROR=failed)


def steady(hours: float, failed: int = 1) -> list[BroadcastStats]:
    """Answers of a broadcast with 200 attempts in five minutes, so many of them failed."""
    return [tried(n * (200 - failed), n * failed) for n in range(1, round(hours * 12) + 1)]


def after(last: BroadcastStats, count: int, good: int, failed: int) -> list[BroadcastStats]:
    """Further answers, each with so many more."""
    before = {stat.result: stat.attempts or 0 for stat in last.results}
    return [
        tried(before["LA"] + n * good, before["CARRIER_ERROR"] + n * failed)
        for n in range(1, count + 1)
    ]


# ---- done


def test_it_is_done_is_told_once_and_so_is_that_it_goes_on(clock: Settings) -> None:
    wants("done")
    at = look_every(clock, [stats(2, 0, 8), stats(0, 0, 10), stats(0, 0, 10), stats(0, 0, 10)])
    assert told() == [("fired", "done")]
    assert Alert.objects.get().facts["at"] == (BEGIN + FIVE).isoformat()
    at = look_every(clock, [stats(5, 0, 10), stats(2, 1, 12)], at)
    assert told() == [("fired", "done"), ("recovered", "done")]
    assert Alert.objects.get().end_facts == {"left": 5}
    look_every(clock, [stats(0, 0, 15)], at)
    assert told() == [("fired", "done"), ("recovered", "done"), ("fired", "done")]


def test_replies_after_the_end_are_no_second_end(clock: Settings) -> None:
    wants("done")
    look_every(
        clock, [stats(2, 0, 8, SENT=8), *(stats(0, 0, 10, SENT=10, RECEIVED=n) for n in range(4))]
    )
    watching.unwatch(ID)
    look_at(clock, stats(0, 0, 10, SENT=10, RECEIVED=9), BEGIN + HOUR)
    assert told() == [("fired", "done")]


def test_what_was_done_before_anybody_asked_is_no_news(clock: Settings) -> None:
    look_every(clock, [stats(2, 0, 8), stats(0, 0, 10)])
    clock.DEMO_NOW = BEGIN + 2 * FIVE
    wants("done")
    look_at(clock, stats(0, 0, 10), BEGIN + 3 * FIVE)
    assert told() == []


@pytest.mark.parametrize(("of", "is_told"), [(None, False), (ID, True)])
def test_what_was_never_seen_at_work_is_told_to_who_asked_for_this_one(
    clock: Settings, of: int | None, is_told: bool
) -> None:
    wants("done", of=of)
    look_every(clock, [stats(0, 0, 10), stats(0, 0, 10)])
    assert told() == ([("fired", "done")] if is_told else [])


# ---- bursts of errors, and rates


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


# ---- stalls and calling hours


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


# ---- whose rule, and where nobody looks any more


def test_a_rule_of_its_own_stands_in_place_of_the_one_for_all(clock: Settings) -> None:
    set_rules(None, {"credits": (True, Decimal(100)), "done": (True, None)})
    set_rules(ID, {"credits": (True, Decimal(500)), "done": (False, None)})
    look_every(
        clock,
        [stats(9, 0, 9, amount=Decimal(200), LA=9), stats(0, 0, 18, amount=Decimal(400), LA=18)],
    )
    assert told() == []
    set_rules(ID, {"credits": None})
    look_at(clock, stats(0, 0, 18, amount=Decimal(400), LA=18), BEGIN + HOUR)
    assert told() == [("fired", "credits")]


@pytest.mark.parametrize("how", ["unwatched", "unwanted", "done"])
def test_what_is_open_ends_without_a_word_where_it_is_looked_for_no_more(
    clock: Settings, how: str
) -> None:
    wants("credits", 100)
    look_at(clock, stats(9, 0, 9, amount=Decimal(200), LA=9), BEGIN)
    assert len(open_now()) == 1
    if how == "unwatched":
        watching.unwatch(ID)
    elif how == "unwanted":
        set_rules(None, {"credits": None})
        occurrences.end_unwanted()
    else:
        look_at(clock, stats(0, 0, 18, amount=Decimal(300), LA=18), BEGIN + FIVE)
    assert open_now() == []
    assert told() == [("fired", "credits")]
    (over,) = past(9)
    assert not over.is_recovered


def test_a_broadcast_that_is_done_is_told_of_once_however_often_it_is_looked_at(
    clock: Settings,
) -> None:
    set_rules(None, {"credits": (True, Decimal(100)), "live_answer_rate": (True, Decimal(50))})
    done = stats(0, 0, 300, amount=Decimal(400), LA=100, AM=200)
    look_every(clock, [stats(9, 0, 9, LA=9), done, *[done] * 12], step=HOUR)
    assert sorted(told()) == [("fired", "credits"), ("fired", "live_answer_rate")]


def test_a_rule_made_after_the_end_finds_nothing_new(clock: Settings) -> None:
    done = stats(0, 0, 300, amount=Decimal(400), LA=100)
    at = look_every(clock, [stats(9, 0, 9, LA=9), done, done])
    clock.DEMO_NOW = at
    wants("credits", 100)
    look_every(clock, [done] * 3, at + FIVE)
    assert told() == []


def test_a_limit_that_was_changed_begins_anew(clock: Settings) -> None:
    wants("credits", 100)
    amounts = [105, 105, 108, 111, 300]
    seen = [stats(900, 0, n, amount=Decimal(each), LA=n) for n, each in enumerate(amounts, 1)]
    at = look_every(clock, seen[:2])
    wants("credits", 110)
    at = look_every(clock, seen[2:3], at)
    assert told() == [("fired", "credits")]
    assert open_alerts() == []
    look_every(clock, seen[3:], at)
    assert told() == [("fired", "credits")] * 2
    (alert,) = open_now()
    assert (alert.limit, alert.facts) == (Decimal(110), {"credits": "111"})


def test_a_look_in_flight_tells_nothing_of_what_is_no_longer_watched(clock: Settings) -> None:
    wants("credits", 100)
    look_at(clock, stats(9, 0, 9, LA=9), BEGIN)
    watching.unwatch(ID)
    over = stats(9, 0, 9, amount=Decimal(200), LA=9)
    keeping.keep_all(ID, [(WHOLE_LIFE, over)], BEGIN + FIVE)
    occurrences.check(ID)
    assert told() == []


def test_a_broadcast_forgotten_meanwhile_is_passed_over(
    clock: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    wants("credits", 100)
    look_at(clock, stats(9, 0, 9, LA=9), BEGIN)

    def forgetting(*arguments: Any) -> Any:
        named.forget(ID)
        return findings(*arguments)

    monkeypatch.setattr("stats.alerts.occurrences.findings", forgetting)
    occurrences.check(ID)
    assert told() == []


def test_what_is_still_wanted_goes_on(clock: Settings) -> None:
    wants("credits", 100)
    look_at(clock, stats(9, 0, 9, amount=Decimal(200), LA=9), BEGIN)
    occurrences.end_unwanted()
    assert len(open_now()) == 1


# ---- looks and collectors


def test_the_same_look_counts_once(clock: Settings) -> None:
    wants("error_rate", 5)
    calm = steady(2)
    at = look_every(clock, calm)
    look_every(clock, after(calm[-1], 1, 0, 200), at)
    for _ in range(3):
        occurrences.check(ID)
    assert told() == []


def test_without_a_rule_nothing_is_read_but_the_rules(
    clock: Settings, django_assert_num_queries: object
) -> None:
    look_at(clock, stats(9, 0, 9, LA=9), BEGIN)
    with django_assert_num_queries(2):  # type: ignore[operator]
        occurrences.check(ID)


def test_a_database_that_cannot_be_written_is_logged(
    clock: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    wants("credits", 100)

    def refuse(*_: object, **__: object) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr(Alert, "save", refuse)
    with caplog.at_level(logging.WARNING, "stats.alerts"):
        look_at(clock, stats(9, 0, 9, amount=Decimal(200), LA=9), BEGIN)
    assert "alerts of broadcast 135 not looked after: disk full" in caplog.text
    assert told() == []


@pytest.mark.django_db(transaction=True)
def test_collectors_that_check_at_once_tell_once(clock: Settings) -> None:
    wants("done")
    look_at(clock, stats(2, 0, 8), BEGIN)
    set_rules(None, {"done": None})
    look_at(clock, stats(0, 0, 10), BEGIN + FIVE)
    clock.DEMO_NOW = BEGIN - HOUR
    wants("done")
    clock.DEMO_NOW = BEGIN + FIVE
    together = Barrier(4)

    def check() -> None:
        together.wait()
        occurrences.check(ID)
        connection.close()

    threads = [Thread(target=check) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told() == [("fired", "done")]
    assert Alert.objects.count() == 1
