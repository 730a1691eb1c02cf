"""What is kept, row by row; nothing here asks CallFire."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries, Settings

from stats.broadcast_stats import ActionStatistics, BroadcastStats, UsageStats
from stats.buckets import Bucket, TooManyBucketsError
from stats.kept import PROVISIONAL_EVERY, Kept, is_busy, is_due, is_recent, is_settled
from stats.models import Broadcast, Snapshot, columns
from stats.report import Look
from stats.series import NOTHING
from stats.stretches import Interval
from tests.conftest import NOW
from tests.stats.examples import NOTHING_REPORTED, TEXTS, VOICE, results

UTC_ZONE = ZoneInfo("UTC")
HOUR, DAY, SECOND = timedelta(hours=1), timedelta(days=1), timedelta(seconds=1)
TODAY = NOW.replace(hour=0)
WEEK = (TODAY - 6 * DAY, TODAY + DAY)
TEXTED = BroadcastStats(TEXTS.usage, TEXTS.results)
ZEROS = BroadcastStats(usage=UsageStats(0, 0, Decimal("0.0"), 0, 0), results=results(SENT=0))


def row(
    interval: tuple[datetime | None, datetime | None],
    stats: BroadcastStats,
    at: datetime,
    broadcast_id: int = 135,
) -> None:
    """An answer that was kept at that instant."""
    Broadcast.objects.get_or_create(broadcast_id=broadcast_id)
    begin, end = interval
    seen: dict[str, Any] = {"first_seen_at": at, "last_seen_at": at}
    Snapshot.objects.create(
        broadcast_id=broadcast_id, begin=begin, end=end, **seen, **columns(stats)
    )


def look(stats: BroadcastStats, at: datetime = NOW) -> Look:
    return Look(stats, at, at)


def day(number: int) -> Interval:
    """The day so many days before today."""
    return TODAY - number * DAY, TODAY - (number - 1) * DAY


def week(now: datetime = NOW, zone: ZoneInfo = UTC_ZONE) -> tuple[Kept, tuple[Bucket, ...]]:
    """The last seven days, today's first."""
    kept = Kept(135, zone, now)
    return kept, kept.cut(*WEEK, "day")[::-1]


# --- how long an answer lasts --------------------------------------------------------------------


def test_what_was_seen_a_day_after_the_end_is_final_and_never_due() -> None:
    assert not is_settled(NOW + DAY, NOW)
    assert is_settled(NOW + DAY + SECOND, NOW)
    assert not is_due(NOW + DAY + SECOND, NOW, NOW + 1000 * DAY)
    assert not is_due(NOW + DAY + SECOND, NOW, NOW)


def test_an_open_interval_is_due_again_as_soon_as_it_is_no_longer_fresh() -> None:
    end = NOW + 10 * DAY
    assert not is_due(NOW, end, NOW + timedelta(seconds=59))
    assert is_due(NOW, end, NOW + timedelta(seconds=60))


def test_an_interval_that_is_over_and_not_settled_is_due_every_hour() -> None:
    end = NOW - HOUR
    assert not is_due(NOW, end, NOW + PROVISIONAL_EVERY - SECOND)
    assert is_due(NOW, end, NOW + PROVISIONAL_EVERY)


def test_it_is_due_once_more_when_it_can_be_settled_however_lately_it_was_seen() -> None:
    end = NOW - DAY
    assert not is_due(NOW, end, NOW)
    assert is_due(NOW, end, NOW + SECOND)
    assert not is_due(NOW + SECOND, end, NOW + 100 * DAY)


def test_what_was_seen_by_a_clock_that_was_set_back_since_is_no_more_recent() -> None:
    assert is_recent(NOW, NOW - timedelta(seconds=59))
    assert not is_recent(NOW, NOW - timedelta(seconds=60))
    assert is_due(NOW, NOW + DAY, NOW - HOUR)
    assert is_due(NOW, NOW - HOUR, NOW - 2 * HOUR)


@given(st.integers(-100, 100), st.integers(-100, 100), st.integers(-100, 100))
def test_a_settled_answer_is_the_only_one_that_lasts_for_ever(
    seen: int, end: int, later: int
) -> None:
    seen_at, ends = NOW + seen * HOUR, NOW + end * HOUR
    in_ten_years = max(seen_at, ends) + 3650 * DAY
    assert is_due(seen_at, ends, in_ten_years) != is_settled(seen_at, ends)
    # A question put again when it is due is answered for the time being.
    now = NOW + later * HOUR
    assert not is_due(now, ends, now)


# --- activity ------------------------------------------------------------------------------------


@pytest.mark.parametrize("stats", [NOTHING, ZEROS])
def test_zeros_alone_are_no_activity(stats: BroadcastStats) -> None:
    assert not is_busy(stats)
    assert not is_busy(replace(stats, action_statistics=ActionStatistics(2, 1, 1)))


@pytest.mark.parametrize(
    "name",
    ["duration_seconds", "billed_duration_seconds", "billed_amount", "attempts", "actions"],
)
@pytest.mark.parametrize("figure", [1, Decimal("-0.1"), None])
def test_any_other_figure_is_and_so_is_one_that_is_not_reported(name: str, figure: Any) -> None:
    assert NOTHING.usage
    assert is_busy(replace(NOTHING, usage=replace(NOTHING.usage, **{name: figure})))


@pytest.mark.parametrize("figures", [(1, 0), (0, 1), (None, 0), (0, None)])
def test_so_is_a_result(figures: tuple[int | None, int | None]) -> None:
    assert is_busy(replace(NOTHING, results=results(RECEIVED=figures)))


def test_where_nothing_is_reported_there_may_have_been_something() -> None:
    assert is_busy(NOTHING_REPORTED)


# --- what is known -------------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_answer_for_a_bucket_is_what_is_known_of_it() -> None:
    row(day(3), TEXTED, NOW)
    kept, days = week()
    assert kept.look(days[3]) == look(TEXTED)
    assert [kept.is_known(each) for each in days] == [number == 3 for number in range(7)]
    assert kept.is_busy(days[3])


@pytest.mark.django_db
def test_answers_of_other_broadcasts_and_other_edges_are_not_looked_at() -> None:
    row(day(1), TEXTED, NOW, broadcast_id=136)
    begin, end = day(2)
    row((begin + SECOND, end), TEXTED, NOW)
    row((begin, end - SECOND), TEXTED, NOW)
    row((None, None), TEXTED, NOW)
    kept, days = week()
    assert not any(kept.look(each) for each in days)


@pytest.mark.django_db
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Niue", "Asia/Kathmandu"])
def test_days_kept_in_one_zone_say_nothing_of_those_in_another(zone: str) -> None:
    for number in range(-1, 9):
        row(day(number), TEXTED, NOW)
    kept = Kept(135, ZoneInfo(zone), NOW)
    days = kept.cut(TODAY - 5 * DAY + HOUR, TODAY - HOUR, "day")
    assert not any(kept.look(each) for each in days)


@pytest.mark.django_db
def test_hours_kept_in_one_zone_are_those_of_any_that_shares_them() -> None:
    begin, _ = day(3)
    row((begin, begin + HOUR), TEXTED, NOW)
    kept = Kept(135, ZoneInfo("Pacific/Kiritimati"), NOW)
    hours = kept.cut(*day(3), "hour")
    assert kept.look(hours[0]) == look(TEXTED)


@pytest.mark.django_db
def test_the_answer_seen_last_is_the_one_that_counts() -> None:
    row(day(0), ZEROS, NOW - HOUR)
    row(day(0), TEXTED, NOW)
    kept, days = week()
    assert kept.look(days[0]) == look(TEXTED)


@pytest.mark.django_db
def test_an_answer_that_came_since_is_newer_than_what_was_kept() -> None:
    row(day(0), ZEROS, NOW - HOUR)
    kept, days = week()
    kept.learn(day(0), look(TEXTED), is_new=True)
    assert kept.look(days[0]) == look(TEXTED)


@pytest.mark.django_db
def test_buckets_are_looked_up_once(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    kept, days = week()
    with django_assert_num_queries(0):
        assert kept.cut(*WEEK, "day") == days[::-1]


@pytest.mark.django_db
def test_too_many_buckets_are_refused_each_time() -> None:
    kept = Kept(135, UTC_ZONE, NOW)
    for _ in range(2):
        with pytest.raises(TooManyBucketsError):
            kept.cut(NOW - 401 * DAY, NOW, "day")


# --- stretches without activity ------------------------------------------------------------------


@pytest.mark.django_db
def test_in_an_empty_stretch_every_bucket_that_had_begun_is_known_to_be_empty() -> None:
    row(WEEK, ZEROS, NOW - 30 * HOUR)  # yesterday, 16:00
    kept, days = week()
    assert [kept.look(each) for each in days] == [None] + [look(NOTHING, NOW - 30 * HOUR)] * 6


@pytest.mark.django_db
def test_those_that_had_settled_by_then_are_never_asked_for_again() -> None:
    row((WEEK[0], day(3)[1]), ZEROS, NOW - 3 * DAY)
    row((WEEK[0], day(3)[1]), TEXTED, NOW)
    row(WEEK, TEXTED, NOW)
    for now in (NOW, NOW + 1000 * DAY):
        kept, days = week(now)
        assert [kept.is_known(each) for each in days] == [False] * 5 + [True] * 2
        assert kept.plan(days[::-1]).wanted == tuple(map(day, range(5)))


@pytest.mark.django_db
def test_a_stretch_that_was_empty_is_asked_again_as_one() -> None:
    row(WEEK, ZEROS, NOW - HOUR)
    kept, days = week()
    assert kept.finding(WEEK) is None
    assert kept.plan(days[::-1]).wanted == (WEEK,)
    kept.learn(WEEK, look(ZEROS), is_new=True)
    assert kept.finding(WEEK) == "empty"
    assert kept.plan(days[::-1]).wanted == ()
    assert {kept.look(each) for each in days} == {look(NOTHING)}


@pytest.mark.django_db
def test_a_stretch_that_was_busy_stays_so() -> None:
    row(WEEK, TEXTED, NOW - 3 * DAY)
    kept, _ = week()
    assert kept.finding(WEEK) == "busy"


@pytest.mark.django_db
def test_the_newer_of_an_empty_bucket_and_an_empty_stretch_about_it_counts() -> None:
    row(day(1), ZEROS, NOW - HOUR)
    row(WEEK, ZEROS, NOW - 2 * HOUR)
    kept, days = week()
    assert kept.look(days[1]) == look(ZEROS, NOW - HOUR)
    kept.learn(WEEK, look(ZEROS), is_new=True)
    assert kept.look(days[1]) == look(NOTHING)


@pytest.mark.django_db
def test_figures_of_a_bucket_stand_against_an_empty_stretch_about_it() -> None:
    row(day(1), TEXTED, NOW - 2 * HOUR)
    row(WEEK, ZEROS, NOW)
    kept, days = week()
    assert kept.look(days[1]) == look(TEXTED, NOW - 2 * HOUR)


@pytest.mark.django_db
def test_an_empty_month_is_known_day_by_day() -> None:
    month = TODAY.replace(day=1), datetime(2026, 12, 1, tzinfo=UTC)
    row(month, ZEROS, NOW)
    row(WEEK, ZEROS, NOW - HOUR)  # what was seen last counts, in whatever order it is read
    kept = Kept(135, UTC_ZONE, NOW)
    kept.cut(*month, "month")
    days = kept.cut(*WEEK, "day")
    assert {kept.look(each) for each in days} == {look(NOTHING)}


# --- the plan ------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_nothing_is_asked_about_what_has_not_begun() -> None:
    kept = Kept(135, UTC_ZONE, NOW)
    days = kept.cut(NOW, NOW + 20 * DAY, "day")
    assert kept.plan(days).wanted == ()
    kept = Kept(135, UTC_ZONE, NOW + SECOND)
    days = kept.cut(NOW, NOW + 20 * DAY, "day")
    kept.learn((NOW, NOW + 20 * DAY), look(TEXTED))
    parts = kept.plan(days).wanted
    kept.learn(parts[0], look(TEXTED))
    assert [begin for begin, _ in kept.plan(days).wanted] == [NOW]


@pytest.mark.django_db
def test_where_activity_alone_matters_an_old_answer_will_do() -> None:
    row(day(0), TEXTED, NOW - 3 * HOUR)
    row(day(1), ZEROS, NOW - 3 * HOUR)
    kept, days = week()
    kept.learn(WEEK, look(TEXTED))
    in_order = days[::-1]
    assert kept.plan(in_order).wanted == tuple(map(day, range(7)))
    assert kept.plan(in_order, activity_alone=True).wanted == tuple(map(day, range(1, 7)))


@pytest.mark.django_db
@pytest.mark.parametrize("hours", [-3, 0, 3])
@pytest.mark.parametrize("fresh_seconds", [0, 60])
def test_what_was_answered_just_now_is_not_due_whatever_the_clocks_say(
    hours: int, fresh_seconds: int, settings: Settings
) -> None:
    # A clock that was set back keeps the instant at which the newest answer was seen.
    settings.STATS_FRESH_SECONDS = fresh_seconds
    at = NOW + hours * HOUR
    for stats in (ZEROS, TEXTED):
        kept, days = week()
        kept.learn(WEEK, look(stats, at), is_new=True)
        begun = [each for each in days if each.begin < at]
        assert all(kept.is_known(each) for each in begun) == (stats is ZEROS)
        for number in range(7):
            kept.learn(day(number), look(stats, at), is_new=True)
        assert all(kept.is_known(each) for each in days)
        assert kept.plan(days[::-1]).wanted == ()


@pytest.mark.django_db
def test_buckets_were_looked_at_if_none_but_the_last_are_unknown() -> None:
    kept, days = week()
    in_order = days[::-1]
    assert not kept.was_looked_at(in_order)
    row((WEEK[0], day(3)[1]), ZEROS, NOW - 10 * HOUR)
    kept, days = week()
    assert kept.was_looked_at(in_order)
    kept.learn(day(1), look(TEXTED))
    assert not kept.was_looked_at(in_order)
    kept.learn(day(2), look(TEXTED))
    assert kept.was_looked_at(in_order)


# --- the whole life ------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_whole_life_stands_for_a_stretch_about_it_unless_that_is_newer() -> None:
    row((None, None), ZEROS, NOW - 2 * HOUR)
    row((None, None), TEXTED, NOW - HOUR)
    kept, _ = week()
    kept.learn_whole_life(WEEK)
    assert kept.newest(WEEK) == look(TEXTED, NOW - HOUR)
    row(WEEK, VOICE, NOW)
    kept, _ = week()
    kept.learn_whole_life(WEEK)
    assert kept.newest(WEEK) == look(VOICE)


@pytest.mark.django_db
def test_where_no_whole_life_is_kept_nothing_is_learned_from_it() -> None:
    kept, _ = week()
    kept.learn_whole_life(WEEK)
    assert kept.newest(WEEK) is None


# --- what changed after it was settled -----------------------------------------------------------


@pytest.mark.django_db
def test_what_a_settled_bucket_said_first_is_kept_beside_what_it_says_now() -> None:
    first, second, third = (
        BroadcastStats(TEXTED.usage, results(SENT=count)) for count in (346, 350, 360)
    )
    end = day(5)[1]
    row(day(5), TEXTED, end + HOUR)  # not settled yet
    row(day(5), first, end + DAY + HOUR)
    row(day(5), second, end + 2 * DAY)
    row(day(5), third, end + 3 * DAY)
    kept, days = week()
    assert kept.settled_before(days[5]) == look(first, end + DAY + HOUR)


@pytest.mark.django_db
def test_a_bucket_that_changed_before_it_was_settled_did_not_change() -> None:
    end = day(5)[1]
    row(day(5), VOICE, end + HOUR)
    row(day(5), TEXTED, end + 2 * DAY)
    kept, days = week()
    assert kept.settled_before(days[5]) is None
    kept.learn(day(5), look(TEXTED))
    assert kept.settled_before(days[5]) is None
    assert kept.settled_before(days[4]) is None


@pytest.mark.django_db
def test_a_settled_bucket_that_changed_and_changed_back_did_not_change() -> None:
    end = day(5)[1]
    for number, stats in enumerate((VOICE, TEXTED, VOICE)):
        row(day(5), stats, end + (2 + number) * DAY)
    kept, days = week()
    assert kept.settled_before(days[5]) is None
