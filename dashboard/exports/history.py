"""Every kept snapshot of a broadcast as CSV, a piece at a time, in constant memory."""

from collections.abc import Iterable, Iterator
from typing import Final
from zoneinfo import ZoneInfo

from dashboard.exports import figures
from dashboard.exports.cells import BOM, Cell, clean, csv_pieces, iso
from stats.history import Row

HEAD: Final = (
    *("broadcast_id", "name", "begin", "end", "first_seen_at", "last_seen_at"),
    *figures.HEAD,
)


def history_csv(
    broadcast_id: int, name: str | None, zone: ZoneInfo, kept: Iterable[Row]
) -> Iterator[str]:
    """One row a snapshot, in pieces; begin and end are empty for the whole life."""

    def rows() -> Iterator[Iterable[Cell]]:
        named = clean(name)
        for begin, end, first_seen_at, last_seen_at, stats in kept:
            first = iso(first_seen_at, zone)
            # Most looks of a running broadcast are seen once.
            last = first if last_seen_at is first_seen_at else iso(last_seen_at, zone)
            yield (
                *(broadcast_id, named),
                *(iso(edge, zone) if edge else None for edge in (begin, end)),
                *(first, last),
                *figures.columns(stats),
            )

    yield BOM
    yield from csv_pieces(HEAD, rows())
