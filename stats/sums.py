"""Whether figures add up: neighbouring intervals against the whole, one answer against another.

No sum rule holds for sure (CallFire's own sample does not add up), so differences are said and
never corrected. Actions are left out: a recipient who was tried in two intervals is an action of
both.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from stats.broadcast_stats import BroadcastStats, ResultStat, UsageStats
from stats.metrics import attempts_of
from stats.results import KNOWN, ordered

ADDITIVE: Final = ("attempts", "duration_seconds", "billed_duration_seconds", "billed_amount")
# Neither a reply nor the other leg of a transfer is an attempt of the broadcast.
NO_ATTEMPTS: Final = ("RECEIVED", "XFER_LEG")

Number = int | Decimal


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure in two answers, neither of them None: one of ADDITIVE, or attempts by a Result."""

    what: str
    first: Number
    second: Number

    @property
    def change(self) -> Number:
        """By how much the second one is more; below 0 if it is less."""
        return self.second - self.first


def added(parts: Sequence[BroadcastStats]) -> BroadcastStats:
    """The sum of neighbouring intervals; a figure that one of them did not report is None.

    Statuses are a state and add up to nothing; Actions are None.
    """
    usages = [part.usage or UsageStats() for part in parts]
    figures = {name: _sum([getattr(usage, name) for usage in usages]) for name in ADDITIVE}
    codes = ordered({stat.result for part in parts for stat in part.results})
    results = [
        ResultStat(code, _whole(_sum([attempts_of(part, [code]) for part in parts])))
        for code in codes
    ]
    return BroadcastStats(UsageStats(**figures), tuple(results))  # type: ignore[arg-type]


def differences(first: BroadcastStats, second: BroadcastStats) -> tuple[Difference, ...]:
    """The figures that both report and that differ, usage first, then results in their order."""
    usages = [answer.usage or UsageStats() for answer in (first, second)]
    pairs = [(name, *(getattr(usage, name) for usage in usages)) for name in ADDITIVE]
    codes = ordered({stat.result for answer in (first, second) for stat in answer.results})
    pairs += [
        (code, *(attempts_of(answer, [code]) for answer in (first, second))) for code in codes
    ]
    return tuple(
        Difference(what, one, other)
        for what, one, other in pairs
        if one is not None and other is not None and one != other
    )


def attempts_by_results(stats: BroadcastStats) -> int | None:
    """The attempts that the results account for; None where it can't be said."""
    unknown = {stat.result for stat in stats.results} - set(KNOWN)
    return attempts_of(stats, [name for name in (*KNOWN, *unknown) if name not in NO_ATTEMPTS])


def _sum(parts: Sequence[Number | None]) -> Number | None:
    known = [part for part in parts if part is not None]
    return sum(known, start=0) if len(known) == len(parts) else None


def _whole(number: Number | None) -> int | None:
    return None if number is None else int(number)
