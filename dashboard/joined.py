"""Small files as one: what a page's scripts and styles import, joined when files are collected.

A browser asks for one file then, and each costs a visitor its headers beside its content. What is
written for people alone, comments and indentation, stays out of it; nothing else is changed. In
development the same file imports its parts, and the browser follows.
"""

import re
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Final

FOLDER: Final = "joined"  # its files are joined, those of other folders stay as they are
Read = Callable[[str], str]  # the text of a static file by its name, such as "js/words.js"

_NAMES: Final = r"\{\s*(\w+(?:,\s*\w+)*),?\s*\}"
_IMPORT: Final = re.compile(rf'^import (?:{_NAMES} from )?"([./][^"]+)";\n', re.MULTILINE)
_EXPORT: Final = re.compile(
    r"^export (?=(?:async function|function|class|const) (\w+))", re.MULTILINE
)
_STYLES: Final = re.compile(r'^@import "([./][^"]+)";\n', re.MULTILINE)
_LATER: Final = re.compile(r'\bimport\("([./][^"]+)"\)')  # what is fetched when it is needed
_LEFT: Final = re.compile(
    r"""^(?:import|export)\b.*$|^(?=\S).*\bawait\b.*$|\bimport(?:\.|\((?!"\.))""", re.MULTILINE
)
# Of styles all comments but licences ("/*!"); of scripts those that have their lines to themselves.
_STYLE_COMMENT: Final = re.compile(r"/\*(?!!).*?\*/", re.DOTALL)
_SCRIPT_COMMENT: Final = re.compile(r"^[ \t]*(?://.*|/\*\*(?:.|\n)*?\*/)\n", re.MULTILINE)
_INDENTATION: Final = re.compile(r"^\s+", re.MULTILINE)  # and lines without anything


class NotJoinableError(Exception):
    """A module is written in a way that is not understood here; the message says which and how."""


def is_joined(name: str) -> bool:
    """Whether the static file of that name is one of those that are joined."""
    return PurePosixPath(name).parts[0] == FOLDER


def joined(name: str, read: Read) -> str:
    """The file of that name with all that it imports in it. Raises NotJoinableError."""
    if name.endswith(".css"):
        styles = _STYLES.sub(lambda found: _styles(_beside(name, found[1]), read), read(name))
        return _INDENTATION.sub("", _STYLE_COMMENT.sub("", styles))
    modules: dict[str, str] = {}
    _add_module(name, read, modules, ())
    return _INDENTATION.sub("", _SCRIPT_COMMENT.sub("", "\n".join(modules.values())))


def _styles(name: str, read: Read) -> str:
    text = read(name)
    if "@import" in text:
        raise NotJoinableError(f"{name} imports another sheet; let a file of {FOLDER}/ do so.")
    return text + "\n"


def _add_module(name: str, read: Read, modules: dict[str, str], above: tuple[str, ...]) -> None:
    """Put a module after all that it imports, in a function of its own, so that no names meet."""
    if name in modules:
        return
    if name in above:
        raise NotJoinableError(f"{' -> '.join((*above, name))}: modules import each other.")
    text = read(name)
    for _, path in _IMPORT.findall(text):
        _add_module(_beside(name, path), read, modules, (*above, name))
    body = _EXPORT.sub("", _IMPORT.sub(lambda found: _taken(name, found), text))
    body = _LATER.sub(lambda found: f'import("../{_beside(name, found[1])}")', body)
    if left := _LEFT.search(body):
        raise NotJoinableError(f"{name}: {left[0]!r} is not understood where modules are joined.")
    exported = ", ".join(_EXPORT.findall(text))
    modules[name] = f"const {_variable(name)} = (() => {{\n{body}return {{ {exported} }};\n}})();"


def _taken(name: str, found: re.Match[str]) -> str:
    """What stands for an import: the names, taken from the other module."""
    names, path = found.groups()
    return f"const {{ {names} }} = {_variable(_beside(name, path))};\n" if names else ""


def _beside(name: str, path: str) -> str:
    """The name of the file that another one means by a relative path."""
    parts: list[str] = []
    for part in (PurePosixPath(name).parent / path).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def _variable(name: str) -> str:
    return "from_" + re.sub(r"\W", "_", name)
