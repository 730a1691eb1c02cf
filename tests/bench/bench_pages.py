"""A broadcast's page against one with nothing on it: `python -m tests.bench.bench_pages`.

Two processes of gunicorn on SQLite, asked by wrk for one page after the other, by turns, with what
a signed-in browser sends; the page is the ordinary one: all time, a timeline that is kept, a day of
looks behind it. Of each the best round counts: in some, threads that hand the interpreter's lock to
each other bring any page, the empty one too, to a third of its rate. No HTML is kept anywhere.
"""

import sys
from collections.abc import Mapping
from typing import Final

from tests.bench.load import requests_per_second
from tests.bench.ratio import Ratio
from tests.bench.rows import bench
from tests.bench.served import BROADCAST, Site, site

ROUNDS: Final = 25
SECONDS: Final = 1  # for one page in one round
EMPTY: Final = "/empty/"
PAGE: Final = f"/broadcasts/{BROADCAST}/"
COMMAND: Final = "python -m tests.bench.bench_pages"
AGAINST: Final = "a signed-in page with an empty template in the same server"


def measured(quick: bool = False) -> list[Ratio]:
    """The page, and the page that its visitor has already."""
    with site(workers=2, kept=[BROADCAST]) as served:
        tag = _settled_tag(served)
        rounds = [_round(served, tag) for _ in range(1 if quick else ROUNDS)]
    return [
        _ratio("broadcast page with fresh figures, requests/s", "page", 0.3, rounds),
        _ratio("the same, unchanged since the last visit (304)", "unchanged", 0.85, rounds),
    ]


def _settled_tag(served: Site) -> str:
    """The page's tag, after the first visits of both processes."""
    tags = [served.get(PAGE).headers["ETag"] for _ in range(8)]
    return tags[-1]


def _round(served: Site, tag: str) -> Mapping[str, float]:
    """The rate of each, one after the other."""
    headers, address = served.headers(), served.address
    unchanged = {**headers, "If-None-Match": tag}
    return {
        "empty": requests_per_second(address + EMPTY, headers, seconds=SECONDS),
        "page": requests_per_second(address + PAGE, headers, seconds=SECONDS),
        "unchanged": requests_per_second(address + PAGE, unchanged, seconds=SECONDS, status=304),
    }


def _ratio(what: str, name: str, least: float, rounds: list[Mapping[str, float]]) -> Ratio:
    shown, empty = (max(each[side] for each in rounds) for side in (name, "empty"))
    detail = (
        f"{shown:.0f} against {empty:.0f} requests/s, SQLite, the best of {len(rounds)} rounds."
    )
    return Ratio(what, AGAINST, shown / empty, COMMAND, least=least, detail=detail)


if __name__ == "__main__":
    sys.exit(bench("tests.bench.bench_pages", measured))
