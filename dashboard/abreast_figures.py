"""Broadcasts abreast -> the table of their figures, and the shares of their results."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, cast

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from dashboard import contrasts, numbers, words
from dashboard.charts import STACKED
from dashboard.templatetags import figures
from stats.abreast import RATES, Column, Mark, marks
from stats.broadcast_stats import UsageStats
from stats.counts import attempts_of
from stats.metrics import RateKey, share
from stats.report import Report
from stats.results import Group, code, ordered

Write = Callable[[Any], str]
LONGEST: Final = 1_000  # the length of a bar of shares, in its own units

_DERIVED: Final[tuple[tuple[Any, str, Write], ...]] = (
    (lazy("Live answers"), "live_answers", figures.count),
    (lazy("Live-answer rate"), "live_answer_rate", figures.percent),
    (lazy("Texts sent"), "texts_sent", figures.count),
    (lazy("Sent rate"), "sent_rate", figures.percent),
    (lazy("Replies"), "replies", figures.count),
    (lazy("Error rate"), "error_rate", figures.percent),
    (lazy("Tried"), "tried", figures.count),
    (lazy("Attempts an action"), "attempts_per_action", figures.ratio),
    (lazy("Credits a live answer"), "cost_per_live_answer", figures.cost),
)
_USAGE: Final[tuple[tuple[Any, str, Write], ...]] = (
    (lazy("Attempts"), "attempts", figures.count),
    (lazy("Actions"), "actions", figures.count),
    (lazy("Call time"), "duration_seconds", figures.duration),
    (lazy("Credits"), "billed_amount", figures.credits_exact),
)
_NOT_OF_KIND: Final = ("of_calls", "of_texts")


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure of one broadcast: as text, why there is none, how sure it is, whether it leads."""

    text: str
    reason: str = ""
    interval: str = ""
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of all broadcasts, by its key; None where nothing is known of one."""

    key: str
    label: Any
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A group's part of the tried attempts: where it stands in its bar, and in words."""

    group: Group
    label: str
    attempts: int
    share: Decimal
    x: float
    width: float


def rows(columns: Sequence[Column]) -> list[Row]:
    """The figures in the order of the table; those of calls only where there are calls."""
    derived = [
        _derived(columns, *each)
        for each in _DERIVED
        if any(
            column.report and column.report.metrics.reasons.get(each[1]) not in _NOT_OF_KIND
            for column in columns
        )
    ]
    usage = [_usage(columns, *each) for each in _USAGE]
    done = tuple(
        Cell(figures.percent(column.completion)) if column.report else None for column in columns
    )
    return [*derived, *usage, Row("completion", _("Finished now"), done)]


def shares(columns: Sequence[Column]) -> list[dict[str, Any]]:
    """A bar a broadcast that has results: its groups' parts of the tried attempts."""
    return [
        {"id": column.broadcast_id, "name": contrasts.name_of(column), "parts": found}
        for column in columns
        if (found := _parts(column))
    ]


def results(columns: Sequence[Column]) -> list[dict[str, Any]]:
    """A row a result that came to any of them: share and attempts of each."""
    known = [column.report for column in columns]
    names = ordered({row.result for report in known if report for row in report.rows})
    return [
        {
            "result": name,
            "group": code(name).group,
            "cells": [None if report is None else _result(report, name) for report in known],
        }
        for name in names
    ]


def _result(report: Report, name: str) -> dict[str, Any]:
    """Of a result that did not come to one of them 0, where its answer implies that."""
    stats = report.stats
    return {
        "attempts": attempts_of(stats, [name]),
        "share": share(stats, name, report.metrics.tried),
    }


def _derived(columns: Sequence[Column], label: Any, key: str, write: Write) -> Row:
    is_rate = key in RATES
    found = marks(columns, cast("RateKey", key)) if is_rate else {}
    cells: list[Cell | None] = []
    for column in columns:
        if column.report is None:
            cells.append(None)
            continue
        derived = column.report.metrics
        rate = column.rates.get(cast("RateKey", key))
        cells.append(
            Cell(
                write(getattr(derived, key)),
                figures.because(derived, key),
                _interval(rate.interval if rate else None),
                found.get(column.broadcast_id),
            )
        )
    return Row(key, label, tuple(cells))


def _usage(columns: Sequence[Column], label: Any, key: str, write: Write) -> Row:
    return Row(
        key,
        label,
        tuple(
            Cell(write(getattr(column.report.stats.usage or UsageStats(), key)))
            if column.report
            else None
            for column in columns
        ),
    )


def _interval(ends: tuple[float, float] | None) -> str:
    """Its ends in per cent: "33.1 to 38.4"."""
    if ends is None:
        return ""
    low, high = (numbers.written(round(end * 100, 1), 1) for end in ends)
    return _("%(low)s to %(high)s") % {"low": low, "high": high}


def _parts(column: Column) -> list[Part]:
    if column.report is None:
        return []
    found: list[Part] = []
    x = 0.0
    for group in STACKED:
        rows = [row for row in column.report.rows if row.group == group and row.share]
        part = sum((row.share for row in rows if row.share), Decimal(0))
        if part:
            width = float(part) * LONGEST
            attempts = sum(row.attempts or 0 for row in rows)
            place = round(x, 2), round(width, 2)
            found.append(Part(group, words.group_label(group), attempts, part, *place))
            x += width
    return found
