"""Measured lines as docs/benchmarks.md shows them, and beside it, in JSON, for the next run.

A run of some benches replaces the lines of those; the others stay, each with the day and the
machine of its own run.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from tests.bench import rows
from tests.bench.ratio import Ratio
from tests.bench.tables import table, written

DOCS: Final = Path(__file__).resolve().parents[2] / "docs"
DOCUMENT: Final = DOCS / "benchmarks.md"
KEPT: Final = DOCS / "benchmarks.json"
BEGIN: Final = "<!-- measured by make bench -->"
HEAD: Final = ("what", "against", "measured", "to reach", "reached", "command")


@dataclass(frozen=True, slots=True)
class Run:
    """What one bench measured. facts: when, and on what (`tests.bench.machine`)."""

    facts: str
    ratios: tuple[Ratio, ...]


def kept(place: Path = KEPT) -> dict[str, Run]:
    """The last run of each bench, by its name; nothing where none was ever run."""
    if not place.exists():
        return {}
    found = json.loads(place.read_text("utf-8"))
    return {
        name: Run(run["facts"], tuple(Ratio(**ratio) for ratio in run["ratios"]))
        for name, run in found.items()
    }


def keep(runs: Mapping[str, Run], place: Path = KEPT, document: Path = DOCUMENT) -> None:
    """Write both files. Raises ValueError where the document has no place for the lines."""
    told = {name: asdict(run) for name, run in runs.items()}
    text = written(document.read_text("utf-8"), figures(runs), BEGIN)
    place.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", "utf-8")
    document.write_text(text, "utf-8")


def figures(runs: Mapping[str, Run]) -> str:
    """On what was measured, the table, then both sides of each line."""
    ratios = [ratio for run in runs.values() for ratio in run.ratios]
    details = "\n".join(
        f"- **{ratio.what}**, against {ratio.against}: {_said(ratio)}" for ratio in ratios
    )
    lines = table("## The lines", HEAD, map(_cells, ratios))
    return f"{_facts(runs)}\n{lines}\n## Both sides\n\n{details}\n"


def _facts(runs: Mapping[str, Run]) -> str:
    """Each day and machine with the benches that were run there; all of them need no names."""
    by_facts: dict[str, list[str]] = {}
    for name, run in runs.items():
        by_facts.setdefault(run.facts, []).append(f"`{name}`")
    if len(by_facts) == 1:
        return f"Measured on {next(iter(by_facts))}.\n"
    return "".join(
        f"- Measured on {facts}: {', '.join(names)}.\n" for facts, names in by_facts.items()
    )


def _cells(ratio: Ratio) -> tuple[str, ...]:
    return (
        *(ratio.what, ratio.against, rows.value(ratio), rows.to_reach(ratio)),
        *("yes" if ratio.is_reached else "**no**", f"`{ratio.command}`"),
    )


def _said(ratio: Ratio) -> str:
    falls_short = ratio.value is not None and not ratio.is_reached
    return f"{ratio.detail} **Falls short.**" if falls_short else ratio.detail
