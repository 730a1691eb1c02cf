"""The sheet Definitions: what every figure, code, group and state of the workbook means."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from dashboard import words
from dashboard.templatetags.definitions import DEFINITIONS
from dashboard.workbook import figures
from dashboard.workbook.sheet import Column, Sheet, Value
from stats.broadcast_stats import BroadcastStats
from stats.report import Report
from stats.results import KNOWN, code, is_tried, ordered


def columns() -> list[Column]:
    """The columns of the sheet."""
    return [
        Column(_("Of what"), "text", 19),
        Column(_("Name"), "text", 27),
        Column(_("Key in CSV and JSON"), "text", 28),
        Column(_("How it is worked out, or what it means"), "text", 78),
        Column(_("Unit or group"), "text", 17),
    ]


def write(sheet: Sheet, report: Report) -> None:
    """Fill the sheet."""
    for row in (*_of_figures(), *_of_codes(report), *_of_states()):
        sheet.add(row)
    sheet.filter()


def _of_figures() -> Iterator[list[Value]]:
    for kind, lines in (
        (_("Usage"), figures.usage_lines(figures.ALL_ZERO)),
        (_("Action status"), figures.status_lines(BroadcastStats())),
    ):
        for line in lines:
            if line.key:
                yield [kind, line.label, line.key, _what(line.key, line.note), line.unit]
    for key, (label, definition) in DEFINITIONS.items():
        kind, unit = _("Derived figure"), figures.unit_of(key)
        yield [kind, str(label), key, str(definition), unit]
    yield [
        *(_("Share"), _("Of tried"), "share", _("Attempts of the result / tried."), _("per cent"))
    ]


def _what(key: str, note: str) -> str:
    """What a reported figure is."""
    statuses = {
        "finished": _("Actions that are done: nothing more is tried."),
        "retry_wait": _("Actions that were tried and wait to be tried again."),
        "unattempted": _("Actions that were not tried yet."),
    }
    said = statuses.get(key, note)
    return said or _("the time that CallFire bills")


def _of_codes(report: Report) -> Iterator[list[Value]]:
    """The known codes and those that came."""
    for name in ordered({*KNOWN, *(row.result for row in report.rows)}):
        meaning = words.result_meaning(name)
        if not is_tried(name):
            meaning = f"{meaning} {_('Not among the tried attempts.')}"
        group = words.group_label(code(name).group)
        yield [_("Result code"), words.result_label(name), name, meaning, group]


def _of_states() -> Iterator[list[Value]]:
    meanings = {
        "settled": _("It was seen so long after its end that it is not asked for again."),
        "provisional": _("It is over, and its figures may still change."),
        "open": _("It was not over when it was looked at."),
        "missing": _("Nothing is known of it; its figures are empty, which is not 0."),
    }
    for state, meaning in meanings.items():
        label = str(words.BUCKET_STATES[state])  # type: ignore[index]
        yield [_("State of a bucket"), label, state, meaning, None]
