"""The sheet Summary: of what the figures are, the answer in one line, every figure with its unit."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from dashboard import page, words
from dashboard.exports.cells import iso
from dashboard.workbook import figures
from dashboard.workbook.contents import Contents
from dashboard.workbook.looks import Kind, Look
from dashboard.workbook.sheet import Column, Sheet, Value
from stats.broadcast_stats import BroadcastStats
from stats.report import Freshness, Report

Fact = tuple[str, Kind, Value, str]  # label, kind, value, note


def columns(contents: Contents) -> list[Column]:
    """The columns; those of the earlier period come where it has figures."""
    found = [Column(_("Figure"), "text", 27), Column(_("Value"), "ratio", 21)]
    found += [Column(label, "ratio", 21) for label, _report in _beside(contents)]
    return [*found, Column(_("Unit"), "text", 10), Column(_("Note"), "text", 52)]


def write(sheet: Sheet, contents: Contents) -> None:
    """Fill the sheet."""
    report, blanks = contents.report, [None] * len(_beside(contents))
    sheet.section(_("Broadcast and period"))
    for label, kind, value, note in _facts(report):
        _write_line(sheet, label, kind, [value, *blanks], ("", note), (0,))
    if contents.compared is not None:
        for label, kind, value, note in _facts_of_comparison(contents):
            _write_line(sheet, label, kind, [value, *blanks], ("", note), (0,))
    others = [figures.sections(report, _of_interval(each)) for _label, each in _beside(contents)]
    for number, (title, lines) in enumerate(figures.sections(report, report.stats)):
        sheet.section(title)
        for index, line in enumerate(lines):
            same = [line, *(other[number][1][index] for other in others)]
            _write_line(
                sheet,
                line.label,
                line.kind,
                [each.value for each in same],
                (line.unit, line.note),
                tuple(each.places for each in same),
            )


def _write_line(
    sheet: Sheet,
    label: str,
    kind: Kind,
    values: list[Value],
    rest: tuple[str, str],
    places: tuple[int, ...],
) -> None:
    is_banded = sheet.row % 2 == 0
    text = Look("text", is_banded=is_banded)
    sheet.write(0, label, text)
    for number, value in enumerate(values, 1):
        decimals = places[number - 1] if number <= len(places) else 0
        sheet.write(number, value, Look(kind, decimals, is_banded, is_right=True))
    for number, said in enumerate(rest, len(values) + 1):
        sheet.write(number, said or None, text)
    sheet.row += 1


def _facts(report: Report) -> Iterator[Fact]:
    """Of what, of when, and how far it can be relied on."""
    zone, period = report.period.zone, report.period
    # As text: an ID is no quantity, and Excel would round one of more than 15 digits.
    yield _("Broadcast ID"), "text", str(report.broadcast_id), report.name or ""
    answer = " ".join(part["strong"] + part["rest"] for part in page.answer(report))
    yield _("In short"), "text", None, answer or _("No result has come back.")
    name = words.PRESET_LABELS.get(period.name)
    yield _("Period"), "text", str(name) if name else _("Chosen dates"), ""
    if period.begin is not None and period.end is not None:
        yield _("Begin"), "moment", period.begin, iso(period.begin, zone)
        after = _("the first instant after the period")
        yield _("End"), "moment", period.end, f"{iso(period.end, zone)} · {after}"
    yield _("Time zone"), "text", zone.key, _("of every date and time in this workbook")
    yield _("Figures as of"), "moment", report.as_of, iso(report.as_of, zone)
    yield _("Freshness"), "text", FRESHNESS[report.freshness](), ""


FRESHNESS = {
    Freshness.FRESH: lambda: _("asked for just now"),
    Freshness.SETTLED: lambda: _("final"),
    Freshness.OLD: lambda: _("kept from earlier"),
    Freshness.STALE: lambda: _("older figures"),
}


def _facts_of_comparison(contents: Contents) -> Iterator[Fact]:
    """Which period the earlier figures are of, or why there are none."""
    compared, zone = contents.compared, contents.report.period.zone
    pair = compared.pair if compared else None
    if pair is not None and pair.earlier.begin is not None and pair.earlier.end is not None:
        begin, end = pair.earlier.begin, pair.earlier.end
        yield _("Earlier period: begin"), "moment", begin, iso(begin, zone)
        yield _("Earlier period: end"), "moment", end, iso(end, zone)
        until = pair.current.end
        if pair.is_cut and until is not None:
            yield _("Compared up to"), "moment", until, iso(until, zone)
    if contents.compared_problem:
        yield _("Earlier period"), "text", None, contents.compared_problem


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
