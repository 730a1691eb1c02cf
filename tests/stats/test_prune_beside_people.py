"""Nobody who looks at figures waits for those that are being pruned."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Event, Thread
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from pytest_django import Settings

from stats import history, named, seen, service
from stats.models import Snapshot
from stats.period import Period
from stats.prune import prune
from tests.conftest import NOW

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
BEGIN = datetime(2026, 6, 1, tzinfo=UTC)
SHOWN = Period("custom", BEGIN, BEGIN + 9 * DAY, ZoneInfo("UTC"))
ALL = Period("all", None, None, ZoneInfo("UTC"))
LOOKS, AT_A_TIME = 450, 200

pytestmark = pytest.mark.usefixtures("transactional_db", "clock")


@pytest.fixture
def kept(transactional_db: None, clock: Settings) -> None:
    """Looks of one day, the newest of which stays, and a period that nobody saw for long."""
    named.row_of(135)
    Snapshot.objects.bulk_create(
        Snapshot(broadcast_id=135, first_seen_at=at, last_seen_at=at, attempts=7)
        for at in (BEGIN + each * MINUTE for each in range(LOOKS))
    )
    at = BEGIN + 20 * DAY
    edges = {"begin": SHOWN.begin, "end": SHOWN.end}
    seen_at = dict.fromkeys(("first_seen_at", "last_seen_at", "shown_at"), at)
    Snapshot.objects.create(broadcast_id=135, attempts=7, **edges, **seen_at)


@contextmanager
def pruning_held_at(delete: int) -> Iterator[None]:
    """Another connection prunes, and stands still in its transaction after so many deletes."""
    reached, go_on, failed = Event(), Event(), []
    number = 0

    def held(execute: Any, statement: str, *given: Any) -> Any:
        nonlocal number
        result = execute(statement, *given)
        if statement.startswith("DELETE"):
            number += 1
            if number == delete:
                assert connection.in_atomic_block
                reached.set()
                assert go_on.wait(60)
        return result

    def run() -> None:
        try:
            with connection.execute_wrapper(held):
                list(prune(is_dry=False))
        except BaseException as error:
            failed.append(error)
            raise
        finally:
            connection.close()
            reached.set()

    thread = Thread(target=run)
    thread.start()
    try:
        assert reached.wait(60)
        assert not failed
        with no_waiting():
            yield
    finally:
        go_on.set()
        thread.join(60)
    assert not failed


@contextmanager
def no_waiting() -> Iterator[None]:
    """Whoever would have to wait for a lock fails instead."""
    off, on = (
        ("PRAGMA busy_timeout = 0", "PRAGMA busy_timeout = 5000")
        if connection.vendor == "sqlite"
        else ("SET lock_timeout = '1ms'", "SET lock_timeout = 0")
    )
    with connection.cursor() as cursor:
        cursor.execute(off)
        yield
        cursor.execute(on)


def test_readers_go_on_while_it_is_in_the_middle_of_a_transaction(kept: None) -> None:
    with pruning_held_at(1):
        report = service.report(135, ALL, wait=False)
        assert report.stats.usage
        assert report.stats.usage.attempts == 7
        assert len(list(history.rows(135))) == LOOKS + 1
        assert service.report(135, SHOWN, wait=False).as_of == BEGIN + 20 * DAY
    assert Snapshot.objects.count() == 1


def test_each_transaction_is_of_few(kept: None) -> None:
    """What was deleted before is seen to be gone while the next ones are."""
    for number in (1, 2, 3):
        with pruning_held_at(number):
            left = Snapshot.objects.count()
        assert Snapshot.objects.count() == 1
        assert left == LOOKS + 1 - (number - 1) * AT_A_TIME
        Snapshot.objects.all().delete()
        Snapshot.objects.bulk_create(
            Snapshot(broadcast_id=135, first_seen_at=at, last_seen_at=at)
            for at in (BEGIN + each * MINUTE for each in range(LOOKS + 1))
        )


def test_who_looks_at_a_period_that_goes_is_not_held_up(
    kept: None, caplog: pytest.LogCaptureFixture
) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time: there the transactions are short")
    with pruning_held_at(1):  # PostgreSQL puts what has a begin first
        seen.record_view(135, SHOWN)
        row = Snapshot.objects.filter(begin=SHOWN.begin).get()
        assert row.shown_at == BEGIN + 20 * DAY
    assert "not recorded" not in caplog.text
    assert not Snapshot.objects.filter(begin=SHOWN.begin).exists()


def test_what_is_shown_again_meanwhile_stays(kept: None) -> None:
    with_view = False

    def seen_meanwhile(execute: Any, statement: str, *given: Any) -> Any:
        nonlocal with_view
        if " IN (" in statement and not with_view:  # judged, and not held yet
            with_view = True
            Snapshot.objects.exclude(begin=None).update(shown_at=NOW)
        return execute(statement, *given)

    with connection.execute_wrapper(seen_meanwhile):
        list(prune(is_dry=False))
    assert with_view
    assert Snapshot.objects.exclude(begin=None).get().shown_at == NOW
