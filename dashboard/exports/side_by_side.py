"""Broadcasts side by side -> CSV and JSON: a row a broadcast, and how far they differ."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.utils import translation

from dashboard.exports import figures
from dashboard.exports.cells import Cell, csv_text, iso
from dashboard.exports.report import SUMMARY_HEAD, period_json, summary_row
from dashboard.exports.timeline import buckets_json
from stats.abreast import Column, Contrast, causes, contrasts
from stats.broadcast_stats import BroadcastStats
from stats.metrics import metrics
from stats.side_by_side import SideBySide
from stats.spread import LEVEL, Rate

Json = dict[str, Any]
PLACES: Final = 6


def compare_csv(found: SideBySide) -> str:
    """The columns of summary.csv; a broadcast that could not be had has ID, name, begin and end."""
    return csv_text(SUMMARY_HEAD, (_row(column) for column in found.columns))


def compare_json(found: SideBySide, problems: Sequence[Json | None]) -> Json:
    """The columns in their order, and the differences of the first one from each other one.

    problems: why each failed, if it did. complete: whether nothing more is to be fetched now.
    """
    with translation.override("en"):
        first, *others = found.columns
        wanted = found.wanted
        said = [each for other in others for each in contrasts(first, other)]
        return {
            "demo": settings.DEMO,
            "align": "age" if wanted.is_by_age else "period",
            "age_minutes": found.age // timedelta(minutes=1) if found.age else None,
            "period": None if wanted.is_by_age else period_json(wanted.period),
            "complete": found.is_complete,
            "level": LEVEL,
            "broadcasts": [
                _column(column, found, problem)
                for column, problem in zip(found.columns, problems, strict=True)
            ],
            "differences": [_difference(each) for each in said],
            "differing": list(causes(found.columns)),
        }


def _row(column: Column) -> list[Cell]:
    if column.report is not None:
        return summary_row(column.report)
    said = period_json(column.stretch) if column.stretch else {"begin": None, "end": None}
    row: list[Cell] = [column.broadcast_id, column.broadcast.name, said["begin"], said["end"]]
    return row + [None] * (len(SUMMARY_HEAD) - len(row))


def _column(column: Column, found: SideBySide, problem: Json | None) -> Json:
    report, stretch, zone = column.report, column.stretch, found.wanted.period.zone
    stats = report.stats if report else BroadcastStats()
    return {
        "broadcast": {"id": str(column.broadcast_id), "name": column.broadcast.name},
        "first_attempt_at": iso(column.begins_at, zone) if column.begins_at else None,
        "fetched_at": iso(report.as_of, zone) if report else None,
        "stale": report is not None and report.is_stale,
        "problem": problem,
        "usage": figures.usage(stats),
        "results": figures.results(stats),
        "actions": figures.actions(stats),
        "metrics": figures.derived(metrics(stats)),
        "intervals": {key: _rate(rate) for key, rate in column.rates.items()},
        "timeline": buckets_json(stretch, column.series) if stretch and column.series else None,
        "period": period_json(stretch) if stretch else None,
    }


def _rate(rate: Rate) -> Json:
    """The rate by its buckets, in parts of 1; without ends where too few of them had attempts."""
    low, high = rate.interval or (None, None)
    return {
        "share": _rounded(rate.share),
        "low": _rounded(low),
        "high": _rounded(high),
        "buckets": rate.hours,
    }


def _difference(contrast: Contrast) -> Json:
    low, high = contrast.interval or (None, None)
    return {
        "rate": contrast.rate,
        "of": str(contrast.one.broadcast_id),
        "less": str(contrast.other.broadcast_id),
        "difference": _rounded(contrast.by),
        "low": _rounded(low),
        "high": _rounded(high),
        "seen": contrast.is_seen,
    }


def _rounded(part: float | None) -> float | None:
    return None if part is None else round(part, PLACES)
