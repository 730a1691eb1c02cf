from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from stats.buckets import cut
from stats.days import day_begin, day_end, is_skipped
from stats.earlier import Against, Pair, pair
from stats.period import PRESETS, Period, query, resolve
from stats.steps import stepped
from tests.stats.examples import LOS_ANGELES
from tests.stats.odd_days import zoned_days, zoned_instants

AS_OF = datetime(2026, 11, 23, 22, 32, 10, tzinfo=UTC)  # Monday 14:32:10 in Los Angeles
FIVE_MINUTES, HOUR, DAY = timedelta(minutes=5), timedelta(hours=1), timedelta(days=1)
NEW_YORK = ZoneInfo("America/New_York")


def period(text: str, zone: ZoneInfo = LOS_ANGELES, now: datetime = AS_OF) -> Period:
    typed: dict[str, Any] = dict(part.split("=") for part in text.split())
    return resolve(zone=zone, now=now, **typed)


def found(of: Period, against: Against = "previous", as_of: datetime = AS_OF) -> Pair:
    result = pair(of, against, as_of, as_of)
    assert isinstance(result, Pair)
    return result


def said(of: Period) -> str:
    return "/".join(query(of).values())


@pytest.mark.parametrize(
    ("typed", "current", "earlier"),
    [
        ("period=today", "2026-11-23/2026-11-23T14:30", "2026-11-22/2026-11-22T14:30"),
        ("period=yesterday", "yesterday", "2026-11-21/2026-11-21"),
        ("period=7d", "2026-11-17/2026-11-23T14:30", "2026-11-10/2026-11-16T14:30"),
        ("period=28d", "2026-10-27/2026-11-23T14:30", "2026-09-29/2026-10-26T14:30"),
        ("period=month", "2026-11-01/2026-11-23T14:30", "2026-10-01/2026-10-23T14:30"),
        ("begin=2026-11-10 end=2026-11-12", "2026-11-10/2026-11-12", "2026-11-07/2026-11-09"),
        ("begin=2026-10-01 end=2026-10-31", "2026-10-01/2026-10-31", "2026-08-31/2026-09-30"),
        (
            "begin=2026-11-17T08:30 end=2026-11-17T10:00",
            "2026-11-17T08:30/2026-11-17T10:00",
            "2026-11-17T07:00/2026-11-17T08:30",
        ),
        (
            "begin=2026-11-23T08:00 end=2026-11-23T20:00",
            "2026-11-23T08:00/2026-11-23T14:30",
            "2026-11-22T20:00/2026-11-23T02:30",
        ),
    ],
)
def test_the_period_before_has_the_same_length_or_the_same_elapsed_part(
    typed: str, current: str, earlier: str
) -> None:
    both = found(period(typed))
    assert (said(both.current), said(both.earlier)) == (current, earlier)
    assert both.is_of_one_length


def test_all_time_has_no_period_before() -> None:
    assert pair(period("period=all"), "previous", AS_OF) == "whole_life"
    assert pair(period("period=all"), period("period=yesterday"), AS_OF) == "whole_life"


@pytest.mark.parametrize(
    ("minute", "is_given"), [(0, False), (59, False), (60, True), (64, True), (65, True)]
)
def test_in_the_first_hour_nothing_is_compared(minute: int, *, is_given: bool) -> None:
    begin = day_begin(date(2026, 11, 23), LOS_ANGELES)
    result = pair(period("period=today"), "previous", begin + timedelta(minutes=minute))
    assert (result != "first_hour") == is_given


def test_what_begins_later_today_is_not_compared() -> None:
    assert pair(period("begin=2026-11-23T20:00"), "previous", AS_OF) == "first_hour"


def test_nothing_is_compared_with_years_that_cannot_be_typed() -> None:
    of = period("begin=2000-01-02 end=2000-01-03")
    assert pair(of, "previous", AS_OF) == "out_of_range"


def test_a_month_is_compared_with_the_days_that_the_month_before_has() -> None:
    for now, day in (("2027-03-30T12:02", "2027-03-28"), ("2028-03-30T12:02", "2028-03-29")):
        as_of = datetime.fromisoformat(now).replace(tzinfo=UTC)
        both = found(period("period=month", now=as_of), as_of=as_of)
        assert said(both.current).endswith(day)
        assert said(both.earlier).endswith(f"{day[:4]}-02-{day[-2:]}")
        assert both.is_cut


def test_the_day_after_a_leap_day_is_compared_with_it() -> None:
    as_of = datetime(2028, 3, 1, 20, tzinfo=UTC)
    both = found(period("period=today", now=as_of), as_of=as_of)
    assert said(both.earlier) == "2028-02-29/2028-02-29T12:00"


def test_a_day_of_25_hours_is_compared_until_the_one_before_is_over() -> None:
    as_of = datetime(2026, 11, 2, 4, 40, tzinfo=UTC)  # 23:40 after 24 h 40 min in New York
    both = found(period("period=today", NEW_YORK, as_of), as_of=as_of)
    assert both.earlier == period("begin=2026-10-31 end=2026-10-31", NEW_YORK)
    assert said(both.current) == "2026-11-01/2026-11-01T23:00"


def test_a_day_of_23_hours_is_compared_by_the_time_that_passed() -> None:
    as_of = datetime(2026, 3, 8, 16, 0, tzinfo=UTC)  # noon, after 11 hours
    both = found(period("period=today", NEW_YORK, as_of), as_of=as_of)
    assert said(both.earlier) == "2026-03-07/2026-03-07T11:00"


def test_chosen_dates_of_the_same_length_are_cut_like_the_period() -> None:
    chosen = period("begin=2026-09-01 end=2026-09-07")
    both = found(period("period=7d"), chosen)
    assert said(both.current) == "2026-11-17/2026-11-23T14:30"
    assert said(both.earlier) == "2026-09-01/2026-09-07T14:30"
    assert both.is_of_one_length


@pytest.mark.parametrize(
    "typed", ["begin=2026-09-01 end=2026-09-10", "begin=2026-09-01T08:00 end=2026-09-01T09:00"]
)
def test_chosen_dates_of_another_length_are_taken_as_they_are(typed: str) -> None:
    chosen = period(typed)
    both = found(period("period=7d"), chosen)
    assert (both.current, both.earlier) == (period("period=7d"), chosen)
    assert not both.is_of_one_length
    assert not both.is_cut


NOVEMBER_2 = period("begin=2026-11-02 end=2026-11-02")


@pytest.mark.parametrize(
    ("of", "chosen", "current", "earlier"),
    [
        (
            "period=yesterday",
            "begin=2026-11-23 end=2026-11-23",
            "2026-11-22/2026-11-22T14:30",
            "2026-11-23/2026-11-23T14:30",
        ),
        (
            "begin=2026-11-10 end=2026-11-12",
            "begin=2026-11-21",
            "2026-11-10/2026-11-12T14:30",
            "2026-11-21/2026-11-23T14:30",
        ),
        (
            "begin=2026-11-20T01:00 end=2026-11-20T13:00",
            "begin=2026-11-23T08:00 end=2026-11-23T20:00",
            "2026-11-20T01:00/2026-11-20T07:30",
            "2026-11-23T08:00/2026-11-23T14:30",
        ),
        (  # both are running: what has passed of the one that began later
            "begin=2026-11-22 end=2026-11-24",
            "begin=2026-11-23 end=2026-11-25",
            "2026-11-22/2026-11-22T14:30",
            "2026-11-23/2026-11-23T14:30",
        ),
        (
            "begin=2026-11-23 end=2026-11-25",
            "begin=2026-11-22 end=2026-11-24",
            "2026-11-23/2026-11-23T14:30",
            "2026-11-22/2026-11-22T14:30",
        ),
    ],
)
def test_chosen_dates_that_are_running_are_cut_and_so_is_the_period(
    of: str, chosen: str, current: str, earlier: str
) -> None:
    both = pair(period(of), period(chosen), AS_OF, AS_OF)
    assert isinstance(both, Pair)
    assert (said(both.current), said(both.earlier)) == (current, earlier)
    assert both.is_cut
    assert both.is_of_one_length
    assert both.moved(edges(both.current)[1]) == both.earlier.end


def test_running_chosen_dates_of_another_length_are_cut_alone() -> None:
    both = pair(period("period=yesterday"), period("begin=2026-11-22"), AS_OF, AS_OF)
    assert isinstance(both, Pair)
    assert both.current == both.period
    assert said(both.earlier) == "2026-11-22/2026-11-23T14:30"
    assert not both.is_of_one_length


@pytest.mark.parametrize("chosen", ["2026-11-23T14:00", "2026-11-23T13:31", "2026-11-23T20:00"])
def test_in_the_first_hour_of_chosen_dates_nothing_is_compared(chosen: str) -> None:
    against = period(f"begin={chosen}")
    assert pair(period("period=yesterday"), against, AS_OF, AS_OF) == "first_hour"


def test_figures_seen_long_ago_are_compared_with_what_has_passed_by_now() -> None:
    seen = datetime(2026, 11, 4, tzinfo=UTC)  # settled then: they are not asked for again
    whole = period("begin=2026-11-20 end=2026-11-20")
    over = pair(NOVEMBER_2, whole, seen, AS_OF)
    assert isinstance(over, Pair)
    assert (over.current, over.earlier) == (NOVEMBER_2, whole)
    assert pair(NOVEMBER_2, whole, seen) == over
    running_one = pair(NOVEMBER_2, period("period=today"), seen, AS_OF)
    assert isinstance(running_one, Pair)
    assert said(running_one.earlier) == "2026-11-23/2026-11-23T14:30"


def test_a_running_chosen_day_of_25_hours_is_cut_where_a_whole_day_is_compared() -> None:
    as_of = datetime(2026, 11, 2, 4, 40, tzinfo=UTC)  # 23:40 after 24 h 40 min in New York
    of = period("begin=2026-10-20 end=2026-10-20", NEW_YORK, as_of)
    both = pair(of, period("period=today", NEW_YORK, as_of), as_of, as_of)
    assert isinstance(both, Pair)
    assert both.current == of
    assert not both.is_cut
    assert said(both.earlier) == "2026-11-01/2026-11-01T23:00"


def test_hours_are_matched_by_what_of_the_day_had_passed() -> None:
    both = found(period("period=7d"))
    noon = datetime(2026, 11, 18, 20, tzinfo=UTC)
    assert both.moved(noon) == noon - 7 * DAY
    month = found(period("period=month"))
    at = datetime(2026, 11, 4, 20, tzinfo=UTC)  # noon, an hour later than in October
    assert month.moved(at) == datetime(2026, 10, 4, 19, tzinfo=UTC)


def test_a_day_that_the_month_before_has_not_is_matched_with_none() -> None:
    as_of = datetime(2027, 3, 30, 20, tzinfo=UTC)
    both = found(period("period=month", now=as_of), as_of=as_of)
    assert both.moved(as_of) is None
    assert both.moved(as_of - 3 * DAY) is not None


def test_a_bucket_that_is_cut_is_matched_up_to_the_cut() -> None:
    both = found(period("period=7d"))
    today, tomorrow = (day_begin(date(2026, 11, day), LOS_ANGELES) for day in (23, 24))
    assert both.moved_stretch(today, tomorrow) == (today - 7 * DAY, both.earlier.end)
    assert both.moved_stretch(today - DAY, today) == (today - 8 * DAY, today - 7 * DAY)


def test_the_hour_that_is_not_compared_yet_is_matched_with_none() -> None:
    both = found(period("period=today"))
    at = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)
    assert both.moved_stretch(at, at + HOUR) is None


def test_the_25th_hour_of_a_day_is_matched_with_none_and_its_days_with_each_other() -> None:
    both = found(period("begin=2026-11-01 end=2026-11-01", NEW_YORK))
    begin, end = edges(both.period)
    assert end - begin == 25 * HOUR
    assert both.moved_stretch(begin, end) == edges(both.earlier)
    assert both.moved_stretch(end - HOUR, end) is None
    assert both.moved_stretch(end - 2 * HOUR, end - HOUR) == (begin - HOUR, begin)


# --- whatever the clocks do ----------------------------------------------------------------------


def running(zone: ZoneInfo, now: datetime, preset: str) -> Pair:
    result = pair(resolve(period=preset, zone=zone, now=now), "previous", now)
    assume(isinstance(result, Pair))
    assert isinstance(result, Pair)
    return result


def edges(of: Period) -> tuple[datetime, datetime]:
    assert of.begin
    assert of.end
    return of.begin, of.end


RUNNING = st.sampled_from([name for name in PRESETS if name not in ("all", "yesterday")])


@given(zoned_instants())
def test_of_today_both_sides_have_lasted_equally_long(zoned: tuple[ZoneInfo, datetime]) -> None:
    both = running(*zoned, "today")
    begin, end = edges(both.current)
    earlier_begin, earlier_end = edges(both.earlier)
    assert end - begin == earlier_end - earlier_begin


@given(zoned_instants(), RUNNING)
def test_the_days_that_are_cut_have_lasted_equally_long(
    zoned: tuple[ZoneInfo, datetime], preset: str
) -> None:
    zone, now = zoned
    both = running(zone, now, preset)
    ends = [edges(both.current)[1], edges(both.earlier)[1]]
    last = ends[0].astimezone(zone).date()
    other = both.moved_day(last)
    if other is None or day_begin(last, zone) == ends[0]:
        return
    assert ends[0] - day_begin(last, zone) == ends[1] - day_begin(other, zone)


@given(zoned_instants(), RUNNING)
def test_nothing_is_compared_that_has_not_passed_and_little_is_left_over(
    zoned: tuple[ZoneInfo, datetime], preset: str
) -> None:
    zone, now = zoned
    both = running(zone, now, preset)
    begin, end = edges(both.current)
    earlier_begin, earlier_end = edges(both.earlier)
    assert earlier_begin < earlier_end <= begin + 3 * HOUR  # a night may come back
    assert begin < end <= now
    assert both.current.begin == both.period.begin
    left_over = now - end
    assert left_over < FIVE_MINUTES or preset == "month" or _day_before_is_shorter(both, now)


def _day_before_is_shorter(both: Pair, now: datetime) -> bool:
    zone = both.period.zone
    day = now.astimezone(zone).date()
    other = both.moved_day(day)
    assert other
    return day_end(other, zone) - day_begin(other, zone) <= now - day_begin(day, zone)


@given(zoned_instants(), st.sampled_from(["7d", "28d"]))
def test_whole_weeks_are_matched_by_weekday(zoned: tuple[ZoneInfo, datetime], preset: str) -> None:
    zone, now = zoned
    both = running(zone, now, preset)
    first, earlier = both.current.first_day, both.earlier.first_day
    assert first
    assert earlier
    skipped = any(
        is_skipped(earlier + n * DAY, zone) for n in range((first - earlier).days * 2 + 1)
    )
    assert skipped or (first - earlier).days == {"7d": 7, "28d": 28}[preset]


@given(zoned_instants())
def test_a_month_to_date_is_compared_with_its_days_in_the_month_before(
    zoned: tuple[ZoneInfo, datetime],
) -> None:
    zone, now = zoned
    both = running(zone, now, "month")
    first, earlier = both.current.first_day, both.earlier.first_day
    assert first
    assert earlier
    assert first.day == 1
    assert is_skipped(earlier.replace(day=1), zone) or earlier.day == 1
    assert (first - DAY).month == earlier.month
    assert both.earlier.last_day
    assert both.earlier.last_day.month == earlier.month


@given(zoned_days(), st.integers(0, 40))
def test_whole_days_that_are_over_are_compared_with_as_many_before(
    zoned: tuple[ZoneInfo, date], days: int
) -> None:
    zone, first = zoned
    last = first + days * DAY
    assume(not is_skipped(first, zone) and not is_skipped(last, zone))
    of = Period("28d", day_begin(first, zone), day_end(last, zone), zone)
    before = stepped(of, -1)
    assume(of.is_whole_days and before is not None)
    both = found(of, as_of=edges(of)[1])
    assert (both.current, both.earlier) == (of, before)


@given(zoned_instants(), st.integers(3600, 10**6), st.integers(3600, 10**6))
def test_other_stretches_are_compared_over_equal_elapsed_time(
    zoned: tuple[ZoneInfo, datetime], seconds: int, passed: int
) -> None:
    zone, begin = zoned
    of = Period("custom", begin, begin + timedelta(seconds=seconds), zone)
    assume(not of.is_whole_days)
    result = pair(of, "previous", begin + timedelta(seconds=passed))
    assume(isinstance(result, Pair))
    assert isinstance(result, Pair)
    begin, end = edges(result.current)
    earlier_begin, earlier_end = edges(result.earlier)
    assert end - begin == earlier_end - earlier_begin
    assert earlier_end <= begin
    assert result.moved(end) == earlier_end


@given(zoned_instants(), RUNNING)
def test_days_are_matched_one_after_the_other_without_gap_or_overlap(
    zoned: tuple[ZoneInfo, datetime], preset: str
) -> None:
    both = running(*zoned, preset)
    buckets = cut(*edges(both.period), both.period.zone, "day")
    matched = [both.moved_stretch(bucket.begin, bucket.end) for bucket in buckets]
    assert matched[0]
    assert matched[0][0] == both.earlier.begin
    known = [stretch for stretch in matched if stretch]
    for (begin, end), (following, _) in pairwise(known):
        assert begin < following
        assert abs(end - following) <= 3 * HOUR  # no more than a night that came back


@given(zoned_instants(), RUNNING)
def test_the_edges_of_both_sides_are_matched_with_each_other(
    zoned: tuple[ZoneInfo, datetime], preset: str
) -> None:
    both = running(*zoned, preset)
    zone = both.period.zone
    begin, end = edges(both.current)
    at_midnight = end == day_begin(end.astimezone(zone).date(), zone)
    assert both.moved(begin) == both.earlier.begin
    assert at_midnight or both.moved(end) == both.earlier.end
