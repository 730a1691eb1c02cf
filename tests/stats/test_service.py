import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, connection
from pytest_django import DjangoAssertNumQueries, Settings

from simulator.server import Simulator
from stats import seen, service
from stats.callfire.errors import Credentials, NotFound, RateLimited, Unavailable
from stats.models import Allowance, Broadcast, Snapshot
from stats.period import Period, resolve
from stats.report import Freshness
from tests.conftest import NOW

AUTUMN = 11741873003
UTC_ZONE = ZoneInfo("UTC")
ALL = Period("all", None, None, UTC_ZONE)


def between(begin: str, end: str) -> Period:
    return resolve(begin=begin, end=end, zone=UTC_ZONE, now=NOW)


pytestmark = pytest.mark.django_db


def test_what_is_not_kept_is_asked_and_kept_as_one_row(
    callfire: Simulator, clock: Settings
) -> None:
    report = service.report(AUTUMN, ALL)

    truth = callfire.history(AUTUMN).figures(None, None, int(NOW.timestamp()))
    assert report.freshness is Freshness.FRESH
    assert report.stats.usage is not None
    assert report.stats.usage.attempts == truth.attempts
    assert report.as_of == NOW
    assert report.saved
    row = Snapshot.objects.get()
    assert row.look.stats == report.stats
    assert (row.begin, row.end, row.first_seen_at, row.last_seen_at) == (None, None, NOW, NOW)


def test_a_period_is_asked_as_a_half_open_interval_in_utc(
    callfire: Simulator, clock: Settings
) -> None:
    zone = ZoneInfo("America/Los_Angeles")
    period = resolve(begin="2026-11-20", end="2026-11-21", zone=zone, now=NOW)
    service.report(AUTUMN, period)

    assert [asked.query for asked in callfire.requests] == [
        {"IntervalBegin": "2026-11-20T08:00:00Z", "IntervalEnd": "2026-11-22T08:00:00Z"}
    ]


def test_fresh_figures_answer_without_a_question(callfire: Simulator, clock: Settings) -> None:
    service.report(AUTUMN, ALL)
    clock.DEMO_NOW = NOW + timedelta(seconds=59)
    report = service.report(AUTUMN, ALL)

    assert len(callfire.requests) == 1
    assert report.freshness is Freshness.FRESH
    assert report.as_of == NOW


def test_older_figures_are_asked_for_anew(callfire: Simulator, clock: Settings) -> None:
    service.report(AUTUMN, ALL)
    clock.DEMO_NOW = callfire.now = NOW + timedelta(seconds=60)
    report = service.report(AUTUMN, ALL)

    assert len(callfire.requests) == 2
    assert report.as_of == NOW + timedelta(seconds=60)


def test_without_waiting_older_figures_answer_at_once(callfire: Simulator, clock: Settings) -> None:
    service.report(AUTUMN, ALL)
    clock.DEMO_NOW = NOW + timedelta(hours=1)
    report = service.report(AUTUMN, ALL, wait=False)

    assert len(callfire.requests) == 1
    assert report.freshness is Freshness.OLD
    assert report.problem is None


def test_without_waiting_what_was_never_seen_is_asked(callfire: Simulator, clock: Settings) -> None:
    assert service.report(AUTUMN, ALL, wait=False).freshness is Freshness.FRESH


def test_a_settled_day_is_never_asked_for_twice(callfire: Simulator, clock: Settings) -> None:
    day = between("2026-11-20", "2026-11-20")
    service.report(AUTUMN, day)
    clock.DEMO_NOW = NOW + timedelta(days=300)
    report = service.report(AUTUMN, day)

    assert len(callfire.requests) == 1
    assert report.freshness is Freshness.SETTLED


def test_a_day_seen_within_the_settling_hours_is_asked_for_again(
    callfire: Simulator, clock: Settings
) -> None:
    day = between("2026-11-22", "2026-11-22")  # ended 22 hours before NOW
    service.report(AUTUMN, day)
    clock.DEMO_NOW = callfire.now = NOW + timedelta(days=300)
    assert service.report(AUTUMN, day).freshness is Freshness.SETTLED
    assert len(callfire.requests) == 2


def test_a_refresh_asks_for_a_settled_day_too(callfire: Simulator, clock: Settings) -> None:
    day = between("2026-11-20", "2026-11-20")
    service.report(AUTUMN, day)
    clock.DEMO_NOW = NOW + timedelta(seconds=5)
    service.report(AUTUMN, day, refresh=True)
    assert len(callfire.requests) == 2


def test_an_equal_answer_moves_the_last_seen_time_of_its_row(
    callfire: Simulator, clock: Settings
) -> None:
    service.report(AUTUMN, ALL)
    clock.DEMO_NOW = NOW + timedelta(hours=1)  # CallFire's clock stands: nothing has changed
    report = service.report(AUTUMN, ALL)

    row = Snapshot.objects.get()
    assert (row.first_seen_at, row.last_seen_at) == (NOW, NOW + timedelta(hours=1))
    assert report.as_of == NOW + timedelta(hours=1)


def test_a_different_answer_adds_a_row(callfire: Simulator, clock: Settings) -> None:
    service.report(AUTUMN, ALL)
    clock.DEMO_NOW = callfire.now = NOW + timedelta(hours=1)
    report = service.report(AUTUMN, ALL)

    assert Snapshot.objects.count() == 2
    assert report.whole_life_before is not None
    assert report.whole_life_before.last_seen_at == NOW


def test_periods_of_one_broadcast_are_kept_apart(callfire: Simulator, clock: Settings) -> None:
    service.report(AUTUMN, ALL)
    report = service.report(AUTUMN, between("2026-11-20", "2026-11-20"))

    assert Snapshot.objects.count() == 2
    assert report.whole_life is not None
    assert report.whole_life.stats != report.stats


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("http-500", "unavailable"),
        ("http-503", "unavailable"),
        ("hang-up", "unavailable"),
        ("reset", "unavailable"),
        ("truncated", "unavailable"),
        ("http-429", "rate_limited"),
        ("http-401", "credentials"),
        ("http-403", "forbidden"),
        ("http-400", "bad_response"),
        ("redirect", "bad_response"),
        ("html-page", "bad_response"),
        ("error-inside-200", "bad_response"),
        ("not-xml", "bad_response"),
        ("silent", "timeout"),
    ],
)
def test_after_a_fault_the_kept_figures_stay_with_the_reason(
    callfire: Simulator, clock: Settings, fault: str, kind: str
) -> None:
    good = service.report(AUTUMN, ALL)
    clock.DEMO_NOW = NOW + timedelta(hours=1)
    callfire.fault = fault
    report = service.report(AUTUMN, ALL)

    assert report.freshness is Freshness.STALE
    assert report.is_stale
    assert report.problem is not None
    assert report.problem.kind == kind
    assert report.stats == good.stats
    assert report.as_of == NOW
    assert Snapshot.objects.get().last_seen_at == NOW


def test_after_a_404_the_problem_stands_alone(callfire: Simulator, clock: Settings) -> None:
    service.report(AUTUMN, ALL)
    clock.DEMO_NOW = NOW + timedelta(hours=1)
    callfire.fault = "http-404"
    with pytest.raises(NotFound):
        service.report(AUTUMN, ALL)
    assert Snapshot.objects.count() == 1


def test_without_kept_figures_the_problem_is_raised_and_nothing_is_kept(
    callfire: Simulator, clock: Settings
) -> None:
    callfire.fault = "http-503"
    with pytest.raises(Unavailable):
        service.report(AUTUMN, ALL)
    assert not Broadcast.objects.exists()


def test_a_busy_callfire_says_when_it_will_listen(callfire: Simulator, clock: Settings) -> None:
    callfire.fault = "http-429"
    with pytest.raises(RateLimited) as raised:
        service.report(AUTUMN, ALL)
    assert raised.value.retry_at is not None


def test_without_credentials_nothing_is_asked(callfire: Simulator, clock: Settings) -> None:
    clock.CALLFIRE_API_PASSWORD = ""
    with pytest.raises(Credentials) as raised:
        service.report(AUTUMN, ALL)
    assert raised.value.missing_settings == ("CALLFIRE_API_PASSWORD",)
    assert callfire.requests == []


def test_without_credentials_kept_figures_stay(callfire: Simulator, clock: Settings) -> None:
    service.report(AUTUMN, ALL)
    clock.DEMO_NOW = NOW + timedelta(hours=1)
    clock.CALLFIRE_API_LOGIN = ""
    assert service.report(AUTUMN, ALL).is_stale


def test_figures_that_cannot_be_saved_are_shown_all_the_same(
    callfire: Simulator, clock: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**_: object) -> None:
        raise DatabaseError("database or disk is full")

    monkeypatch.setattr(Snapshot.objects, "create", full)
    report = service.report(AUTUMN, ALL)

    assert not report.saved
    assert report.stats.usage is not None
    assert report.whole_life is not None
    assert not Broadcast.objects.exists()


def test_a_clock_set_back_never_hides_the_newest_answer(
    callfire: Simulator, clock: Settings
) -> None:
    service.report(AUTUMN, ALL)
    clock.DEMO_NOW = NOW - timedelta(hours=3)
    callfire.now = NOW + timedelta(hours=1)
    report = service.report(AUTUMN, ALL)

    newest = Snapshot.objects.whole_life().newest()
    assert newest is not None
    assert newest.look.stats == report.stats
    assert service.report(AUTUMN, ALL, wait=False).stats == report.stats


@pytest.mark.django_db(transaction=True)
def test_people_who_ask_the_same_at_once_cost_one_question(
    callfire: Simulator, clock: Settings
) -> None:
    callfire.latency = 0.5

    def ask(_: int) -> int:
        try:
            return service.report(AUTUMN, ALL).rows[0].attempts or 0
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as people:
        answers = set(people.map(ask, range(16)))
    assert len(answers) == 1
    assert len(callfire.requests) == 1
    assert Snapshot.objects.count() == 1


def test_a_kept_report_costs_three_queries(
    callfire: Simulator,
    clock: Settings,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    service.report(AUTUMN, ALL)
    with django_assert_num_queries(3):
        service.report(AUTUMN, ALL)


def test_the_broadcasts_seen_lately_come_the_latest_first_with_their_newest_figures(
    callfire: Simulator,
    clock: Settings,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    ids = [AUTUMN, 6117119003, 5759746003]
    for minutes, broadcast_id in enumerate(ids):
        clock.DEMO_NOW = callfire.now = NOW + timedelta(minutes=2 * minutes)
        service.report(broadcast_id, ALL)
        service.report(broadcast_id, between("2026-11-20", "2026-11-20"))
        seen.record_view(broadcast_id, ALL)
    with django_assert_num_queries(2):
        lately = seen.seen_lately(ALL)
    assert [report.broadcast_id for report in lately] == ids[::-1]
    assert all(report.period.is_all for report in lately)


def test_a_broadcast_that_callfire_does_not_have_is_not_listed(
    callfire: Simulator, clock: Settings
) -> None:
    with pytest.raises(NotFound):
        service.report(1, ALL)
    seen.record_view(1, ALL)
    assert seen.seen_lately(ALL) == []


def test_a_whole_life_is_wanted_beside_a_period_until_it_is_recent(
    callfire: Simulator, clock: Settings
) -> None:
    day = between("2026-11-20", "2026-11-20")
    assert service.needs_whole_life(service.report(AUTUMN, day))
    service.report(AUTUMN, ALL)
    assert not service.needs_whole_life(service.report(AUTUMN, day))
    clock.DEMO_NOW = NOW + timedelta(minutes=2)
    assert service.needs_whole_life(service.report(AUTUMN, day))


def test_the_clock_is_the_real_one_unless_the_demo_stops_it(settings: Settings) -> None:
    before = datetime.now(UTC)
    assert before <= service.now() <= datetime.now(UTC)


@pytest.mark.parametrize("jump", [timedelta(days=-400), timedelta(minutes=-5), timedelta(days=400)])
def test_a_settled_day_stays_settled_when_the_clock_jumps(
    callfire: Simulator, clock: Settings, jump: timedelta
) -> None:
    day = between("2026-11-20", "2026-11-20")
    service.report(AUTUMN, day)
    clock.DEMO_NOW = NOW + jump
    assert service.report(AUTUMN, day).freshness is Freshness.SETTLED
    assert len(callfire.requests) == 1


@pytest.mark.parametrize("jump", [timedelta(days=-400), timedelta(days=400)])
def test_after_a_jump_of_the_clock_running_figures_are_asked_for_and_are_fresh(
    callfire: Simulator, clock: Settings, jump: timedelta
) -> None:
    service.report(AUTUMN, ALL)
    clock.DEMO_NOW = NOW + jump
    report = service.report(AUTUMN, ALL)
    assert len(callfire.requests) == 2
    assert report.freshness is Freshness.FRESH
    look = report.whole_life
    assert look is not None
    assert look.last_seen_at >= look.first_seen_at


def test_retries_count_as_requests_and_a_question_as_one_failure(
    callfire: Simulator, clock: Settings
) -> None:
    callfire.fault = "http-503"
    with pytest.raises(Unavailable):
        service.report(AUTUMN, ALL)
    assert len(callfire.requests) == 3
    allowance = Allowance.objects.get()
    assert (len(allowance.asked_at), len(allowance.failed_at)) == (3, 1)


def test_a_retry_beyond_the_sites_own_limit_is_not_made(
    callfire: Simulator, clock: Settings
) -> None:
    clock.CALLFIRE_PER_MINUTE = 2
    callfire.fault = "http-503"
    with pytest.raises(Unavailable) as raised:
        service.report(AUTUMN, ALL)
    assert len(callfire.requests) == 2
    assert raised.value.own_limit is None


def test_other_settings_are_another_account_to_the_pause(
    callfire: Simulator, clock: Settings
) -> None:
    clock.CALLFIRE_API_PASSWORD = "wrong"
    for _ in range(2):
        with pytest.raises(Credentials):
            service.report(AUTUMN, ALL)
    assert len(callfire.requests) == 1
    clock.CALLFIRE_API_PASSWORD = "password"
    assert service.report(6117119003, ALL).freshness is Freshness.FRESH


def test_the_pause_does_not_hold_the_login_in_any_form_that_can_be_read(
    callfire: Simulator, clock: Settings
) -> None:
    clock.CALLFIRE_API_PASSWORD = "wrong"
    with pytest.raises(Credentials):
        service.report(AUTUMN, ALL)
    kept = Allowance.objects.get().refused_account
    assert kept is not None
    assert re.fullmatch("[0-9a-f]{64}", kept)
    clock.SECRET_KEY = "another key"
    service._questions.cache_clear()
    assert (
        kept != service._questions(clock.CALLFIRE_API_URL, "login", "wrong", 8, 300)._line.account
    ), "it is keyed by SECRET_KEY"
