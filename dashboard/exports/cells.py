"""Cells of CSV files: numbers from numbers, and no text that a spreadsheet takes for a formula."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

BOM: Final = "\ufeff"  # with it Excel reads UTF-8
# What a spreadsheet takes for the begin of a formula, after spaces.
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")
Cell = str | int | Decimal | bool | None


class Clean(str):
    """Text of our own that no spreadsheet takes for a formula."""

    __slots__ = ()


_AS_THEY_ARE: Final = frozenset({int, type(None), Clean})  # most cells of a long file


def csv_text(head: Iterable[str], rows: Iterable[Iterable[Cell]]) -> str:
    """The whole file."""
    return BOM + "".join(csv_pieces(head, rows))


def csv_pieces(
    head: Iterable[str], rows: Iterable[Iterable[Cell]], size: int = 5_000
) -> Iterator[str]:
    """The file without its BOM, so many rows a piece: a row each would take eight times as long."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(head)
    for number, row in enumerate(rows, 1):
        writer.writerow([cell if type(cell) in _AS_THEY_ARE else _cell(cell) for cell in row])
        if number % size == 0:
            yield text.getvalue()
            text.seek(0)
            text.truncate()
    yield text.getvalue()


def iso(at: datetime, zone: ZoneInfo) -> Clean:
    """The instant in the zone, with its offset."""
    return Clean(at.astimezone(zone).isoformat(timespec="seconds"))


def _cell(cell: Cell) -> str:
    """A cell as text: numbers from numbers, and no text that a spreadsheet takes for a formula."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    if isinstance(cell, int):
        return str(cell)
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA_STARTS) else cell
