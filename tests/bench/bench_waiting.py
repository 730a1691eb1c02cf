"""Other pages while CallFire lets everybody wait: `python -m tests.bench.bench_waiting`.

CallFire takes 9.9 s (at 10 s without a byte the client gives up), and in a process as many
broadcasts wait for it as may (CALLFIRE_CONCURRENCY). Meanwhile wrk asks for pages whose figures are
kept, and did so just before, when nobody waited. It is one process: which of several takes a
request is chance. The median of the rounds counts.
"""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from statistics import median
from typing import Final

import requests

from simulator.campaigns import CAMPAIGNS
from tests.bench.bench_cold import campaigns
from tests.bench.load import requests_per_second
from tests.bench.ratio import Ratio
from tests.bench.rows import bench
from tests.bench.served import BROADCAST, SECONDS, Site, site

LEAST: Final = 0.7
CONCURRENCY: Final = 8  # the site's default
ROUNDS: Final = 7
LOAD_SECONDS: Final = 2  # for one page; both fit into the wait
LATENCY_SECONDS: Final = 9.9
PAGES: Final = {"first page": "/", "broadcast": f"/broadcasts/{BROADCAST}/"}


def measured(quick: bool = False) -> list[Ratio]:
    """A line for each page."""
    rounds, seconds = (1, 1) if quick else (ROUNDS, LOAD_SECONDS)
    cold = campaigns(CONCURRENCY * rounds)
    ids = [campaign.id for campaign in cold]
    found = []
    with site(workers=1, campaigns=(*CAMPAIGNS, *cold), kept=[BROADCAST]) as served:
        for begun in range(0, len(ids), CONCURRENCY):
            without = _rates(served, seconds)
            with _waiting(served, ids[begun : begun + CONCURRENCY]):
                found.append((without, _rates(served, seconds)))
    return [_ratio(name, found) for name in PAGES]


def _ratio(name: str, found: list[tuple[dict[str, float], dict[str, float]]]) -> Ratio:
    sides = [median(each[side][name] for each in found) for side in (1, 0)]
    return Ratio(
        what=f"other pages' requests/s while {CONCURRENCY} broadcasts a process wait on a far end "
        f"that takes 10 s: the {name}",
        against="the same without",
        value=median(waiting[name] / without[name] for without, waiting in found),
        least=LEAST,
        command="python -m tests.bench.bench_waiting",
        detail=f"{sides[0]:.0f} against {sides[1]:.0f} requests/s, one process, SQLite, "
        f"the median of {len(found)} rounds.",
    )


def _rates(served: Site, seconds: int) -> dict[str, float]:
    return {
        name: requests_per_second(served.address + path, served.headers(), seconds=seconds)
        for name, path in PAGES.items()
    }


@contextmanager
def _waiting(served: Site, ids: list[int]) -> Iterator[None]:
    """While these broadcasts wait. Raises RuntimeError where they did not all the time."""
    callfire = served.callfire
    callfire.requests.clear()
    callfire.latency = LATENCY_SECONDS
    with ThreadPoolExecutor(len(ids)) as pool:
        sent = [pool.submit(_asked, served, each) for each in ids]
        callfire.wait_for(len(ids))
        yield
        wait = sum(not each.done() for each in sent)
        callfire.latency = 0.0
    statuses = {each.result() for each in sent}
    # The answer to a thread that is busy with others may come later than the client waits.
    if wait < len(ids) or not statuses <= {200, 504}:
        raise RuntimeError(f"{wait} of {len(ids)} waited till the end; the answers: {statuses}")


def _asked(served: Site, broadcast_id: int) -> int:
    address = f"{served.address}/broadcasts/{broadcast_id}/"
    answer = requests.get(address, headers=served.headers(), timeout=SECONDS)
    return answer.status_code


if __name__ == "__main__":
    sys.exit(bench("tests.bench.bench_waiting", measured))
