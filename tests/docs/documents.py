"""What people read, taken apart: code, commands, links and headings of each document."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

HOME: Final = Path(__file__).resolve().parents[2]
DOCUMENTS: Final = (
    HOME / "README.md",
    HOME / "SECURITY.md",
    *sorted((HOME / "docs").glob("*.md")),
)
NAMES: Final = [str(each.relative_to(HOME)) for each in DOCUMENTS]
_FENCE: Final = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SPAN: Final = re.compile(r"`([^`\n]+)`")
_LINK: Final = re.compile(r"(!?)\[[^\][]*\]\(([^)\s]+)\)")
_HEADING: Final = re.compile(r"^#+ (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: what it is written in, empty for a terminal or a file, and its lines."""

    language: str
    lines: tuple[str, ...]


def text(name: str) -> str:
    return (HOME / name).read_text("utf-8")


def blocks(name: str) -> list[Block]:
    """Lines that end in a backslash are joined with the next one."""
    return [
        Block(language, tuple(re.sub(r"\\\n\s*", "", body).splitlines()))
        for language, body in _FENCE.findall(text(name))
    ]


def spans(name: str) -> list[str]:
    """Everything in single backticks, outside of blocks; a cell's escaped bar is a bar."""
    return [span.replace(r"\|", "|") for span in _SPAN.findall(_prose(name))]


def links(name: str) -> list[str]:
    """Where links lead, pictures left out."""
    return [where for mark, where in _LINK.findall(_prose(name)) if not mark]


def pictures(name: str) -> list[str]:
    return [where for mark, where in _LINK.findall(_prose(name)) if mark]


def anchors(name: str) -> set[str]:
    """Of the headings, as GitHub makes them."""
    return {_slug(heading) for heading in _HEADING.findall(_prose(name))}


def everywhere() -> Iterator[tuple[str, str]]:
    """Every document with each of its spans and each line of its plain blocks."""
    for name in NAMES:
        yield from ((name, span) for span in spans(name))
        plain = (block for block in blocks(name) if not block.language)
        yield from ((name, line) for block in plain for line in block.lines)


def _prose(name: str) -> str:
    return _FENCE.sub("", text(name))


def _slug(heading: str) -> str:
    plain = re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", heading)
    return re.sub(r"[^\w\- ]", "", plain.lower()).replace(" ", "-")
