"""Databases that can't be written or reached, for real."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection

from dashboard.models import Record
from stats.models import Broadcast, Snapshot


@pytest.fixture(params=["full", "locked", "read-only"])
def unwritable(request: pytest.FixtureRequest, transactional_db: None) -> Iterator[str]:
    """A database in that state from here on: a function call in a test is too late for sessions."""
    kind = str(request.param)
    if connection.vendor != "sqlite" and kind != "read-only":
        pytest.skip("SQLite's own way to fail")
    with {"full": _full, "locked": _locked, "read-only": _read_only}[kind]():
        yield kind


@pytest.fixture
def no_database(transactional_db: None) -> Iterator[None]:
    """Nothing is where the settings say that the database is."""
    connection.close()
    before = dict(connection.settings_dict)
    connection.settings_dict.update(NAME="/nowhere/at/all", HOST="127.0.0.1", PORT="9")
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


@contextmanager
def _full() -> Iterator[None]:
    """As many pages as there are, and no room in them for a snapshot or a line of the record.

    What changes a row in place is written even so.
    """
    Broadcast.objects.create(broadcast_id=1)
    _execute("VACUUM")
    pages = _execute("PRAGMA page_count")
    _execute(f"PRAGMA max_page_count = {pages}")
    at = datetime(2020, 1, 1, tzinfo=UTC)
    with suppress(DatabaseError):
        for number in range(10_000):
            seen = at + timedelta(seconds=number)
            Snapshot.objects.create(broadcast_id=1, first_seen_at=seen, last_seen_at=seen)
    with suppress(DatabaseError):
        for _ in range(10_000):
            Record.objects.create(who="", deed="", outcome="", reference="")
    yield
    _execute("PRAGMA max_page_count = 1073741823")


@contextmanager
def _locked() -> Iterator[None]:
    """Somebody else writes and does not come to an end; nobody waits 5 s for it here."""
    connection.ensure_connection()
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        _execute("PRAGMA busy_timeout = 0")
        yield
        other.execute("ROLLBACK")
    _execute("PRAGMA busy_timeout = 5000")


@contextmanager
def _read_only() -> Iterator[None]:
    off, on = (
        ("PRAGMA query_only = 0", "PRAGMA query_only = 1")
        if connection.vendor == "sqlite"
        else ("SET default_transaction_read_only = off", "SET default_transaction_read_only = on")
    )
    _execute(on)
    yield
    _execute(off)


def _execute(statement: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone() if cursor.description else None
    return row and row[0]
