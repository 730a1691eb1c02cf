"""How many broadcasts there are, kept by PostgreSQL, and what is due once a night."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection, transaction

from stats import engines, named
from stats.broadcast_details import BroadcastDetails
from stats.engines import number_of_broadcasts
from stats.models import Broadcast
from stats.seed.filling import seed

pytestmark = pytest.mark.django_db


def test_the_number_is_right_whatever_was_done() -> None:
    assert number_of_broadcasts() == 0
    named.row_of(7)
    named.row_of(7)
    assert number_of_broadcasts() == 1
    details = {each: BroadcastDetails(f"N {each}") for each in range(7, 107)}
    assert named.keep_all(details) == (99, 1)
    assert named.keep_all(details) == (0, 0)
    assert number_of_broadcasts() == 100
    named.forget(7)
    named.forget(7)
    assert number_of_broadcasts() == 99
    with transaction.atomic():
        named.row_of(7)
        assert number_of_broadcasts() == 100
        transaction.set_rollback(True)
    assert number_of_broadcasts() == 99
    Broadcast.objects.filter(pk__lt=17).delete()
    assert number_of_broadcasts() == Broadcast.objects.count() == 90


def test_those_that_are_made_up_are_counted() -> None:
    list(seed(700, 700))
    assert number_of_broadcasts() == 700


@pytest.mark.django_db(transaction=True)
def test_those_who_come_at_once_are_all_counted_also_while_it_is_counted_anew() -> None:
    gate = Barrier(5)

    def come(begin: int) -> None:
        gate.wait(20)
        try:
            for each in range(begin, begin + 10):
                named.row_of(each)
        finally:
            connection.close()

    def count_anew(_begin: int) -> None:
        gate.wait(20)
        try:
            for _ in range(5):
                engines.upkeep()
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        coming = [pool.submit(come, begin) for begin in (1, 6, 11)]
        counting = [pool.submit(count_anew, 0) for _ in range(2)]
    for each in (*coming, *counting):
        each.result()
    assert number_of_broadcasts() == 20


def test_a_number_that_went_wrong_is_right_again_the_next_morning() -> None:
    named.row_of(7)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO stats_broadcast_number VALUES (5), (-2)")
        assert number_of_broadcasts() == 4
    call_command("prune")
    assert number_of_broadcasts() == 1
    named.row_of(8)
    assert number_of_broadcasts() == 2


def test_sqlite_knows_each_night_what_its_indexes_are_good_for() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's autovacuum does that by itself")
    list(seed(1_500, 1_500))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM sqlite_stat1")
        call_command("prune")
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE idx = 'broadcast_type'")
        number, of_a_type, _ = map(int, cursor.fetchone()[0].split())
    types = Broadcast.objects.values("type").distinct().count()
    assert number == 1_500
    assert of_a_type == -(-number // types)  # all rows were looked at, not the first thousand


def test_a_database_that_is_busy_is_looked_at_another_night(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def busy() -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(engines, "upkeep", busy)
    call_command("prune")
    said = capsys.readouterr()
    assert "0 notices deleted." in said.out
    assert said.err.endswith("since it is busy: database is locked\n")


@pytest.mark.django_db(transaction=True)
def test_an_older_version_and_a_newer_one_leave_the_number_right() -> None:
    named.row_of(7)
    call_command("migrate", "stats", "0010", verbosity=0)
    try:
        named.row_of(8)
    finally:
        call_command("migrate", "stats", verbosity=0)
    named.row_of(9)
    assert number_of_broadcasts() == 3
