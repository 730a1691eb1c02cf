"""A round that does not come to its end: refused, closed, broken, or without its database."""

import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
from django.db import DatabaseError

from stats import lease, pause
from stats.callfire.errors import (
    Credentials,
    Insecure,
    RateLimited,
    Unavailable,
)
from stats.models import Allowance, Lease
from stats.questions import Answer, Question
from stats.report import Look
from tests.stats.far_end import (
    NOW,
    ManyAtOnce,
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


# --- refusals ------------------------------------------------------------------------------------


def test_a_refused_login_stops_the_round_and_is_told_once_for_all_that_is_left() -> None:
    far_end = ManyAtOnce(lambda number: Credentials(status=401) if number == 3 else None)
    questions = numbered(9)
    outcomes = asked(those(far_end, concurrency=1), questions)
    assert list(outcomes) == [*far_end.asked, 4] == [1, 2, 3, 4]
    assert [each.is_paused for each in problems(outcomes)] == [False, True]
    assert are_free(questions[3:])


def test_five_failures_stop_the_round() -> None:
    far_end = ManyAtOnce(lambda _: Unavailable(status=503))
    outcomes = asked(those(far_end, concurrency=1), numbered(9))
    assert len(far_end.asked) == pause.FAILURES
    *failed, left = problems(outcomes)
    assert (len(failed), left.is_paused, left.retry_at is not None) == (5, True, True)


def test_the_sites_own_limit_stops_the_round_at_exactly_so_many_requests() -> None:
    far_end = ManyAtOnce()
    questions = numbered(12)
    outcomes = asked(those(far_end, concurrency=4, per_minute=6), questions)
    (problem,) = problems(outcomes)
    assert isinstance(problem, RateLimited)
    assert (problem.own_limit, problem.is_paused) == (6, True)
    assert len(far_end.asked) == len(outcomes) - 1 == len(Allowance.objects.get().asked_at) == 6
    assert are_free(questions[6:])


def test_retries_are_counted_one_by_one_and_refused_beyond_the_limit() -> None:
    far_end = Retried(2)
    outcomes = asked(those(far_end, concurrency=1, per_minute=5), numbered(3))
    assert far_end.tries == len(Allowance.objects.get().asked_at) == 5
    assert [each.kind for each in problems(outcomes)] == ["unavailable"] * 2 + ["rate_limited"]
    assert len(Allowance.objects.get().failed_at) == 2


@pytest.mark.parametrize("concurrency", [1, 8])
def test_after_a_pause_one_question_tries_and_its_answer_lets_the_others_go_on(
    concurrency: int,
) -> None:
    for _ in range(pause.FAILURES):
        pause.record("account", Unavailable(), NOW - pause.MINUTE)
    under_way = []
    far_end = ManyAtOnce(lambda _: under_way.append(far_end.most))
    assert problems(asked(those(far_end, lambda: NOW, concurrency=concurrency), numbered(9))) == []
    assert (len(far_end.asked), under_way[0]) == (9, 1)


def test_after_a_pause_the_one_that_tries_and_fails_stops_all() -> None:
    for _ in range(pause.FAILURES):
        pause.record("account", Unavailable(), NOW - pause.MINUTE)
    far_end = ManyAtOnce(lambda _: Unavailable())
    assert len(problems(asked(those(far_end, lambda: NOW), numbered(9)))) == 2
    assert len(far_end.asked) == 1


# --- an end before the end -----------------------------------------------------------------------


def test_who_stops_taking_outcomes_frees_every_question_and_in_the_end_every_place() -> None:
    released = Event()
    far_end = ManyAtOnce(lambda number: number > 1 and released.wait(SECONDS))
    site = those(far_end, concurrency=4)
    questions = numbered(9)
    with closing(
        site.ask_all(lambda: questions, keep_each, time.monotonic() + SECONDS)
    ) as outcomes:
        next(outcomes)
    assert are_free(questions[1:])
    released.set()
    site._line.pool.shutdown()
    assert site._line.places.take(held=0) == 4
    assert len(far_end.asked) <= 5


def test_a_retry_of_an_abandoned_question_is_not_made() -> None:
    released = Event()
    far_end = Retried(2, before=lambda: released.wait(SECONDS))
    site = those(far_end)
    told, *others = numbered(3)
    lease.take(told.key, "other", datetime.now(UTC))
    lease.finish(told.key, "other", {}, datetime.now(UTC))
    with closing(
        site.ask_all(lambda: [told, *others], keep_each, time.monotonic() + SECONDS)
    ) as outcomes:
        next(outcomes)
    released.set()
    site._line.pool.shutdown()
    assert far_end.tries == 2


@pytest.mark.parametrize("where", ["keep", "wanted", "read"])
def test_a_mistake_of_ours_is_raised_and_frees_every_question_and_place(
    where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> tuple[Look, bool]:
        raise ZeroDivisionError

    questions = numbered(3)
    wanted: Callable[[], list[Question]] = lambda: questions  # noqa: E731
    if where == "keep":
        questions.insert(0, question(9, keep=broken))
    elif where == "read":
        monkeypatch.setattr("stats.callfire.documents.broadcast_stats", broken)
    else:
        wanted = broken  # type: ignore[assignment]
    site = those(ManyAtOnce(), concurrency=1)
    with pytest.raises(ZeroDivisionError):
        list(site.ask_all(wanted, keep_each, time.monotonic() + SECONDS))
    site._line.pool.shutdown()
    assert site._line.places.take(held=0) == 1
    assert not Lease.objects.filter(outcome__isnull=True, free_at__gt=datetime.now(UTC)).exists()


# --- the database --------------------------------------------------------------------------------


def test_where_nothing_can_be_written_all_is_asked_and_nothing_counted(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def read_only(*_: object, **__: object) -> None:
        raise DatabaseError("attempt to write a readonly database")

    for module, name in ((lease, "take_many"), (pause, "admit_requests"), (pause, "record")):
        monkeypatch.setattr(module, name, read_only)
    far_end = ManyAtOnce()
    questions = [
        question(number, keep=lambda stats: (Look(stats, NOW, NOW), False)) for number in range(9)
    ]
    outcomes = asked(those(far_end, concurrency=2), questions)
    assert all(isinstance(each, Answer) and not each.saved for each in outcomes.values())
    assert len(outcomes) == 9
    assert far_end.most <= 2
    # Tried once: where the database is locked, each attempt takes 5 s.
    assert caplog.text.count("attempt to write") == 1


def test_where_nothing_can_be_written_a_pause_still_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    pause.record("account", Credentials(status=401), NOW)

    def read_only(*_: object, **__: object) -> None:
        raise DatabaseError("attempt to write a readonly database")

    monkeypatch.setattr(lease, "take_many", read_only)
    far_end = ManyAtOnce()
    (problem,) = problems(asked(those(far_end), numbered(5)))
    assert isinstance(problem, Credentials)
    assert far_end.asked == []


def test_figures_that_could_not_be_saved_are_not_promised_to_others() -> None:
    unsaved = question(keep=lambda stats: (Look(stats, NOW, NOW), False))
    asked(those(ManyAtOnce()), [unsaved])
    assert are_free([unsaved])


def test_old_leases_are_swept_after_a_round() -> None:
    lease.take("of long ago", "dead", datetime.now(UTC) - timedelta(hours=1))
    questions = numbered(3)
    asked(those(ManyAtOnce()), questions)
    assert {row.key for row in Lease.objects.all()} == {each.key for each in questions}


def test_problems_that_are_no_pause_are_each_told() -> None:
    outcomes = asked(those(ManyAtOnce(lambda _: Insecure())), numbered(3))
    assert [each.kind for each in problems(outcomes)] == ["insecure"] * 3
