"""The tables of a broadcast's page: figures as they are read, beside what they are sorted by.

They are written once while the page stays the same, not each time that it is asked for.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, tzinfo
from typing import Any, NamedTuple

from markupsafe import Markup

from dashboard import charts, times, words
from dashboard.templatetags import figures
from dashboard.templatetags.sorting import raw
from stats.broadcast_stats import BroadcastStats
from stats.metrics import Metrics
from stats.report import Look, ResultRow
from stats.results import Group, is_tried
from stats.sums import total_of


class Cell(NamedTuple):
    """A figure of a table: as scripts sort by it, and as people read it."""

    raw: str
    text: str


class LookLine(NamedTuple):
    """A look at the whole broadcast: between when it was seen so, and its figures."""

    first: times.Said
    last: times.Said
    cells: tuple[Cell, ...]


class ResultLine(NamedTuple):
    """A result that came; `share` is None for a code outside of those tried.

    code: the result as it is shown, in HTML, with places where a narrow column may break it.
    """

    result: str
    code: Markup
    group: Group
    group_label: str
    label: str
    meaning: str
    attempts: Cell
    actions: Cell
    share: Cell | None


class Results(NamedTuple):
    """What came back: as CallFire orders it, and the most attempts first; with the sums."""

    as_sent: list[ResultLine]
    lines: list[ResultLine]
    attempts: str
    actions: str


def cell(value: Any, write: Callable[[Any], str] = figures.count) -> Cell:
    """A figure, written in full where nothing else is said."""
    return Cell(raw(value), write(value))


def of_looks(looks: Iterable[Look], zone: tzinfo, now: datetime) -> list[LookLine]:
    """The latest looks: attempts, the three statuses, credits."""
    return [
        LookLine(
            times.said(look.first_seen_at, zone, now),
            times.said(look.last_seen_at, zone, now),
            _of_look(look.stats),
        )
        for look in looks
    ]


def _of_look(stats: BroadcastStats) -> tuple[Cell, ...]:
    usage, statuses = stats.usage, stats.action_statistics
    return (
        cell(usage and usage.attempts),
        cell(statuses and statuses.finished),
        cell(statuses and statuses.retry_wait),
        cell(statuses and statuses.unattempted),
        cell(usage and usage.billed_amount, figures.credits_exact),
    )


def of_results(rows: Sequence[ResultRow]) -> Results:
    """The results and their sums."""
    lines = {row.result: of_result(row) for row in rows}
    return Results(
        list(lines.values()),
        [lines[row.result] for row in charts.by_attempts(tuple(rows))],
        figures.count(total_of(row.attempts for row in rows)),
        figures.count(total_of(row.actions for row in rows)),
    )


def of_result(row: ResultRow) -> ResultLine:
    """A result, with what is said of it."""
    return ResultLine(
        row.result,
        Markup("_<wbr>").join(row.result.split("_")),
        row.group,
        words.group_label(row.group),
        words.result_label(row.result),
        words.result_meaning(row.result),
        cell(row.attempts),
        cell(row.actions),
        cell(row.share, figures.percent) if is_tried(row.result) else None,
    )


def of_bucket(stats: BroadcastStats, found: Metrics) -> tuple[Cell, ...]:
    """The figures of a bucket: attempts, actions, its rate, credits, call time."""
    usage = stats.usage
    rate = found.sent_rate if found.live_answer_rate is None else found.live_answer_rate
    return (
        cell(usage and usage.attempts),
        cell(usage and usage.actions),
        cell(rate, figures.percent),
        cell(usage and usage.billed_amount, figures.credits_exact),
        cell(usage and usage.duration_seconds, figures.duration),
    )
