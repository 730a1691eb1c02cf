"""Many questions in one go, on a client that waits for what each test wants to see."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Barrier, Event

import pytest

from stats import lease, pause
from stats.broadcast_stats import BroadcastStats
from stats.callfire.errors import (
    Timeout,
    Unavailable,
)
from stats.models import Allowance
from stats.questions import Answer, Outcome
from stats.questions import round as rounds
from stats.report import Look
from tests.stats.far_end import (
    LOOK,
    NOW,
    ManyAtOnce,
    Renewals,
    Retried,
    are_free,
    asked,
    keep_each,
    numbered,
    problems,
    question,
    those,
)

SECONDS = 20  # longer than any wait that ends well

pytestmark = pytest.mark.django_db


# --- order and places ----------------------------------------------------------------------------


def test_as_many_are_under_way_as_may_and_never_more() -> None:
    three = Barrier(3)
    far_end = ManyAtOnce(lambda _: three.wait(SECONDS))
    outcomes = asked(those(far_end, concurrency=3), numbered(9))
    assert all(isinstance(each, Answer) and each.saved for each in outcomes.values())
    assert len(outcomes) == len(far_end.asked) == 9
    assert far_end.most == 3


def test_the_most_urgent_are_asked_first() -> None:
    far_end = ManyAtOnce()
    asked(those(far_end, concurrency=1), [question(number) for number in (7, 5, 6)])
    assert far_end.asked == [7, 5, 6]


def test_a_place_that_got_free_is_filled_before_the_answer_is_kept() -> None:
    second_came = Event()
    far_end = ManyAtOnce(lambda number: second_came.set() if number == 2 else None)

    def keep(stats: BroadcastStats) -> tuple[Look, bool]:
        assert second_came.wait(SECONDS)
        return Look(stats, NOW, NOW), True

    asked(those(far_end, concurrency=1), [question(1, keep=keep), question(2)])
    assert far_end.asked == [1, 2]


def test_an_answer_leads_to_further_questions_while_others_are_under_way() -> None:
    further_came = Event()
    acts: dict[int, Callable[[], object]] = {
        2: lambda: further_came.wait(SECONDS) or pytest.fail("there was a wave to wait for"),
        3: further_came.set,
    }
    far_end = ManyAtOnce(lambda number: acts.get(number, bool)())
    wanted = numbered(2)
    answered = []
    for each, _ in those(far_end, concurrency=2).ask_all(
        lambda: wanted, keep_each, time.monotonic() + 20
    ):
        answered.append(each.broadcast_id)
        if each.broadcast_id == 1:
            wanted.insert(0, question(3))
    assert sorted(answered) == far_end.asked == [1, 2, 3]


def test_what_is_wanted_twice_is_asked_once() -> None:
    far_end = ManyAtOnce()
    assert len(asked(those(far_end), numbered(3) + numbered(3))) == 3
    assert sorted(far_end.asked) == [1, 2, 3]


def test_only_the_calling_thread_touches_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    threads = set()

    def noted(*arguments: object, **more: object) -> int:
        threads.add(threading.current_thread())
        return counted(*arguments, **more)  # type: ignore[arg-type]

    counted = pause.admit_requests
    monkeypatch.setattr(pause, "admit_requests", noted)
    far_end = Retried(2)
    asked(those(far_end), numbered(2))
    plain = ManyAtOnce()
    asked(those(plain), numbered(10))
    assert plain.connections == []
    assert threads == {threading.current_thread()}


def test_what_takes_long_is_held_until_it_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    renewals = Renewals()
    monkeypatch.setattr(lease, "renew", renewals)
    questions = numbered(3)
    far_end = ManyAtOnce(lambda number: number == 1 or renewals.came.wait(20))
    assert problems(asked(those(far_end), questions)) == []
    assert renewals.held <= {tuple(each.key for each in questions[first:]) for first in (0, 1, 2)}
    assert renewals.came.is_set()


# --- among others --------------------------------------------------------------------------------


def test_what_somebody_else_asks_is_left_to_them_and_their_answer_taken() -> None:
    far_end = ManyAtOnce()
    site = those(far_end)
    theirs, mine = numbered(2)
    lease.take(theirs.key, "other", datetime.now(UTC))
    got: list[tuple[int, Outcome]] = []
    for each, outcome in site.ask_all(
        lambda: [theirs, mine], keep_each, time.monotonic() + SECONDS
    ):
        got.append((each.broadcast_id, outcome))
        lease.finish(theirs.key, "other", {}, datetime.now(UTC))
    assert [number for number, _ in got] == [2, 1]
    assert got[1][1] == Answer(LOOK)
    assert far_end.asked == [2]


def test_what_somebody_else_failed_at_is_told_with_all_its_facts() -> None:
    facts = Unavailable(status=503, retry_at=NOW).facts()
    theirs = question()
    lease.take(theirs.key, "other", datetime.now(UTC))
    lease.finish(theirs.key, "other", facts, datetime.now(UTC))
    far_end = ManyAtOnce()
    (problem,) = problems(asked(those(far_end), [theirs]))
    assert problem.facts() == facts
    assert far_end.asked == []


def test_what_somebody_else_gave_up_is_asked_here() -> None:
    far_end = ManyAtOnce()
    theirs, mine = numbered(2)
    lease.take(theirs.key, "other", datetime.now(UTC))
    got = []
    outcomes = those(far_end).ask_all(lambda: [theirs, mine], keep_each, time.monotonic() + SECONDS)
    for each, _ in outcomes:
        got.append(each.broadcast_id)
        lease.finish(theirs.key, "other", None, datetime.now(UTC))
    assert got == far_end.asked == [2, 1]


def test_what_somebody_else_still_asks_at_the_deadline_is_left_out() -> None:
    theirs, mine = numbered(2)
    lease.take(theirs.key, "other", datetime.now(UTC))
    seconds = rounds.ROOM_SECONDS + 0.1
    assert list(asked(those(ManyAtOnce()), [theirs, mine], seconds=seconds)) == [2]


def test_one_who_asks_the_same_meanwhile_waits_for_the_answer_of_the_round() -> None:
    far_end = ManyAtOnce()
    site = those(far_end)
    each = question()
    for _ in site.ask_all(lambda: [each], keep_each, time.monotonic() + SECONDS):
        assert site.ask(each).is_repeated
    assert far_end.asked == [135]


def test_what_was_kept_by_others_while_it_waited_for_its_turn_is_not_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rounds, "RECENT_SECONDS", 0)
    far_end = ManyAtOnce()
    kept, unkept = question(1, answered=lambda: LOOK), question(2)
    assert asked(those(far_end), [kept, unkept])[1] == Answer(LOOK)
    assert far_end.asked == [2]


# --- time ----------------------------------------------------------------------------------------


def test_no_question_may_take_longer_than_is_left_or_than_any_other() -> None:
    far_end = ManyAtOnce()
    asked(those(far_end), [question(1)], seconds=600)
    asked(those(far_end), [question(2)], seconds=12)
    assert far_end.seconds == [15, pytest.approx(12, abs=2)]


def test_with_no_time_left_nothing_is_asked() -> None:
    far_end = ManyAtOnce()
    questions = numbered(2)
    assert asked(those(far_end), questions, seconds=rounds.ROOM_SECONDS / 2) == {}
    assert far_end.asked == []
    assert are_free(questions)


def test_a_question_cut_short_by_the_deadline_is_left_out_and_is_no_failure_of_callfire() -> None:
    far_end = ManyAtOnce(lambda _: Timeout())
    questions = numbered(8)
    assert asked(those(far_end), questions, seconds=rounds.FULL_SECONDS - 1) == {}
    assert sorted(far_end.asked) == list(range(1, 9))
    assert Allowance.objects.get().failed_at == []
    assert are_free(questions)


def test_a_question_that_had_its_time_and_no_answer_is_a_failure() -> None:
    far_end = ManyAtOnce(lambda _: Timeout())
    outcomes = asked(those(far_end), numbered(2), seconds=14)
    assert [each.kind for each in problems(outcomes)] == ["timeout"] * 2
    assert len(Allowance.objects.get().failed_at) == 2


def test_what_does_not_end_at_the_deadline_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rounds, "ROOM_SECONDS", 0)
    released = Event()
    far_end = ManyAtOnce(lambda number: number == 1 and released.wait(SECONDS))
    questions = numbered(2)
    try:
        assert list(asked(those(far_end), questions, seconds=0.5)) == [2]
        assert are_free(questions[:1])
    finally:
        released.set()
