"""Report -> data for Chart.js: labels, order, values. Colours are the browser's, by group."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dashboard import numbers, words
from dashboard.chart import Chart
from stats.broadcast_stats import BroadcastStats, UsageStats
from stats.counts import kinds
from stats.metrics import Metrics, metrics
from stats.report import Report, ResultRow
from stats.results import Group, code, is_tried
from stats.series import Series, Slot

STACKED: Final[tuple[Group, ...]] = ("reached", "delivered", "missed", "blocked", "failed", "other")


def by_attempts(rows: tuple[ResultRow, ...]) -> list[ResultRow]:
    """The results with the most attempts first; those that are equal keep the table's order."""
    return sorted(rows, key=lambda row: -(row.attempts or 0))


def of_results(report: Report) -> Chart | None:
    """Bars of attempts by result; None where no result came."""
    return of_result_rows(report.rows)


def of_result_rows(found: tuple[ResultRow, ...]) -> Chart | None:
    """The same of rows, whatever they are of."""
    rows = by_attempts(found)
    if not any(row.attempts for row in rows):
        return None
    first = rows[0]
    attempts = first.attempts or 0
    summary = _("Results in all: %(count)d. The most frequent is %(label)s, with %(attempts)s.") % {
        "count": len(rows),
        "label": words.result_label(first.result),
        "attempts": ngettext("%s attempt", "%s attempts", attempts) % numbers.written(attempts),
    }
    return Chart(
        labels=[words.result_label(row.result) for row in rows],
        values=[row.attempts for row in rows],
        groups=[row.group for row in rows],
        codes=[row.result for row in rows],
        shares=[_number(row.share) for row in rows],
        label=_("Attempts"),
        summary=summary,
    )


def of_progress(report: Report) -> Chart | None:
    """One bar of the broadcast's actions by status; None where there is none to draw."""
    progress = report.progress
    if progress is None or not progress.total:
        return None
    statistics = progress.statistics
    values = [statistics.finished, statistics.retry_wait, statistics.unattempted]
    return Chart(
        labels=[_("Finished"), _("Waiting to retry"), _("Not attempted")],
        values=values,
        steps=["finished", "retry_wait", "unattempted"],
        summary=ngettext(
            "%(finished)s of %(total)s action is finished.",
            "%(finished)s of %(total)s actions are finished.",
            progress.total,
        )
        % {
            "finished": numbers.written(statistics.finished or 0),
            "total": numbers.written(progress.total),
        },
    )


def of_series(series: Series, labels: list[str], hrefs: list[str]) -> Chart | None:
    """Stacks of attempts by group over time, and what else can be drawn; None without any bucket.

    A bucket that is missing is null in every line of values, one without activity 0. Codes that
    were never tried, and the other leg of a transfer, are in no stack; where no result came, the
    attempts stand by themselves. Shares are of `tried`; of replies, which are no tries, there is
    none. `parts` are what a rate is of.
    """
    if not series.slots:
        return None
    known = [slot.stats for slot in series.slots]
    derived = [None if stats is None else metrics(stats) for stats in known]
    usage = [(stats and stats.usage) or UsageStats() for stats in known]
    stacks = [
        {
            "label": words.group_label(group),
            "group": group,
            "values": values,
            "is_tried": _is_tried(known, group),
        }
        for group in STACKED
        if any(values := [_of_group(stats, group) for stats in known])
    ]
    rate = rate_label(is_of_texts=_is_of_texts(series))
    return Chart(
        labels=labels,
        hrefs=hrefs,
        states=[slot.state for slot in series.slots],
        attempts=[each.attempts for each in usage],
        tried=[each and each.tried for each in derived],
        measures={
            "attempts": stacks or [_line(_("Attempts"), [each.attempts for each in usage])],
            "actions": [_line(_("Actions"), [each.actions for each in usage])],
            "rate": [
                _line(rate, [_rate(each) for each in derived])
                | {"parts": [_part(each) for each in derived]}
            ],
            "credits": [_line(_("Credits"), [_number(each.billed_amount) for each in usage])],
            "time": [_line(_("Call time"), [each.duration_seconds for each in usage])],
        },
        summary=_over_time(series, labels),
    )


def of_earlier(slots: Sequence[Slot | None], label: str, *, is_stacked: bool) -> dict[str, Any]:
    """Marks of the earlier buckets over those of the chart, None where there is nothing to mark.

    is_stacked: whether attempts are those of groups of results, as the bars are.
    """
    known = [slot.stats if slot else None for slot in slots]
    derived = [None if stats is None else metrics(stats) for stats in known]
    usage = [(stats and stats.usage) or UsageStats() for stats in known]
    attempts = [each.attempts for each in usage]
    if is_stacked:
        attempts = [_of_groups(stats) for stats in known]
    return {
        "label": label,
        "measures": {
            "attempts": attempts,
            "actions": [each.actions for each in usage],
            "rate": [_rate(each) for each in derived],
            "credits": [_number(each.billed_amount) for each in usage],
            "time": [each.duration_seconds for each in usage],
        },
    }


def rate_label(*, is_of_texts: bool) -> str:
    """What the rate is called that is drawn over time."""
    return _("Sent rate") if is_of_texts else _("Live-answer rate")


def _of_group(stats: BroadcastStats | None, group: Group) -> int | None:
    if stats is None:
        return None
    return sum(stat.attempts or 0 for stat in stats.results if code(stat.result).group == group)


def _of_groups(stats: BroadcastStats | None) -> int | None:
    """As high as the stacks of a bucket are together."""
    if stats is None:
        return None
    return sum(_of_group(stats, group) or 0 for group in STACKED)


def _line(label: str, values: list[Any]) -> dict[str, Any]:
    return {"label": label, "group": None, "values": values}


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _is_of_texts(series: Series) -> bool:
    return kinds(series.sum) == {"texts"}


def _rate(derived: Metrics | None) -> float | None:
    if derived is None:
        return None
    rate = derived.live_answer_rate
    return _number(derived.sent_rate if rate is None else rate)


def _part(derived: Metrics | None) -> int | None:
    """How many of those tried the rate is of."""
    if derived is None:
        return None
    return derived.texts_sent if derived.live_answer_rate is None else derived.live_answers


def _is_tried(known: Sequence[BroadcastStats | None], group: Group) -> bool:
    """Whether all that is drawn of the group counts as tried, so that it has a share of that."""
    results = {stat.result for stats in known if stats for stat in stats.results}
    return all(is_tried(each) for each in results if code(each).group == group)


def _over_time(series: Series, labels: list[str]) -> str:
    """One sentence: how many attempts, in how many buckets, and the most in which."""
    attempts = [
        (slot.stats.usage.attempts or 0) if slot.stats and slot.stats.usage else 0
        for slot in series.slots
    ]
    most = max(attempts)
    total = sum(attempts)
    said = ngettext(
        "%(total)s attempt in %(buckets)s; the most, %(most)s, in %(label)s.",
        "%(total)s attempts in %(buckets)s; the most, %(most)s, in %(label)s.",
        total,
    )
    return said % {
        "total": numbers.written(total),
        "buckets": words.buckets(len(attempts), series.size),
        "most": numbers.written(most),
        "label": labels[attempts.index(most)],
    }
