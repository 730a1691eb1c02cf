"""What a portfolio asks, against the stand-in CallFire, and what it says of what it did not get."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from simulator.server import Simulator
from stats import catalogue, portfolio, service, timeline
from stats.callfire.errors import Credentials
from stats.models import Broadcast, Snapshot
from stats.period import Period, resolve
from stats.portfolio import Portfolio, asking, members
from stats.series import Series
from stats.sums import exact
from tests.conftest import NOW
from tests.stats.timelines import ALL, AUTUMN, DAY, HOUR, MINUTE, UTC_ZONE, move, period

MONTH = resolve(period="28d", zone=UTC_ZONE, now=NOW)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def account(callfire: Simulator, clock: Settings) -> Simulator:
    clock.CALLFIRE_PER_MINUTE = 10_000
    callfire.account.histories()
    list(catalogue.import_pages())
    callfire.requests.clear()
    return callfire


def fetched(of: Period = MONTH, *, days: int = 0, **options: Any) -> Portfolio:
    return portfolio.fetched(of, seconds=15, day_questions=days, **options)


def ids(found: Portfolio) -> set[int]:
    return {member.broadcast_id for member in found.members}


def asked(simulator: Simulator) -> Counter[tuple[str, str, str]]:
    """What was asked for since the last look."""
    found = Counter(
        (each.path, each.query["IntervalBegin"], each.query["IntervalEnd"])
        for each in simulator.requests
    )
    simulator.requests.clear()
    return found


def attempts(found: Portfolio) -> int:
    assert found.totals.usage.attempts is not None
    return found.totals.usage.attempts


# --- which broadcasts ----------------------------------------------------------------------------


def broadcast(number: int, created: datetime | None, modified: datetime | None) -> None:
    Broadcast.objects.create(broadcast_id=number, created=created, last_modified=modified)


def test_those_are_in_it_whose_times_meet_the_period() -> None:
    begin, end = MONTH.begin, MONTH.end
    assert begin
    assert end
    second = timedelta(seconds=1)
    broadcast(1, begin - DAY, begin)
    broadcast(2, begin - DAY, begin - second)
    broadcast(3, end - second, end + DAY)
    broadcast(4, end, end + DAY)  # the end is the first instant after the period
    broadcast(5, begin - DAY, end + DAY)
    assert ids(portfolio.kept(MONTH)) == {1, 3, 5}


def test_what_can_t_be_told_is_in_it_and_counted_unless_the_other_time_rules_it_out() -> None:
    begin, end = MONTH.begin, MONTH.end
    assert begin
    assert end
    broadcast(1, None, None)
    broadcast(2, None, begin)
    broadcast(3, begin, None)
    broadcast(4, None, begin - DAY)
    broadcast(5, end, None)
    broadcast(6, begin, begin)
    found = portfolio.kept(MONTH)
    assert ids(found) == {1, 2, 3, 6}
    assert found.found.undated == 3


def test_of_more_than_the_most_the_last_modified_are_taken_and_the_rest_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(members, "MOST", 3)
    for number in range(1, 6):
        broadcast(number, NOW - 9 * DAY, NOW - number * HOUR)
    found = portfolio.kept(MONTH)
    assert [each.broadcast_id for each in found.members] == [1, 2, 3]
    assert (found.found.count, found.left_out) == (5, 2)


def test_all_time_is_of_all_broadcasts_by_their_whole_lives(account: Simulator) -> None:
    found = fetched(ALL)
    assert len(found.members) == len(found.reports) == 12
    assert (found.days, found.is_complete) == ((), True)
    kept = service.report(AUTUMN, ALL, wait=False)
    (own,) = [each for each in found.reports if each.broadcast_id == AUTUMN]
    assert own.stats == kept.stats


# --- questions -----------------------------------------------------------------------------------


def test_one_question_a_broadcast_and_none_when_it_is_seen_again(account: Simulator) -> None:
    first = fetched()
    assert len(first.members) == len(first.reports) == len(asked(account)) == 8
    again = fetched()
    assert asked(account) == Counter()
    assert again.totals == first.totals
    assert portfolio.kept(MONTH).totals == first.totals


def test_it_is_what_each_broadcast_s_own_page_says(account: Simulator) -> None:
    found = fetched()
    own = [service.report(each, MONTH, wait=False).stats for each in ids(found)]
    assert portfolio.totals_of(own) == found.totals


def test_an_hour_later_a_running_period_is_asked_for_again(
    account: Simulator, clock: Settings
) -> None:
    fetched()
    asked(account)
    move(account, clock, NOW + 59 * MINUTE)
    assert portfolio.kept(MONTH).due == 0
    move(account, clock, NOW + HOUR)
    assert portfolio.kept(MONTH).due == 8
    fetched()
    assert len(asked(account)) == 8
    assert portfolio.kept(MONTH).seen == (NOW + HOUR, NOW + HOUR)


def test_a_settled_period_is_never_asked_for_again(account: Simulator, clock: Settings) -> None:
    autumn = period("2026-11-02", "2026-11-08", UTC_ZONE)
    fetched(autumn, days=500)
    assert asked(account)
    move(account, clock, NOW + 40 * DAY)
    assert fetched(autumn, days=500).is_complete
    assert asked(account) == Counter()


def test_days_are_asked_for_within_their_limit_and_then_gone_on_with(account: Simulator) -> None:
    first = fetched(days=5)
    assert (first.days_asked, first.days_complete) == (5, False)
    assert len(asked(account)) == 8 + 5
    questions: Counter[tuple[str, str, str]] = Counter()
    for _press in range(40):
        found = fetched(days=20)
        assert found.days_asked <= 20
        questions += asked(account)
        if found.is_complete:
            break
    assert found.is_complete
    assert max(questions.values()) == 1
    assert {(day.known, day.of) for day in found.days} == {(8, 8)}
    assert found.days_known == found.busy == 7


def test_the_days_add_up_to_the_period(account: Simulator) -> None:
    found = fetched(days=500)
    assert sum(day.attempts or 0 for day in found.days) == attempts(found)
    assert sum(day.live_answers or 0 for day in found.days) == found.totals.live_answers
    assert exact([day.credits for day in found.days]) == found.totals.usage.billed_amount


def test_days_that_a_timeline_kept_are_known_without_a_question(account: Simulator) -> None:
    series: Series = timeline.fetched(AUTUMN, MONTH, "day", seconds=15)
    fetched()
    found = portfolio.kept(MONTH)
    asked(account)
    kept = {slot.bucket: slot for slot in series.slots}
    for day in found.days:
        slot = kept[day.bucket]
        assert slot.stats
        assert slot.stats.usage
        assert (day.attempts or 0) >= (slot.stats.usage.attempts or 0)
    fetched(days=500)
    assert not [path for path, *_ in asked(account) if str(AUTUMN) in path]


def test_after_its_time_nothing_further_is_begun(account: Simulator) -> None:
    found = portfolio.fetched(MONTH, seconds=15, begin_seconds=0.0, day_questions=500)
    assert asked(account) == Counter()
    assert (len(found.missing), found.due) == (8, 8)


# --- what goes wrong -----------------------------------------------------------------------------


def test_one_that_callfire_does_not_have_is_missing_with_its_reason_and_left_alone(
    account: Simulator, clock: Settings
) -> None:
    broadcast(135, NOW - 9 * DAY, NOW)
    found = fetched()
    assert [each.broadcast_id for each in found.missing] == [135]
    (lost,) = portfolio.kept(MONTH).missing
    assert (lost.broadcast_id, lost.is_due) == (135, False)
    assert lost.problem
    assert lost.problem.kind == "not_found"
    assert portfolio.kept(MONTH).due == 0
    asked(account)
    fetched()
    assert asked(account) == Counter()
    move(account, clock, NOW + MINUTE)  # what came of a question is told to others for 5 seconds
    fetched(again=True)
    assert [path for path, *_ in asked(account)] == ["/api/1.1/rest/broadcast/135/stats"]
    move(account, clock, NOW + HOUR + MINUTE)
    assert 135 in {each.broadcast_id for each in portfolio.kept(MONTH).members if each.is_due}


def test_what_failed_for_once_is_asked_for_again_after_five_minutes(
    account: Simulator, clock: Settings
) -> None:
    account.next_faults.extend(["html-page"])
    found = fetched()
    (lost,) = found.missing
    assert lost.problem
    assert lost.problem.kind == "bad_response"
    assert len(found.reports) == 7
    move(account, clock, NOW + 5 * MINUTE)
    asked(account)
    assert fetched().missing == ()
    assert len(asked(account)) == 1
    assert not Broadcast.objects.exclude(in_vain=None).exists()


def test_older_figures_stand_in_and_are_marked(account: Simulator, clock: Settings) -> None:
    before = fetched()
    move(account, clock, NOW + 2 * HOUR)
    account.next_faults.extend(["html-page"])
    found = fetched()
    (stale,) = found.stale
    assert found.missing == ()
    assert stale.report
    assert stale.report.is_stale
    (same,) = [each for each in before.reports if each.broadcast_id == stale.broadcast_id]
    assert stale.report.stats == same.stats
    assert found.seen == (NOW, NOW + 2 * HOUR)


def test_a_refused_login_ends_the_asking_and_is_nobody_s_own_problem(account: Simulator) -> None:
    account.fault = "http-401"
    found = fetched()
    assert isinstance(found.problem, Credentials)
    assert not Broadcast.objects.exclude(in_vain=None).exists()
    assert len(found.missing) == found.due == 8


def test_without_settings_it_says_so(account: Simulator, clock: Settings) -> None:
    clock.CALLFIRE_API_LOGIN = ""
    found = fetched()
    assert found.problem
    assert found.problem.missing_settings == ("CALLFIRE_API_LOGIN",)


# --- how much it costs here ----------------------------------------------------------------------


def filled(numbers: range) -> None:
    """So many broadcasts with figures of the period and of one day."""
    assert MONTH.end
    seen = {"first_seen_at": NOW, "last_seen_at": NOW, "attempts": 3}
    for number in numbers:
        broadcast(number, NOW - DAY, NOW)
        for begin in (MONTH.begin, MONTH.end - DAY):
            Snapshot.objects.create(
                broadcast_id=number, begin=begin, end=MONTH.end, results={"LA": [1, 1]}, **seen
            )


def test_it_costs_as_many_queries_whatever_there_is(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    filled(range(1, 4))
    with django_assert_num_queries(5):
        portfolio.kept(MONTH)
    filled(range(4, 60))
    with django_assert_num_queries(5):
        found = portfolio.kept(MONTH)
    assert attempts(found) == 59 * 3


def test_what_is_shown_is_remembered_to_the_day(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    filled(range(1, 9))
    found = portfolio.kept(MONTH)
    with django_assert_num_queries(1):
        asking.record_shown(found)
    shown = Snapshot.objects.filter(begin=MONTH.begin)
    assert set(shown.values_list("shown_at", flat=True)) == {NOW}
    assert not Snapshot.objects.exclude(begin=MONTH.begin).exclude(shown_at=None).exists()


def test_the_most_broadcasts_and_the_most_days_fit_into_a_statement(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    Broadcast.objects.bulk_create(
        Broadcast(broadcast_id=number, created=NOW - 500 * DAY, last_modified=NOW)
        for number in range(1, members.MOST + 2)
    )
    with django_assert_num_queries(4):  # nothing is kept of the period itself
        found = portfolio.kept(period("2025-10-21", "2026-11-23", UTC_ZONE))
    assert (len(found.members), found.left_out, len(found.days)) == (500, 1, 399)


def test_of_too_many_days_none_are_given_but_the_sums_are(account: Simulator) -> None:
    found = fetched(period("2025-01-01", "2026-11-23", UTC_ZONE), days=500)
    assert found.too_many
    assert (found.days, found.is_complete) == ((), True)
    assert attempts(found) > 0
