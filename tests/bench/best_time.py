"""How often stats.best_time names hours, where there is a best time and where there is none.

`make bench-best-time` prints the figures and writes them into docs/best-time.md, between
its two markers. It ends with 1 where hours stand out in more than 1 of 10 cases that have none.
"""

import argparse
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from stats.best_time.best import best_time
from stats.best_time.block import Block
from tests.bench.dialed import KINDS, WEEKS, Kind, dialed
from tests.bench.tables import table, written

DOCUMENT: Final = Path(__file__).parents[2] / "docs" / "best-time.md"
BEGIN: Final = "<!-- measured by make bench-best-time -->\n"
ABOVE: Final = (0.0, 0.05, 0.10)  # by how much the best hours are above the others
MOST: Final = 0.1  # of the cases without any
UTC: Final = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Case:
    """One made-up stretch of weeks, and what was said of it.

    above: by how much the best hours are above the others; 0 where there are none. is_told: whether
    hours were named. is_right: whether an hour of the best ones is among them.
    """

    kind: str
    weeks: int
    above: float
    is_told: bool
    is_right: bool


def case(kind: Kind, seed: int, above: float) -> Case:
    """Make one up and look at it."""
    hours, weeks, block = dialed(kind, seed, above)
    best = best_time(hours, UTC).best
    return Case(
        kind.name, weeks, above, best is not None, best is not None and meet(best.block, block)
    )


def meet(one: Block, other: Block) -> bool:
    """Whether two blocks have an hour in common."""
    days = one.first_weekday <= other.last_weekday and other.first_weekday <= one.last_weekday
    return days and one.first_hour < other.end_hour and other.first_hour < one.end_hour


def measured(seeds: range, workers: int = 2) -> list[Case]:
    """One case of each kind, seed and difference."""
    each = list(product(KINDS, seeds, ABOVE))
    with ProcessPoolExecutor(workers) as pool:
        return list(pool.map(case, *zip(*each, strict=True), chunksize=50))


def report(found: Sequence[Case], seeds: range) -> str:
    """The figures as Markdown."""
    head = (
        f"{len(found):,} cases, {len(seeds)} of each kind and difference, seeds {seeds.start} to "
        f"{seeds.stop - 1}."
    )
    names = ["no best time", *(f"{above * 100:.0f} points above" for above in ABOVE[1:])]
    by_kind = [
        [kind.name, *(_told(found, above, kind=kind.name) for above in ABOVE)] for kind in KINDS
    ]
    by_weeks = [
        [f"{weeks} weeks", *(_told(found, above, weeks=weeks) for above in ABOVE)]
        for weeks in WEEKS
    ]
    everything = ["all", *(_told(found, above) for above in ABOVE)]
    return table(head, ["", *names], [*by_kind, *by_weeks, everything])


def _told(
    found: Sequence[Case], above: float, *, kind: str | None = None, weeks: int | None = None
) -> str:
    """How many were told of how many; where there is a best time, how many of them rightly."""
    mine = [
        one
        for one in found
        if one.above == above and kind in (None, one.kind) and weeks in (None, one.weeks)
    ]
    told = [one for one in mine if one.is_told]
    said = f"{len(told)} of {len(mine)}"
    return f"{said}, {sum(one.is_right for one in told)} rightly" if above else said


def main() -> int:
    """Measure, print, write; 1 where the promise is broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.best_time")
    parser.add_argument("--first-seed", type=int, default=1_000)
    parser.add_argument("--seeds", type=int, default=400, help="cases of each kind and difference")
    given = parser.parse_args()
    seeds = range(given.first_seed, given.first_seed + given.seeds)
    found = measured(seeds)
    figures = report(found, seeds)
    print(figures)
    DOCUMENT.write_text(written(DOCUMENT.read_text("utf-8"), figures, BEGIN), "utf-8")
    without = [one.is_told for one in found if not one.above]
    if sum(without) > MOST * len(without):
        print("Broken: hours stand out where there are none in at most 1 of 10.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
