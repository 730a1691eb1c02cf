"""Whether figures add up: neighbouring intervals against the whole, one answer against another.

No sum rule holds for sure (CallFire's own sample does not add up), so differences are said and
never corrected. Actions are left out: a recipient who was tried in two intervals is an action of
both.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Final, TypeVar

from stats.broadcast_stats import BroadcastStats, ResultStat, UsageStats
from stats.counts import attempts_of
from stats.results import KNOWN, ordered

ADDITIVE: Final = ("attempts", "duration_seconds", "billed_duration_seconds", "billed_amount")
# Neither a reply nor the other leg of a transfer is an attempt of the broadcast.
NO_ATTEMPTS: Final = ("RECEIVED", "XFER_LEG")

# Python rounds sums to 28 digits; what CallFire sends has at most 64, before or after the point.
_EXACT: Final = Context(prec=200)

Number = int | Decimal
Known = TypeVar("Known", int, Decimal)


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure in two answers, neither of them None: one of ADDITIVE, or attempts by a Result."""

    what: str
    first: Number
    second: Number

    @property
    def change(self) -> Number:
        """By how much the second one is more; below 0 if it is less."""
        if isinstance(self.first, int) and isinstance(self.second, int):
            return self.second - self.first
        return _EXACT.subtract(self.second, self.first)


def added(parts: Sequence[BroadcastStats]) -> BroadcastStats:
    """The sum of neighbouring intervals; a figure that one of them did not report is None.

    Statuses are a state and add up to nothing; Actions are None.
    """
    usages = [part.usage or UsageStats() for part in parts]
    usage = UsageStats(
        total_of(usage.duration_seconds for usage in usages),
        total_of(usage.billed_duration_seconds for usage in usages),
        _amount(usage.billed_amount for usage in usages),
        total_of(usage.attempts for usage in usages),
    )
    codes = ordered({stat.result for part in parts for stat in part.results})
    results = (
        ResultStat(code, total_of(attempts_of(part, [code]) for part in parts)) for code in codes
    )
    return BroadcastStats(None if usage == UsageStats() else usage, tuple(results))


def exact(parts: Iterable[Known | None]) -> Known | None:
    """The sum of the parts that are known, to the last digit; None where none is."""
    known = [part for part in parts if part is not None]
    if not known:
        return None
    total = known[0]
    for part in known[1:]:
        total = total + part if isinstance(total, int) else _EXACT.add(total, part)
    return total


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


def total_of(parts: Iterable[int | None]) -> int | None:
    """The sum of counts; None where one of them is not reported."""
    total = 0
    for part in parts:
        if part is None:
            return None
        total += part
    return total


def _amount(parts: Iterable[Decimal | None]) -> Decimal | None:
    total = Decimal(0)
    for part in parts:
        if part is None:
            return None
        total = _EXACT.add(total, part)
    return total
