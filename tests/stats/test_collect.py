"""Collecting: every watched broadcast once a round, whoever else collects, whatever fails."""

from datetime import datetime, timedelta
from threading import Event, Thread

import pytest
from django.db import connection
from pytest_django import Settings

from simulator.server import Simulator
from stats import collect as collecting
from stats import service, watching
from stats.collect import Round, collect
from stats.models import Snapshot, Watch
from tests.conftest import NOW
from tests.stats.examples import ALL

AUTUMN, CLINIC, DAILY, TEXTS_OVER = 11741873003, 5759746003, 9811204003, 6117119003
MINUTES_5 = timedelta(minutes=5)
pytestmark = pytest.mark.django_db


@pytest.fixture
def site(callfire: Simulator, clock: Settings) -> Settings:
    return clock


def whole_lives(callfire: Simulator) -> list[str]:
    """The broadcasts whose whole life was asked for, in order."""
    asked = [each for each in callfire.requests if not each.query]
    return [each.path.split("/")[-2] for each in asked if each.path.endswith("/stats")]


def at(site: Settings, callfire: Simulator, instant: datetime) -> None:
    site.DEMO_NOW = callfire.now = instant


def test_a_round_looks_at_each_watched_broadcast_once(callfire: Simulator, site: Settings) -> None:
    for broadcast_id in (AUTUMN, CLINIC):
        watching.watch(broadcast_id)
    done = collect(Event())
    assert done.is_whole
    assert sorted(done.taken) == sorted([AUTUMN, CLINIC])
    assert sorted(whole_lives(callfire)) == sorted(map(str, [AUTUMN, CLINIC]))
    assert Snapshot.objects.whole_life().count() == 2


def test_what_was_looked_at_just_now_is_not_looked_at_again(
    callfire: Simulator, site: Settings
) -> None:
    watching.watch(AUTUMN)
    assert collect(Event()).taken == [AUTUMN]
    assert collect(Event()).taken == []
    at(site, callfire, NOW + timedelta(minutes=2))
    assert collect(Event()).taken == [AUTUMN]


def test_nothing_is_watched_unless_somebody_said_so(callfire: Simulator, site: Settings) -> None:
    service.report(AUTUMN, ALL)
    asked = len(callfire.requests)
    assert collect(Event()).is_whole
    watching.watch(AUTUMN)
    watching.unwatch(AUTUMN)
    assert collect(Event()).taken == []
    assert len(callfire.requests) == asked


def test_the_hours_that_are_final_are_kept_and_asked_for_once(
    callfire: Simulator, site: Settings
) -> None:
    watching.watch(AUTUMN)
    collect(Event())
    hours = Snapshot.objects.filter(end__lte=NOW - timedelta(hours=24))
    assert hours.filter(attempts__gt=0).count() >= 10
    assert Watch.objects.get().hours_until == NOW - timedelta(hours=25)
    # The whole life each time; an hour when one became final; the details once an hour.
    for minutes, looks, until in ((30, 2, 24), (45, 1, 24), (90, 3, 23)):
        asked = len(callfire.requests)
        at(site, callfire, NOW + timedelta(minutes=minutes))
        collect(Event())
        assert len(callfire.requests) - asked == looks
        assert Watch.objects.get().hours_until == NOW - timedelta(hours=until)


def test_after_a_long_rest_the_hours_of_the_last_days_are_caught_up(
    callfire: Simulator, site: Settings
) -> None:
    watching.watch(DAILY)
    collect(Event())
    at(site, callfire, NOW + timedelta(days=40))
    assert collect(Event()).is_whole
    assert Watch.objects.get().hours_until == NOW + timedelta(days=40) - timedelta(hours=25)


def test_one_that_is_done_is_looked_at_once_an_hour(callfire: Simulator, site: Settings) -> None:
    watching.watch(TEXTS_OVER)
    taken = []
    for minutes in (0, 5, 30, 59, 61, 90, 122):
        at(site, callfire, NOW + timedelta(minutes=minutes))
        taken.append(len(collect(Event(), MINUTES_5).taken))
    assert taken == [1, 0, 0, 0, 1, 0, 1]


def test_one_that_was_quiet_for_thirty_days_is_let_go(callfire: Simulator, site: Settings) -> None:
    watching.watch(TEXTS_OVER)
    for days, let_go in ((40, []), (69, []), (71, [TEXTS_OVER])):  # the last reply is in by 40
        at(site, callfire, NOW + timedelta(days=days))
        assert collect(Event()).let_go == let_go
    assert not watching.is_watched(TEXTS_OVER)
    assert Snapshot.objects.filter(broadcast_id=TEXTS_OVER).exists()


def test_a_broadcast_that_callfire_does_not_know_holds_up_nobody(
    callfire: Simulator, site: Settings
) -> None:
    watching.watch(135)
    watching.watch(AUTUMN)
    done = collect(Event())
    assert (done.taken, done.failed, done.is_whole) == ([AUTUMN], [135], True)


def test_a_refused_login_ends_the_round_and_what_was_claimed_is_free(
    callfire: Simulator, site: Settings
) -> None:
    for broadcast_id in range(1, 30):
        watching.watch(broadcast_id)
    callfire.fault = "http-401"
    done = collect(Event())
    assert not done.is_whole
    assert done.problem is not None
    assert done.problem.kind == "credentials"
    assert len(callfire.requests) <= site.CALLFIRE_CONCURRENCY
    assert Watch.objects.free(service.wall_clock()).count() == 29
    assert watching.heartbeat().ended_at is None


def test_missing_settings_are_a_problem_and_nothing_is_asked(
    callfire: Simulator, site: Settings
) -> None:
    watching.watch(AUTUMN)
    site.CALLFIRE_API_LOGIN = ""
    done = collect(Event())
    assert done.problem is not None
    assert done.problem.missing_settings == ("CALLFIRE_API_LOGIN",)
    assert callfire.requests == []


def test_who_is_stopped_among_the_hours_of_a_broadcast_begins_no_further_question(
    callfire: Simulator, site: Settings
) -> None:
    def hours() -> int:
        return sum("IntervalBegin" in each.query for each in callfire.requests)

    class Ending(Event):
        """Set as soon as an hour was asked for."""

        def is_set(self) -> bool:
            return hours() > 0

    site.CALLFIRE_CONCURRENCY = 1
    watching.watch(AUTUMN)
    assert not collect(Ending()).is_whole
    assert hours() == 1
    assert Watch.objects.get(pk=AUTUMN).hours_until is None
    at(site, callfire, NOW + timedelta(minutes=2))
    assert collect(Event()).is_whole
    assert hours() > 10


class Passing(Event):
    """Waits by setting the clocks, and keeps how long."""

    def __init__(self, site: Settings, callfire: Simulator) -> None:
        super().__init__()
        self.waits: list[float] = []
        self._site, self._callfire = site, callfire

    def wait(self, timeout: float | None = None) -> bool:
        self.waits.append(timeout or 0)
        at(self._site, self._callfire, self._site.DEMO_NOW + timedelta(seconds=timeout or 0))
        return False


def test_at_its_own_limit_a_round_waits_and_goes_on(callfire: Simulator, site: Settings) -> None:
    site.CALLFIRE_PER_MINUTE = 10
    service._questions.cache_clear()
    for broadcast_id in range(1, 26):
        watching.watch(broadcast_id)
    stop = Passing(site, callfire)
    done = collect(stop)
    assert len(done.failed) == 25  # which there are not, each said so by CallFire
    assert done.is_whole
    assert len(callfire.requests) == 25
    assert sum(stop.waits) >= 60


def test_questions_are_spread_over_the_time_between_two_rounds(
    callfire: Simulator, site: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for broadcast_id in range(1, 11):
        watching.watch(broadcast_id)
    watching.beat(None)
    turns = Passing(site, callfire)
    elapsed = [0.0]

    class Clock:
        def monotonic(self) -> float:
            return elapsed[0]

    def wait(timeout: float) -> bool:
        turns.waits.append(timeout)
        elapsed[0] += timeout
        return False

    monkeypatch.setattr(collecting, "time", Clock())
    monkeypatch.setattr(turns, "wait", wait)
    assert collect(turns, timedelta(seconds=300)).is_whole
    assert turns.waits == pytest.approx([24.0] * 9)  # 10 of them in 240 s


def test_the_end_comes_between_two_looks_and_leaves_the_round_unfinished(
    callfire: Simulator, site: Settings
) -> None:
    stop = Event()
    stop.set()
    watching.watch(AUTUMN)
    done = collect(stop)
    assert (done.taken, done.is_whole) == ([], False)
    assert callfire.requests == []


def test_what_a_killed_collector_had_claimed_is_taken_when_its_claim_lapses(
    callfire: Simulator, site: Settings
) -> None:
    watching.watch(AUTUMN)
    Watch.objects.update(claimed_until=NOW + timedelta(seconds=30))
    stop = Passing(site, callfire)
    assert collect(stop).taken == [AUTUMN]
    assert 29 <= sum(stop.waits) <= 32


@pytest.mark.django_db(transaction=True)
def test_two_collectors_at_once_take_each_broadcast_once(
    callfire: Simulator, site: Settings
) -> None:
    for broadcast_id in range(1, 101):
        watching.watch(broadcast_id)
    rounds: list[Round] = []

    def run() -> None:
        rounds.append(collect(Event()))
        connection.close()

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    failed = [broadcast_id for each in rounds for broadcast_id in each.failed]
    assert sorted(failed) == list(range(1, 101))  # CallFire knows none of them
    assert sorted(map(int, whole_lives(callfire))) == list(range(1, 101))
    assert all(each.is_whole for each in rounds)
