"""A language in which every sentence from a catalogue stands between marks, whatever it says.

What a page says outside the marks came past gettext.
"""

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any, Final

from django.utils.translation.trans_real import CONTEXT_SEPARATOR, DjangoTranslation

OPEN, CLOSE = "⟦", "⟧"
READ: Final = (
    *("alt", "title", "aria-label", "aria-description", "placeholder", "label"),
    *("data-name", "data-period", "data-why"),  # what scripts say to people
)
UNREAD: Final = ("style", "script")
DRAWN: Final = ("label", "labels", "notes", "summary", "ticks")


class Marking(DjangoTranslation):
    """English between marks."""

    def gettext(self, message: str) -> str:
        text = message.rpartition(CONTEXT_SEPARATOR)[2]
        return f"{OPEN}{text}{CLOSE}" if text else str(super().gettext(message))

    def ngettext(self, msgid1: str, msgid2: str, n: Any) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


def _said(chart: Any, key: str = "") -> Iterator[str]:
    """What a chart says to people: the texts under such keys, however deep."""
    if isinstance(chart, dict):
        for name, value in chart.items():
            yield from _said(value, key if key in DRAWN else name)
    elif isinstance(chart, list):
        for value in chart:
            yield from _said(value, key)
    elif isinstance(chart, str) and key in DRAWN:
        yield chart


class Reader(HTMLParser):
    """Collects what a person reads of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unread = 0
        self._is_chart = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unread += tag in UNREAD
        given = dict(attrs)
        self._is_chart = given.get("type") == "application/json"
        self.parts += [text or "" for name, text in attrs if name in READ]
        if given.get("name") == "description":
            self.parts.append(given.get("content") or "")
        self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._unread -= tag in UNREAD

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.parts.append(data)
        elif self._is_chart:
            self.parts += [f"\n{text}\n" for text in _said(json.loads(data))]


def outside_marks(page: str) -> Iterator[str]:
    """The pieces of text of a page that are in no marks."""
    reader = Reader()
    reader.feed(page.replace("<wbr>", ""))  # a word may break there
    depth, piece = 0, ""
    for char in "".join(reader.parts):
        if char in (OPEN, "\n") and piece.strip():
            yield piece.strip()
        if char in (OPEN, CLOSE, "\n"):
            piece = ""
            depth += (char == OPEN) - (char == CLOSE)
        elif not depth:
            piece += char
    if piece.strip():
        yield piece.strip()
