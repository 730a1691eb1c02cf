"""That it is done, whose rule counts, and that each look and each occurrence counts once."""

import logging
from datetime import timedelta
from decimal import Decimal
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import DatabaseError, connection
from pytest_django import Settings

from stats import named, watching
from stats.alerts import occurrences
from stats.alerts.conditions import findings
from stats.alerts.rules import set_rules
from stats.alerts.told import open_now, past
from stats.models import Alert
from stats.questions import WHOLE_LIFE, keeping
from tests.stats.alerts.looked import (
    ID,
    after,
    look_at,
    look_every,
    open_alerts,
    steady,
    told,
    wants,
)
from tests.stats.forecast.looked_at import BEGIN, FIVE, stats

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("somebody_is_told")]
HOUR = timedelta(hours=1)


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
