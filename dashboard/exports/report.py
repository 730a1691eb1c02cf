"""Report -> CSV and the JSON document: the same figures as on the page, exact and in English."""

from typing import Any, Final

from django.conf import settings
from django.utils import translation

from dashboard import words
from dashboard.exports import figures
from dashboard.exports.cells import csv_text, iso
from stats.metrics import KEYS
from stats.period import Period
from stats.report import Report

RESULTS_HEAD: Final = (
    *("broadcast_id", "begin", "end", "fetched_at"),
    *("result", "label", "group", "attempts", "actions", "share"),
)
SUMMARY_HEAD: Final = ("broadcast_id", "name", "begin", "end", "fetched_at", "stale", *figures.HEAD)


def results_csv(report: Report) -> str:
    """One row a result that came, in the table's order."""
    with translation.override("en"):
        return csv_text(
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
    row = (
        *(report.broadcast_id, report.name, *_times(report), report.is_stale),
        *figures.columns(report.stats),
    )
    return csv_text(SUMMARY_HEAD, [row])


def stats_json(report: Report, problem: dict[str, Any] | None) -> dict[str, Any]:
    """The JSON document of a report; `problem` is the one that made it stale."""
    with translation.override("en"):
        return document(
            broadcast_id=str(report.broadcast_id),
            name=report.name,
            period=period_json(report.period),
            fetched_at=iso(report.as_of, report.period.zone),
            stale=report.is_stale,
            problem=problem,
            usage=figures.usage(report.stats),
            results=figures.results(report.stats),
            actions=figures.actions(report.stats),
            metrics=figures.derived(report.metrics),
        )


def problem_json(
    problem: dict[str, Any], broadcast_id: str | None, period: Period | None
) -> dict[str, Any]:
    """The same document where no numbers can be given."""
    return document(
        broadcast_id=broadcast_id,
        name=None,
        period=None if period is None else period_json(period),
        fetched_at=None,
        stale=False,
        problem=problem,
        usage=None,
        results=[],
        actions=None,
        metrics=dict.fromkeys(KEYS),
    )


def document(
    *, broadcast_id: str | None, name: str | None, period: dict[str, Any] | None, **rest: Any
) -> dict[str, Any]:
    """What every JSON document says first, and the rest."""
    empty = dict.fromkeys(("name", "begin", "end", "time_zone"))
    return {
        "demo": settings.DEMO,
        # A string: JavaScript loses digits above 2^53.
        "broadcast": {"id": broadcast_id, "name": name},
        "period": period or empty,
        **rest,
    }


def period_json(period: Period) -> dict[str, Any]:
    """The period with its instants in its zone."""
    begin, end = period.local_begin, period.local_end
    return {
        "name": period.name,
        "begin": begin and begin.isoformat(timespec="seconds"),
        "end": end and end.isoformat(timespec="seconds"),
        "time_zone": period.zone.key,
    }


def _times(report: Report) -> tuple[str | None, str | None, str]:
    period = period_json(report.period)
    return period["begin"], period["end"], iso(report.as_of, report.period.zone)
