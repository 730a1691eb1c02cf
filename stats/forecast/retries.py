"""What the retries brought, once no number was left untried."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from stats.broadcast_stats import BroadcastStats, UsageStats
from stats.counts import LIVE, attempts_of, kinds
from stats.forecast.moves import CLOSE
from stats.metrics import COST_PLACES, RATIO_PLACES, metrics, rounded
from stats.report import Look

Reason = Literal[
    "not_reported",  # the newest look lacks Unattempted, Attempts, or the results
    "of_texts",  # texts have no live answers
    "still_untried",  # Unattempted is above 0
    "not_seen",  # nobody looked within 15 minutes before and after the moment, or just there
    "no_attempts_since",
]


@dataclass(frozen=True, slots=True)
class Part:
    """Attempts, live answers of them, and credits for them; credits None where not reported."""

    attempts: int
    live_answers: int
    credits: Decimal | None

    @property
    def live_answer_rate(self) -> Decimal | None:
        """Live answers of all attempts, to six places; None without attempts."""
        if self.attempts <= 0:
            return None
        return rounded(Fraction(self.live_answers, self.attempts), RATIO_PLACES)

    @property
    def cost_per_live_answer(self) -> Decimal | None:
        """Credits to four places; None without live answers, or where credits are unknown."""
        if self.credits is None or self.live_answers <= 0:
            return None
        return rounded(Fraction(self.credits) / self.live_answers, COST_PLACES)


@dataclass(frozen=True, slots=True)
class Retries:
    """Before and since `at` (UTC), when Unattempted was first seen at 0: since then all retries."""

    at: datetime
    before: Part
    since: Part
    attempts_per_action: Decimal | None


@dataclass(frozen=True, slots=True)
class NoRetries:
    """Why it can't be said what the retries brought."""

    reason: Reason
    attempts_per_action: Decimal | None = None


def retries(looks: Sequence[Look]) -> Retries | NoRetries:
    """What came before and after every number had been tried, from looks, the oldest first."""
    if not looks:
        return NoRetries("not_reported")
    newest = looks[-1]
    per_action = metrics(newest.stats).attempts_per_action
    whole = _part(newest.stats)
    reason = _reason(newest)
    if whole is None or reason is not None:
        return NoRetries(reason or "not_reported", per_action)
    emptied = _emptied(looks)
    before = None if emptied is None else _part(emptied.stats)
    if emptied is None or before is None:
        return NoRetries("not_seen", per_action)
    since = _difference(whole, before)
    if since.attempts <= 0:
        return NoRetries("no_attempts_since", per_action)
    return Retries(emptied.first_seen_at, before, since, per_action)


def _reason(newest: Look) -> Reason | None:
    """What the newest look alone has against it."""
    if kinds(newest.stats) == {"texts"}:
        return "of_texts"
    unattempted = _unattempted(newest)
    if unattempted is None:
        return "not_reported"
    return "still_untried" if unattempted else None


def _emptied(looks: Sequence[Look]) -> Look | None:
    """The look at which Unattempted last came down to 0, where one just before saw more."""
    for before, after in reversed(list(pairwise(looks))):
        if _unattempted(before) != 0:
            is_close = after.first_seen_at - before.last_seen_at <= CLOSE
            return after if is_close and _unattempted(before) is not None else None
    return None


def _unattempted(look: Look) -> int | None:
    statuses = look.stats.action_statistics
    return None if statuses is None else statuses.unattempted


def _part(stats: BroadcastStats) -> Part | None:
    usage, live = stats.usage or UsageStats(), attempts_of(stats, LIVE)
    if usage.attempts is None or live is None:
        return None
    return Part(usage.attempts, live, usage.billed_amount)


def _difference(whole: Part, before: Part) -> Part:
    amounts = (whole.credits, before.credits)
    spent = None if None in amounts else (whole.credits or 0) - (before.credits or 0)
    return Part(
        whole.attempts - before.attempts,
        whole.live_answers - before.live_answers,
        None if spent is None else Decimal(spent),
    )
