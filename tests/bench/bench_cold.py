"""A page whose figures have to be asked for: `python -m tests.bench.bench_cold`.

CallFire takes 200 ms. Each broadcast is asked for twice: by a bare `requests.get` of its document,
and by the page, which nobody has looked at before; both on a connection of their own.
"""

import sys
from dataclasses import replace
from statistics import median
from time import perf_counter
from typing import Final

import requests

from simulator.campaign import Campaign
from simulator.campaigns import CAMPAIGNS
from tests.bench.ratio import Ratio
from tests.bench.rows import bench
from tests.bench.served import SECONDS, Site, site

LATENCY_SECONDS: Final = 0.2
MOST: Final = 1.15
PAGES: Final = 40
WARMING: Final = 8  # pages that each process shows a few of before anything is measured
FIRST_ID: Final = 1_000


def measured(quick: bool = False) -> list[Ratio]:
    """The median page against the median document."""
    copies = campaigns(WARMING + (2 if quick else PAGES))
    bare, page = [], []
    with site(workers=2, campaigns=copies) as served:
        for campaign in copies:
            served.callfire.history(campaign.id)  # worked out before anybody waits for it
        for campaign in copies[:WARMING]:
            _seconds(f"{served.address}/broadcasts/{campaign.id}/", headers=served.headers())
        served.callfire.latency = LATENCY_SECONDS
        for campaign in copies[WARMING:]:
            bare.append(_bare(served, campaign.id))
            address = f"{served.address}/broadcasts/{campaign.id}/"
            page.append(_seconds(address, headers=served.headers()))
    return [
        Ratio(
            what="cold page at 200 ms upstream latency, median",
            against="the bare `requests.get` of the same document",
            value=median(page) / median(bare),
            most=MOST,
            command="python -m tests.bench.bench_cold",
            detail=f"{median(page) * 1e3:.0f} ms against {median(bare) * 1e3:.0f} ms, "
            f"{len(page)} broadcasts, SQLite.",
        )
    ]


def campaigns(number: int) -> tuple[Campaign, ...]:
    """So many broadcasts like the simulator's first, but smaller, each with events of its own."""
    return tuple(replace(CAMPAIGNS[0], id=FIRST_ID + each, size=1_000) for each in range(number))


def _bare(served: Site, broadcast_id: int) -> float:
    account = served.callfire.account
    address = f"{served.callfire.url}broadcast/{broadcast_id}/stats"
    return _seconds(address, auth=(account.login, account.password))


def _seconds(
    address: str,
    *,
    headers: dict[str, str] | None = None,
    auth: tuple[str, str] | None = None,
) -> float:
    """Until the whole answer is there. Raises HTTPError for one that is none."""
    begun = perf_counter()
    answer = requests.get(
        address, headers=headers, auth=auth, timeout=SECONDS, allow_redirects=False
    )
    seconds = perf_counter() - begun
    answer.raise_for_status()
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status_code}")
    return seconds


if __name__ == "__main__":
    sys.exit(bench("tests.bench.bench_cold", measured))
