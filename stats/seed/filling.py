"""A new database is filled with made-up broadcasts and looks at them, all or nothing.

A few have very many looks, most have few. Nothing is asked of CallFire.
"""

from collections.abc import Generator, Iterable, Iterator
from datetime import datetime
from itertools import chain, islice
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from stats import engines, named, service
from stats.models import Broadcast, Label, Snapshot, Word
from stats.seed import tables
from stats.seed.broadcasts import Seeded, seeded
from stats.seed.looks import COLUMNS

MOST_BROADCASTS: Final = 1_000_000
_BROADCASTS_AT_A_TIME: Final = 500
_SNAPSHOTS_AT_A_TIME: Final = 10_000


class SeedError(Exception):
    """Why nothing was filled in, in a sentence."""


def seed(broadcasts: int, snapshots: int) -> Generator[int, None, None]:
    """Fill in so many of each; after each batch, how many snapshots were added by it.

    Nothing stays of it where it is broken off. Raises SeedError, where there are broadcasts already
    or fewer snapshots than broadcasts, each of which has one at least.
    """
    if not 1 <= broadcasts <= MOST_BROADCASTS:
        raise SeedError(f"There can be 1 to {MOST_BROADCASTS:,} broadcasts.")
    if snapshots < broadcasts:
        raise SeedError("Each broadcast has one snapshot at least.")
    if Broadcast.objects.exists():
        raise SeedError(
            "The database holds broadcasts already. Take a new one, after `manage.py migrate`."
        )
    yield from fill(enumerate(shares(broadcasts, snapshots)), service.now())


def shares(broadcasts: int, snapshots: int) -> list[int]:
    """How many snapshots each broadcast has, one at least: of a few very many, of most few."""
    weights = [(rank + 10) ** -0.9 for rank in range(1, broadcasts + 1)]
    whole, rest = sum(weights), snapshots - broadcasts
    found = [1 + int(rest * weight / whole) for weight in weights]
    found[0] += snapshots - sum(found)
    Random(broadcasts).shuffle(found)
    return found


def fill(wanted: Iterable[tuple[int, int]], now: datetime) -> Iterator[int]:
    """Fill in broadcasts by their numbers, each with so many snapshots until now."""
    zone = ZoneInfo(settings.TIME_ZONE)
    numbers = iter(wanted)
    with transaction.atomic():
        tables.check_at_once()
        while batch := list(islice(numbers, _BROADCASTS_AT_A_TIME)):
            found = [seeded(number, snapshots, now, zone) for number, snapshots in batch]
            _add_broadcasts([each.broadcast for each in found])
            yield from _add_snapshots(found)
        engines.analyze()


def _add_broadcasts(rows: list[Broadcast]) -> None:
    tables.insert_all(rows)
    words = ((row.pk, word) for row in rows for word in named.words_of(row))
    tables.insert(Word, ("broadcast_id", "word"), words)
    labels = ((row.pk, name) for row in rows for name in row.labels or ())
    tables.insert(Label, ("broadcast_id", "name"), labels)


def _add_snapshots(found: list[Seeded]) -> Iterator[int]:
    rows = chain.from_iterable(each.looks.rows(with_timeline=each.with_timeline) for each in found)
    while batch := list(islice(rows, _SNAPSHOTS_AT_A_TIME)):
        tables.insert(Snapshot, COLUMNS, batch)
        yield len(batch)
