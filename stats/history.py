"""The kept snapshots of a broadcast, in the order in which they came."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count, Min

from stats.models import FIGURES, Snapshot, stats_from
from stats.report import Look

SHOWN: Final = 12
_CHUNK: Final = 2_000  # rows that are in memory at once


@dataclass(frozen=True, slots=True)
class History:
    """How often the whole broadcast was seen to have changed, since when, and the latest looks."""

    count: int
    since: datetime | None
    latest: tuple[Look, ...]


def of_whole_life(broadcast_id: int) -> History:
    """The looks at the whole broadcast, the latest SHOWN of them."""
    rows = Snapshot.objects.whole_life().filter(broadcast_id=broadcast_id)
    found = rows.aggregate(count=Count("pk"), since=Min("first_seen_at"))
    latest = tuple(row.look for row in rows.newest_first()[:SHOWN])
    return History(found["count"], found["since"], latest)


def looks(broadcast_id: int) -> Iterator[tuple[datetime | None, datetime | None, Look]]:
    """Begin, end and answer of every kept snapshot, the first seen first, in constant memory."""
    rows = Snapshot.objects.filter(broadcast_id=broadcast_id).order_by("first_seen_at", "pk")
    # Plain values: an instance each would take as long as all the rest.
    values = rows.values_list("begin", "end", "first_seen_at", "last_seen_at", *FIGURES)
    for begin, end, first_seen_at, last_seen_at, *figures in values.iterator(_CHUNK):
        yield begin, end, Look(stats_from(figures), first_seen_at, last_seen_at)
