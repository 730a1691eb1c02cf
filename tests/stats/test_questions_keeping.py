from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError
from pytest_django import DjangoAssertNumQueries

from stats.broadcast_stats import BroadcastStats, UsageStats
from stats.models import Broadcast, Snapshot
from stats.questions import Interval, keeping

NOW = datetime(2026, 11, 23, 22, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
TODAY = (NOW - 22 * HOUR, NOW + 2 * HOUR)

pytestmark = pytest.mark.django_db


def attempts(number: int) -> BroadcastStats:
    return BroadcastStats(usage=UsageStats(attempts=number))


def days(number: int) -> list[Interval]:
    begin, end = TODAY
    return [(begin - each * DAY, end - each * DAY) for each in range(number)]


def kept() -> set[tuple[Interval, int | None, datetime, datetime]]:
    return {
        ((row.begin, row.end), row.attempts, row.first_seen_at, row.last_seen_at)
        for row in Snapshot.objects.all()
    }


def test_answers_that_are_the_first_of_their_interval_are_kept_in_few_queries(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    answers = [(day, attempts(number)) for number, day in enumerate(days(8))]
    with django_assert_max_num_queries(10):  # those of savepoints included
        looks = keeping.keep_all(135, answers, NOW)
    assert [(look.stats, look.last_seen_at, saved) for look, saved in looks] == [
        (stats, NOW, True) for _, stats in answers
    ]
    assert kept() == {
        (day, stats.usage and stats.usage.attempts, NOW, NOW) for day, stats in answers
    }
    assert Broadcast.objects.get().pk == 135


def test_among_many_what_was_seen_before_moves_its_row_and_what_changed_adds_one() -> None:
    same, changed, new = days(3)
    keeping.keep_all(135, [(same, attempts(1)), (changed, attempts(2))], NOW)
    later = NOW + HOUR
    answers = [(same, attempts(1)), (changed, attempts(3)), (new, attempts(4))]
    looks = [look for look, _ in keeping.keep_all(135, answers, later)]
    assert [look.stats for look in looks] == [stats for _, stats in answers]
    assert [look.first_seen_at for look in looks] == [NOW, later, later]
    assert kept() == {
        (same, 1, NOW, later),
        (changed, 2, NOW, NOW),
        (changed, 3, later, later),
        (new, 4, later, later),
    }


def test_intervals_that_begin_together_and_the_whole_life_are_kept_apart() -> None:
    begin, end = TODAY
    intervals: list[Interval] = [TODAY, (begin, end + DAY), (None, None)]
    for _ in range(2):
        keeping.keep_all(135, [(each, attempts(1)) for each in intervals], NOW)
    assert {interval for interval, *_ in kept()} == set(intervals)
    assert Snapshot.objects.count() == 3


def test_broadcasts_are_kept_apart() -> None:
    for broadcast_id in (135, 136):
        keeping.keep_all(broadcast_id, [(TODAY, attempts(1))], NOW)
    assert set(Snapshot.objects.values_list("broadcast", flat=True)) == {135, 136}


def test_where_one_cannot_be_kept_none_is_and_each_says_so(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    same, new = days(2)
    keeping.keep_all(135, [(same, attempts(1))], NOW)

    def full(**_: object) -> None:
        raise DatabaseError("database or disk is full")

    monkeypatch.setattr(Snapshot.objects, "create", full)
    later = NOW + HOUR
    looks = keeping.keep_all(135, [(new, attempts(3)), (same, attempts(2))], later)
    assert [(look.stats, look.last_seen_at, saved) for look, saved in looks] == [
        (attempts(3), later, False),
        (attempts(2), later, False),
    ]
    assert kept() == {(same, 1, NOW, NOW)}
    assert caplog.text.count("figures of broadcast 135 not saved") == 1


def test_nothing_to_keep_is_no_broadcast() -> None:
    assert keeping.keep_all(135, [], NOW) == []
    assert not Broadcast.objects.exists()
