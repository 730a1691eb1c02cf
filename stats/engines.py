"""What SQLite and PostgreSQL have to be asked or told in a way of their own."""

from typing import Final

from django.db import connection, transaction

from stats.models import Broadcast, Label, Word

_SQLITE_ROWS: Final = 1_000  # looked at of an index, to know what it is good for
_SQLITE_WHOLE: Final = (Broadcast, Word, Label)  # by which the list is searched and sorted
_LOCK: Final = 7_130_011  # of those who count anew, any number that nobody else takes
_NUMBER: Final = "SELECT coalesce(sum(change), 0) FROM stats_broadcast_number"
_NUMBER_ANEW: Final = """
    WITH gone AS (DELETE FROM stats_broadcast_number)
    INSERT INTO stats_broadcast_number SELECT count(*) FROM stats_broadcast
"""


def number_of_broadcasts() -> int:
    """How many broadcasts are known.

    PostgreSQL would read an index from end to end, so its triggers keep the number (migration
    0011); SQLite counts.
    """
    if not _is_postgresql():
        return Broadcast.objects.count()
    with connection.cursor() as cursor:
        cursor.execute(_NUMBER)
        return int(cursor.fetchone()[0])


def upkeep() -> None:
    """What is due once a night: the number counted anew, and what SQLite knows of its indexes.

    PostgreSQL finds out about its indexes by itself.
    """
    if _is_postgresql():
        _count_anew()
    else:
        analyze()


def analyze() -> None:
    """Have the database look at what it holds, so that it knows which indexes help."""
    with connection.cursor() as cursor:
        if _is_postgresql():
            cursor.execute("ANALYZE")
            return
        # All of each index would take seconds among millions of snapshots, in which nobody else can
        # write. A part of it says too little where a few values are all there is, as types are.
        cursor.execute(f"PRAGMA analysis_limit = {_SQLITE_ROWS}")
        cursor.execute("ANALYZE")
        cursor.execute("PRAGMA analysis_limit = 0")
        for model in _SQLITE_WHOLE:
            cursor.execute(f"ANALYZE {model._meta.db_table}")


@transaction.atomic
def _count_anew() -> None:
    """One row instead of one for each change.

    One statement sees the broadcasts and the changes of one moment, and who writes meanwhile waits
    for nothing. Two who count at once would add up, so the second one waits for the first.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute(_NUMBER_ANEW)


def _is_postgresql() -> bool:
    return connection.vendor == "postgresql"
