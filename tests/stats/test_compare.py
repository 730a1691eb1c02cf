"""A report beside an earlier one: what is asked for it, what is kept, and what may go wrong."""

from datetime import timedelta

import pytest
from pytest_django import Settings

from simulator.server import Simulator
from stats import compare, service
from stats.callfire.errors import NotFound, Timeout, Unavailable
from stats.compare import Compared
from stats.earlier import Against
from stats.models import Snapshot
from stats.period import Period, resolve
from stats.report import Freshness, Report
from tests.conftest import NOW
from tests.stats.examples import LOS_ANGELES
from tests.stats.timelines import AUTUMN, DAILY, DAY, HOUR, MINUTE, asked, move, truth
from tests.stats.timelines import day as day_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
LATER = NOW + timedelta(minutes=2, seconds=10)  # 14:02:10 in Los Angeles


def period(name: str = "", *, begin: str = "", end: str = "") -> Period:
    return resolve(period=name, begin=begin, end=end, zone=LOS_ANGELES, now=service.now())


def report(of: Period, broadcast_id: int = DAILY) -> Report:
    return service.report(broadcast_id, of)


def fetched(of: Report, against: Against = "previous") -> Compared:
    return compare.fetched(of, against, seconds=10)


def attempts(of: Report | None) -> int | None:
    assert of
    assert of.stats.usage
    return of.stats.usage.attempts


def test_a_period_that_is_over_costs_one_question_once(callfire: Simulator) -> None:
    of = report(period("yesterday"))
    asked(callfire)
    assert compare.kept(of, "previous").sides is None
    found = fetched(of)
    assert asked(callfire) == [day_of("2026-11-21")]
    assert found.current == of
    assert attempts(found.earlier) == truth(callfire, DAILY, day_of("2026-11-21"))
    assert fetched(of) == compare.kept(of, "previous")
    assert found.is_complete
    assert asked(callfire) == []


def test_a_running_period_is_compared_to_the_last_five_minutes_on_both_sides(
    callfire: Simulator, clock: Settings
) -> None:
    move(callfire, clock, LATER)
    of = report(period("today"), AUTUMN)
    asked(callfire)
    found = fetched(of)
    both = sorted(asked(callfire), key=lambda each: each.begin)
    begin = day_of("2026-11-23").begin
    assert [(each.begin, each.end) for each in both] == [
        (begin - DAY, NOW - DAY),
        (begin, NOW),
    ]
    assert attempts(found.current) == truth(callfire, AUTUMN, both[1], LATER)
    assert attempts(found.earlier) == truth(callfire, AUTUMN, both[0], LATER)
    assert attempts(found.current) != attempts(of)


def test_figures_seen_at_the_very_cut_are_asked_for_no_second_time(callfire: Simulator) -> None:
    of = report(period("today"))
    asked(callfire)
    found = fetched(of)
    assert [each.end for each in asked(callfire)] == [NOW - DAY]
    assert attempts(found.current) == attempts(of)
    assert found.current
    assert found.current.period.end == NOW


def test_until_the_next_cut_nothing_more_is_asked(callfire: Simulator, clock: Settings) -> None:
    move(callfire, clock, LATER)
    fetched(report(period("today")))
    move(callfire, clock, LATER + 2 * MINUTE)
    of = report(period("today"))
    asked(callfire)
    assert fetched(of).is_complete
    assert asked(callfire) == []
    move(callfire, clock, LATER + 3 * MINUTE)
    assert not compare.kept(report(period("today")), "previous").is_complete


def test_until_the_newest_comparison_is_known_the_one_before_stands(
    callfire: Simulator, clock: Settings
) -> None:
    move(callfire, clock, LATER)
    before = fetched(report(period("today")))
    move(callfire, clock, LATER + 4 * MINUTE)
    of = report(period("today"))
    stands = compare.kept(of, "previous")
    assert stands.pair == before.pair
    assert stands.sides
    assert not stands.is_complete
    newest = fetched(of)
    assert compare.kept(of, "previous") == newest
    assert newest.pair != before.pair


def test_what_was_compared_goes_as_other_periods_do_that_a_person_saw(
    callfire: Simulator, clock: Settings
) -> None:
    move(callfire, clock, LATER)
    of = report(period("today"))
    compare.record_shown(of, fetched(of))
    shown = Snapshot.objects.exclude(shown_at=None).values_list("begin", "end")
    begin = day_of("2026-11-23").begin
    assert set(shown) == {(begin, NOW), (begin - DAY, NOW - DAY)}


def test_what_may_still_change_is_asked_for_again_after_an_hour(
    callfire: Simulator, clock: Settings
) -> None:
    before = period(begin="2026-11-22T20:00", end="2026-11-23T08:00")  # in the last 24 hours
    of = report(period(begin="2026-11-23T08:00", end="2026-11-23T12:00"))
    fetched(of, before)
    move(callfire, clock, NOW + HOUR - MINUTE)
    assert compare.kept(of, before).is_complete
    move(callfire, clock, NOW + HOUR)
    kept = compare.kept(of, before)
    assert not kept.is_complete
    assert kept.sides  # they are shown all the same


@pytest.mark.parametrize(("name", "why"), [("all", "whole_life"), ("today", "first_hour")])
def test_where_nothing_is_compared_nothing_is_asked(
    callfire: Simulator, clock: Settings, name: str, why: str
) -> None:
    move(callfire, clock, day_of("2026-11-23").begin + 50 * MINUTE)
    of = report(period(name))
    callfire.requests.clear()
    found = fetched(of)
    assert (found.why_not, found.pair, found.sides) == (why, None, None)
    assert found.is_complete
    assert asked(callfire) == []


def test_a_failure_is_told_and_the_report_stands(callfire: Simulator) -> None:
    of = report(period("yesterday"))
    callfire.fault = "hang-up"
    found = fetched(of)
    assert isinstance(found.problem, Unavailable)
    assert (found.current, found.earlier) == (of, None)
    assert not found.is_complete


def test_without_time_left_nothing_is_asked_and_it_is_told_as_late(callfire: Simulator) -> None:
    of = report(period("yesterday"))
    asked(callfire)
    found = compare.fetched(of, "previous", seconds=-1)
    assert isinstance(found.problem, Timeout)
    assert found.earlier is None
    assert asked(callfire) == []


def test_after_a_failure_older_figures_stand_in(callfire: Simulator, clock: Settings) -> None:
    of = report(period("yesterday"))
    chosen = period(begin="2026-11-23T06:00", end="2026-11-23T12:00")
    before = fetched(of, chosen).earlier
    move(callfire, clock, NOW + 2 * HOUR)
    callfire.fault = "hang-up"
    found = fetched(of, chosen)
    assert attempts(found.earlier) == attempts(before)
    assert found.earlier
    assert found.earlier.freshness is Freshness.STALE
    assert found.problem == found.earlier.problem


def test_of_a_broadcast_that_is_gone_no_older_figures_stand_in(
    callfire: Simulator, clock: Settings
) -> None:
    of = report(period("yesterday"))
    chosen = period(begin="2026-11-23T06:00", end="2026-11-23T12:00")
    fetched(of, chosen)
    move(callfire, clock, NOW + 2 * HOUR)
    callfire.fault = "http-404"
    found = fetched(of, chosen)
    assert isinstance(found.problem, NotFound)
    assert found.earlier is None


def test_where_there_was_nothing_before_there_are_zeros(callfire: Simulator) -> None:
    of = report(period("7d"), AUTUMN)
    assert attempts(fetched(of).earlier) == 0
