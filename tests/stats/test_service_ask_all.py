"""Many intervals of one broadcast, against the stand-in CallFire."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError
from pytest_django import Settings

from simulator.server import Simulator
from stats import lease, service
from stats.callfire.errors import CallFireError, Credentials, RateLimited
from stats.models import Allowance, Lease, Snapshot
from stats.period import Period
from stats.questions import Answer, Interval, Outcome
from tests.conftest import NOW

AUTUMN = 11741873003
DAY = timedelta(days=1)
TODAY = NOW.replace(hour=0)

pytestmark = pytest.mark.django_db


def days(number: int) -> list[Interval]:
    """Whole days in UTC, today first."""
    return [(TODAY - each * DAY, TODAY - (each - 1) * DAY) for each in range(number)]


def asked(
    wanted: Iterable[Interval], *, broadcast_id: int = AUTUMN, seconds: float = 15
) -> dict[Interval, Outcome]:
    intervals = list(wanted)
    return dict(service.ask_all(broadcast_id, lambda: intervals, seconds))


def instants(simulator: Simulator) -> list[str]:
    """The begins that were asked for, in their order."""
    return [each.query["IntervalBegin"] for each in simulator.requests]


def seconds_of(at: datetime | None) -> int:
    assert at is not None
    return int(at.timestamp())


def test_every_interval_is_kept_as_a_snapshot_of_its_own(
    callfire: Simulator, clock: Settings
) -> None:
    outcomes = asked(days(20))
    history = callfire.history(AUTUMN)
    assert len(outcomes) == len(callfire.requests) == Snapshot.objects.count() == 20
    for (begin, end), outcome in outcomes.items():
        truth = history.figures(seconds_of(begin), seconds_of(end), seconds_of(NOW))
        assert isinstance(outcome, Answer)
        assert outcome.saved
        usage = outcome.look.stats.usage
        assert usage
        assert usage.attempts == truth.attempts
        row = Snapshot.objects.of(AUTUMN, begin, end).get()
        assert row.look == outcome.look
    assert not Lease.objects.filter(outcome__isnull=True).exists()
    assert len(Allowance.objects.get().asked_at) == 20


def test_the_newest_are_asked_first(callfire: Simulator, clock: Settings) -> None:
    clock.CALLFIRE_CONCURRENCY = 1
    asked(days(9))
    assert instants(callfire) == sorted(instants(callfire), reverse=True)


def test_no_more_are_drawn_than_come_to_something(callfire: Simulator, clock: Settings) -> None:
    clock.CALLFIRE_CONCURRENCY = 1
    callfire.next_faults.extend([None, None, "http-401"])  # which ends it
    drawn: set[Interval] = set()

    def wanted() -> Iterator[Interval]:
        for each in days(9):
            drawn.add(each)
            yield each

    assert dict(service.ask_all(AUTUMN, wanted, 15)).keys() == drawn
    assert len(callfire.requests) == len(drawn) - 1  # the last one may not be asked any more


def test_what_was_asked_is_kept_for_the_report_of_the_same_period(
    callfire: Simulator, clock: Settings
) -> None:
    ((begin, end),) = day = days(4)[3:]
    asked(day)
    period = Period("custom", begin, end, service._UTC)
    assert service.report(AUTUMN, period).freshness == "settled"
    assert len(callfire.requests) == 1


def test_the_whole_life_can_be_among_them(callfire: Simulator, clock: Settings) -> None:
    asked([(None, None), *days(2)])
    assert Snapshot.objects.whole_life().count() == 1


def test_a_failure_is_told_beside_the_others_answers(callfire: Simulator, clock: Settings) -> None:
    clock.CALLFIRE_CONCURRENCY = 1
    callfire.next_faults.extend(["http-503"] * 3)
    outcomes = asked(days(4))
    kinds = [
        each.kind if isinstance(each, CallFireError) else "answer" for each in outcomes.values()
    ]
    assert kinds == ["unavailable", "answer", "answer", "answer"]
    assert len(callfire.requests) == len(Allowance.objects.get().asked_at) == 3 + 3


@pytest.mark.parametrize(("fault", "kind"), [("http-404", "not_found"), ("http-403", "forbidden")])
def test_what_holds_for_the_whole_broadcast_is_told_once(
    callfire: Simulator, clock: Settings, fault: str, kind: str
) -> None:
    callfire.fault = fault
    (problem,) = asked(days(30)).values()
    assert isinstance(problem, CallFireError)
    assert problem.kind == kind
    assert len(callfire.requests) <= 2 * clock.CALLFIRE_CONCURRENCY
    keys = [lease.key_of(AUTUMN, *each) for each in days(30)]
    states = lease.take_many(keys, "another", NOW)
    assert "under_way" not in states.values()


def test_a_refused_login_half_way_stops_the_rest(callfire: Simulator, clock: Settings) -> None:
    clock.CALLFIRE_CONCURRENCY = 1
    callfire.next_faults.extend([None, None, "http-401"])
    outcomes = asked(days(9))
    problems = [each for each in outcomes.values() if isinstance(each, CallFireError)]
    assert [(each.kind, each.is_paused) for each in problems] == [
        ("credentials", False),
        ("credentials", True),
    ]
    assert len(callfire.requests) == 3
    assert Snapshot.objects.count() == 2


def test_the_sites_own_limit_is_kept_to(callfire: Simulator, clock: Settings) -> None:
    clock.CALLFIRE_PER_MINUTE = 12
    (problem,) = [each for each in asked(days(30)).values() if isinstance(each, RateLimited)]
    assert problem.own_limit == 12
    assert len(callfire.requests) == Snapshot.objects.count() == 12


def test_without_credentials_the_first_is_told_so_and_nothing_is_asked(
    callfire: Simulator, clock: Settings
) -> None:
    clock.CALLFIRE_API_LOGIN = ""
    (problem,) = asked(days(9)).values()
    assert isinstance(problem, Credentials)
    assert problem.missing_settings == ("CALLFIRE_API_LOGIN",)
    assert callfire.requests == []
    assert asked([]) == {}


def test_what_cannot_be_saved_is_given_all_the_same(
    callfire: Simulator, clock: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise DatabaseError("database or disk is full")

    monkeypatch.setattr(Snapshot.objects, "bulk_create", full)
    outcomes = asked(days(10))
    assert len(outcomes) == 10
    assert not any(isinstance(each, Answer) and each.saved for each in outcomes.values())


def test_a_silent_callfire_is_over_at_the_deadline(callfire: Simulator, clock: Settings) -> None:
    callfire.fault = "silent"
    assert asked(days(30), seconds=1.2) == {}
    assert len(callfire.requests) <= clock.CALLFIRE_CONCURRENCY
    assert Allowance.objects.get().failed_at == []


def test_a_settled_day_that_others_kept_meanwhile_needs_no_question(
    callfire: Simulator, clock: Settings
) -> None:
    settled, running = days(4)[3], days(1)[0]
    asked([settled, running])
    clock.DEMO_NOW = NOW + timedelta(hours=1)
    periods = [Period("custom", begin, end, service._UTC) for begin, end in (settled, running)]
    answered = [
        service._question(AUTUMN, period, is_refresh=False).answered() for period in periods
    ]
    assert [look is not None for look in answered] == [True, False]
