"""Rates, costs and counts that follow from one BroadcastStats: each defined here and nowhere else.

All counts are the results' Attempts. Everything is reckoned exactly and rounded once, half to even:
fractions and ratios to six places, costs in credits to four. A figure that can't be given is None,
and `Metrics.reasons` says why.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal

from stats.broadcast_stats import BroadcastStats, PlainStats, UsageStats
from stats.counts import (
    FAILED,
    LIVE,
    absent_of,
    attempts_by_name,
    attempts_of,
    failed_of,
    implied,
    kinds,
    kinds_of,
    sum_of,
    sum_of_tried,
    tried_of,
)
from stats.results import Of, is_tried

Reason = Literal[
    "not_reported",  # CallFire did not send a part of it
    "of_calls",  # a figure of calls, and the results are of texts alone
    "of_texts",  # the reverse
    "no_tried",  # the divisor is 0, here and below
    "no_live_answers",
    "no_answered",
    "no_transfers",
    "no_texts_sent",
    "no_actions",
    "no_statuses",
    "no_duration",
    "no_billed_duration",
]

RATIO_PLACES: Final = 6
COST_PLACES: Final = 4


@dataclass(frozen=True)
class Metrics:
    """The derived figures: int attempts, Decimal fractions and ratios, Decimal credits, or None."""

    live_answers: int | None
    tried: int | None
    live_answer_rate: Decimal | None
    answered: int | None
    answered_rate: Decimal | None
    response_rate: Decimal | None
    transfers: int | None
    transfer_rate: Decimal | None
    texts_sent: int | None
    sent_rate: Decimal | None
    replies: int | None
    reply_rate: Decimal | None
    undeliverable: int | None
    error_rate: Decimal | None
    attempts_per_action: Decimal | None
    completion: Decimal | None
    seconds_per_answered_call: Decimal | None
    billing_overhead: Decimal | None
    cost_per_live_answer: Decimal | None
    cost_per_transfer: Decimal | None
    cost_per_action: Decimal | None
    cost_per_minute: Decimal | None
    reasons: Mapping[str, Reason]


KEYS: Final = tuple(field.name for field in fields(Metrics) if field.name != "reasons")
COSTS: Final = tuple(key for key in KEYS if key.startswith("cost_"))
_OF_TEXTS: Final = ("texts_sent", "sent_rate", "replies", "reply_rate", "undeliverable")
_OF_BOTH: Final = ("tried", "error_rate", "attempts_per_action", "completion", "cost_per_action")

_COUNTED: Final = {
    "live_answers": LIVE,
    "answered": (*LIVE, "AM", "SD"),
    "transfers": ("XFER",),
    "texts_sent": ("SENT",),
    "replies": ("RECEIVED",),
    "failed": FAILED,
    "blocked": ("DNT",),
}

# Rates of the tried attempts, whose parts add up over hours.
RateKey = Literal["live_answer_rate", "sent_rate", "error_rate"]
Number = int | Decimal
Figure = Number | Reason


def metrics(stats: BroadcastStats) -> Metrics:
    """All derived figures of one document."""
    counts = _counts(stats)
    figures: dict[str, Figure] = {
        key: "not_reported" if count is None else count
        for key, count in counts.items()
        if key in KEYS
    }
    figures |= _rates(stats, counts) | _costs(stats, counts)
    hidden = _hidden(kinds(stats))
    figures |= {key: hidden[of] for key in KEYS if (of := _of(key)) in hidden}
    reasons = {key: figure for key, figure in figures.items() if isinstance(figure, str)}
    given = {key: None if key in reasons else figures[key] for key in KEYS}
    return Metrics(**given, reasons=reasons)  # type: ignore[arg-type]


def live_of(stats: PlainStats) -> tuple[int | None, Decimal | None, Decimal | None]:
    """Live answers, their rate and their cost as in `metrics`, for rows by the million."""
    names = tuple(stats.results)
    if kinds_of(names) == {"texts"}:
        return None, None, None
    absent = implied(stats.results, stats.attempts)
    came = {name: each[0] for name, each in stats.results.items()}
    answers = sum_of(came, LIVE, absent)
    rate = _ratio(answers, sum_of_tried(came, absent), "no_tried")
    cost = _ratio(stats.billed_amount, answers, "no_live_answers", places=COST_PLACES)
    return answers, None if isinstance(rate, str) else rate, None if isinstance(cost, str) else cost


def share(stats: BroadcastStats, name: str, tried: int | None) -> Decimal | None:
    """The part of the tried attempts that ended in this code; None for a code outside them."""
    if not is_tried(name):
        return None
    ratio = _ratio(attempts_of(stats, [name]), tried, "no_tried")
    return ratio if isinstance(ratio, Decimal) else None


def counted(stats: BroadcastStats, rate: RateKey) -> tuple[int, int] | None:
    """The attempts that are the part and the whole of a rate; None where one is not reported."""
    part = {
        "live_answer_rate": lambda: attempts_of(stats, LIVE),
        "sent_rate": lambda: attempts_of(stats, ["SENT"]),
        "error_rate": lambda: failed_of(stats),
    }[rate]()
    whole = tried_of(stats)
    return None if part is None or whole is None else (part, whole)


def change(now: Number | None, before: Number | None) -> Decimal | None:
    """By what fraction of `before` it is more, below 0 if it is less.

    None where one of them is not known, and of nothing or less, of which there is no fraction.
    """
    if now is None or before is None or before <= 0:
        return None
    return rounded(Fraction(now) / Fraction(before) - 1, RATIO_PLACES)


def rounded(value: Fraction, places: int) -> Decimal:
    """The fraction to so many decimal places, half to even."""
    return _divided(value.numerator, value.denominator, places)


def _counts(stats: BroadcastStats) -> dict[str, int | None]:
    """The attempts that all else is reckoned from."""
    came, absent = attempts_by_name(stats), absent_of(stats)
    counts = {key: sum_of(came, names, absent) for key, names in _COUNTED.items()}
    failed, blocked = counts["failed"], counts.pop("blocked")
    return counts | {
        "tried": sum_of_tried(came, absent),
        "undeliverable": None if failed is None or blocked is None else failed + blocked,
    }


def _rates(stats: BroadcastStats, counts: Mapping[str, int | None]) -> dict[str, Figure]:
    usage = stats.usage or UsageStats()
    tried, answered, live = counts["tried"], counts["answered"], counts["live_answers"]
    overhead = _ratio(usage.billed_duration_seconds, usage.duration_seconds, "no_duration", less=1)
    return {
        "live_answer_rate": _ratio(live, tried, "no_tried"),
        "answered_rate": _ratio(answered, tried, "no_tried"),
        "response_rate": _ratio(live, usage.actions, "no_actions"),
        "transfer_rate": _ratio(counts["transfers"], live, "no_live_answers"),
        "sent_rate": _ratio(counts["texts_sent"], tried, "no_tried"),
        "reply_rate": _ratio(counts["replies"], counts["texts_sent"], "no_texts_sent"),
        "error_rate": _ratio(counts["failed"], tried, "no_tried"),
        "attempts_per_action": _ratio(usage.attempts, usage.actions, "no_actions"),
        "completion": _completion(stats),
        "seconds_per_answered_call": _ratio(usage.duration_seconds, answered, "no_answered"),
        "billing_overhead": overhead,
    }


def _completion(stats: BroadcastStats) -> Figure:
    statuses = stats.action_statistics
    if statuses is None:
        return "not_reported"
    parts = (statuses.unattempted, statuses.retry_wait, statuses.finished)
    known = [part for part in parts if part is not None]
    total = sum(known) if len(known) == len(parts) else None
    return _ratio(statuses.finished, total, "no_statuses")


def _costs(stats: BroadcastStats, counts: Mapping[str, int | None]) -> dict[str, Figure]:
    usage = stats.usage or UsageStats()
    amount, billed = usage.billed_amount, usage.billed_duration_seconds
    minutes = None if billed is None else Fraction(billed, 60)
    live = counts["live_answers"]
    return {
        "cost_per_live_answer": _ratio(amount, live, "no_live_answers", places=COST_PLACES),
        "cost_per_transfer": _ratio(
            amount, counts["transfers"], "no_transfers", places=COST_PLACES
        ),
        "cost_per_action": _ratio(amount, usage.actions, "no_actions", places=COST_PLACES),
        "cost_per_minute": _ratio(amount, minutes, "no_billed_duration", places=COST_PLACES),
    }


def _ratio(
    part: Number | None,
    whole: Number | Fraction | None,
    without: Reason,
    *,
    less: int = 0,
    places: int = RATIO_PLACES,
) -> Decimal | Reason:
    """`part / whole - less`, rounded; `without` is the reason where `whole` is 0."""
    if part is None or whole is None:
        return "not_reported"
    if whole == 0:
        return without
    (part, of_part), (whole, of_whole) = part.as_integer_ratio(), whole.as_integer_ratio()
    return _divided(part * of_whole - less * of_part * whole, of_part * whole, places)


def _divided(part: int, whole: int, places: int) -> Decimal:
    """The quotient to so many decimal places, half to even."""
    if whole < 0:
        part, whole = -part, -whole
    found, rest = divmod(part * 10**places, whole)
    if 2 * rest > whole or (2 * rest == whole and found % 2):
        found += 1
    return Decimal(f"{found}E-{places}")


def _of(key: str) -> Of:
    if key in _OF_BOTH:
        return "both"
    return "texts" if key in _OF_TEXTS else "calls"


def _hidden(kinds_that_came: frozenset[Of]) -> dict[Of, Reason]:
    """What is not shown: the figures of calls where all that came are texts, and the reverse."""
    if kinds_that_came == {"texts"}:
        return {"calls": "of_calls"}
    return {"texts": "of_texts"} if kinds_that_came == {"calls"} else {}
