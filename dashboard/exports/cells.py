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
        cells = list(row)
        is_clean = _AS_THEY_ARE.issuperset(map(type, cells))
        writer.writerow(cells if is_clean else map(clean, cells))
        if number % size == 0:
            yield text.getvalue()
            text.seek(0)
            text.truncate()
    yield text.getvalue()


def iso(at: datetime, zone: ZoneInfo) -> Clean:
    """The instant in the zone, with its offset."""
    return Clean(at.astimezone(zone).isoformat(timespec="seconds"))


def plain(figure: Decimal | int | None) -> Clean | int | None:
    """A figure with every digit and no exponent."""
    return Clean(f"{figure:f}") if isinstance(figure, Decimal) else figure


def clean(cell: Cell) -> Clean | int | None:
    """A cell as it is written: numbers as they are, text so that no spreadsheet runs it."""
    if isinstance(cell, bool):
        return Clean("true" if cell else "false")
    if not isinstance(cell, str):
        return plain(cell)
    is_formula = not isinstance(cell, Clean) and cell.lstrip(" ").startswith(FORMULA_STARTS)
    return Clean(f"'{cell}" if is_formula else cell)
