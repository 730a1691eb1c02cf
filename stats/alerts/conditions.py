"""Whether something is so at a broadcast now: pure functions of its looks.

A limit that was passed is held to be so until the figure is a tenth of the limit back, so that a
rate that wavers around it is told once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import cached_property
from typing import Any, Final

from stats.alerts.kinds import Name
from stats.broadcast_details import RetryPlan
from stats.forecast.estimate import Estimate, NoEstimate, estimate
from stats.forecast.hours import DialingHours
from stats.forecast.signs import Failing, failing, failing_by_code
from stats.forecast.stall import stall
from stats.metrics import Metrics, metrics
from stats.report import Look

LEAST_IN_THE_HOUR: Final = 50  # tried, for a share of errors
_LEAST_TO_END: Final = 20  # tried, for a burst to be over
LEAST_FOR_LIVE: Final = 100  # tried, for a live-answer rate
_BACK: Final = Decimal("0.1")  # of the limit

Facts = Mapping[str, Any]


class Verdict(Enum):
    """What the looks say of it."""

    SO = "so"
    NOT_SO = "not so"
    UNKNOWN = "unknown"  # nothing that ends or begins anything
    CLOSED = "closed"  # it can't be asked for any more, such as after today's calling hours


@dataclass(frozen=True, slots=True)
class Finding:
    """The verdict on one kind, for one code of a burst; facts are the figures behind it."""

    verdict: Verdict
    facts: Facts = field(default_factory=dict)
    code: str = ""


@dataclass(frozen=True)
class Sight:
    """A broadcast as it was looked at: looks of its whole life, the oldest first, at least one.

    `now` is aware; hours and plan are None where they are not known.
    """

    looks: Sequence[Look]
    now: datetime
    hours: DialingHours | None = None
    plan: RetryPlan | None = None

    @property
    def newest(self) -> Look:
        """The look that is judged."""
        return self.looks[-1]

    @cached_property
    def done_since(self) -> datetime | None:
        """Since when nothing is left, by the looks; None where something is."""
        if not self.newest.is_done:
            return None
        return self.looks[self._last_at_work + 1].first_seen_at

    @property
    def was_seen_at_work(self) -> bool:
        """Whether some look saw something left."""
        return self._last_at_work >= 0

    @cached_property
    def _last_at_work(self) -> int:
        return max((n for n, look in enumerate(self.looks) if not look.is_done), default=-1)

    @cached_property
    def metrics(self) -> Metrics:
        """The derived figures of the whole life."""
        return metrics(self.newest.stats)

    @cached_property
    def estimate(self) -> Estimate | NoEstimate:
        """How long it goes on."""
        return estimate(self.looks, now=self.now, hours=self.hours, plan=self.plan)


def findings(
    kind: Name, sight: Sight, limit: Decimal | None, told: Mapping[str, Facts]
) -> list[Finding]:
    """What is to be said of a kind: one finding, or one for each code of a burst.

    told: by code, the facts of what is open already (`""` for all kinds but a burst); it is held to
    be so for longer than it takes to begin.
    """
    if kind == "error_burst":
        return _bursts(sight, told)
    if kind in _WITH_LIMIT:
        return [_WITH_LIMIT[kind](sight, limit or Decimal(), "" in told)]
    return [_PLAIN[kind](sight, told.get(""))]


def _done(sight: Sight, _told: Facts | None) -> Finding:
    statuses = sight.newest.stats.action_statistics
    if sight.done_since is None:
        left = (
            None if statuses is None else (statuses.unattempted or 0) + (statuses.retry_wait or 0)
        )
        return Finding(Verdict.NOT_SO if left else Verdict.UNKNOWN, {"left": left})
    facts = {
        "finished": statuses.finished if statuses else None,
        "at": sight.done_since.isoformat(),
    }
    return Finding(Verdict.SO, facts)


def _stalled(sight: Sight, told: Facts | None) -> Finding:
    usage = sight.newest.stats.usage
    attempts = None if usage is None else usage.attempts
    found = stall(sight.looks, now=sight.now, hours=sight.hours, plan=sight.plan)
    if found is not None:
        facts = {
            "since": found.since.isoformat(),
            "silence_seconds": round(found.silence.total_seconds()),
            "usual_gap_seconds": round(found.usual_gap.total_seconds()),
            "left": found.left,
            "attempts": attempts,
        }
        return Finding(Verdict.SO, facts)
    # Outside its hours a stall can't be seen, and a look may lack a figure: calls alone end it.
    if told and (attempts is None or told["attempts"] is None or attempts <= told["attempts"]):
        return Finding(Verdict.UNKNOWN)
    return Finding(Verdict.NOT_SO, {"attempts": attempts})


def _bursts(sight: Sight, told: Mapping[str, Facts]) -> list[Finding]:
    by_code = failing_by_code(sight.looks)
    return [_burst(code, by_code.get(code), told.get(code)) for code in sorted({*by_code, *told})]


def _burst(code: str, found: Failing | None, told: Facts | None) -> Finding:
    if found is None or (told and found.latest.tried < _LEAST_TO_END):
        return Finding(Verdict.UNKNOWN, code=code)
    if told:
        # Held against the life before it began: a long storm would become the life before.
        share_before = Fraction(told["failed_before"], told["tried_before"] or 1)
        is_so = found.is_still_above(share_before)
    else:
        is_so = found.is_burst
    return Finding(Verdict.SO if is_so else Verdict.NOT_SO, _facts_of(found), code)


def _error_rate(sight: Sight, limit: Decimal, is_told: bool) -> Finding:
    found = failing(sight.looks)
    if found is None or found.latest.tried < LEAST_IN_THE_HOUR:
        return Finding(Verdict.UNKNOWN)
    share = 100 * Fraction(found.latest.failed, found.latest.tried)
    is_so = share > Fraction(limit * (1 - _BACK) if is_told else limit)
    return Finding(Verdict.SO if is_so else Verdict.NOT_SO, _facts_of(found))


def _facts_of(found: Failing) -> Facts:
    return {
        "since": found.since.isoformat(),
        "tried": found.latest.tried,
        "failed": found.latest.failed,
        "tried_before": found.before.tried,
        "failed_before": found.before.failed,
    }


def _live_answer_rate(sight: Sight, limit: Decimal, is_told: bool) -> Finding:
    tried, live = sight.metrics.tried, sight.metrics.live_answers
    if tried is None or live is None or tried < LEAST_FOR_LIVE:
        return Finding(Verdict.UNKNOWN)
    is_so = 100 * Fraction(live, tried) < Fraction(limit * (1 + _BACK) if is_told else limit)
    return Finding(Verdict.SO if is_so else Verdict.NOT_SO, {"tried": tried, "live_answers": live})


def _credits(sight: Sight, limit: Decimal, is_told: bool) -> Finding:
    usage = sight.newest.stats.usage
    billed = None if usage is None else usage.billed_amount
    if billed is None:
        return Finding(Verdict.UNKNOWN)
    is_so = billed > (limit * (1 - _BACK) if is_told else limit)
    return Finding(Verdict.SO if is_so else Verdict.NOT_SO, {"credits": str(billed)})


def _calling_hours(sight: Sight, told: Facts | None) -> Finding:
    found = sight.estimate
    if isinstance(found, NoEstimate) or found.hours_left is None or found.closes_at is None:
        return Finding(Verdict.UNKNOWN)
    if told and told["closes_at"] != found.closes_at.isoformat():
        return Finding(Verdict.CLOSED)  # that was another day's question
    if found.opens_at is None or not found.opens_at <= sight.now < found.closes_at:
        return Finding(Verdict.CLOSED)
    high = found.high * (1 + float(_BACK)) if told else found.high
    facts = {
        "high_seconds": round(found.high.total_seconds()),
        "hours_left_seconds": round(found.hours_left.total_seconds()),
        "closes_at": found.closes_at.isoformat(),
        "left": found.left,
    }
    return Finding(Verdict.SO if high > found.hours_left else Verdict.NOT_SO, facts)


_PLAIN: Final[dict[Name, Callable[[Sight, Facts | None], Finding]]] = {
    "done": _done,
    "stalled": _stalled,
    "calling_hours": _calling_hours,
}
_WITH_LIMIT: Final[dict[Name, Callable[[Sight, Decimal, bool], Finding]]] = {
    "error_rate": _error_rate,
    "live_answer_rate": _live_answer_rate,
    "credits": _credits,
}
