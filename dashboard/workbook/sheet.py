"""One sheet: a head that stays in view, and cells typed by kind. No cell is ever a formula."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from xlsxwriter.worksheet import Worksheet

from dashboard.exports.cells import FORMULA_STARTS
from dashboard.workbook.looks import Kind, Look, Looks

Value = str | int | Decimal | datetime | None

# Rows, counted from 0, alike on every sheet, so that programs find the head on the fifth row.
TITLE_ROW, SENTENCE_ROW, DEMO_ROW, NOTICE_ROW, HEAD_ROW = range(5)
FIRST_ROW: Final = HEAD_ROW + 1
DIGITS: Final = 15  # that Excel keeps of a number
MOST_CHARACTERS: Final = 32_767  # of a cell
MOST_DAYS: Final = 2_958_466  # of a time; Excel's last day is 9999-12-31
A4: Final = 9
LINE_PIXELS: Final = 20
_SPACES: Final = re.compile("[\t\r\n]")
_NOT_IN_XML: Final = re.compile("[^ -~\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, what its cells are, how wide it is in characters, decimals of credits."""

    label: str
    kind: Kind = "text"
    width: float = 12
    places: int = 0


@dataclass(frozen=True, slots=True)
class Top:
    """What stands above a table. demo: the label of made-up data; empty where they are real."""

    title: str
    sentence: str
    demo: str = ""
    notice: str = ""


class Sheet:
    """A worksheet with a head of columns, and the row that is written next."""

    def __init__(
        self, page: Worksheet, looks: Looks, zone: ZoneInfo, columns: Sequence[Column], top: Top
    ) -> None:
        self.page = page
        self.columns = columns
        self.row = FIRST_ROW
        self._lines = 1  # of text in the row that is written
        self._looks = looks
        self._zone = zone
        self._write_top(top)
        self._write_head()
        self._set_up_print(top.title)

    def add(
        self,
        values: Sequence[Value],
        *,
        is_banded: bool | None = None,
        is_missing: bool = False,
        is_total: bool = False,
    ) -> None:
        """Write a row of the columns' kinds, every other one banded."""
        banded = self.row % 2 == 0 if is_banded is None else is_banded
        for number, (column, value) in enumerate(zip(self.columns, values, strict=True)):
            look = Look(column.kind, column.places, banded, is_missing, is_total)
            self.write(number, value, replace(look, is_apart=number > 0))
        self.end()

    def end(self) -> None:
        """End the row: as high as its texts need, which not every program works out by itself."""
        if self._lines > 1:
            self.page.set_row_pixels(self.row, self._lines * LINE_PIXELS)
        self._lines = 1
        self.row += 1

    def section(self, label: str) -> None:
        """Write a row that names those below it."""
        for number in range(len(self.columns)):
            self.write(number, None if number else label, Look("section"))
        self.end()

    def write(self, column: int, value: Value, look: Look) -> None:
        """Write one cell of the row that is next; nothing in it where the value is None."""
        place = (self.row, column)
        if value is None:
            self.page.write_blank(*place, None, self._looks.of(look))
        elif isinstance(value, str):
            self._write_text(place, value, look)
            if look.kind == "text":
                self._lines = max(self._lines, _lines(value, self.columns[column].width))
        elif isinstance(value, datetime):
            clock = value.astimezone(self._zone).replace(tzinfo=None)
            self.page.write_datetime(*place, clock, self._looks.of(look))
        elif look.kind == "time":
            self._write_time(place, value, look)
        elif look.kind == "credits" or is_kept(value):
            self.page.write_number(*place, _number(value), self._looks.of(look))
        else:
            self._write_text(place, written(value), look)

    def filter(self) -> None:
        """Let the rows so far be filtered by their columns."""
        last = max(self.row - 1, HEAD_ROW)
        self.page.autofilter(HEAD_ROW, 0, last, len(self.columns) - 1)

    def _write_text(self, place: tuple[int, int], text: str, look: Look) -> None:
        said = clean(text)
        if said.lstrip(" ").startswith(FORMULA_STARTS):
            look = replace(look, is_typed=True)
        self.page.write_string(*place, said, self._looks.of(look))

    def _write_time(self, place: tuple[int, int], seconds: int | Decimal, look: Look) -> None:
        """The seconds as days; blank where there are more of them than Excel can show."""
        days = float(Decimal(seconds) / 86_400)
        if 0 <= days < MOST_DAYS:
            self.page.write_number(*place, days, self._looks.of(look))
        else:
            self.page.write_blank(*place, None, self._looks.of(look))

    def _write_top(self, top: Top) -> None:
        texts: tuple[tuple[int, str, Kind], ...] = (
            (TITLE_ROW, top.title, "title"),
            (SENTENCE_ROW, top.sentence, "sentence"),
            (DEMO_ROW, top.demo, "demo"),
            (NOTICE_ROW, top.notice, "notice"),
        )
        for row, text, kind in texts:
            if not text:
                self.page.set_row_pixels(row, 4)
                continue
            self._write_text((row, 0), text, Look(kind))
            for column in range(1, len(self.columns)):
                self.page.write_blank(row, column, None, self._looks.of(Look(kind)))

    def _write_head(self) -> None:
        for number, column in enumerate(self.columns):
            look = Look("head", is_right=column.kind != "text", is_apart=number > 0)
            self._write_text((HEAD_ROW, number), column.label, look)
            self.page.set_column(number, number, column.width)
        # Beside the words stands the button of the filter.
        lines = max(_lines(column.label, column.width - 3) for column in self.columns)
        self.page.set_row_pixels(HEAD_ROW, max(lines, 1) * LINE_PIXELS + 4)

    def _set_up_print(self, title: str) -> None:
        page = self.page
        page.set_landscape()
        page.set_paper(A4)
        page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        page.fit_to_pages(1, 0)
        page.repeat_rows(HEAD_ROW)
        page.set_footer("&L" + clean(title)[:80].replace("&", "&&") + "&R&P / &N")
        page.hide_gridlines(2)
        page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


def _lines(text: str, width: float) -> int:
    """About how many lines a text takes in a column of so many characters."""
    width *= 1.1  # it is as wide as so many digits, and letters are narrower on average
    lines, room = 1, width
    for word in text.split():
        if len(word) > room and room < width:
            lines, room = lines + 1, width
        lines += int(len(word) // (width + 1))
        room -= len(word) % (width + 1) + 1
    return lines


def clean(text: str) -> str:
    """The text as XML can carry it and a cell can hold it, on one line."""
    spaced = _SPACES.sub(" ", text)
    return _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", spaced)[:MOST_CHARACTERS]


def is_kept(value: int | Decimal) -> bool:
    """Whether Excel holds every digit of the number."""
    return len(written(value).lstrip("-").replace(".", "").strip("0")) <= DIGITS


def written(value: int | Decimal) -> str:
    """The number, digit for digit."""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def places_of(amount: Decimal | None) -> int:
    """How many decimal places the amount was sent with."""
    exponent = amount.as_tuple().exponent if amount is not None else 0
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _number(value: int | Decimal) -> int | float:
    return float(value) if isinstance(value, Decimal) else value
