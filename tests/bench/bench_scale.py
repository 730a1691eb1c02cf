"""Pages among a million snapshots: `python -m tests.bench.bench_scale`.

Against those among a thousand: the same hundred broadcasts with the same snapshots are in both
databases; in the large one others from long ago are beside them. Each page is asked for by turns,
signed in, through all of the site but its socket, on SQLite and on PostgreSQL; the best time
counts. A page may take 1.15 of the time, and a snapshot, indexes included, 450 bytes on SQLite and
650 on PostgreSQL.
"""

import sys
from contextlib import ExitStack
from typing import Any

from tests.bench.on_both import databases, do, taken
from tests.bench.ratio import Ratio
from tests.bench.rows import bench

SNAPSHOTS, QUICK_SNAPSHOTS = 1_000_000, 20_000
FEW = 1_000  # snapshots of the hundred broadcasts that are in both
ROUNDS = 6
MOST = 1.15
MOST_BYTES = {"SQLite": 450, "PostgreSQL": 650}
HERE = "tests.bench.bench_scale"


def measured(quick: bool = False) -> list[Ratio]:
    """A line a page and one for the bytes of a snapshot, of each database."""
    return of(QUICK_SNAPSHOTS if quick else SNAPSHOTS, tuple(MOST_BYTES), f"python -m {HERE}")


def of(many: int, names: tuple[str, ...], command: str) -> list[Ratio]:
    """The same with so many snapshots, on the databases of those names."""
    found = []
    with ExitStack() as open_until_the_end:
        small = open_until_the_end.enter_context(databases())
        large = open_until_the_end.enter_context(databases())
        for name in names:
            taken(HERE, small[name], "fill", str(FEW))
            size = taken(HERE, large[name], "fill", str(many))
            rounds = [
                [taken(HERE, urls[name], "pages") for urls in (small, large)] for _ in range(ROUNDS)
            ]
            found += _pages(name, many, rounds, command)
            found.append(_bytes(name, many, size, command))
    return found


def _pages(name: str, many: int, rounds: list[list[Any]], command: str) -> list[Ratio]:
    found = []
    for page in rounds[0][0]:
        # The machine's other work makes a round slower, never faster.
        few_ms, many_ms = (min(each[side][page] for each in rounds) for side in (0, 1))
        found.append(
            Ratio(
                f"{page} among {many:,} snapshots, on {name}",
                f"the same page among {FEW:,}",
                many_ms / few_ms,
                command,
                most=MOST,
                detail=f"{many_ms:.1f} and {few_ms:.1f} ms",
            )
        )
    return found


def _bytes(name: str, many: int, size: int, command: str) -> Ratio:
    return Ratio(
        f"bytes of a snapshot on {name}, indexes included",
        f"{many:,} snapshots",
        size / many,
        command,
        most=MOST_BYTES[name],
        detail=f"{size:,} bytes",
    )


if __name__ == "__main__":
    if "--on" in sys.argv:
        from tests.bench.work_scale import WORK

        do(WORK)
        sys.exit(0)
    sys.exit(bench(HERE, measured))
