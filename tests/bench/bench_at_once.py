"""200 people who open one page at once: `python -m tests.bench.bench_at_once`.

Nobody has looked at the broadcast before, and four processes serve them. What counts is how often
CallFire is asked; of several rounds the most.
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Final

import requests

from tests.bench.bench_cold import campaigns
from tests.bench.engines import postgresql
from tests.bench.ratio import Ratio
from tests.bench.rows import bench
from tests.bench.served import SECONDS, Site, site
from tests.postgres import NEEDED

AT_ONCE: Final = 200
WORKERS: Final = 4
ROUNDS: Final = 5
LATENCY_SECONDS: Final = 0.5


def measured(quick: bool = False) -> list[Ratio]:
    """A line for each engine."""
    ratios = [_ratio("SQLite", *_questions(None, quick))]
    with postgresql() as url:
        found = (None, NEEDED) if url is None else _questions(url, quick)
    return [*ratios, _ratio("PostgreSQL", *found)]


def _ratio(engine: str, questions: int | None, detail: str) -> Ratio:
    return Ratio(
        what=f"{AT_ONCE} simultaneous cold requests, {WORKERS} processes, {engine}",
        against="questions to CallFire",
        value=questions,
        least=1,
        most=1,
        command="python -m tests.bench.bench_at_once",
        detail=detail,
    )


def _questions(database_url: str | None, quick: bool) -> tuple[int, str]:
    """The most questions of any round, and how the requests were answered."""
    number, rounds = (20, 1) if quick else (AT_ONCE, ROUNDS)
    copies = campaigns(rounds)
    with site(workers=WORKERS, campaigns=copies, database_url=database_url) as served:
        served.callfire.latency = LATENCY_SECONDS
        asked = [_asked(served, campaign.id, number) for campaign in copies]
    said = f"the most of {rounds} rounds; each of the {number} requests got the page."
    return max(asked), said


def _asked(served: Site, broadcast_id: int, number: int) -> int:
    """How often CallFire is asked. Raises RuntimeError where a request did not get the page."""
    address, headers = f"{served.address}/broadcasts/{broadcast_id}/", served.headers()
    begin = Barrier(number)
    served.callfire.history(broadcast_id)
    served.callfire.requests.clear()

    def get(_: int) -> int:
        begin.wait()
        answer = requests.get(address, headers=headers, timeout=SECONDS, allow_redirects=False)
        return answer.status_code

    with ThreadPoolExecutor(number) as pool:
        statuses = set(pool.map(get, range(number)))
    if statuses != {200}:
        raise RuntimeError(f"requests were answered with {sorted(statuses)}")
    return len(served.callfire.requests)


if __name__ == "__main__":
    sys.exit(bench("tests.bench.bench_at_once", measured))
