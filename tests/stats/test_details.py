from concurrent.futures import ThreadPoolExecutor
from datetime import time, timedelta

import pytest
from django.db import DatabaseError, connection
from pytest_django import Settings

from simulator.server import Simulator
from stats import details, lease, seen, service
from stats.models import Allowance, Broadcast, Lease
from tests.conftest import NOW
from tests.stats.test_service import ALL, AUTUMN

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def kept() -> Broadcast:
    return Broadcast.objects.get(pk=AUTUMN)


def asked(callfire: Simulator) -> int:
    """How many requests there were for the broadcast itself."""
    return sum(each.path.endswith(f"/broadcast/{AUTUMN}") for each in callfire.requests)


def test_what_callfire_says_of_a_broadcast_is_in_its_report(
    callfire: Simulator, clock: Settings
) -> None:
    assert service.report(AUTUMN, ALL).details is None
    assert details.needs_asking(AUTUMN)
    details.refresh(AUTUMN)

    campaign = callfire.history(AUTUMN).campaign
    report = service.report(AUTUMN, ALL)
    assert report.name == campaign.name
    found = report.details
    assert found is not None
    assert (found.name, found.type, found.labels) == (
        campaign.name,
        campaign.type,
        tuple(campaign.labels),
    )
    assert found.status == "RUNNING"
    assert found.retry_plan is not None
    assert found.retry_plan.max_attempts == campaign.retry.max_attempts
    assert found.retry_plan.minutes_between == campaign.retry.minutes_between
    assert found.retry_plan.results == tuple(campaign.retry.results)
    assert found.calling_hours is not None
    assert isinstance(found.calling_hours.begin, time)
    assert found.created is not None
    assert found.created < NOW
    assert not details.needs_asking(AUTUMN)


def test_the_details_of_every_broadcast_of_the_simulator_are_read_whole(
    callfire: Simulator, clock: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    for campaign in callfire.account.campaigns:
        details.refresh(campaign.id)
        found = Broadcast.objects.get(pk=campaign.id).details
        assert found is not None
        assert None not in (found.name, found.created, found.calling_hours, found.retry_plan)
    assert "left out" not in caplog.text


def test_they_are_listed_with_the_broadcasts_seen_lately(
    callfire: Simulator, clock: Settings
) -> None:
    service.report(AUTUMN, ALL)
    seen.record_view(AUTUMN, ALL)
    details.refresh(AUTUMN)
    (report,) = seen.seen_lately(ALL)
    assert report.details == kept().details


def test_they_are_asked_for_once_an_hour(callfire: Simulator, clock: Settings) -> None:
    for minutes, number in ((0, 1), (59, 1), (60, 2), (61, 2), (-200, 3)):
        clock.DEMO_NOW = NOW + minutes * MINUTE
        assert details.needs_asking(AUTUMN) == (asked(callfire) < number)
        details.refresh(AUTUMN)
        assert asked(callfire) == number


def test_old_ones_stay_when_they_cannot_be_asked_for(callfire: Simulator, clock: Settings) -> None:
    details.refresh(AUTUMN)
    before = kept().details
    clock.DEMO_NOW = NOW + timedelta(days=30)
    callfire.fault = "http-503"
    details.refresh(AUTUMN)
    assert before is not None
    assert kept().details == before


@pytest.mark.parametrize(
    "fault",
    ["http-400", "http-403", "http-404", "http-429", "http-500", "html-page", "error-inside-200"],
)
def test_a_failure_is_remembered_for_five_minutes_and_the_figures_go_on(
    callfire: Simulator, clock: Settings, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    service.report(AUTUMN, ALL)
    callfire.fault = fault
    details.refresh(AUTUMN)
    assert f"details of broadcast {AUTUMN} not known" in caplog.text
    tries = asked(callfire)

    callfire.fault = None
    clock.DEMO_NOW = NOW + 5 * MINUTE - timedelta(seconds=1)
    details.refresh(AUTUMN)
    assert asked(callfire) == tries
    report = service.report(AUTUMN, ALL)
    assert (report.is_stale, report.problem, report.name, report.details) == (
        False,
        None,
        None,
        None,
    )
    clock.DEMO_NOW = NOW + 5 * MINUTE
    details.refresh(AUTUMN)
    assert kept().name is not None
    assert kept().details_failed_at is None


def test_five_broadcasts_whose_details_fail_stop_no_figures(
    callfire: Simulator, clock: Settings
) -> None:
    callfire.fault = "http-503"
    for campaign in callfire.account.campaigns[:6]:
        details.refresh(campaign.id)
    callfire.fault = None
    assert not service.report(AUTUMN, ALL).is_stale


def test_a_broadcast_that_is_not_kept_does_not_come_to_be_by_a_failure(
    callfire: Simulator, clock: Settings
) -> None:
    details.refresh(1)
    assert not Broadcast.objects.exists()


def test_without_credentials_nothing_is_asked_and_nothing_remembered(
    callfire: Simulator, clock: Settings
) -> None:
    Broadcast.objects.create(pk=AUTUMN)
    clock.CALLFIRE_API_LOGIN = ""
    details.refresh(AUTUMN)
    clock.CALLFIRE_API_LOGIN = "login"
    details.refresh(AUTUMN)
    assert kept().name is not None


def test_what_was_not_asked_in_a_pause_is_asked_after_it(
    callfire: Simulator, clock: Settings
) -> None:
    Broadcast.objects.create(pk=AUTUMN)
    row = Allowance.objects.create(pk=1, closed_until=NOW + MINUTE)
    details.refresh(AUTUMN)
    assert callfire.requests == []
    row.delete()
    details.refresh(AUTUMN)
    assert kept().name is not None


@pytest.mark.parametrize("broken", ["take", "_keep"])
def test_a_database_that_fails_is_logged_and_nothing_more(
    callfire: Simulator,
    clock: Settings,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    broken: str,
) -> None:
    def read_only(*_: object, **__: object) -> None:
        raise DatabaseError("attempt to write a readonly database")

    monkeypatch.setattr(lease if broken == "take" else details, broken, read_only)
    details.refresh(AUTUMN)
    assert f"details of broadcast {AUTUMN} not saved: attempt" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_people_who_look_at_once_cost_one_question(callfire: Simulator, clock: Settings) -> None:
    callfire.latency = 0.3

    def ask(_: int) -> str | None:
        try:
            details.refresh(AUTUMN)
            return kept().name
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as people:
        assert len(set(people.map(ask, range(8)))) == 1
    assert asked(callfire) == 1
    assert kept().name is not None
    assert Lease.objects.count() == 1
