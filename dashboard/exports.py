"""Report -> CSV and the JSON document: the same figures as on the page, exact and in English."""

import csv
import io
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.conf import settings
from django.utils import translation

from dashboard import words
from stats.metrics import COST_PLACES, COSTS, KEYS, Metrics, actions_of, attempts_of
from stats.period import Period
from stats.report import Report
from stats.results import KNOWN

BOM: Final = "\ufeff"  # with it Excel reads UTF-8
Cell = str | int | Decimal | bool | None

RESULTS_HEAD: Final = [
    "broadcast_id",
    "begin",
    "end",
    "fetched_at",
    "result",
    "label",
    "group",
    "attempts",
    "actions",
    "share",
]
SUMMARY_HEAD: Final = (
    *[
        "broadcast_id",
        "name",
        "begin",
        "end",
        "fetched_at",
        "stale",
        "attempts",
        "actions",
        "duration_seconds",
    ],
    *["billed_duration_seconds", "billed_amount", "unattempted", "retry_wait", "finished"],
    *["live_answers", "live_answer_rate", "cost_per_live_answer"],
    *(f"{name}_{what}" for name in (*KNOWN, "OTHER") for what in ("attempts", "actions")),
)


# What a spreadsheet takes for the begin of a formula, after spaces.
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")


def results_csv(report: Report) -> str:
    """One row a result that came, in the table's order."""
    with translation.override("en"):
        return _csv(
            RESULTS_HEAD,
            (
                (
                    report.broadcast_id,
                    *_times(report),
                    row.result,
                    words.result_label(row.result),
                    row.group,
                    row.attempts,
                    row.actions,
                    row.share,
                )
                for row in report.rows
            ),
        )


def summary_csv(report: Report) -> str:
    """One row: usage, statuses, the main figures, and the counts of every known code."""
    return _csv(SUMMARY_HEAD, [_summary(report)])


def file_name(report: Report, what: str) -> str:
    """A file's name, from digits and dates alone: broadcast-135-results-2026-11-17-2026-11-23.csv.

    The last day is one that the period includes.
    """
    first, last = report.period.first_day, report.period.last_day
    days = "all" if first is None or last is None else f"{first}-{last}"
    demo = "demo-" if settings.DEMO else ""
    return f"{demo}broadcast-{report.broadcast_id}-{what}-{days}.csv"


def stats_json(report: Report, problem: dict[str, Any] | None) -> dict[str, Any]:
    """The JSON document of a report; `problem` is the one that made it stale."""
    with translation.override("en"):
        return _document(
            broadcast_id=str(report.broadcast_id),
            name=report.name,
            period=_period(report.period),
            fetched_at=_iso(report.as_of, report.period),
            stale=report.is_stale,
            problem=problem,
            usage=_usage(report),
            results=_results(report),
            actions=_actions(report),
            metrics=_metrics(report.metrics),
        )


def problem_json(
    problem: dict[str, Any], broadcast_id: str | None, period: Period | None
) -> dict[str, Any]:
    """The same document where no numbers can be given."""
    return _document(
        broadcast_id=broadcast_id,
        name=None,
        period=None if period is None else _period(period),
        fetched_at=None,
        stale=False,
        problem=problem,
        usage=None,
        results=[],
        actions=None,
        metrics=dict.fromkeys(KEYS),
    )


def _document(
    *, broadcast_id: str | None, name: str | None, period: dict[str, Any] | None, **rest: Any
) -> dict[str, Any]:
    empty = dict.fromkeys(("name", "begin", "end", "time_zone"))
    return {
        "demo": settings.DEMO,
        # A string: JavaScript loses digits above 2^53.
        "broadcast": {"id": broadcast_id, "name": name},
        "period": period or empty,
        **rest,
    }


def _period(period: Period) -> dict[str, Any]:
    begin, end = period.local_begin, period.local_end
    return {
        "name": period.name,
        "begin": begin and begin.isoformat(timespec="seconds"),
        "end": end and end.isoformat(timespec="seconds"),
        "time_zone": period.zone.key,
    }


def _iso(at: datetime, period: Period) -> str:
    return at.astimezone(period.zone).isoformat(timespec="seconds")


def _usage(report: Report) -> dict[str, Any] | None:
    usage = report.stats.usage
    if usage is None:
        return None
    amount = usage.billed_amount
    return {
        "duration_seconds": usage.duration_seconds,
        "billed_duration_seconds": usage.billed_duration_seconds,
        "billed_amount": None if amount is None else f"{amount:f}",
        "attempts": usage.attempts,
        "actions": usage.actions,
    }


def _results(report: Report) -> list[dict[str, Any]]:
    return [
        {
            "result": row.result,
            "label": words.result_label(row.result),
            "group": row.group,
            "attempts": row.attempts,
            "actions": row.actions,
            "share": None if row.share is None else float(row.share),
        }
        for row in report.rows
    ]


def _actions(report: Report) -> dict[str, Any] | None:
    statuses = report.stats.action_statistics
    if statuses is None:
        return None
    return {
        "unattempted": statuses.unattempted,
        "retry_wait": statuses.retry_wait,
        "finished": statuses.finished,
    }


def _metrics(metrics: Metrics) -> dict[str, Any]:
    """Counts and ratios as numbers, costs as text so that no digit is lost."""
    figures = {key: getattr(metrics, key) for key in KEYS}
    return {
        key: _text(figure, COST_PLACES)
        if key in COSTS and figure is not None
        else float(figure)
        if isinstance(figure, Decimal)
        else figure
        for key, figure in figures.items()
    }


def _text(figure: Decimal, places: int) -> str:
    return f"{figure:.{places}f}"


def _times(report: Report) -> tuple[str | None, str | None, str]:
    period = _period(report.period)
    return period["begin"], period["end"], _iso(report.as_of, report.period)


def _summary(report: Report) -> list[Cell]:
    begin, end, fetched_at = _times(report)
    usage, statuses = _usage(report) or {}, _actions(report) or {}
    metrics, cost = report.metrics, report.metrics.cost_per_live_answer
    amount = usage.get("billed_amount")
    return [
        *(report.broadcast_id, report.name, begin, end, fetched_at, report.is_stale),
        *(usage.get(key) for key in ("attempts", "actions", "duration_seconds")),
        usage.get("billed_duration_seconds"),
        None if amount is None else Decimal(amount),
        *(statuses.get(key) for key in ("unattempted", "retry_wait", "finished")),
        *(metrics.live_answers, metrics.live_answer_rate, cost),
        *_code_counts(report),
    ]


def _code_counts(report: Report) -> Iterable[int | None]:
    unknown = [row.result for row in report.rows if row.result not in KNOWN]
    for names in (*([name] for name in KNOWN), unknown or ["OTHER"]):
        yield attempts_of(report.stats, names)
        yield actions_of(report.stats, names)


def _csv(head: Iterable[str], rows: Iterable[Iterable[Cell]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return BOM + text.getvalue()


def _cell(cell: Cell) -> str:
    """A cell as text: numbers from numbers, and no text that a spreadsheet takes for a formula."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    if isinstance(cell, int):
        return str(cell)
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA_STARTS) else cell
