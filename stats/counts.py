"""What is counted of one BroadcastStats: Attempts by Result code, which all else is reckoned from.

A code that did not come counts 0 only where CallFire's answer implies it; None is "not reported".
"""

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import Final

from stats.broadcast_stats import BroadcastStats
from stats.results import KNOWN, Of, code, is_tried

LIVE: Final = ("LA", "XFER")
FAILED: Final = tuple(name for name in KNOWN if code(name).group == "failed")


def kinds(stats: BroadcastStats) -> frozenset[Of]:
    """What the results that came are of, by their codes: "calls", "texts", both or neither."""
    return kinds_of(tuple([stat.result for stat in stats.results]))


@lru_cache(maxsize=1024)
def kinds_of(names: tuple[str, ...]) -> frozenset[Of]:
    """The same of the codes alone."""
    return frozenset(code(name).of for name in names) - {"both"}


def attempts_of(stats: BroadcastStats, names: Iterable[str]) -> int | None:
    """The Attempts of those codes together: 0 only where CallFire's answer implies it.

    A code that did not come counts 0 where any ResultStat came or UsageStats Attempts is 0;
    otherwise nothing is known of it, and the sum is None, as it is when a part is not reported.
    """
    return sum_of(attempts_by_name(stats), names, absent_of(stats))


def tried_of(stats: BroadcastStats) -> int | None:
    """The attempts of all codes that count as tried, by the same rule."""
    return sum_of_tried(attempts_by_name(stats), absent_of(stats))


def failed_of(stats: BroadcastStats) -> int | None:
    """The attempts that ended in an error, by the same rule."""
    return attempts_of(stats, FAILED)


def absent_of(stats: BroadcastStats) -> int | None:
    """What a code that did not come counts, by the same rule."""
    return implied(stats.results, stats.usage.attempts if stats.usage else None)


def implied(came: Collection[object], attempts: int | None) -> int | None:
    """The same of the results that came, and of UsageStats Attempts."""
    return 0 if came or attempts == 0 else None


def attempts_by_name(stats: BroadcastStats) -> dict[str, int | None]:
    """The Attempts of the codes that came."""
    return {stat.result: stat.attempts for stat in stats.results}


def sum_of(came: Mapping[str, int | None], names: Iterable[str], absent: int | None) -> int | None:
    """Those of some codes together, where one that did not come counts `absent`."""
    total = 0
    for name in names:
        part = came.get(name, absent)
        if part is None:
            return None
        total += part
    return total


def sum_of_tried(came: Mapping[str, int | None], absent: int | None) -> int | None:
    """Those of the codes that count as tried together."""
    names = _tried(tuple(came))
    return sum_of(came, names, absent) if names else absent


@lru_cache(maxsize=1024)
def _tried(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in names if is_tried(name))
