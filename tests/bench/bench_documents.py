"""CallFire's document with 20 results, read whole: `python -m tests.bench.bench_documents`.

The bytes become a BroadcastStats, against a bare parse of the same bytes by xml.etree, by turns in
one process. Of many rounds the best of each counts: what disturbs a round only makes it longer.
"""

import sys
from collections.abc import Callable
from time import perf_counter
from typing import Final
from xml.etree.ElementTree import fromstring  # noqa: TID251 - what is measured against

from stats import results
from stats.callfire.documents import broadcast_stats
from tests.bench.ratio import Ratio
from tests.bench.rows import bench

RESULTS: Final = 20
MOST: Final = 2.5
_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<r:Resource xmlns="http://api.callfire.com/data"'
    ' xmlns:r="http://api.callfire.com/resource">\n'
)


def document() -> bytes:
    """A document with each Result code that is known, indented as CallFire's page shows one."""
    stats = "".join(
        f"    <ResultStat>\n      <Result>{code}</Result>\n"
        f"      <Attempts>{1200 + index}</Attempts>\n      <Actions>{1100 + index}</Actions>\n"
        "    </ResultStat>\n"
        for index, code in enumerate(list(results.KNOWN)[:RESULTS])
    )
    return (
        f"{_HEAD}  <BroadcastStats>\n    <UsageStats>\n      <Duration>295680</Duration>\n"
        "      <BilledDuration>327720</BilledDuration>\n"
        "      <BilledAmount>5462.0</BilledAmount>\n      <Attempts>24190</Attempts>\n"
        f"      <Actions>22190</Actions>\n    </UsageStats>\n{stats}"
        "    <ActionStatistics>\n      <Unattempted>284</Unattempted>\n"
        "      <RetryWait>80</RetryWait>\n      <Finished>2689</Finished>\n"
        "    </ActionStatistics>\n  </BroadcastStats>\n</r:Resource>\n"
    ).encode()


def measured(quick: bool = False) -> list[Ratio]:
    """The one line."""
    body = document()
    if len(broadcast_stats(body).results) != RESULTS:
        raise RuntimeError("not every result was read")
    rounds, times = (3, 20) if quick else (400, 50)
    whole, bare = float("inf"), float("inf")
    for _ in range(rounds):
        whole = min(whole, _seconds(broadcast_stats, body, times))
        bare = min(bare, _seconds(fromstring, body, times))
    return [
        Ratio(
            what=f"document with {RESULTS} results: bytes to BroadcastStats",
            against="the bare `xml.etree` parse of the same bytes",
            value=whole / bare,
            most=MOST,
            command="python -m tests.bench.bench_documents",
            detail=f"{whole * 1e6:.0f} µs against {bare * 1e6:.0f} µs, {len(body):,} bytes; "
            f"the best of {rounds} rounds of {times} each.",
        )
    ]


def _seconds(read: Callable[[bytes], object], body: bytes, times: int) -> float:
    """For one document."""
    begun = perf_counter()
    for _ in range(times):
        read(body)
    return (perf_counter() - begun) / times


if __name__ == "__main__":
    sys.exit(bench("tests.bench.bench_documents", measured))
