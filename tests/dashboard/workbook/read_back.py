"""Workbooks as another program reads them: openpyxl for cells, the archive itself for charts."""

import io
import re
import zipfile
from typing import Any, Final

from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

HEAD: Final = 5  # the row of the head, on every sheet


def opened(file: bytes) -> Workbook:
    return load_workbook(io.BytesIO(file))


def table(book: Workbook, name: str) -> list[dict[str, Any]]:
    """The rows below the head by the labels of their columns."""
    head, *rows = sheet(book, name).iter_rows(min_row=HEAD, values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def sheet(book: Workbook, name: str) -> Worksheet:
    found = book[name]
    assert isinstance(found, Worksheet)
    return found


def figures(book: Workbook, column: str = "Value") -> dict[str, Any]:
    """The values of the summary by their labels."""
    return {row["Figure"]: row[column] for row in table(book, "Summary")}


def cells(book: Workbook) -> list[Cell]:
    """Every cell that holds something."""
    return [
        cell
        for page in book.worksheets
        for row in page.iter_rows()
        for cell in row
        if isinstance(cell, Cell) and cell.value is not None
    ]


def parts(file: bytes, pattern: str) -> dict[str, str]:
    """The texts of the parts of the archive whose names match."""
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        names = [name for name in archive.namelist() if re.fullmatch(pattern, name)]
        return {name: archive.read(name).decode() for name in sorted(names)}
