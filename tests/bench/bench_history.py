"""A million rows of `history.csv`: `python -m tests.bench.bench_history`.

One broadcast was looked at so often, on SQLite and on PostgreSQL. The same rows and columns,
results by the database's own functions for JSON, are written by `sqlite3 -csv` and by psql's
`\\copy`, by turns with the site's own download, each to nowhere. The process that writes the
download may grow by 30 MB while it does.
"""

import subprocess
import sys
import time
from typing import Any
from urllib.parse import unquote, urlsplit

from tests.bench.on_both import databases, do, taken
from tests.bench.ratio import Ratio
from tests.bench.rows import bench

ROWS, QUICK_ROWS = 1_000_000, 20_000
NUMBER = 5  # of the made-up broadcast
LEAST, MOST_GROWTH = 0.25, 30
HERE = "tests.bench.bench_history"
MEGABYTE = 1_000_000


def measured(quick: bool = False) -> list[Ratio]:
    """A line for the rate and one for the memory, of each database."""
    rows = QUICK_ROWS if quick else ROWS
    found = []
    with databases() as urls:
        for name, url in urls.items():
            statement = taken(HERE, url, "fill", str(rows))
            downloads, shells = [], []
            for _ in range(2):
                downloads.append(taken(HERE, url, "download", str(rows)))
                shells.append(_by_shell(url, statement))
            found += _lines(name, rows, downloads, min(shells))
    return found


def _lines(name: str, rows: int, downloads: list[Any], by_shell: float) -> list[Ratio]:
    seconds = min(each["seconds"] for each in downloads)
    growth = max(each["growth"] for each in downloads) / MEGABYTE
    shell = {"SQLite": "sqlite3 -csv", "PostgreSQL": "psql \\copy"}[name]
    command = f"python -m {HERE}"
    return [
        Ratio(
            f"history.csv of {rows:,} rows, rows/s, on {name}",
            f"the same rows and columns by {shell}",
            by_shell / seconds,
            command,
            least=LEAST,
            detail=f"{rows / seconds:,.0f} and {rows / by_shell:,.0f} rows/s",
        ),
        Ratio(
            f"memory of the process while it writes them, on {name}",
            "the same process before, in MB more",
            growth,
            command,
            most=MOST_GROWTH,
        ),
    ]


def _by_shell(url: str, statement: str) -> float:
    """How many seconds the database's shell takes for the same rows."""
    parts, given = urlsplit(url), None
    if parts.scheme == "sqlite":
        command = ["sqlite3", "-csv", "-header", parts.path, statement]
    else:
        socket = f"--host={unquote(parts.netloc.split('@')[1])}"
        command = ["psql", "--set=ON_ERROR_STOP=1", socket, f"--username={parts.username}"]
        command.append(parts.path.lstrip("/"))
        given = f"\\copy ({statement}) TO STDOUT WITH CSV HEADER"
    begun = time.perf_counter()
    subprocess.run(command, input=given, stdout=subprocess.DEVNULL, check=True, text=True)
    return time.perf_counter() - begun


if __name__ == "__main__":
    if "--on" in sys.argv:
        from tests.bench.work_history import WORK

        do(WORK)
        sys.exit(0)
    sys.exit(bench(HERE, measured))
