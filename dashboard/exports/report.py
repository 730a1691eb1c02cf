"""Report -> CSV and the JSON document: the same figures as on the page, exact and in English."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from django.conf import settings
from django.utils import translation

from dashboard import words
from dashboard.exports import figures
from dashboard.exports.cells import Cell, csv_text, iso
from stats.broadcast_stats import BroadcastStats, PlainStats
from stats.compare import Compared
from stats.metrics import KEYS, metrics
from stats.period import Period
from stats.report import Report

RESULTS_HEAD: Final = (
    *("broadcast_id", "begin", "end", "fetched_at"),
    *("result", "label", "group", "attempts", "actions", "share"),
)
SUMMARY_HEAD: Final = ("broadcast_id", "name", "begin", "end", "fetched_at", "stale", *figures.HEAD)


def results_csv(report: Report, compared: Compared | None = None) -> str:
    """One row a result that came, in the table's order; those of the earlier period follow.

    Where the earlier figures could not be had, one row has its begin and end alone.
    """
    with translation.override("en"):
        rows = [*_result_rows(report)]
        if compared is not None and compared.earlier is not None:
            rows += _result_rows(compared.earlier)
        elif compared is not None and compared.pair is not None:
            rows.append([report.broadcast_id, *_edges(compared.pair.earlier), *[None] * 7])
        return csv_text(RESULTS_HEAD, rows)


def summary_csv(report: Report, compared: Compared | None = None) -> str:
    """One row: usage, statuses, the main figures, and the counts of every known code.

    A second one is of the earlier period, without statuses, which are of the moment; where its
    figures could not be had, it has begin and end alone.
    """
    rows = [summary_row(report)]
    if compared is not None and compared.earlier is not None:
        rows.append(summary_row(compared.earlier, _of_interval(compared.earlier)))
    elif compared is not None and compared.pair is not None:
        begin, end = _edges(compared.pair.earlier)
        row: list[Cell] = [report.broadcast_id, report.name, begin, end]
        rows.append(row + [None] * (len(SUMMARY_HEAD) - len(row)))
    return csv_text(SUMMARY_HEAD, rows)


def summary_row(report: Report, stats: BroadcastStats | None = None) -> list[Cell]:
    """The cells below SUMMARY_HEAD; of `stats` where those are not the report's own."""
    facts = (report.broadcast_id, report.name, *_times(report), report.is_stale)
    return [*facts, *figures.columns(PlainStats.of(stats or report.stats))]


def stats_json(
    report: Report,
    problem: dict[str, Any] | None,
    compared: Compared | None = None,
    previous_problem: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """The JSON document of a report; `problem` is the one that made it stale.

    previous_problem: why there are no earlier figures, or only older ones.
    """
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
            previous=_previous(compared),
            previous_problem=previous_problem,
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
        previous=None,
        previous_problem=None,
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


def _result_rows(report: Report) -> Iterator[list[Cell]]:
    for row in report.rows:
        yield [
            report.broadcast_id,
            *_times(report),
            row.result,
            words.result_label(row.result),
            row.group,
            row.attempts,
            row.actions,
            row.share,
        ]


def _previous(compared: Compared | None) -> dict[str, Any] | None:
    """The earlier figures, and in `current` those of what of the period they are compared with."""
    if compared is None or compared.earlier is None:
        return None
    current = compared.current
    return {**_side(compared.earlier), "current": None if current is None else _side(current)}


def _side(report: Report) -> dict[str, Any]:
    stats = _of_interval(report)
    return {
        "period": period_json(report.period),
        "fetched_at": iso(report.as_of, report.period.zone),
        "stale": report.is_stale,
        "usage": figures.usage(stats),
        "results": figures.results(stats),
        "metrics": figures.derived(metrics(stats)),
    }


def _of_interval(report: Report) -> BroadcastStats:
    """Without statuses: they are a state at a moment, not of the stretch."""
    return replace(report.stats, action_statistics=None)


def _edges(period: Period) -> tuple[str | None, str | None]:
    said = period_json(period)
    return said["begin"], said["end"]


def _times(report: Report) -> tuple[str | None, str | None, str]:
    return *_edges(report.period), iso(report.as_of, report.period.zone)
