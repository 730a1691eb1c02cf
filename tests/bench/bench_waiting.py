"""Other pages while CallFire lets everybody wait: `python -m tests.bench.bench_waiting`.

CallFire takes 9.9 s (at 10 s without a byte the client gives up), and in each of two processes as
many broadcasts wait for it as may (CALLFIRE_CONCURRENCY). Meanwhile wrk asks for pages whose
figures are kept, and did so just before, when nobody waited. The median of the rounds counts.
"""

import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
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
WORKERS: Final = 2
CONCURRENCY: Final = 8  # the site's default
ROUNDS: Final = 5
LOAD_SECONDS: Final = 2  # for one page; both fit into the wait
LATENCY_SECONDS: Final = 9.9
PAGES: Final = {"first page": "/", "broadcast": f"/broadcasts/{BROADCAST}/"}
SENT: Final = 6  # times as many as have a place, at most
BETWEEN_SECONDS: Final = 0.02
REFUSED_SECONDS: Final = 2.5  # by then whoever found no place to ask was told so


def measured(quick: bool = False) -> list[Ratio]:
    """A line for each page."""
    rounds, seconds = (1, 1) if quick else (ROUNDS, LOAD_SECONDS)
    cold = campaigns(SENT * WORKERS * CONCURRENCY * rounds)
    ids = [campaign.id for campaign in cold]
    found = []
    with site(workers=WORKERS, campaigns=(*CAMPAIGNS, *cold), kept=[BROADCAST]) as served:
        for _ in range(rounds):
            without = _rates(served, seconds)
            with _waiting(served, ids):
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
        detail=f"{sides[0]:.0f} against {sides[1]:.0f} requests/s, {WORKERS} processes, SQLite, "
        f"the median of {len(found)} rounds.",
    )


def _rates(served: Site, seconds: int) -> dict[str, float]:
    return {
        name: requests_per_second(served.address + path, served.headers(), seconds=seconds)
        for name, path in PAGES.items()
    }


@contextmanager
def _waiting(served: Site, ids: list[int]) -> Iterator[None]:
    """While as many broadcasts wait as may. Raises RuntimeError where they did not all the time.

    Which process takes a request is chance, so that more are sent until all places are taken: those
    that find none are told so after two seconds.
    """
    callfire = served.callfire
    callfire.requests.clear()
    callfire.latency, most = LATENCY_SECONDS, WORKERS * CONCURRENCY
    with ThreadPoolExecutor(SENT * most) as pool:
        sent: list[Future[int]] = []
        while len(callfire.requests) < most and len(sent) < SENT * most:
            sent.append(pool.submit(_asked, served, ids.pop()))
            time.sleep(BETWEEN_SECONDS)
        callfire.wait_for(most)
        time.sleep(REFUSED_SECONDS)
        yield
        wait = sum(not each.done() for each in sent)
        callfire.latency = 0.0
    if wait < most:
        raise RuntimeError(f"only {wait} of {most} waited till the end")
    _check(sent)


def _asked(served: Site, broadcast_id: int) -> int:
    address = f"{served.address}/broadcasts/{broadcast_id}/"
    answer = requests.get(address, headers=served.headers(), timeout=SECONDS)
    return answer.status_code


def _check(sent: list[Future[int]]) -> None:
    """Those that waited got their page, the others were told that CallFire is slow."""
    statuses = sorted(each.result() for each in sent)
    if not set(statuses) <= {200, 503, 504}:
        raise RuntimeError(f"answers: {statuses}")


if __name__ == "__main__":
    sys.exit(bench("tests.bench.bench_waiting", measured))
