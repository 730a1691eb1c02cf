"""`make bench`: every line of docs/benchmarks.md measured again, and written there.

`python -m tests.bench NAME…` runs those benches alone. Each has a process of its own.
"""

import argparse
import sys
from importlib.util import find_spec
from typing import Final

from tests.bench import document, machine, rows
from tests.bench.apart import apart

# In the order of the document.
BENCHES: Final = (
    *("bench_pages", "bench_cold", "bench_at_once", "bench_waiting", "bench_fan_out"),
    *("bench_documents", "bench_history", "bench_scale", "bench_ten_million"),
    *("bench_list", "bench_memory"),
)


def names() -> list[str]:
    """Those that are there."""
    return [name for name in BENCHES if find_spec(f"tests.bench.{name}")]


def main() -> int:
    """Run, print each line at once, write after each bench; 1 where something is not reached."""
    there = names()
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"all, or of {', '.join(there)}")
    chosen = parser.parse_args().names or there
    if unknown := [name for name in chosen if name not in there]:
        parser.error(f"there is no {', '.join(unknown)}; there are {', '.join(there)}")
    is_reached = True
    for name in chosen:
        ratios = apart(f"tests.bench.{name}", quick=False)
        for ratio in ratios:
            print(rows.line(ratio))
            is_reached &= ratio.is_reached
        runs = document.kept() | {name: document.Run(machine.facts(), tuple(ratios))}
        document.keep({each: runs[each] for each in BENCHES if each in runs})
    return int(not is_reached)


if __name__ == "__main__":
    sys.exit(main())
