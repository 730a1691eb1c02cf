"""Questions for details: beside those for figures, and never in their way."""

from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import DatabaseError

from stats import lease, pause
from stats.broadcast_details import BroadcastDetails
from stats.callfire.errors import (
    CallFireError,
    Credentials,
    Forbidden,
    NotFound,
    RateLimited,
    Timeout,
    Unavailable,
)
from stats.models import Allowance, Lease
from stats.questions import Questions, asking, places
from stats.questions.line import POLL_SECONDS
from tests.stats.far_end import LOOK, NOW, FarEnd, question, those

BODY = (
    b'<r:Resource xmlns:r="http://api.callfire.com/resource" xmlns="http://api.callfire.com/data">'
    b"<Broadcast><Name>Autumn</Name></Broadcast></r:Resource>"
)
KEY = lease.details_key_of(135)

pytestmark = pytest.mark.django_db


class Clock:
    """Both clocks of this module: waiting moves them, and nothing else does."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.told: lease.Outcome | None = None  # what another one comes to while it is waited for

    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.seconds)

    def sleep(self, seconds: float) -> None:
        self.seconds += seconds
        if self.told is not None:
            lease.finish(KEY, "other", self.told, self.now())


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    fake = SimpleNamespace(monotonic=lambda: clock.seconds, sleep=clock.sleep)
    monkeypatch.setattr(asking, "time", fake)
    return clock


def asked(site: Questions, broadcast_id: int = 135) -> list[BroadcastDetails]:
    """What came to be kept by this question."""
    kept: list[BroadcastDetails] = []
    site.ask_details(broadcast_id, kept.append)
    return kept


def problem_of(site: Questions, broadcast_id: int = 135) -> CallFireError:
    with pytest.raises(CallFireError) as raised:
        asked(site, broadcast_id)
    return raised.value


def test_an_answer_is_kept_by_the_one_who_asked_and_stands_for_others(clock: Clock) -> None:
    far_end = FarEnd(BODY)
    site = those(far_end, clock.now)
    assert asked(site) == [BroadcastDetails(name="Autumn")]
    assert asked(site) == []
    assert far_end.asked == [asking.DETAILS_SECONDS]


def test_it_is_another_question_than_that_for_the_whole_life(clock: Clock) -> None:
    lease.take(question().key, "other", NOW)
    assert asked(those(FarEnd(BODY), clock.now))


def test_what_another_one_asks_is_waited_for(clock: Clock) -> None:
    far_end = FarEnd(BODY)
    lease.take(KEY, "other", NOW)
    clock.told = {}
    assert asked(those(far_end, clock.now)) == []
    assert (far_end.asked, clock.seconds) == ([], POLL_SECONDS)


def test_what_another_one_failed_at_is_told(clock: Clock) -> None:
    lease.take(KEY, "other", NOW)
    clock.told = Forbidden(status=403).facts()
    problem = problem_of(those(FarEnd(BODY), clock.now))
    assert isinstance(problem, Forbidden)
    assert not problem.is_paused


def test_who_waits_for_another_one_gives_up_after_five_seconds(clock: Clock) -> None:
    lease.take(KEY, "other", NOW)
    problem = problem_of(those(FarEnd(BODY), clock.now))
    assert isinstance(problem, Timeout)
    assert problem.is_paused
    assert 4.9 <= clock.seconds <= 5


@pytest.mark.parametrize(
    "problem",
    [Timeout(), Unavailable(status=503), RateLimited(status=429), NotFound(status=404), None],
    ids=["silent", "failing", "busy", "unknown", "unreadable"],
)
def test_failures_never_stop_questions_for_figures(
    clock: Clock, problem: CallFireError | None
) -> None:
    site = those(FarEnd(problem or b"no document"), clock.now)
    for broadcast_id in range(1, 10):
        assert not problem_of(site, broadcast_id).is_paused
    figures = those(FarEnd(), clock.now)
    assert figures.ask(question()).look.stats == LOOK.stats


def test_a_refused_login_stops_all_questions(clock: Clock) -> None:
    far_end = FarEnd(Credentials(status=401))
    site = those(far_end, clock.now)
    assert not problem_of(site).is_paused
    with pytest.raises(Credentials) as raised:
        site.ask(question())
    assert raised.value.is_paused
    assert len(far_end.asked) == 1


def test_in_a_pause_nothing_is_asked_and_nothing_told_to_others(clock: Clock) -> None:
    for _ in range(pause.FAILURES):
        pause.record("account", Timeout(), NOW)
    far_end = FarEnd(BODY)
    site = those(far_end, clock.now)
    assert problem_of(site).is_paused
    pause.record("account", None, NOW)
    assert asked(site)


def test_an_answer_lifts_no_pause_that_came_meanwhile(clock: Clock) -> None:
    def fail() -> None:
        for _ in range(pause.FAILURES):
            pause.record("account", Timeout(), NOW)

    assert asked(those(FarEnd(BODY, before=fail), clock.now))
    assert Allowance.objects.get().closed_until == NOW + pause.MINUTE


def test_requests_are_counted_with_all_others(clock: Clock) -> None:
    far_end = FarEnd(BODY)
    site = those(far_end, clock.now, per_minute=2)
    asked(site, 1)
    asked(site, 2)
    problem = problem_of(site, 3)
    assert (problem.own_limit, problem.is_paused, len(far_end.asked)) == (2, True, 2)


def test_few_are_under_way_at_once_so_that_figures_find_a_place(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = those(FarEnd(BODY), clock.now, concurrency=8)
    held = [site._details_places.wait_for_one(0) for _ in range(3)]
    assert held == [True, True, False]
    monkeypatch.setattr(places, "PLACE_SECONDS", 0.01)
    assert problem_of(site).is_paused
    assert site._line.places.take(held=0) == 8
    site._details_places.give_back(2)
    assert problem_of(site).is_paused  # all places are taken
    site._line.places.give_back(8)
    assert asked(site)
    assert Lease.objects.get(key=KEY).outcome == {}


def test_what_cannot_be_kept_is_promised_to_nobody(clock: Clock) -> None:
    def full(_: BroadcastDetails) -> None:
        raise DatabaseError("database or disk is full")

    far_end = FarEnd(BODY)
    site = those(far_end, clock.now)
    with pytest.raises(DatabaseError):
        site.ask_details(135, full)
    assert asked(site)
    assert len(far_end.asked) == 2
