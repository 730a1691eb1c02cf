"""The sheet Summary: of what the figures are, the answer in one line, every figure."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from dashboard import page, words
from dashboard.exports.cells import iso
from dashboard.words import Text
from dashboard.workbook import figures
from dashboard.workbook.contents import Contents
from dashboard.workbook.figures import Line
from dashboard.workbook.looks import Kind, Look
from dashboard.workbook.sheet import Column, Sheet, Value
from stats.broadcast_stats import BroadcastStats
from stats.report import Freshness, Report

FRESHNESS: Final[dict[Freshness, Text]] = {
    Freshness.FRESH: lazy("asked for just now"),
    Freshness.SETTLED: lazy("final"),
    Freshness.OLD: lazy("kept from earlier"),
    Freshness.STALE: lazy("older figures"),
}


def columns(contents: Contents) -> list[Column]:
    """The columns; those of the earlier period come where it has figures."""
    found = [Column(_("Figure"), "text", 27), Column(_("Value"), "ratio", 22)]
    found += [Column(label, "ratio", 21) for label, _report in _beside(contents)]
    return [*found, Column(_("Unit"), "text", 10), Column(_("Note"), "text", 60)]


def write(sheet: Sheet, contents: Contents) -> None:
    """Fill the sheet."""
    report, beside = contents.report, _beside(contents)
    sheet.section(_("Broadcast and period"))
    for fact in (*_facts(report), *_facts_of_comparison(contents)):
        _write_line(sheet, fact, [None] * len(beside))
    others = [figures.sections(report, _of_interval(each)) for _label, each in beside]
    for number, (title, lines) in enumerate(figures.sections(report, report.stats)):
        sheet.section(title)
        for index, line in enumerate(lines):
            _write_line(sheet, line, [other[number][1][index] for other in others])


def _write_line(sheet: Sheet, line: Line, others: Sequence[Line | None]) -> None:
    """Write a figure, and the same one of the other columns."""
    is_banded = sheet.row % 2 == 0
    text = Look("text", is_banded=is_banded, is_apart=True)
    sheet.write(0, line.label, replace(text, is_apart=False))
    for number, each in enumerate((line, *others), 1):
        look = Look(line.kind, each.places if each else 0, is_banded, is_right=True)
        sheet.write(number, each.value if each else None, look)
    sheet.write(len(others) + 2, line.unit or None, text)
    sheet.write(len(others) + 3, line.note or None, text)
    sheet.end()


def _fact(label: str, kind: Kind, value: Value, note: str = "") -> Line:
    return Line("", label, kind, value, "", note)


def _facts(report: Report) -> Iterator[Line]:
    """Of what, of when, and how far it can be relied on."""
    zone, period = report.period.zone, report.period
    # As text: an ID is no quantity, and Excel would round one of more than 15 digits.
    yield _fact(_("Broadcast ID"), "text", str(report.broadcast_id), report.name or "")
    answer = " ".join(part["strong"] + part["rest"] for part in page.answer(report))
    yield _fact(_("In short"), "text", None, answer or _("No result has come back."))
    name = words.PRESET_LABELS.get(period.name)
    yield _fact(_("Period"), "text", str(name) if name else _("Chosen dates"))
    if period.begin is not None and period.end is not None:
        yield _fact(_("Begin"), "moment", period.begin, iso(period.begin, zone))
        after = _("the first instant after the period")
        yield _fact(_("End"), "moment", period.end, f"{iso(period.end, zone)} · {after}")
    yield _fact(_("Time zone"), "text", zone.key, _("of every date and time in this workbook"))
    yield _fact(_("Figures as of"), "moment", report.as_of, iso(report.as_of, zone))
    yield _fact(_("Freshness"), "text", str(FRESHNESS[report.freshness]))


def _facts_of_comparison(contents: Contents) -> Iterator[Line]:
    """Which period the earlier figures are of, or why there are none."""
    compared, zone = contents.compared, contents.report.period.zone
    pair = compared.pair if compared else None
    if pair is not None and pair.earlier.begin is not None and pair.earlier.end is not None:
        begin, end = pair.earlier.begin, pair.earlier.end
        yield _fact(_("Earlier period: begin"), "moment", begin, iso(begin, zone))
        yield _fact(_("Earlier period: end"), "moment", end, iso(end, zone))
        until = pair.current.end
        if pair.is_cut and until is not None:
            yield _fact(_("Compared up to"), "moment", until, iso(until, zone))
    if contents.compared_problem:
        yield _fact(_("Earlier period"), "text", None, contents.compared_problem)


def _beside(contents: Contents) -> list[tuple[str, Report]]:
    """The earlier figures, and before them those of what is compared, where that is not all."""
    compared = contents.compared
    if compared is None or compared.earlier is None:
        return []
    found = [(_("Earlier period"), compared.earlier)]
    current = compared.current
    if current is not None and current.stats != contents.report.stats:
        found.insert(0, (_("Compared part"), current))
    return found


def _of_interval(report: Report) -> BroadcastStats:
    """Without statuses: they are a state at a moment, not of the stretch."""
    return replace(report.stats, action_statistics=None)
