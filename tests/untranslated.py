"""Words of a template that no catalogue can translate, found without rendering it.

What Django puts in is taken for a sign that has no letters; what is left is read as HTML, and text
and the attributes that people read may hold no words but the site's own name.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Final, NamedTuple

from django.template.base import Lexer, TokenType

ATTRIBUTES: Final = ("alt", "title", "aria-label", "aria-description", "placeholder", "label")
OWN: Final = ("Broadcast Stats",)
UNREAD: Final = ("style", "script", "code")  # code is said to machines
MARK: Final = "\N{REPLACEMENT CHARACTER}"
# Words that a tag hands on, as in {% include … with caption="All figures" %}; _("…") is translated.
HANDED_ON: Final = re.compile(
    r"""(?<!_\()(?:=|:)(["'])([^"']*[A-Za-z][^"']* [^"']*|[A-Z][a-z]+)\1"""
)
WORD: Final = re.compile(r"[^\W\d_]{2,}")


class Outside(NamedTuple):
    """Where, and which words."""

    path: Path
    line: int
    words: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: not translated: {self.words}"


def outside_of_translation(path: Path, text: str) -> Iterator[Outside]:
    """The words of a template's text that are in no `translate` or `blocktranslate`."""
    kept, is_inside = [], False
    for token in Lexer(text).tokenize():
        name = token.contents.partition(" ")[0]
        if token.token_type == TokenType.BLOCK:
            is_inside = name in ("blocktranslate", "comment") or (
                is_inside and name not in ("endblocktranslate", "endcomment")
            )
            if name not in ("url", "translate", "static", "comment"):
                for found in HANDED_ON.finditer(token.contents):
                    # Names of classes are no words.
                    if token.lineno is not None and not re.search("__|--", found[2]):
                        yield Outside(path, token.lineno, found[2])
        if token.token_type == TokenType.TEXT:
            kept.append("\n" * token.contents.count("\n") if is_inside else token.contents)
        elif token.token_type == TokenType.VAR:
            kept.append(MARK)
    reader = _Reader()
    reader.feed("".join(kept))
    reader.close()
    for line, words in reader.found:
        yield Outside(path, line, words)


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
