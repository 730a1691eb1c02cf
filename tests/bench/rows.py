"""Measured lines, as the terminal shows them; and what each bench does when it is run by itself."""

import argparse
from collections.abc import Callable

from tests.bench.ratio import Ratio

Measure = Callable[[bool], list[Ratio]]


def value(ratio: Ratio) -> str:
    """The ratio itself; a count without decimals."""
    if ratio.value is None:
        return "not measured"
    is_count = ratio.value == int(ratio.value) and ratio.least == ratio.most
    return f"{ratio.value:.0f}" if is_count else f"{ratio.value:.3g}"


def to_reach(ratio: Ratio) -> str:
    """In words: at least 0.3, at most 1.15, exactly 1."""
    if ratio.least is not None and ratio.least == ratio.most:
        return f"exactly {ratio.least:g}"
    bounds = (("at least", ratio.least), ("at most", ratio.most))
    return ", ".join(f"{words} {bound:g}" for words, bound in bounds if bound is not None)


def line(ratio: Ratio) -> str:
    """A line of the terminal."""
    said = "" if ratio.is_reached else " NOT REACHED."
    return f"{ratio.what}: {value(ratio)} ({to_reach(ratio)}).{said} {ratio.detail}"


def bench(prog: str, measured: Measure) -> int:
    """Measure and print; 1 where something is not reached."""
    parser = argparse.ArgumentParser(prog=f"python -m {prog}")
    parser.add_argument("--quick", action="store_true", help="to see that it runs; measures little")
    ratios = measured(parser.parse_args().quick)
    for ratio in ratios:
        print(line(ratio))
    return int(not all(ratio.is_reached for ratio in ratios))
