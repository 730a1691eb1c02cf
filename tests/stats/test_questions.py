"""Threads of one process, and one process among others; their clocks and waits are the test's."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from threading import Barrier, BrokenBarrierError, Event, Lock
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import DatabaseError

from stats import lease, pause
from stats.broadcast_stats import BroadcastStats
from stats.callfire.errors import CallFireError, Credentials, NotFound, Timeout, Unavailable
from stats.models import Allowance, Lease
from stats.questions import Answer, Questions, asking, places
from stats.questions.line import POLL_SECONDS, WAIT_SECONDS
from stats.report import Look
from tests.stats.far_end import BODY, LOOK, NOW, FarEnd, Renewals, question, those


class Clock:
    """Both clocks of this module: waiting moves them, and nothing else does."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.in_each_wait: Callable[[], object] = lambda: None

    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.seconds)

    def sleep(self, seconds: float) -> None:
        self.seconds += seconds
        self.in_each_wait()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    fake = SimpleNamespace(monotonic=lambda: clock.seconds, sleep=clock.sleep)
    monkeypatch.setattr(asking, "time", fake)
    return clock


def at_once(number: int, ask: Callable[[], Any]) -> list[Any]:
    """The answers, or errors, of so many threads that ask together."""
    gate = Barrier(number)

    def one(_: int) -> Any:
        gate.wait(20)
        try:
            return ask()
        except CallFireError as problem:
            return problem

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(one, range(number)))


@pytest.fixture
def no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing can be read or written."""

    def gone(*_: object, **__: object) -> None:
        raise DatabaseError("gone")

    for module, names in (
        (lease, ("take", "finish")),
        (pause, ("admit_questions", "admit_requests", "record")),
    ):
        for name in names:
            monkeypatch.setattr(module, name, gone)


# --- one process ---------------------------------------------------------------------------------


@pytest.mark.usefixtures("no_database")
@pytest.mark.parametrize("act", [BODY, NotFound(status=404)], ids=["answer", "problem"])
def test_threads_that_ask_the_same_cost_one_request_and_get_the_same(
    act: bytes | CallFireError,
) -> None:
    all_asked, number = Event(), 12
    far_end = FarEnd(act, before=lambda: all_asked.wait(20))
    site = those(far_end)
    asked = [0]
    lock = Lock()

    def ask() -> Answer:
        with lock:
            asked[0] += 1
            if asked[0] == number:
                all_asked.set()
        return site.ask(question())

    got = at_once(number, ask)
    assert len({id(each) if isinstance(each, CallFireError) else each for each in got}) == 1
    assert len(far_end.asked) == 1


@pytest.mark.usefixtures("no_database")
def test_no_more_requests_are_under_way_than_allowed() -> None:
    # Those who are in wait for a third: it never comes, and they go on.
    third = Barrier(3)

    def wait() -> None:
        with suppress(BrokenBarrierError):
            third.wait(0.3)

    far_end = FarEnd(before=wait)
    site = those(far_end, concurrency=2)
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda number: site.ask(question(number)), range(1, 7)))
    assert third.broken
    assert len(far_end.asked) == 6


@pytest.mark.usefixtures("no_database")
def test_without_a_database_the_question_is_asked_all_the_same(
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert those(FarEnd()).ask(question()).look.stats == LOOK.stats
    assert "other processes may ask the same: gone" in caplog.text


@pytest.mark.usefixtures("no_database")
def test_a_question_that_failed_leaves_nothing_behind_for_the_next() -> None:
    site = those(FarEnd(Unavailable(status=503), BODY))
    with pytest.raises(Unavailable):
        site.ask(question())
    assert site.ask(question()).look.stats == LOOK.stats


@pytest.mark.usefixtures("no_database")
def test_a_mistake_of_ours_frees_its_place_and_its_question() -> None:
    site = those(FarEnd(), concurrency=1)

    def broken(_: BroadcastStats) -> tuple[Look, bool]:
        raise ZeroDivisionError

    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            site.ask(question(keep=broken))
    assert site.ask(question()).look.stats == LOOK.stats


@pytest.mark.usefixtures("no_database")
def test_who_waits_for_another_thread_gives_up_after_15_seconds_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(asking, "WAIT_SECONDS", 0.05)
    released, entered = Event(), Event()

    def hold() -> None:
        entered.set()
        released.wait(20)

    site = those(FarEnd(before=hold))
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(site.ask, question())
        entered.wait(20)
        with pytest.raises(Timeout):
            site.ask(question())
        released.set()
        assert first.result(20).look.stats == LOOK.stats


def test_what_a_person_waits_in_all_is_15_seconds() -> None:
    assert WAIT_SECONDS == 15
    # Whoever waits for somebody who died has time to ask, and nobody is taken for dead too early.
    assert lease.SKEW + 2 * lease.RENEWED_EVERY < lease.HOLD < timedelta(seconds=WAIT_SECONDS)
    assert lease.OUTCOME_STAYS.total_seconds() == 5


# --- among other processes -----------------------------------------------------------------------


@pytest.fixture
def site(db: None, clock: Clock) -> tuple[Questions, FarEnd]:
    far_end = FarEnd()
    return those(far_end, clock.now), far_end


Site = tuple[Questions, FarEnd]


def test_what_another_process_asks_is_waited_for_and_its_answer_taken(
    site: Site, clock: Clock
) -> None:
    key = question().key
    lease.take(key, "other", NOW)
    clock.in_each_wait = lambda: lease.finish(key, "other", {}, clock.now())
    answer = site[0].ask(question())
    assert answer.look is LOOK
    assert not answer.is_repeated
    assert site[1].asked == []


def test_what_another_process_failed_at_is_told_with_all_its_facts(
    site: Site, clock: Clock
) -> None:
    told = Unavailable(status=503, retry_at=NOW + timedelta(seconds=30))
    key = question().key
    lease.take(key, "other", NOW)
    clock.in_each_wait = lambda: lease.finish(key, "other", told.facts(), clock.now())
    with pytest.raises(Unavailable) as raised:
        site[0].ask(question())
    assert raised.value.facts() == told.facts()
    assert site[1].asked == []


def test_who_waits_for_another_process_gives_up_after_15_seconds(site: Site, clock: Clock) -> None:
    key = question().key
    lease.take(key, "other", NOW)
    clock.in_each_wait = lambda: lease.renew([key], "other", clock.now())
    with pytest.raises(Timeout):
        site[0].ask(question())
    assert 14.9 <= clock.seconds <= 15
    assert site[1].asked == []


def test_a_holder_that_died_delays_by_no_more_than_its_lease(site: Site, clock: Clock) -> None:
    lease.take(question().key, "dead", NOW - timedelta(seconds=3))
    assert site[0].ask(question()).look.stats == LOOK.stats
    assert 6.99 <= clock.seconds <= 7 + 2 * POLL_SECONDS
    # What is left of the 15 s goes to the far end.
    assert site[1].asked == [pytest.approx(15 - clock.seconds)]


def test_a_question_that_takes_long_is_held_until_it_is_answered(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    renewals = Renewals()
    monkeypatch.setattr(lease, "renew", renewals)
    assert those(FarEnd(before=lambda: renewals.came.wait(20))).ask(question()).saved
    assert renewals.held == {(question().key,)}


def test_a_question_whose_lease_cannot_be_renewed_is_answered_all_the_same(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = Event()

    def locked(*_: object) -> None:
        tried.set()
        raise DatabaseError("locked")

    monkeypatch.setattr(lease, "renew", locked)
    assert those(FarEnd(before=lambda: tried.wait(20))).ask(question()).saved
    assert tried.is_set()


def test_a_question_just_before_stands_for_this_one_for_five_seconds(
    site: Site, clock: Clock
) -> None:
    assert not site[0].ask(question()).is_repeated
    clock.seconds = 4.9
    assert site[0].ask(question(is_refresh=True)).is_repeated
    assert len(site[1].asked) == 1
    clock.seconds = 5
    assert not site[0].ask(question(is_refresh=True)).is_repeated
    assert len(site[1].asked) == 2


def test_figures_that_could_not_be_saved_are_not_promised_to_others(
    site: Site, clock: Clock
) -> None:
    unsaved = question(keep=lambda stats: (Look(stats, NOW, NOW), False), kept=lambda: None)
    assert not site[0].ask(unsaved).saved
    assert site[0].ask(question(kept=lambda: None)).look.stats == LOOK.stats
    assert len(site[1].asked) == 2


def test_a_mistake_of_ours_promises_nothing_to_others(site: Site) -> None:
    def broken(_: BroadcastStats) -> tuple[Look, bool]:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        site[0].ask(question(keep=broken))
    assert site[0].ask(question(kept=lambda: None)).look.stats == LOOK.stats


def test_a_question_that_was_not_put_frees_its_lease_at_once(site: Site, clock: Clock) -> None:
    pause.record("account", Credentials(status=401), NOW)
    for _ in range(3):
        with pytest.raises(Credentials) as raised:
            site[0].ask(question())
        assert raised.value.is_paused
    assert site[1].asked == []
    assert site[0].ask(question(is_refresh=True)).look.stats == LOOK.stats


@pytest.mark.django_db
def test_five_questions_that_failed_stop_asking(clock: Clock) -> None:
    far_end = FarEnd(Timeout())
    site = those(far_end, clock.now)
    for broadcast_id in range(1, 6):
        with pytest.raises(Timeout):
            site.ask(question(broadcast_id))
    with pytest.raises(Unavailable) as raised:
        site.ask(question(6))
    assert raised.value.is_paused
    assert raised.value.retry_at == NOW + pause.MINUTE
    assert len(far_end.asked) == 5


@pytest.mark.django_db
def test_an_unreadable_answer_is_told_to_all_who_wait(clock: Clock) -> None:
    far_end = FarEnd(b"no document")
    site = those(far_end, clock.now)
    for _ in range(3):
        with pytest.raises(CallFireError) as raised:
            site.ask(question())
        assert raised.value.kind == "bad_response"
    assert len(far_end.asked) == 1


@pytest.mark.django_db
def test_beyond_the_sites_own_limit_nothing_is_put_and_nothing_counts_as_failed(
    clock: Clock,
) -> None:
    far_end = FarEnd()
    site = those(far_end, clock.now, per_minute=2)
    for broadcast_id in (1, 2):
        site.ask(question(broadcast_id))
    for _ in range(6):
        with pytest.raises(CallFireError) as raised:
            site.ask(question(3))
        assert raised.value.own_limit == 2
    assert (len(far_end.asked), Allowance.objects.get().failed_at) == (2, [])


@pytest.mark.django_db
def test_where_no_place_gets_free_in_time_nothing_is_put(clock: Clock) -> None:
    far_end = FarEnd()
    site = those(far_end, clock.now, concurrency=1)
    assert site._line.places.take(held=0) == 1
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(places, "PLACE_SECONDS", 0.01)
        with pytest.raises(Timeout) as raised:
            site.ask(question())
    assert raised.value.is_paused
    assert (far_end.asked, Allowance.objects.count()) == ([], 0)
    assert Lease.objects.get().free_at <= clock.now()


@pytest.mark.django_db
def test_where_the_lease_cannot_be_written_a_pause_still_holds(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    pause.record("account", Credentials(status=401), NOW)

    def read_only(*_: object, **__: object) -> None:
        raise DatabaseError("attempt to write a readonly database")

    monkeypatch.setattr(lease, "take", read_only)
    monkeypatch.setattr(Allowance, "save", read_only)
    far_end = FarEnd()
    for is_refresh in (False, True):
        with pytest.raises(Credentials):
            those(far_end, clock.now).ask(question(is_refresh=is_refresh))
    assert far_end.asked == []
