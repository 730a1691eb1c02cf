"""Portfolio: many broadcasts in one period, as far as their figures are kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Final

from stats.broadcast_stats import UsageStats
from stats.buckets import TooManyBucketsError
from stats.callfire.errors import CallFireError
from stats.counts import failed_of, tried_of
from stats.period import Period
from stats.portfolio.days import Day
from stats.portfolio.members import Found, Member
from stats.portfolio.totals import Totals, live_of, totals_of
from stats.report import Report

TOP: Final = 10
LEAST: Final = 20  # tried attempts for a rate, live answers for a cost: fewer say little


@dataclass(frozen=True)
class Portfolio:
    """The figures of a period's broadcasts.

    found: which those are. days: those that have begun, empty for the whole life. too_many: why no
    days are given, where that is so. days_known: of how many broadcasts with attempts all days are
    known now. days_complete: whether nothing more is to be asked about days. answers: how much is
    known in all, which grows as long as asking gets on. problem: what ended the asking, if anything
    did. saved: whether what came could be kept. days_asked: questions about days.
    """

    period: Period
    found: Found
    days: tuple[Day, ...]
    too_many: TooManyBucketsError | None
    days_known: int
    days_complete: bool
    answers: int
    problem: CallFireError | None = None
    saved: bool = True
    days_asked: int = 0

    @property
    def members(self) -> tuple[Member, ...]:
        """The broadcasts, the last modified first."""
        return self.found.members

    @property
    def left_out(self) -> int:
        """How many broadcasts meet the period beyond the most that are shown."""
        return self.found.count - len(self.members)

    @cached_property
    def reports(self) -> tuple[Report, ...]:
        """The figures of the broadcasts that have them."""
        return tuple(member.report for member in self.members if member.report is not None)

    @property
    def missing(self) -> tuple[Member, ...]:
        """The broadcasts without figures."""
        return tuple(member for member in self.members if member.report is None)

    @property
    def stale(self) -> tuple[Member, ...]:
        """The broadcasts whose older figures stand in for an answer that did not come."""
        return tuple(member for member in self.members if member.report and member.problem)

    @property
    def due(self) -> int:
        """How many broadcasts are to be asked now."""
        return sum(member.is_due for member in self.members)

    @property
    def busy(self) -> int:
        """How many broadcasts had any activity, as far as is known."""
        return sum(member.is_busy for member in self.members)

    @property
    def is_complete(self) -> bool:
        """Whether nothing more is to be asked now."""
        return not self.due and self.days_complete

    @property
    def seen(self) -> tuple[datetime, datetime] | None:
        """When the oldest and the newest of the figures were last seen so."""
        instants = [report.as_of for report in self.reports]
        return (min(instants), max(instants)) if instants else None

    @cached_property
    def totals(self) -> Totals:
        """The sums of the figures that there are."""
        known = [(each.report, each.is_of_texts) for each in self.members if each.report]
        return totals_of([report.stats for report, _ in known], [is_text for _, is_text in known])

    @cached_property
    def most_errors(self) -> tuple[Report, ...]:
        """The TOP with the most errors, the most first; those without any are not among them."""
        failed = [(failed_of(report.stats) or 0, report) for report in self.reports]
        return _top([each for each in failed if each[0]])

    @cached_property
    def dearest(self) -> tuple[Report, ...]:
        """The TOP whose live answers cost most, of those with LEAST of them."""
        calls = [each.report for each in self.members if each.report and not each.is_of_texts]
        costs = [(_cost(report), report) for report in calls]
        return _top([(cost, report) for cost, report in costs if cost is not None])


def errors_of(report: Report) -> tuple[int | None, Decimal | None]:
    """The errors, and their rate where enough was tried for one."""
    tried = tried_of(report.stats)
    is_enough = tried is not None and tried >= LEAST
    return failed_of(report.stats), report.metrics.error_rate if is_enough else None


def _cost(report: Report) -> Fraction | None:
    amount, live = (report.stats.usage or UsageStats()).billed_amount, live_of(report.stats)
    if amount is None or live is None or live < LEAST:
        return None
    return Fraction(amount) / live


def _top(found: Sequence[tuple[int | Fraction, Report]]) -> tuple[Report, ...]:
    """Those with the most; among equals the newer ID first."""
    ranked = sorted(found, key=lambda each: (-each[0], -each[1].broadcast_id))
    return tuple(report for _, report in ranked[:TOP])
