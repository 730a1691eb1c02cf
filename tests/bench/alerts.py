"""How often alerts are right, against simulated campaigns: `python -m tests.bench.alerts`.

Prints the figures and writes them into docs/alerts.md, between its two markers. Ends with 1 where a
promise is broken: no burst and no stall on a quiet day, every strong storm told, a burst told once
for each code, every stop of the quicker campaigns told once, within half an hour.
"""

import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import chain, product
from pathlib import Path
from statistics import median
from typing import Final

from stats.alerts.kinds import Name
from tests.bench.alert_days import (
    BY_THOUSANDS,
    CODES,
    LIMIT,
    QUIET,
    STRENGTHS,
    Blown,
    Burst,
    Quiet,
    Stop,
    Today,
    quiet,
    stops,
    storms,
)
from tests.bench.campaigns import KINDS
from tests.bench.tables import bench, table

DOCUMENT: Final = Path(__file__).parents[2] / "docs" / "alerts.md"
BEGIN: Final = "<!-- measured by make bench-alerts -->\n"
SLOW: Final = "slow, 8 to 30 an hour"
STORMS: Final = 5  # of each strength for one campaign of each kind
SOON: Final = timedelta(minutes=30)
HOUR: Final = timedelta(hours=1)


@dataclass
class Measured:
    """What came of all campaigns."""

    seeds: range
    quiet: list[Quiet]
    storms: list[Blown]
    stops: list[Stop]

    @property
    def plain(self) -> list[Quiet]:
        """The quiet campaigns whose events count once."""
        return [each for each in self.quiet if each.kind != BY_THOUSANDS]


def measured(seeds: range, workers: int = 2) -> Measured:
    """Everything over one campaign of each kind and seed, and the storms of five times as many."""
    more = range(seeds.start, seeds.start + STORMS * len(seeds))
    with ProcessPoolExecutor(workers) as pool:
        run = partial(pool.map, chunksize=2)
        calm = run(quiet, *zip(*product((*QUIET, BY_THOUSANDS), seeds), strict=True))
        blown = run(_storms, *zip(*product(STRENGTHS, more), strict=True))
        still = run(_stops, *zip(*product(KINDS, seeds), strict=True))
        return Measured(
            seeds, list(calm), list(chain.from_iterable(blown)), list(chain.from_iterable(still))
        )


def _storms(strength: float | None, seed: int) -> list[Blown]:
    return list(storms(strength, seed))


def _stops(kind: str, seed: int) -> list[Stop]:
    return list(stops(kind, seed))


def broken(found: Measured) -> list[str]:
    """The promises that the figures break."""
    strong = [storm for storm in found.storms if storm.strength is None]
    bursts = [burst for storm in found.storms for burst in storm.bursts]
    quick = [stop for stop in found.stops if stop.kind != SLOW]
    promises = {
        "no burst is told on a quiet day": not _tellings(found.plain, "error_burst"),
        "no stall is told on a quiet day": not _tellings(found.quiet, "stalled")
        and not sum(each.told_without_hours for each in found.quiet),
        "every strong storm is told": all(storm.delay is not None for storm in strong),
        "a burst is told once": all(burst.tellings <= 1 for burst in bursts),
        "every stop is told, once and soon": all(
            stop.tellings == 1 and stop.delay is not None and stop.delay <= SOON for stop in quick
        ),
    }
    return [promise for promise, is_kept in promises.items() if not is_kept]


def report(found: Measured) -> str:
    """The figures as Markdown."""
    seeds, days = found.seeds, sum(each.days for each in found.plain)
    head = (
        f"{len(found.plain)} quiet campaigns on {days} broadcast-days, "
        f"{len(seeds)} of each kind, seeds {seeds.start} to {seeds.stop - 1}; "
        f"{sum(each.looks for each in found.plain):,} looks.\n"
    )
    tables = (
        _quiet(found),
        _todays([today for each in found.plain for today in each.todays]),
        _strengths(found.storms),
        _codes([storm for storm in found.storms if storm.strength is None]),
        _stopped(found.stops),
    )
    return "\n".join((head, *tables))


def _quiet(found: Measured) -> str:
    rows = [_quiet_row(kind, [each for each in found.quiet if each.kind == kind]) for kind in QUIET]
    rows.append(_quiet_row("**together**", found.plain))
    thousands = [each for each in found.quiet if each.kind == BY_THOUSANDS]
    rows.append(_quiet_row(f"{BY_THOUSANDS} (not among them)", thousands))
    return table(
        "False alarms on quiet days, hours and plan known, and stalls where the hours are not.",
        ["kind", "days", "burst", f"errors over {LIMIT}%", "stalled", "stalled, hours unknown"],
        rows,
    )


def _quiet_row(name: str, mine: Sequence[Quiet]) -> list[str]:
    kinds: tuple[Name, ...] = ("error_burst", "error_rate", "stalled")
    numbers = [_tellings(mine, kind) for kind in kinds]
    without_hours = sum(each.told_without_hours for each in mine)
    return [name, *map(str, (sum(each.days for each in mine), *numbers, without_hours))]


def _todays(found: Sequence[Today]) -> str:
    rows = []
    for is_enough in (False, True):
        mine = [today for today in found if today.is_enough == is_enough]
        ahead = [today.ahead / HOUR for today in mine if today.ahead is not None]
        name = "over before the hours were (a false alarm)" if is_enough else "not over"
        again = sum(today.tellings > 1 for today in mine)
        back = sum(today.is_taken_back for today in mine)
        before = f"{median(ahead):.1f} h" if ahead else ""
        rows.append([name, *map(str, (len(mine), len(ahead), before, again, back))])
    return table(
        "Today's calling hours won't do: days by whether the work was over before the hours "
        "were, on how many it was told, how long before their end (median), on how many more than "
        "once, and on how many it was taken back.",
        ["the work was", "days", "told", "before the end", "more than once", "taken back"],
        rows,
    )


def _strengths(found: Sequence[Blown]) -> str:
    rows = []
    for strength in STRENGTHS:
        mine = [storm for storm in found if storm.strength == strength]
        name = "50% to 90%" if strength is None else f"{strength:.0%}"
        bursts = [storm.delay for storm in mine if storm.delay is not None]
        rates = [storm.rate.delay for storm in mine if storm.rate.delay is not None]
        cells = [str(len(bursts)), *_late(bursts), str(len(rates)), *_late(rates)]
        early = sum(storm.too_early for storm in mine)
        rows.append([name, str(len(mine)), *cells, str(early)])
    late = ["median", "9 in 10", "worst"]
    return table(
        "Storms by the share of attempts that fails in them: how many were told as a burst of any "
        f"code, how many as errors over {LIMIT}%, how long after the storm began; and what was "
        "told before it.",
        ["failing", "storms", "burst", *late, f"over {LIMIT}%", *late, "before it"],
        rows,
    )


def _codes(strong: Sequence[Blown]) -> str:
    rows = [
        _code_row(code, [storm.bursts[index] for storm in strong])
        for index, code in enumerate(CODES)
    ]
    rows.append(_code_row(f"errors over {LIMIT}%", [storm.rate for storm in strong]))
    return table(
        "The strong storms by code: how many were told, how many more than once, how late, how "
        "many were told to be over, and how long after the storm's end. The others ended with the "
        "broadcast, or were still open three hours later, in the night.",
        ["code", "told", "more than once", "median", "9 in 10", "over", "median", "9 in 10"],
        rows,
    )


def _code_row(name: str, bursts: Sequence[Burst]) -> list[str]:
    delays = [burst.delay for burst in bursts if burst.delay is not None]
    recoveries = [burst.recovery for burst in bursts if burst.recovery is not None]
    again = sum(burst.tellings > 1 for burst in bursts)
    late, later = _late(delays)[:2], _late(recoveries)[:2]
    told = f"{len(delays)} of {len(bursts)}"
    return [name, told, str(again), *late, str(len(recoveries)), *later]


def _stopped(found: Sequence[Stop]) -> str:
    rows = []
    for knows, is_slow in product((True, False), (False, True)):
        mine = [
            stop for stop in found if stop.knows_hours == knows and (stop.kind == SLOW) == is_slow
        ]
        delays = [stop.delay for stop in mine if stop.delay is not None]
        again = sum(stop.tellings > 1 for stop in mine)
        recoveries = [stop.recovery for stop in mine if stop.recovery is not None]
        name = f"{SLOW if is_slow else 'all others'}, hours {'known' if knows else 'unknown'}"
        told = [str(len(mine)), str(len(delays)), str(again), *_late(delays)]
        rows.append([name, *told, str(len(recoveries)), *_late(recoveries)[:2]])
    late = ["median", "9 in 10", "worst"]
    return table(
        "Stops: how many were told, how many more than once, how long after the last look that "
        "still saw it dial; how many were told to dial again, and how long after they did.",
        ["kind", "stops", "told", "more than once", *late, "again", *late[:2]],
        rows,
    )


def _tellings(found: Iterable[Quiet], kind: Name) -> int:
    return sum(list(each.told).count(kind) for each in found)


def _late(delays: Sequence[timedelta]) -> list[str]:
    """Median, 9 in 10, and the worst; blank where there is none."""
    minutes = sorted(delay / timedelta(minutes=1) for delay in delays)
    if not minutes:
        return ["", "", ""]
    nine_in_ten = minutes[-(-9 * len(minutes) // 10) - 1]
    return [f"{each:.0f} min" for each in (median(minutes), nine_in_ten, minutes[-1])]


if __name__ == "__main__":
    sys.exit(bench("python -m tests.bench.alerts", (DOCUMENT, BEGIN), measured, report, broken))
