"""How many questions a timeline costs and what becomes of it, against the stand-in CallFire."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from pytest_django import Settings

from simulator import instants
from simulator.server import Simulator
from stats import service, timeline
from stats.buckets import Bucket, BucketSize, TooManyBucketsError
from stats.callfire.errors import Forbidden
from stats.models import Snapshot
from stats.period import Period, resolve
from stats.series import NOTHING
from stats.sums import differences
from tests.conftest import NOW
from tests.stats.examples import LOS_ANGELES
from tests.stats.timelines import (
    ALL,
    AT_NIGHT,
    AUTUMN,
    DAILY,
    DAY,
    FESTIVAL,
    HOUR,
    MINUTE,
    NINETY_DAYS,
    OWN,
    SECOND,
    THREE_DAYS,
    TO_COME,
    TODAY,
    UTC_ZONE,
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


# --- few questions -------------------------------------------------------------------------------


def test_ninety_busy_days_cost_a_hundred_questions(callfire: Simulator) -> None:
    series = fetched(DAILY, NINETY_DAYS)
    assert (len(series.slots), series.missing, series.is_complete) == (90, 0, True)
    assert 90 <= len(asked(callfire)) <= 100
    assert series.size == "day"
    assert series.whole
    assert differences(series.sum, series.whole.stats) == ()


def test_a_quiet_year_with_three_busy_days_costs_sixty_questions(callfire: Simulator) -> None:
    callfire.account = replace(callfire.account, campaigns=[THREE_DAYS])
    series = fetched(OWN, period("2025-11-24", "2026-11-23", UTC_ZONE), "day")
    assert len(asked(callfire)) <= 60
    assert (len(series.slots), series.missing) == (365, 0)
    assert [each for each in attempts(series) if each] == [200, 200, 200]


def test_a_year_without_activity_costs_one_and_then_the_last_day_is_looked_for(
    callfire: Simulator,
) -> None:
    series = fetched(FESTIVAL, period("2025-07-01", "2026-06-30"), "day")
    (first, *_) = asked(callfire)
    assert first == Bucket(*edges(period("2025-07-01", "2026-06-30")))
    assert attempts(series) == [0] * 365
    assert states(series) == {"settled": 365}


def edges(of_period: Period) -> tuple[datetime, datetime]:
    assert of_period.begin
    assert of_period.end
    return of_period.begin, of_period.end


def test_seeing_it_again_asks_nothing(callfire: Simulator) -> None:
    first = fetched(DAILY, NINETY_DAYS)
    asked(callfire)
    assert timeline.kept(DAILY, NINETY_DAYS) == first
    assert fetched(DAILY, NINETY_DAYS) == first
    assert asked(callfire) == []


def test_a_while_later_the_open_day_alone_is_asked_for(
    callfire: Simulator, clock: Settings
) -> None:
    fetched(DAILY, NINETY_DAYS)
    asked(callfire)
    move(callfire, clock, NOW + 2 * MINUTE)
    assert of(timeline.kept(DAILY, NINETY_DAYS), TODAY).is_stale
    series = fetched(DAILY, NINETY_DAYS)
    assert asked(callfire) == [TODAY]
    assert [slot for slot in series.slots if slot.is_stale] == []
    assert series.is_complete


def test_a_day_that_is_not_settled_is_asked_for_every_hour_and_once_more_to_settle_it(
    callfire: Simulator, clock: Settings
) -> None:
    fetched(DAILY, WEEK)
    asked(callfire)
    came = []
    settles = YESTERDAY.end + DAY + SECOND
    for at in (59 * MINUTE, HOUR, 90 * MINUTE, 2 * HOUR, 9 * HOUR):
        move(callfire, clock, NOW + at)
        fetched(DAILY, WEEK)
        came.append(YESTERDAY in asked(callfire))
    move(callfire, clock, settles - 10 * SECOND)
    assert of(fetched(DAILY, WEEK), YESTERDAY).state == "provisional"
    came.append(YESTERDAY in asked(callfire))
    move(callfire, clock, settles)
    assert of(fetched(DAILY, WEEK), YESTERDAY).state == "settled"
    came.append(YESTERDAY in asked(callfire))
    assert came == [False, True, False, True, True, False, True]
    move(callfire, clock, settles + 30 * DAY)
    fetched(DAILY, WEEK)
    assert asked(callfire) == [TODAY]


def test_a_settled_bucket_is_never_asked_for_twice(callfire: Simulator, clock: Settings) -> None:
    fetched(DAILY, NINETY_DAYS)
    fetched(DAILY, period("2026-09-10", "2026-10-20"))
    fetched(DAILY, ALL, "day")
    for days in range(1, 5):
        move(callfire, clock, NOW + days * DAY)
        fetched(DAILY, NINETY_DAYS)
        fetched(DAILY, ALL, "day")
    days_asked = Counter(
        each for each in asked(callfire) if each.end - each.begin <= timedelta(hours=25)
    )
    settled = {each: count for each, count in days_asked.items() if each.end < NOW - DAY}
    assert set(settled.values()) == {1}
    assert len(settled) >= 110


def test_other_periods_share_the_days_they_have_in_common(callfire: Simulator) -> None:
    fetched(DAILY, NINETY_DAYS)
    asked(callfire)
    series = fetched(DAILY, period("2026-08-20", "2026-11-20"), "day")
    new = {slot.bucket for slot in series.slots if slot.bucket.end <= edges(NINETY_DAYS)[0]}
    days = {each for each in asked(callfire) if each.end - each.begin <= timedelta(hours=25)}
    assert days == new


def test_a_quiet_day_that_is_settled_is_not_asked_for_when_there_is_activity_beside_it(
    callfire: Simulator, clock: Settings
) -> None:
    before = period("2026-11-01", "2026-11-30")
    move(callfire, clock, datetime(2026, 11, 16, tzinfo=UTC))
    assert attempts(fetched(AUTUMN, before)) == [0] * 15
    asked(callfire)
    move(callfire, clock, NOW)
    series = fetched(AUTUMN, before)
    settled = {slot.bucket for slot in series.slots if slot.bucket.end < day("2026-11-14").end}
    assert not settled & set(asked(callfire))
    assert [truth(callfire, AUTUMN, slot.bucket) for slot in series.slots] == attempts(series)


# --- all time ------------------------------------------------------------------------------------


def test_all_time_finds_its_first_and_last_activity(callfire: Simulator) -> None:
    series = fetched(AUTUMN, ALL)
    assert series.size == "day"
    assert series.is_complete
    assert (series.slots[0].bucket, series.slots[-1].bucket) == (day("2026-11-17"), TODAY)
    assert series.whole
    assert differences(series.sum, series.whole.stats) == ()
    questions = asked(callfire)
    assert len(questions) <= 60
    assert len(questions) == len(set(questions))


def test_all_time_of_months_far_apart_is_told_by_months_in_few_questions(
    callfire: Simulator,
) -> None:
    callfire.account = replace(callfire.account, campaigns=[THREE_DAYS])
    series = fetched(OWN, resolve(zone=UTC_ZONE, now=NOW))
    assert len(asked(callfire)) <= 60
    # By weeks of whole months: the first begins with its month, the last ends with it.
    assert series.size == "week"
    assert series.slots[0].bucket.begin == datetime(2026, 3, 1, tzinfo=UTC)
    assert sum(each or 0 for each in attempts(series)) == 600
    months = fetched(OWN, resolve(zone=UTC_ZONE, now=NOW), "month")
    assert asked(callfire) == []
    assert attempts(months) == [200, 0, 0, 200, 0, 0, 0, 200]


def test_all_time_of_a_broadcast_without_activity_has_no_buckets(callfire: Simulator) -> None:
    series = fetched(TO_COME, ALL)
    assert (series.slots, series.whole, series.is_complete) == ((), None, True)
    assert len(asked(callfire)) == 1


def test_all_time_is_not_known_before_it_was_asked_about(callfire: Simulator) -> None:
    series = timeline.kept(AUTUMN, ALL)
    assert (series.slots, series.is_complete, series.problem) == ((), False, None)
    assert asked(callfire) == []


def test_all_time_shows_what_is_kept_however_old_and_asks_for_what_is_not_settled(
    callfire: Simulator, clock: Settings
) -> None:
    first = fetched(AUTUMN, ALL)
    asked(callfire)
    move(callfire, clock, NOW + 2 * MINUTE)
    later = timeline.kept(AUTUMN, ALL)
    assert [slot.stats for slot in later.slots] == [slot.stats for slot in first.slots]
    assert not later.is_complete
    assert fetched(AUTUMN, ALL).is_complete
    assert TODAY in asked(callfire)


def test_all_time_too_long_for_the_size_is_refused_when_that_is_known(callfire: Simulator) -> None:
    with pytest.raises(TooManyBucketsError) as raised:
        fetched(DAILY, ALL, "hour")
    assert raised.value.coarser == "day"
    with pytest.raises(TooManyBucketsError):
        timeline.kept(DAILY, ALL, "hour")
    asked(callfire)
    assert fetched(DAILY, ALL).missing == 0


# --- the last activity ---------------------------------------------------------------------------


def test_a_period_without_activity_tells_the_last_day_with_some(callfire: Simulator) -> None:
    series = fetched(FESTIVAL, period("2026-10-01", "2026-10-31"))
    last = instants.aware(callfire.history(FESTIVAL).events[-1].at).astimezone(LOS_ANGELES)
    assert series.last_activity == day(str(last.date()))
    assert series.is_complete
    questions = asked(callfire)
    assert len(questions) <= 80
    assert len(questions) == len(set(questions))
    assert timeline.kept(FESTIVAL, period("2026-10-01", "2026-10-31")) == series


def test_a_period_with_activity_has_no_need_of_it(callfire: Simulator) -> None:
    assert fetched(FESTIVAL, period("2026-07-01", "2026-07-31")).last_activity is None


def test_a_period_of_which_nothing_is_known_is_not_taken_for_one_without_activity(
    callfire: Simulator,
) -> None:
    fetched(FESTIVAL, WEEK)
    hours = timeline.kept(FESTIVAL, period("2026-07-16", "2026-07-16"))
    assert (hours.missing, hours.last_activity) == (24, None)


def test_where_there_never_was_any_there_is_no_last_day(callfire: Simulator) -> None:
    series = fetched(TO_COME, WEEK)
    assert (series.last_activity, series.is_complete) == (None, True)
    assert attempts(series) == [0] * 7
    assert len(asked(callfire)) == 2


def test_the_last_day_is_not_told_while_the_search_is_under_way(callfire: Simulator) -> None:
    callfire.next_faults.extend([None] * 12)
    callfire.fault = "http-403"
    series = fetched(FESTIVAL, WEEK)
    assert isinstance(series.problem, Forbidden)
    assert series.last_activity is None
    assert not series.is_complete


# --- the buckets ---------------------------------------------------------------------------------


def test_each_bucket_is_an_ordinary_snapshot(callfire: Simulator) -> None:
    series = fetched(AUTUMN, WEEK)
    for slot in series.slots:
        begin, end = slot.bucket.begin, slot.bucket.end
        assert Snapshot.objects.of(AUTUMN, begin, end).get().look.stats == slot.stats
    asked(callfire)
    assert service.report(AUTUMN, WEEK).stats == (series.whole and series.whole.stats)
    report = service.report(AUTUMN, period("2026-11-19", "2026-11-19"))
    assert report.stats == of(series, day("2026-11-19")).stats
    assert asked(callfire) == []


def test_a_report_of_one_day_saves_the_timeline_a_question(callfire: Simulator) -> None:
    service.report(AUTUMN, period("2026-11-19", "2026-11-19"))
    asked(callfire)
    fetched(AUTUMN, WEEK)
    assert day("2026-11-19") not in asked(callfire)


def test_states_tell_what_is_final_and_what_is_not(callfire: Simulator, clock: Settings) -> None:
    clock.CALLFIRE_CONCURRENCY = 1  # so that the faults meet certain questions
    callfire.next_faults.extend([None, None, *["http-503"] * 3])
    series = fetched(AUTUMN, period("2026-11-19"))
    assert [slot.state for slot in series.slots] == [
        *("settled", "settled", "settled"),
        *("missing", "open"),
    ]
    assert {slot.seen_at for slot in series.slots} == {NOW, None}
    asked(callfire)
    move(callfire, clock, NOW + 6 * SECOND)
    series = fetched(AUTUMN, period("2026-11-19"))
    assert asked(callfire) == [YESTERDAY]
    assert states(series) == {"settled": 3, "provisional": 1, "open": 1}


def test_a_bucket_seen_before_its_end_is_open_until_it_is_seen_again(
    callfire: Simulator, clock: Settings
) -> None:
    fetched(AUTUMN, WEEK)
    move(callfire, clock, TODAY.end + 2 * HOUR)
    slot = of(timeline.kept(AUTUMN, WEEK), TODAY)
    assert (slot.state, slot.is_stale, slot.seen_at) == ("open", True, NOW)
    slot = of(fetched(AUTUMN, WEEK), TODAY)
    assert (slot.state, slot.is_stale) == ("provisional", False)


def test_what_has_not_begun_has_no_bucket_and_costs_nothing(callfire: Simulator) -> None:
    series = fetched(DAILY, resolve(begin="2026-11-20", end="2026-12-24", zone=UTC_ZONE, now=NOW))
    assert series.slots[-1].bucket == day("2026-11-23", UTC_ZONE)
    assert len(asked(callfire)) <= 10
    assert series.is_complete


def test_a_period_that_begins_later_today_has_none_at_all(callfire: Simulator) -> None:
    series = fetched(DAILY, period("2026-11-23T23:00", "2026-12-24"))
    assert (series.slots, series.missing, series.is_complete) == ((), 0, True)
    assert (series.whole, series.last_activity) == (None, None)
    assert asked(callfire) == []


def test_the_hour_that_comes_twice_has_two_buckets(callfire: Simulator) -> None:
    callfire.account = replace(callfire.account, campaigns=[AT_NIGHT])
    series = fetched(OWN, period("2026-11-01", "2026-11-01"))
    assert series.size == "hour"
    assert len(series.slots) == 25
    hours = [slot.bucket.begin.astimezone(LOS_ANGELES) for slot in series.slots]
    assert [(at.hour, str(at.utcoffset())) for at in hours[:4]] == [
        *((0, "-1 day, 17:00:00"), (1, "-1 day, 17:00:00")),
        *((1, "-1 day, 16:00:00"), (2, "-1 day, 16:00:00")),
    ]
    assert all(attempts(series)[:4])
    assert attempts(series) == [truth(callfire, OWN, slot.bucket) for slot in series.slots]


def test_too_many_buckets_are_refused_before_anything_is_asked(callfire: Simulator) -> None:
    with pytest.raises(TooManyBucketsError):
        fetched(DAILY, NINETY_DAYS, "hour")
    with pytest.raises(TooManyBucketsError):
        fetched(DAILY, NINETY_DAYS, "hour", seconds=0)
    with pytest.raises(TooManyBucketsError):
        timeline.kept(DAILY, NINETY_DAYS, "hour")
    assert asked(callfire) == []


@pytest.mark.parametrize("size", ["hour", "day", "week", "month"])
def test_the_size_can_be_chosen(callfire: Simulator, size: BucketSize) -> None:
    series = fetched(AUTUMN, WEEK, size)
    assert series.size == size
    assert series.is_complete


# --- a stretch without activity ------------------------------------------------------------------


def test_in_an_empty_stretch_the_buckets_are_of_the_state_of_their_own_end(
    callfire: Simulator, clock: Settings
) -> None:
    series = fetched(FESTIVAL, WEEK)
    assert states(series) == {"settled": 5, "provisional": 1, "open": 1}
    assert {slot.stats for slot in series.slots} == {NOTHING}
    asked(callfire)
    move(callfire, clock, NOW + 3 * MINUTE)
    later = timeline.kept(FESTIVAL, WEEK)
    assert [slot.bucket for slot in later.slots if slot.is_stale] == [TODAY]
    assert attempts(later) == [0] * 7
    fetched(FESTIVAL, WEEK)
    first, *others = asked(callfire)
    assert first == Bucket(*edges(WEEK))
    assert all(each.end > NOW for each in others)


def test_activity_that_begins_in_an_empty_stretch_is_found(
    callfire: Simulator, clock: Settings
) -> None:
    now = datetime(2026, 11, 17, 13, tzinfo=UTC)  # two hours before the first call
    move(callfire, clock, now)
    asked_for = period("2026-11-04", "2026-11-23")
    assert attempts(fetched(AUTUMN, asked_for)) == [0] * 14
    move(callfire, clock, NOW)
    series = fetched(AUTUMN, asked_for)
    assert [bool(each) for each in attempts(series)] == [False] * 13 + [True] * 7
    assert series.whole
    assert series.is_complete


# --- dates ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Niue", "Asia/Kathmandu"])
def test_days_are_those_of_the_periods_zone(callfire: Simulator, zone: str) -> None:
    at = resolve(begin="2026-11-19", end="2026-11-21", zone=ZoneInfo(zone), now=NOW)
    series = fetched(AUTUMN, at, "day")
    begins = [slot.bucket.begin.astimezone(ZoneInfo(zone)) for slot in series.slots]
    assert [each.date() for each in begins] == [date(2026, 11, number) for number in (19, 20, 21)]
    assert {each.time() for each in begins} == {time()}
