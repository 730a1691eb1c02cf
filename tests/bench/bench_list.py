"""The list's page of 100,000 broadcasts against that of 1,000: `python -m tests.bench.bench_list`.

On SQLite files and on a PostgreSQL that it starts, each in a process of its own.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tests.bench.apart import apart
from tests.bench.engines import postgresql
from tests.bench.ratio import Ratio
from tests.bench.rows import bench
from tests.postgres import NEEDED

PAGES: Final = "tests.bench.list_pages"


def measured(quick: bool = False) -> list[Ratio]:
    """A line for each engine."""
    with TemporaryDirectory(prefix="broadcast-stats-bench-") as folder:
        url = f"sqlite:///{Path(folder) / 'db.sqlite3'}"
        ratios = apart(PAGES, quick=quick, DATABASE_URL=url)
    with postgresql() as postgres:
        if postgres is not None:
            return [*ratios, *apart(PAGES, quick=quick, DATABASE_URL=postgres)]
    return [*ratios, unmeasured(ratios[0])]


def unmeasured(ratio: Ratio) -> Ratio:
    """The line of PostgreSQL where there is none."""
    what = ratio.what.replace("SQLite", "PostgreSQL")
    return Ratio(what, ratio.against, None, ratio.command, most=ratio.most, detail=NEEDED)


if __name__ == "__main__":
    sys.exit(bench("tests.bench.bench_list", measured))
