"""Every kept snapshot of a broadcast as CSV, a piece at a time, in constant memory."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from dashboard.exports import figures
from dashboard.exports.cells import BOM, Cell, Clean, clean, csv_pieces, iso
from stats.report import Look

HEAD: Final = (
    *("broadcast_id", "name", "begin", "end", "first_seen_at", "last_seen_at"),
    *figures.HEAD,
)


def history_csv(
    broadcast_id: int,
    name: str | None,
    zone: ZoneInfo,
    looks: Iterable[tuple[datetime | None, datetime | None, Look]],
) -> Iterator[str]:
    """One row a snapshot, in pieces; begin and end are empty for the whole life."""

    def rows() -> Iterator[Iterable[Cell]]:
        named = clean(name)
        for begin, end, look in looks:
            yield (
                *(broadcast_id, named),
                *(None if edge is None else iso(edge, zone) for edge in (begin, end)),
                *_edges_of(look, zone),
                *figures.columns(look.stats),
            )

    yield BOM
    yield from csv_pieces(HEAD, rows())


def _edges_of(look: Look, zone: ZoneInfo) -> tuple[Clean, Clean]:
    """From when until when it was seen so; most looks of a running broadcast are seen once."""
    first = iso(look.first_seen_at, zone)
    is_one = look.last_seen_at == look.first_seen_at
    return first, first if is_one else iso(look.last_seen_at, zone)
