"""Tables of what was measured, and their place in a document."""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Final

END: Final = "<!-- end of what is measured -->"


def table(title: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown under its title."""
    lines = chain([head, ["---"] * len(head)], rows)
    return f"{title}\n\n" + "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def written(document: str, figures: str, begin: str) -> str:
    """The document with the figures from `begin` to END. Raises ValueError without both."""
    before, _, rest = document.partition(begin)
    _, end, after = rest.partition(END)
    if not end:
        raise ValueError("no markers")
    return f"{before}{begin}\n{figures}\n{end}{after}"
