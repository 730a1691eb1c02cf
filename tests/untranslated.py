"""Words of a template that no catalogue can translate, found without rendering it.

What a template puts in is taken for a sign that has no letters; what is left is read as HTML, and
text and the attributes that people read may hold no words but the site's own name.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Final, NamedTuple

from jinja2 import Environment

ATTRIBUTES: Final = ("alt", "title", "aria-label", "aria-description", "placeholder", "label")
OWN: Final = ("Broadcast Stats",)
UNREAD: Final = ("style", "script", "code")  # code is said to machines
LEXER: Final = Environment(autoescape=True)
OPENING: Final = ("trans", "blocktranslate")
CLOSING: Final = ("endtrans", "endblocktranslate")
MARK: Final = "…"
# Words that a tag hands on, as in {% set caption = "All figures" %}; _("…") is translated.
HANDED_ON: Final = re.compile(r"[^\"']*[A-Za-z][^\"']* [^\"']*|[A-Z][a-z]+")
# Behind these (and, in templates of the administration, the names of Django's tags) stands no word.
NO_WORDS: Final = ("_", "pgettext", "url", "static", "translate")
WORD: Final = re.compile(r"[^\W\d_]{2,}")


class Outside(NamedTuple):
    """Where, and which words."""

    path: Path
    line: int
    words: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: not translated: {self.words}"


def outside_of_translation(path: Path, text: str) -> Iterator[Outside]:
    """The words of a template's text that are in no `_(…)` and no `{% trans %}`."""
    tokens = _Tokens()
    reader = _Reader()
    for line, kind, value in LEXER.lex(text):
        if kind == "string" and tokens.may_be_words and _are_words(value[1:-1]):
            yield Outside(path, line, value[1:-1])
        reader.feed(tokens.shown(kind, value))
    reader.close()
    for line, words in reader.found:
        yield Outside(path, line, words)


def _are_words(text: str) -> bool:
    return bool(HANDED_ON.fullmatch(text)) and not re.search("__|--", text)  # names of classes


class _Tokens:
    """What is shown of a template, token by token, where all that is translated says nothing."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self._is_inside = False

    @property
    def may_be_words(self) -> bool:
        """Whether a string that comes now is handed on as it is."""
        return not self._names or self._names[-1] not in NO_WORDS

    def shown(self, kind: str, value: str) -> str:
        """What a reader of HTML gets of a token, on as many lines as it has."""
        if kind == "data" and not self._is_inside:
            return value
        if kind in ("block_begin", "variable_begin"):
            self._names = []
        elif kind == "name":
            self._names.append(value)
            self._is_inside = (self._is_inside or self._names[0] in OPENING) and (
                self._names[0] not in CLOSING
            )
        elif (kind, value) == ("operator", ")"):
            self._names.append("")
        return (MARK if kind == "variable_end" else "") + "\n" * value.count("\n")


class _Reader(HTMLParser):
    """Collects lines and words of text and of attributes that people read."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[int, str]] = []
        self._unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unread += tag in UNREAD
        given = dict(attrs)
        read = [text for name, text in attrs if name in ATTRIBUTES]
        if tag == "meta" and given.get("name") == "description":
            read.append(given.get("content"))
        if tag == "input" and given.get("type") in ("submit", "button"):
            read.append(given.get("value"))
        for text in read:
            self._look(text or "")

    def handle_endtag(self, tag: str) -> None:
        self._unread -= tag in UNREAD

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self._look(data)

    def _look(self, text: str) -> None:
        for own in OWN:
            text = text.replace(own, "")
        if word := WORD.search(text):
            line = self.getpos()[0] + text.count("\n", 0, word.start())
            self.found.append((line, " ".join(text.split())))
