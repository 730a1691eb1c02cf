"""Whether a web process grows: `python -m tests.bench.bench_memory`.

One process of gunicorn is asked for pages, downloads and fragments in turn, four at a time; its
proportional set size (Linux counts it) after 10,000 requests is held against that after 100.
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice
from pathlib import Path
from typing import Final

import requests

from tests.bench.ratio import Ratio
from tests.bench.rows import bench
from tests.bench.served import BROADCAST, SECONDS, Site, site

MOST: Final = 1.1
FEW: Final = 100
MANY: Final = 10_000
AT_ONCE: Final = 4
PATHS: Final = (
    f"/broadcasts/{BROADCAST}/",
    "/",
    f"/broadcasts/{BROADCAST}/stats.json",
    "/broadcasts/",
    f"/broadcasts/{BROADCAST}/results.csv",
    f"/broadcasts/{BROADCAST}/?period=today",
    f"/broadcasts/{BROADCAST}/timeline.json?period=today",
    f"/broadcasts/{BROADCAST}/history.csv",
    "/definitions/",
    "/livez",
)


def measured(quick: bool = False) -> list[Ratio]:
    """The one line."""
    few, many = (len(PATHS), 2 * len(PATHS)) if quick else (FEW, MANY)
    with site(workers=1, kept=[BROADCAST]) as served:
        [worker] = _children(served.master)
        _ask(served, few)
        before = _kilobytes(worker)
        _ask(served, many - few)
        after = _kilobytes(worker)
        if _children(served.master) != [worker]:
            raise RuntimeError("the process was replaced meanwhile")
    return [
        Ratio(
            what=f"memory of one web process after {MANY:,} requests",
            against=f"after {FEW}",
            value=after / before,
            most=MOST,
            command="python -m tests.bench.bench_memory",
            detail=f"{after / 1024:.1f} MiB against {before / 1024:.1f} MiB (PSS), "
            f"{len(PATHS)} addresses in turn, SQLite.",
        )
    ]


def _ask(served: Site, number: int) -> None:
    """So many requests. Raises RuntimeError where one is not answered as it should be."""
    addresses = [served.address + path for path in PATHS]
    headers = served.headers()

    def ask(each: list[str]) -> None:
        with requests.Session() as connection:
            connection.trust_env = False
            for address in each:
                status = connection.get(address, headers=headers, timeout=SECONDS).status_code
                if status != 200:
                    raise RuntimeError(f"{address}: {status}")

    everything = list(islice(cycle(addresses), number))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(ask, [everything[first::AT_ONCE] for first in range(AT_ONCE)]))


def _children(master: int) -> list[int]:
    told = Path(f"/proc/{master}/task/{master}/children").read_text("ascii")
    return [int(each) for each in told.split()]


def _kilobytes(process: int) -> int:
    lines = Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines()
    [told] = [line for line in lines if line.startswith("Pss:")]
    return int(told.split()[1])


if __name__ == "__main__":
    sys.exit(bench("tests.bench.bench_memory", measured))
