"""The sheet Definitions: what every figure, code, group and state of the workbook means."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from dashboard import words
from dashboard.definitions import DERIVED, RESULT_COLUMNS, STATUSES, USAGE
from dashboard.workbook.sheet import Column, Sheet, Value
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
    """Those that have a name in exports; a share is one of each result."""
    of_results = {"share": RESULT_COLUMNS["share"]}
    statuses = {key: STATUSES[key] for key in ("finished", "retry_wait", "unattempted")}
    for kind, definitions in (
        (_("Usage"), USAGE),
        (_("Action status"), statuses),
        (_("Derived figure"), DERIVED),
        (_("Share"), of_results),
    ):
        for key, each in definitions.items():
            yield [kind, str(each.label), key, str(each.meaning), str(each.unit)]


def _of_codes(report: Report) -> Iterator[list[Value]]:
    """The known codes and those that came."""
    for name in ordered({*KNOWN, *(row.result for row in report.rows)}):
        meaning = words.result_meaning(name)
        if not is_tried(name):
            meaning += " " + _("Not among the tried attempts.")
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
