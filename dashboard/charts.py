"""Report -> data for Chart.js: labels, order, values. Colours are the browser's, by group."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dashboard import words
from stats.report import Report, ResultRow


def by_attempts(rows: tuple[ResultRow, ...]) -> list[ResultRow]:
    """The results with the most attempts first; those that are equal keep the table's order."""
    return sorted(rows, key=lambda row: -(row.attempts or 0))


def of_results(report: Report) -> dict[str, Any] | None:
    """Bars of attempts by result; None where no result came."""
    rows = by_attempts(report.rows)
    if not any(row.attempts for row in rows):
        return None
    first = rows[0]
    attempts = first.attempts or 0
    summary = _("Results in all: %(count)d. The most frequent is %(label)s, with %(attempts)s.") % {
        "count": len(rows),
        "label": words.result_label(first.result),
        "attempts": ngettext("%s attempt", "%s attempts", attempts) % f"{attempts:,}",
    }
    return {
        "labels": [words.result_label(row.result) for row in rows],
        "values": [row.attempts for row in rows],
        "groups": [row.group for row in rows],
        "codes": [row.result for row in rows],
        "label": _("Attempts"),
        "summary": summary,
    }


def of_progress(report: Report) -> dict[str, Any] | None:
    """One bar of the broadcast's actions by status; None where there is none to draw."""
    progress = report.progress
    if progress is None or not progress.total:
        return None
    statistics = progress.statistics
    values = [statistics.finished, statistics.retry_wait, statistics.unattempted]
    return {
        "labels": [_("Finished"), _("Waiting to retry"), _("Not attempted")],
        "values": values,
        "steps": ["finished", "retry_wait", "unattempted"],
        "summary": _("%(finished)s of %(total)s actions are finished.")
        % {"finished": f"{statistics.finished:,}", "total": f"{progress.total:,}"},
    }
