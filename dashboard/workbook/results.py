"""The sheet Results: a row a code that came, the most attempts first, as the page has it."""

from django.utils.translation import gettext as _

from dashboard import charts, words
from dashboard.workbook.contents import Contents
from dashboard.workbook.sheet import FIRST_ROW, Column, Sheet, Value
from stats.report import Report, ResultRow

CODE, LABEL, ATTEMPTS = 0, 1, 3  # columns that a chart is made of


def columns(contents: Contents) -> list[Column]:
    """The columns; those of the earlier period come where it has figures."""
    found = [
        Column(_("Code"), "text", 23),
        Column(_("Result"), "text", 25),
        Column(_("Group"), "text", 13),
        Column(_("Attempts"), "count", 12),
        Column(_("Actions"), "count", 12),
        Column(_("Of tried"), "percent", 11),
    ]
    if _earlier(contents) is not None:
        found += [
            Column(_("Attempts before"), "count", 12),
            Column(_("Actions before"), "count", 12),
            Column(_("Of tried before"), "percent", 11),
        ]
    return [*found, Column(_("What it means"), "text", 70)]


def write(sheet: Sheet, contents: Contents) -> None:
    """Fill the sheet; below the rows stand their sums, as values."""
    report, earlier = contents.report, _earlier(contents)
    then = {row.result: row for row in earlier.rows} if earlier else {}
    rows = charts.by_attempts(report.rows)
    for row in rows:
        sheet.add(_row(row, then.pop(row.result, None), is_compared=earlier is not None))
    for gone in charts.by_attempts(tuple(then.values())):
        nothing = ResultRow(gone.result, gone.group, None, None, None)
        sheet.add(_row(nothing, gone, is_compared=True))
    if sheet.row > FIRST_ROW:
        sheet.filter()
        sheet.add(_sums(report, earlier), is_banded=False, is_total=True)
    else:
        blanks: list[Value] = [None] * (len(sheet.columns) - 1)
        sheet.add([*blanks, _("No result has come back.")])


def _row(row: ResultRow, before: ResultRow | None, *, is_compared: bool) -> list[Value]:
    found: list[Value] = [row.result, words.result_label(row.result), words.group_label(row.group)]
    found += [row.attempts, row.actions, row.share]
    if is_compared:
        found += [before.attempts, before.actions, before.share] if before else [None] * 3
    return [*found, words.result_meaning(row.result)]


def _sums(report: Report, earlier: Report | None) -> list[Value]:
    found: list[Value] = [_("All results"), None, None, *_sums_of(report)]
    return [*found, *(_sums_of(earlier) if earlier else []), None]


def _sums_of(report: Report) -> list[Value]:
    """The attempts, the actions, and no share; None where a part is not reported."""
    sums: list[Value] = []
    for parts in (
        [row.attempts for row in report.rows],
        [row.actions for row in report.rows],
    ):
        known = [part for part in parts if part is not None]
        sums.append(sum(known) if len(known) == len(parts) else None)
    return [*sums, None]


def _earlier(contents: Contents) -> Report | None:
    return contents.compared.earlier if contents.compared else None
