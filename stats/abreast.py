"""Broadcasts abreast: what is known of each, and how sure it is that they differ.

Nothing here says why they differ. Differences are of rates of the tried attempts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from itertools import combinations
from typing import Final, Literal

from stats.callfire.errors import CallFireError
from stats.metrics import RateKey, counted
from stats.period import Period
from stats.report import Report
from stats.series import Series
from stats.spread import Rate, difference, rate_of

RATES: Final[tuple[RateKey, ...]] = ("live_answer_rate", "sent_rate", "error_rate")
Mark = Literal["best", "worst"]
# Why rates of attempts may differ by themselves: retries reach other people than first attempts.
Cause = Literal["retry_plan", "calling_hours", "completion"]
COMPLETION_APART: Final = Decimal("0.05")


@dataclass(frozen=True)
class Column:
    """One of the broadcasts.

    broadcast: its report as far as it was kept without this comparison: name, details, whole life.
    begins_at: its first attempt to the minute, where that is asked for and known. stretch: what of
    it is compared; None while that is not known. report, series: the figures of the stretch, and
    how they came about over time; either is None while nothing is known. problem: why asking
    failed. is_complete: nothing more is to be asked of it now.
    """

    broadcast: Report
    begins_at: datetime | None
    stretch: Period | None
    report: Report | None
    series: Series | None
    problem: CallFireError | None
    is_complete: bool

    @property
    def broadcast_id(self) -> int:
        """CallFire's own ID."""
        return self.broadcast.broadcast_id

    @property
    def has_all_buckets(self) -> bool:
        """Whether the stretch is known piece by piece, so that its spread is that of all of it."""
        return self.series is not None and bool(self.series.slots) and not self.series.missing

    @property
    def is_running(self) -> bool:
        """Whether the figures are of a moment within the stretch."""
        end = self.stretch.end if self.stretch else None
        return self.report is not None and end is not None and self.report.as_of < end

    @cached_property
    def rates(self) -> Mapping[RateKey, Rate]:
        """Each rate that these results have, by its buckets; empty until all of those are known."""
        if self.series is None or self.report is None or not self.has_all_buckets:
            return {}
        known = [slot.stats for slot in self.series.slots if slot.stats is not None]
        found = {}
        for rate in RATES:
            if getattr(self.report.metrics, rate) is not None:
                parts = (counted(stats, rate) for stats in known)
                found[rate] = rate_of(part for part in parts if part is not None)
        return found

    @property
    def completion(self) -> Decimal | None:
        """The finished part of all its actions now; None where it is not known."""
        known = self.report or self.broadcast
        return known.completion


@dataclass(frozen=True, slots=True)
class Contrast:
    """How far a rate of one broadcast is from that of another, in parts of 1.

    interval: its ends at `stats.spread.LEVEL`; None where one has too few buckets with attempts.
    """

    rate: RateKey
    one: Column
    other: Column
    by: float
    interval: tuple[float, float] | None

    @property
    def is_seen(self) -> bool:
        """Whether there is a difference by all that can be told."""
        return self.interval is not None and (self.interval[0] > 0 or self.interval[1] < 0)

    @property
    def fewest(self) -> tuple[Column, int]:
        """The one with fewer buckets with attempts, and how many those are."""
        column = min((self.one, self.other), key=lambda each: each.rates[self.rate].hours)
        return column, column.rates[self.rate].hours


def contrasts(one: Column, other: Column) -> tuple[Contrast, ...]:
    """Those of the rates that both have; none until all their buckets are known."""
    found = []
    for rate in RATES:
        mine, yours = one.rates.get(rate), other.rates.get(rate)
        if mine is None or yours is None or mine.share is None or yours.share is None:
            continue
        by = mine.share - yours.share
        found.append(Contrast(rate, one, other, by, difference(mine, yours)))
    return tuple(found)


def marks(columns: Sequence[Column], rate: RateKey) -> Mapping[int, Mark]:
    """The best and the worst of a rate, by ID, where their intervals do not overlap."""
    known = [
        (found.share, found.interval, column.broadcast_id)
        for column in columns
        if (found := column.rates.get(rate)) and found.share is not None and found.interval
    ]
    if len(known) < 2:
        return {}
    low, high = min(known), max(known)
    if low[1][1] >= high[1][0]:
        return {}
    best, worst = (low, high) if rate == "error_rate" else (high, low)
    return {best[2]: "best", worst[2]: "worst"}


def causes(columns: Sequence[Column]) -> tuple[Cause, ...]:
    """In what the broadcasts differ so that their rates do by themselves, as far as is known."""
    details = [column.broadcast.details for column in columns]
    plans = {each.retry_plan for each in details if each and each.retry_plan}
    hours = {each.calling_hours for each in details if each and each.calling_hours}
    done = [column.completion for column in columns if column.completion is not None]
    apart = any(abs(one - other) >= COMPLETION_APART for one, other in combinations(done, 2))
    found: tuple[tuple[Cause, bool], ...] = (
        ("retry_plan", len(plans) > 1),
        ("calling_hours", len(hours) > 1),
        ("completion", apart),
    )
    return tuple(cause for cause, is_given in found if is_given)


def without_plan(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Those of which CallFire said neither the retry plan nor the calling hours."""
    return tuple(
        column
        for column in columns
        if column.broadcast.details is None
        or (
            column.broadcast.details.retry_plan is None
            and column.broadcast.details.calling_hours is None
        )
    )
