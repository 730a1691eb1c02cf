"""How often stats.forecast is right, against simulated campaigns: `python -m tests.bench.forecast`.

Prints the figures and writes them into docs/estimates.md, between its two markers. Ends with 1
where a promise is broken: ranges that hold 8 times in 10 with hours and plan known, a median error
at half-way under 15%, no evening called a stall, every stall of the quicker campaigns called.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from statistics import median
from typing import Final

from tests.bench.campaigns import KINDS
from tests.bench.measured import (
    KNOWLEDGE,
    PARTS,
    Guess,
    Rest,
    Silence,
    evenings,
    guesses,
    rests,
    stalls,
)
from tests.bench.tables import bench, table

DOCUMENT: Final = Path(__file__).parents[2] / "docs" / "estimates.md"
BEGIN: Final = "<!-- measured by make bench-forecast -->\n"
SLOW: Final = "slow, 8 to 30 an hour"
HALF: Final = 0.5


@dataclass
class Measured:
    """What came of all campaigns."""

    seeds: range
    guesses: list[Guess] = field(default_factory=list)
    rests: list[Rest] = field(default_factory=list)
    evenings: list[Silence] = field(default_factory=list)
    stalls: list[Silence] = field(default_factory=list)


def measured(seeds: range, workers: int = 2) -> Measured:
    """Everything over one campaign of each kind and seed."""
    found = Measured(seeds)
    with ProcessPoolExecutor(workers) as pool:
        for part in pool.map(_of_one, *zip(*product(KINDS, seeds), strict=True), chunksize=4):
            found.guesses += part.guesses
            found.rests += part.rests
            found.evenings += part.evenings
            found.stalls += part.stalls
    return found


def _of_one(kind: str, seed: int) -> Measured:
    return Measured(
        range(seed, seed + 1),
        list(guesses(kind, seed)),
        list(rests(kind, seed)),
        list(evenings(kind, seed)),
        list(stalls(kind, seed)),
    )


def broken(found: Measured) -> list[str]:
    """The promises that the figures break."""
    known = [guess for guess in found.guesses if guess.knows_hours and guess.knows_plan]
    given = [guess for guess in known if guess.refused is None]
    half = [guess.error for guess in given if guess.part == HALF]
    quick = [stop for stop in found.stalls if stop.kind != SLOW]
    promises = {
        "a range holds 8 times in 10": all(
            _share(guess.is_held for guess in given if guess.part == part) >= 0.8 for part in PARTS
        ),
        "the median error at half-way is under 15%": median(half) < 0.15,
        "no evening is called a stall": all(rest.delay is None for rest in found.evenings),
        "every stall is called": all(stop.delay is not None for stop in quick),
    }
    return [promise for promise, is_kept in promises.items() if not is_kept]


def report(found: Measured) -> str:
    """The figures as Markdown."""
    count = len(KINDS) * len(found.seeds)
    head = (
        f"{count} campaigns, {len(found.seeds)} of each kind, "
        f"seeds {found.seeds.start} to {found.seeds.stop - 1}.\n"
    )
    tables = (
        _by_knowledge(found.guesses),
        _by_kind(found.guesses),
        _refusals(found.guesses),
        _silences(found),
        _rests(found.rests),
    )
    return "\n".join((head, *tables))


def _by_knowledge(found: Sequence[Guess]) -> str:
    rows = []
    for hours, plan in KNOWLEDGE:
        mine = [guess for guess in found if (guess.knows_hours, guess.knows_plan) == (hours, plan)]
        name = f"hours {'known' if hours else 'unknown'}, plan {'known' if plan else 'unknown'}"
        given = [guess for guess in mine if guess.refused is None]
        cells = [_held(guess for guess in given if guess.part == part) for part in PARTS]
        rows.append([name, *cells, f"{median(guess.width for guess in given):.1f}"])
    parts = [f"at {part:.0%}" for part in PARTS]
    return table(
        "Ranges that held the true dialing time left, of those given, and the median error of the "
        "middle, by the part of its dialing time that a campaign had behind it. Width: the high "
        "end by the low one, median.",
        ["known", *parts, "width"],
        rows,
    )


def _by_kind(found: Sequence[Guess]) -> str:
    known = [guess for guess in found if guess.knows_hours and guess.knows_plan]
    rows = []
    for kind in KINDS:
        given = [guess for guess in known if guess.kind == kind and guess.refused is None]
        half = [guess for guess in given if guess.part == HALF]
        rows.append([kind, _held(given), _held(half)])
    return table(
        "The same by kind of campaign, hours and plan known: at all parts, and at half-way.",
        ["kind", "at all parts", "at 50%"],
        rows,
    )


def _refusals(found: Sequence[Guess]) -> str:
    known = [guess for guess in found if guess.knows_hours and guess.knows_plan]
    reasons = sorted({guess.refused for guess in known if guess.refused})
    counts = Counter((guess.refused, guess.part) for guess in known)
    rows = [[reason, *(str(counts[reason, part]) for part in PARTS)] for reason in reasons]
    return table(
        "Estimates refused, hours and plan known.",
        ["reason", *(f"at {part:.0%}" for part in PARTS)],
        rows,
    )


def _silences(found: Measured) -> str:
    rows = []
    for knows in (True, False):
        nights = [rest for rest in found.evenings if rest.knows_hours == knows]
        calls = sum(rest.delay is not None for rest in nights)
        rows.append([_hours(knows), "evenings and weekends", str(len(nights)), str(calls), "", ""])
        for is_slow in (False, True):
            stops = [
                stop
                for stop in found.stalls
                if stop.knows_hours == knows and (stop.kind == SLOW) == is_slow
            ]
            delays = [stop.delay.seconds // 60 for stop in stops if stop.delay is not None]
            name = f"stalls of {SLOW}" if is_slow else "stalls of all others"
            late = [f"{median(delays):.0f} min", f"{max(delays)} min"] if delays else ["", ""]
            rows.append([_hours(knows), name, str(len(stops)), str(len(delays)), *late])
    return table(
        "Silences, how many of them were called a stall, and how long after the last attempt.",
        ["", "silence", "in all", "called", "median", "worst"],
        rows,
    )


def _rests(found: Sequence[Rest]) -> str:
    rows = []
    for name in ("credits", "live_answers"):
        cells = []
        for part in PARTS:
            held = [getattr(rest, name) for rest in found if rest.part == part]
            given = [is_held for is_held in held if is_held is not None]
            cells.append(f"{sum(given)} of {len(given)}")
        rows.append([name.replace("_", " "), *cells])
    return table(
        "Ranges of what finishing costs and brings that held the truth.",
        ["", *(f"at {part:.0%}" for part in PARTS)],
        rows,
    )


def _hours(knows: bool) -> str:
    return "hours known" if knows else "hours unknown"


def _held(found: Iterable[Guess]) -> str:
    given = list(found)
    if not given:
        return "none given"
    held, error = sum(guess.is_held for guess in given), median(guess.error for guess in given)
    return f"{held} of {len(given)}, {error:.0%}"


def _share(held: Iterable[bool]) -> float:
    given = list(held)
    return sum(given) / len(given) if given else 1.0


if __name__ == "__main__":
    sys.exit(bench("python -m tests.bench.forecast", (DOCUMENT, BEGIN), measured, report, broken))
