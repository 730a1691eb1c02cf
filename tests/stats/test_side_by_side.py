"""Several broadcasts asked for together, against the stand-in CallFire: how much, and of whom."""

from collections import Counter
from datetime import timedelta

import pytest
from pytest_django import Settings

from simulator.server import Simulator
from stats import service, side_by_side
from stats.abreast import contrasts
from stats.buckets import Bucket
from stats.callfire.errors import NotFound, Unavailable
from stats.models import Snapshot
from stats.period import Period, resolve
from stats.side import Wanted
from stats.side_by_side import SideBySide
from tests.conftest import NOW
from tests.stats.examples import LOS_ANGELES
from tests.stats.timelines import (
    ALL,
    AUTUMN,
    DAILY,
    FESTIVAL,
    HOUR,
    MINUTE,
    OWN,
    TO_COME,
    WEEK,
    move,
    truth,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
YESTERDAY = resolve(period="yesterday", zone=LOS_ANGELES, now=NOW)
TWO = (AUTUMN, DAILY)


@pytest.fixture(autouse=True)
def _many_a_minute(clock: Settings) -> None:
    clock.CALLFIRE_PER_MINUTE = 5_000  # the clock stands: a minute would never be over


def fetched(wanted: Wanted, share: side_by_side.Share = "all") -> SideBySide:
    return side_by_side.fetched(wanted, share, seconds=30)


def asked(callfire: Simulator) -> Counter[str]:
    """How many questions for figures there were since the last look, by the broadcast's path."""
    paths = [each.path for each in callfire.requests if each.path.endswith("/stats")]
    callfire.requests.clear()
    return Counter(paths)


def test_figures_are_those_of_the_period_and_hours_add_up_to_them(callfire: Simulator) -> None:
    found = fetched(Wanted(TWO, YESTERDAY))
    assert found.is_complete
    for column in found.columns:
        assert column.report
        assert column.series
        assert column.report.stats.usage
        assert YESTERDAY.begin
        assert YESTERDAY.end
        day = Bucket(YESTERDAY.begin, YESTERDAY.end)
        attempts = truth(callfire, column.broadcast_id, day)
        assert column.report.stats.usage.attempts == attempts
        assert column.series.size == "hour"
        assert column.series.sum.usage
        assert column.series.sum.usage.attempts == attempts
        rate = column.rates["live_answer_rate"]
        assert rate.part == column.report.metrics.live_answers
        assert rate.interval


def test_what_is_complete_is_not_asked_for_again(callfire: Simulator) -> None:
    wanted = Wanted(TWO, YESTERDAY)
    fetched(wanted)
    assert all(number <= 2 * 24 for number in asked(callfire).values())
    assert fetched(wanted).is_complete
    assert side_by_side.shown(wanted, {}, seconds=15).is_complete
    assert asked(callfire) == Counter()


def test_of_a_week_the_questions_are_bounded_by_its_hours(callfire: Simulator) -> None:
    found = fetched(Wanted((AUTUMN, DAILY, FESTIVAL), WEEK))
    assert found.is_complete
    numbers = asked(callfire)
    assert max(numbers.values()) <= 168 + 40
    assert min(numbers.values()) < 40  # no activity: then the last one is looked for
    (first, _second, last) = found.columns
    assert first.series
    assert last.series
    assert {len(first.series.slots), len(last.series.slots)} == {first.series.fetched}


def test_figures_come_before_hours_and_each_broadcast_has_its_turn(callfire: Simulator) -> None:
    fetched(Wanted(TWO, WEEK))
    paths = [each.path for each in callfire.requests if each.path.endswith("/stats")]
    assert len(set(paths[:2])) == 2
    half = Counter(paths[: len(paths) // 2])
    assert min(half.values()) > len(paths) // 8


def test_where_hours_are_too_many_days_are_taken(callfire: Simulator) -> None:
    month = resolve(period="28d", zone=LOS_ANGELES, now=NOW)
    found = fetched(Wanted(TWO, month))
    assert [each.series and each.series.size for each in found.columns] == ["day", "day"]
    assert found.columns[1].rates["live_answer_rate"].interval
    assert not found.columns[0].rates["live_answer_rate"].interval  # seven days with attempts


def test_whole_lives_have_each_their_own_extent(callfire: Simulator) -> None:
    found = fetched(Wanted(TWO, ALL))
    assert found.is_complete
    assert [each.series and each.series.size for each in found.columns] == ["hour", "day"]
    assert len(contrasts(*found.columns)) == 2


def test_one_that_is_unknown_to_callfire_is_asked_no_further_and_the_other_is(
    callfire: Simulator,
) -> None:
    found = fetched(Wanted((OWN, AUTUMN), YESTERDAY))
    unknown, known = found.columns
    assert isinstance(unknown.problem, NotFound)
    assert unknown.report is None
    assert known.is_complete
    assert known.problem is None
    assert found.is_stopped
    assert not found.is_complete
    questions = asked(callfire)
    assert min(questions.values()) <= 2


def test_older_figures_stand_in_with_the_reason(callfire: Simulator, clock: Settings) -> None:
    wanted = Wanted(TWO, resolve(period="today", zone=LOS_ANGELES, now=NOW))
    fetched(wanted, "figures")
    move(callfire, clock, NOW + HOUR)
    callfire.fault = "http-500"
    found = fetched(wanted, "figures")
    assert all(isinstance(column.problem, Unavailable) for column in found.columns)
    assert all(column.report and column.report.is_stale for column in found.columns)
    assert all(column.report and column.report.as_of == NOW for column in found.columns)


def test_a_page_asks_only_for_figures_of_which_there_are_none(
    callfire: Simulator, clock: Settings
) -> None:
    wanted = Wanted(TWO, resolve(period="today", zone=LOS_ANGELES, now=NOW))
    side_by_side.shown(wanted, {}, seconds=15)
    assert asked(callfire).total() == 2
    move(callfire, clock, NOW + HOUR)
    found = side_by_side.shown(wanted, {}, seconds=15)
    assert not found.is_complete
    assert asked(callfire) == Counter()
    side_by_side.shown(Wanted((AUTUMN, OWN), wanted.period), {OWN: NotFound()}, seconds=15)
    assert asked(callfire) == Counter()


# --- at the same age -----------------------------------------------------------------------------


def test_at_an_age_each_is_compared_from_its_first_attempt_on(callfire: Simulator) -> None:
    found = fetched(Wanted(TWO, ALL, is_by_age=True, age=200 * MINUTE))
    assert found.age == 200 * MINUTE
    for column in found.columns:
        begin = column.begins_at
        assert begin
        assert column.report
        assert column.series
        assert column.report.stats.usage
        stretch = Bucket(begin, begin + 200 * MINUTE)
        assert column.report.stats.usage.attempts == truth(callfire, column.broadcast_id, stretch)
        lengths = [slot.bucket.end - slot.bucket.begin for slot in column.series.slots]
        assert lengths == [HOUR, HOUR, HOUR, 20 * MINUTE]


def test_the_age_is_that_of_the_youngest_in_whole_five_minutes(
    callfire: Simulator, clock: Settings
) -> None:
    move(callfire, clock, NOW + 7 * MINUTE)
    found = fetched(Wanted(TWO, ALL, is_by_age=True), "figures")
    begins = [column.begins_at for column in found.columns if column.begins_at]
    elapsed = service.now() - max(begins)
    assert found.age
    assert timedelta(0) <= elapsed - found.age < 5 * MINUTE
    assert found.age % (5 * MINUTE) == timedelta(0)


def test_a_first_attempt_is_asked_for_once_and_kept(callfire: Simulator, clock: Settings) -> None:
    wanted = Wanted(TWO, ALL, is_by_age=True, age=200 * MINUTE)
    fetched(wanted)
    asked(callfire)
    found = fetched(Wanted(TWO, ALL, is_by_age=True, age=400 * MINUTE), "figures")
    assert asked(callfire).total() == 2
    move(callfire, clock, NOW + timedelta(hours=3))
    later = side_by_side.shown(wanted, {}, seconds=15)
    assert [each.begins_at for each in later.columns] == [each.begins_at for each in found.columns]
    assert asked(callfire) == Counter()


def test_first_attempts_that_are_to_be_asked_for_again_stand_meanwhile(
    callfire: Simulator, clock: Settings
) -> None:
    clock.STATS_SETTLE_HOURS = 1_000  # so that nothing is final yet
    wanted = Wanted(TWO, ALL, is_by_age=True)
    before = fetched(wanted, "figures")
    move(callfire, clock, NOW + timedelta(hours=2))
    asked(callfire)
    found = side_by_side.shown(wanted, {}, seconds=15)
    assert asked(callfire).total() == 2  # the figures at the new age
    assert [each.begins_at for each in found.columns] == [each.begins_at for each in before.columns]
    assert before.age
    assert found.age == before.age + timedelta(hours=2)
    assert not found.is_complete


def test_one_without_any_attempt_has_no_stretch_and_the_others_do(callfire: Simulator) -> None:
    found = fetched(Wanted((TO_COME, AUTUMN), ALL, is_by_age=True), "figures")
    none, some = found.columns
    assert (none.begins_at, none.stretch, none.is_complete) == (None, None, True)
    assert some.report
    assert found.age


def test_what_was_shown_is_marked_so_that_it_goes_in_time(callfire: Simulator) -> None:
    found = fetched(Wanted(TWO, ALL, is_by_age=True, age=200 * MINUTE))
    side_by_side.record_shown(found)
    for column in found.columns:
        stretch = column.stretch
        assert isinstance(stretch, Period)
        rows = Snapshot.objects.filter(broadcast=column.broadcast_id, shown_at__isnull=False)
        assert set(rows.values_list("begin", "end")) == {
            (stretch.begin, stretch.end),
            (stretch.begin and stretch.begin + 3 * HOUR, stretch.end),
        }
