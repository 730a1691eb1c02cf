"""Pages among ten million snapshots on PostgreSQL: `python -m tests.bench.bench_ten_million`.

What `bench_scale` does, with ten times as many. It takes a quarter of an hour and 12 GB.
"""

import sys

from tests.bench.bench_scale import QUICK_SNAPSHOTS, of
from tests.bench.ratio import Ratio
from tests.bench.rows import bench

SNAPSHOTS = 10_000_000
HERE = "tests.bench.bench_ten_million"


def measured(quick: bool = False) -> list[Ratio]:
    """A line a page and one for the bytes of a snapshot."""
    return of(QUICK_SNAPSHOTS if quick else SNAPSHOTS, ("PostgreSQL",), f"python -m {HERE}")


if __name__ == "__main__":
    sys.exit(bench(HERE, measured))
