"""Templates as browsers get them: without the indentation that people read them by.

It is a twelfth of what comes over the wire, compressed, and means nothing to HTML, nor do the lines
that tags leave empty. Both are taken out where a template is read, once, so that nothing a person
typed is touched; white space that parts two words stays.
"""

import re
from collections.abc import Callable
from typing import Final

from jinja2 import Environment, FileSystemLoader

_VERBATIM: Final = re.compile(r"(<(pre|textarea)\b.*?</\2>)", re.DOTALL)  # there it is seen
_INDENTATION: Final = re.compile(r"^[ \t]+", re.MULTILINE)
_SILENT: Final = "if|elif|else|endif|for|endfor|with|endwith|set|block|endblock"
# A line of tags that write nothing themselves, below another line, whose end stays.
_SILENT_LINE: Final = re.compile(rf"(?<=\n)((?:{{% (?:{_SILENT})\b[^%\n]*%}})+)\n")


def unindented(text: str) -> str:
    """The source of an HTML template without white space that only people need."""
    parts, end = [], 0
    for found in _VERBATIM.finditer(text):
        parts += [_tight(text[end : found.start()]), found[0]]
        end = found.end()
    return "".join([*parts, _tight(text[end:])])


def _tight(text: str) -> str:
    return _SILENT_LINE.sub(r"\1", _INDENTATION.sub("", text))


class Loader(FileSystemLoader):
    """Reads the templates of this site's own folder."""

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """A template's source; that of a mail's plain text as it is written."""
        text, path, is_same = super().get_source(environment, template)
        return (unindented(text) if template.endswith(".html") else text), path, is_same
