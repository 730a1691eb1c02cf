"""The figures of one answer, as columns and as parts of a JSON document."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from dashboard import words
from dashboard.exports.cells import Cell, plain
from stats.broadcast_stats import BroadcastStats, Counts, PlainStats
from stats.counts import implied, tried_of
from stats.metrics import COST_PLACES, COSTS, KEYS, Metrics, live_of
from stats.report import ResultRow
from stats.report import result_rows as rows_of
from stats.results import KNOWN
from stats.sums import total_of

HEAD: Final = (
    *("attempts", "actions", "duration_seconds", "billed_duration_seconds", "billed_amount"),
    *("unattempted", "retry_wait", "finished"),
    *("live_answers", "live_answer_rate", "cost_per_live_answer"),
    *(f"{name}_{what}" for name in (*KNOWN, "OTHER") for what in ("attempts", "actions")),
)

_PLACES: Final = {name: 2 * number for number, name in enumerate(KNOWN)}


def columns(stats: PlainStats) -> list[Cell]:
    """The cells below HEAD."""
    return [
        *(stats.attempts, stats.actions, stats.duration_seconds, stats.billed_duration_seconds),
        *(plain(stats.billed_amount), stats.unattempted, stats.retry_wait, stats.finished),
        *map(plain, live_of(stats)),
        *_counts(stats.results, implied(stats.results, stats.attempts)),
    ]


def usage(stats: BroadcastStats) -> dict[str, Any] | None:
    """UsageStats as JSON holds it, the amount as text, digit for digit; None if not reported."""
    figures = stats.usage
    if figures is None:
        return None
    amount = figures.billed_amount
    return {
        "duration_seconds": figures.duration_seconds,
        "billed_duration_seconds": figures.billed_duration_seconds,
        "billed_amount": None if amount is None else f"{amount:f}",
        "attempts": figures.attempts,
        "actions": figures.actions,
    }


def actions(stats: BroadcastStats) -> dict[str, Any] | None:
    """ActionStatistics as JSON holds it; None if not reported."""
    statuses = stats.action_statistics
    if statuses is None:
        return None
    return {
        "unattempted": statuses.unattempted,
        "retry_wait": statuses.retry_wait,
        "finished": statuses.finished,
    }


def results(stats: BroadcastStats) -> list[dict[str, Any]]:
    """The results that came, in the table's order."""
    return result_rows(rows_of(stats, tried_of(stats)))


def result_rows(rows: Iterable[ResultRow]) -> list[dict[str, Any]]:
    """Results as JSON holds them."""
    return [
        {
            "result": row.result,
            "label": words.result_label(row.result),
            "group": row.group,
            "attempts": row.attempts,
            "actions": row.actions,
            "share": None if row.share is None else float(row.share),
        }
        for row in rows
    ]


def derived(figures_of: Metrics) -> dict[str, Any]:
    """Counts and ratios as numbers, costs as text so that no digit is lost."""
    values = {key: getattr(figures_of, key) for key in KEYS}
    return {
        key: _text(figure, COST_PLACES)
        if key in COSTS and figure is not None
        else float(figure)
        if isinstance(figure, Decimal)
        else figure
        for key, figure in values.items()
    }


def _text(figure: Decimal, places: int) -> str:
    return f"{figure:.{places}f}"


def _counts(results: Mapping[str, Counts], absent: int | None) -> list[int | None]:
    """Attempts and actions of each documented code, and of all others together."""
    counts = [absent] * (2 * len(KNOWN) + 2)
    others = []
    for name, of_result in results.items():
        place = _PLACES.get(name)
        if place is None:
            others.append(of_result)
        else:
            counts[place : place + 2] = of_result
    if others:
        counts[-2:] = map(total_of, zip(*others, strict=True))
    return counts
