"""What was measured: as tables, in its place in a document; and the run of a bench that does so."""

import argparse
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import Final, TypeVar

Found = TypeVar("Found")

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


def bench(
    prog: str,
    place: tuple[Path, str],
    measured: Callable[[range], Found],
    report: Callable[[Found], str],
    broken: Callable[[Found], Sequence[str]],
) -> int:
    """Measure, print, write into the document behind its marker; 1 where a promise is broken."""
    parser = argparse.ArgumentParser(prog=prog)
    parser.add_argument("--first-seed", type=int, default=1_000)
    parser.add_argument("--seeds", type=int, default=12, help="campaigns of each kind")
    given = parser.parse_args()
    document, begin = place
    found = measured(range(given.first_seed, given.first_seed + given.seeds))
    figures = report(found)
    print(figures)
    document.write_text(written(document.read_text("utf-8"), figures, begin), "utf-8")
    failed = broken(found)
    for promise in failed:
        print(f"Broken: {promise}.")
    return int(bool(failed))
