"""The figures of one answer, as columns and as parts of a JSON document."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

from dashboard import words
from dashboard.exports.cells import Cell, plain
from stats.broadcast_stats import ActionStatistics, BroadcastStats, UsageStats
from stats.metrics import (
    COST_PLACES,
    COSTS,
    KEYS,
    Metrics,
    absent_of,
    actions_of,
    attempts_of,
    live,
    metrics,
)
from stats.report import ResultRow
from stats.report import result_rows as rows_of
from stats.results import KNOWN

HEAD: Final = (
    *("attempts", "actions", "duration_seconds", "billed_duration_seconds", "billed_amount"),
    *("unattempted", "retry_wait", "finished"),
    *("live_answers", "live_answer_rate", "cost_per_live_answer"),
    *(f"{name}_{what}" for name in (*KNOWN, "OTHER") for what in ("attempts", "actions")),
)

_PLACES: Final = {name: 2 * number for number, name in enumerate(KNOWN)}
_NO_USAGE: Final = UsageStats()
_NO_STATUSES: Final = ActionStatistics()


def columns(stats: BroadcastStats) -> list[Cell]:
    """The cells below HEAD."""
    figures, statuses = stats.usage or _NO_USAGE, stats.action_statistics or _NO_STATUSES
    return [
        *(figures.attempts, figures.actions, figures.duration_seconds),
        *(figures.billed_duration_seconds, plain(figures.billed_amount)),
        *(statuses.unattempted, statuses.retry_wait, statuses.finished),
        *map(plain, live(stats)),
        *_code_counts(stats),
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
    return result_rows(rows_of(stats, metrics(stats).tried))


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


def _code_counts(stats: BroadcastStats) -> list[int | None]:
    absent = absent_of(stats)
    counts: list[int | None] = [absent] * (2 * len(KNOWN))
    others = {}
    for stat in stats.results:
        place = _PLACES.get(stat.result)
        if place is None:
            others[stat.result] = stat
        else:
            counts[place : place + 2] = stat.attempts, stat.actions
    if not others:
        return [*counts, absent, absent]
    return [*counts, attempts_of(stats, others), actions_of(stats, others)]
