"""What CallFire says of one broadcast in one interval, as plain frozen values.

The names are CallFire's own (GetBroadcastStats, REST 1.1). None always means "not reported":
CallFire sent no such element, or sent it empty. It is never a zero.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple, Self


@dataclass(frozen=True, slots=True)
class UsageStats:
    """The usage of the interval; durations in whole seconds, the amount in credits."""

    duration_seconds: int | None = None
    billed_duration_seconds: int | None = None
    billed_amount: Decimal | None = None  # digit for digit as sent, exponent written out
    attempts: int | None = None  # texts and calls attempted
    actions: int | None = None  # texts and calls placed


class ResultStat(NamedTuple):
    """How often one Result occurred. `result` is CallFire's code as sent, known or not."""

    result: str
    attempts: int | None = None
    actions: int | None = None


@dataclass(frozen=True, slots=True)
class ActionStatistics:
    """The broadcast's actions by status, as they stood when CallFire was asked."""

    unattempted: int | None = None
    retry_wait: int | None = None
    finished: int | None = None


@dataclass(frozen=True, slots=True)
class BroadcastStats:
    """One answer of GetBroadcastStats.

    `results` holds each code once, in the order of `stats.results.ordered`; it is empty where
    no ResultStat came. A section that is missing, or present without any figure, is None.
    """

    usage: UsageStats | None = None
    results: tuple[ResultStat, ...] = ()
    action_statistics: ActionStatistics | None = None


Counts = Sequence[int | None]  # a result's attempts and actions


class PlainStats(NamedTuple):
    """The figures of one answer side by side, for rows by the million."""

    attempts: int | None
    actions: int | None
    duration_seconds: int | None
    billed_duration_seconds: int | None
    billed_amount: Decimal | None
    unattempted: int | None
    retry_wait: int | None
    finished: int | None
    results: Mapping[str, Counts]

    @classmethod
    def of(cls, stats: BroadcastStats) -> Self:
        """The same figures; a section that was not sent has none."""
        usage = stats.usage or UsageStats()
        statuses = stats.action_statistics or ActionStatistics()
        return cls(
            usage.attempts,
            usage.actions,
            usage.duration_seconds,
            usage.billed_duration_seconds,
            usage.billed_amount,
            statuses.unattempted,
            statuses.retry_wait,
            statuses.finished,
            {stat.result: (stat.attempts, stat.actions) for stat in stats.results},
        )
