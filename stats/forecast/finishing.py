"""What finishing a broadcast is likely to cost and to bring."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal

from stats.broadcast_stats import BroadcastStats, UsageStats
from stats.counts import LIVE, attempts_of, kinds
from stats.forecast.moves import stand_of
from stats.metrics import COST_PLACES, rounded
from stats.report import Look

Reason = Literal[
    "not_reported",  # the newest look lacks a status, or both credits and live answers
    "nothing_left",
    "too_little_finished",  # fewer than 100 actions
]

_LEAST_FINISHED: Final = 100
_LATEST_SHARE: Final = Fraction(1, 4)  # of the finished: those that speak for the present
_MARGIN: Final = 0.10  # on both sides; how often it holds is in docs/estimates.md
_COUNTED: Final = 1.28


@dataclass(frozen=True, slots=True)
class Range:
    """From the low to the high end, both likely."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Finishing:
    """For the `left` actions: credits and live answers to come, None where they can't be said.

    They follow from the `finished` actions, and from those finished since `since` (UTC): the range
    spans both.
    """

    left: int
    credits: Range | None
    live_answers: Range | None  # whole numbers; None for texts
    finished: int
    since: datetime


@dataclass(frozen=True, slots=True)
class NoFinishing:
    """Why nothing is said of it."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class _Sums:
    """What finished actions cost and brought; None where not reported."""

    finished: int
    credits: Fraction | None
    live_answers: Fraction | None


def finishing(looks: Sequence[Look]) -> Finishing | NoFinishing:
    """Credits and live answers still to come, from whole-life looks, the oldest first."""
    newest = stand_of(looks[-1]) if looks else None
    if newest is None:
        return NoFinishing("not_reported")
    if newest.left == 0:
        return NoFinishing("nothing_left")
    if newest.finished < _LEAST_FINISHED:
        return NoFinishing("too_little_finished")
    whole = _sums(looks[-1].stats, newest.finished)
    since, latest = _latest(looks, whole)
    spent = _range(newest.left, [(part.finished, part.credits) for part in (whole, latest)])
    live = _range(newest.left, [(part.finished, part.live_answers) for part in (whole, latest)])
    if spent is None and live is None:
        return NoFinishing("not_reported")
    return Finishing(
        left=newest.left,
        credits=None if spent is None else _rounded(*spent, COST_PLACES),
        live_answers=None if live is None else _rounded(*live, 0),
        finished=newest.finished,
        since=since,
    )


def _latest(looks: Sequence[Look], whole: _Sums) -> tuple[datetime, _Sums]:
    """From when on the latest quarter of the finished was done, and its sums."""
    for look in reversed(looks):
        stand = stand_of(look)
        if stand is not None and stand.finished <= (1 - _LATEST_SHARE) * whole.finished:
            return look.last_seen_at, _difference(whole, _sums(look.stats, stand.finished))
    return looks[0].first_seen_at, whole


def _sums(stats: BroadcastStats, finished: int) -> _Sums:
    usage = stats.usage or UsageStats()
    live = None if kinds(stats) == {"texts"} else attempts_of(stats, LIVE)
    return _Sums(
        finished,
        None if usage.billed_amount is None else Fraction(usage.billed_amount),
        None if live is None else Fraction(live),
    )


def _difference(whole: _Sums, before: _Sums) -> _Sums:
    return _Sums(
        whole.finished - before.finished,
        _less(whole.credits, before.credits),
        _less(whole.live_answers, before.live_answers),
    )


def _less(whole: Fraction | None, part: Fraction | None) -> Fraction | None:
    return None if whole is None or part is None else whole - part


def _range(left: int, parts: Sequence[tuple[int, Fraction | None]]) -> tuple[float, float] | None:
    """What is left by the rates of the parts, from the lowest to the highest, and a margin."""
    expected = [left * float(sum_) / finished for finished, sum_ in parts if sum_ is not None]
    if not expected:
        return None
    counted = _COUNTED * (1 / math.sqrt(left) + 1 / math.sqrt(parts[-1][0]))
    return (
        max(0.0, min(expected) * (1 - _MARGIN - counted)),
        max(0.0, max(expected) * (1 + _MARGIN + counted)),
    )


def _rounded(low: float, high: float, places: int) -> Range:
    return Range(rounded(Fraction(low), places), rounded(Fraction(high), places))
