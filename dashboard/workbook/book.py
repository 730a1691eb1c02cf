"""The workbook: its sheets in their order, and what stands above each of them.

Every cell is a value and none a formula: sums too are written as numbers, so that each program
reads the same ones, also one that does not reckon. The same figures give the same bytes.
"""

from collections.abc import Sequence
from datetime import UTC
from io import BytesIO
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _
from xlsxwriter.workbook import Workbook

from dashboard import page, times
from dashboard.workbook import definitions, drawings, over_time, results, summary
from dashboard.workbook.contents import Contents, Stretch
from dashboard.workbook.looks import Looks
from dashboard.workbook.sheet import HEAD_ROW, Column, Sheet, Top, clean
from stats import service
from stats.period import Period
from stats.report import Report

# What other programs find them by, so they are the same in every language.
SUMMARY: Final = "Summary"
RESULTS: Final = "Results"
TIMELINE: Final = "Timeline"
EARLIER: Final = "Timeline before"
DEFINITIONS: Final = "Definitions"
MOST_OF_TITLE: Final = 200  # of the characters of a name in what describes the file


def report_xlsx(contents: Contents) -> bytes:
    """The file."""
    file = BytesIO()
    options = {
        "in_memory": True,
        **dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False),
    }
    with Workbook(file, options) as book:
        _describe(book, contents.report)
        _Sheets(book, contents).write()
    return file.getvalue()


class _Sheets:
    """The sheets of one workbook while they are written."""

    def __init__(self, book: Workbook, contents: Contents) -> None:
        self._book = book
        self._contents = contents
        self._report = contents.report
        self._looks = Looks(book)

    def write(self) -> None:
        """Write one after the other."""
        contents, report = self._contents, self._report
        first = self._sheet(SUMMARY, summary.columns(contents), notice=_stale(contents))
        summary.write(first, contents)
        first.page.freeze_panes(HEAD_ROW + 1, 1)
        first.page.fit_to_pages(1, 1)
        second = self._sheet(RESULTS, results.columns(contents), notice=_stale(contents))
        results.write(second, contents)
        second.page.freeze_panes(HEAD_ROW + 1, 2)
        period = report.period
        if contents.series is None:
            self._sheet(TIMELINE, [Column(_("Begin"), "text", 100)], contents.series_problem)
        else:
            self._timeline(TIMELINE, (period, contents.series), contents.series_problem)
        if contents.earlier is not None:
            self._timeline(EARLIER, contents.earlier)
        last = self._sheet(DEFINITIONS, definitions.columns())
        definitions.write(last, report)
        last.page.freeze_panes(HEAD_ROW + 1, 2)
        self._draw(first)

    def _timeline(self, name: str, stretch: Stretch, problem: str = "") -> None:
        period, series = stretch
        notice = " ".join(filter(None, (problem, over_time.missing(series))))
        if not series.slots:
            notice = notice or _("No activity is known.")
        columns = over_time.columns(series, period.zone)
        sheet = self._sheet(name, columns, notice, period)
        over_time.write(sheet, stretch)
        sheet.page.freeze_panes(HEAD_ROW + 1, 1)

    def _draw(self, sheet: Sheet) -> None:
        """Put the charts beside the figures of the first sheet."""
        series = self._contents.series
        drawn = drawings.below(
            (
                drawings.of_series(self._book, TIMELINE, series) if series else None,
                drawings.of_results(self._book, RESULTS, self._report),
            )
        )
        for chart, pixels in drawn:
            place = {"x_offset": 24, "y_offset": pixels, "object_position": 3}
            sheet.page.insert_chart(HEAD_ROW, len(sheet.columns), chart, place)

    def _sheet(
        self, name: str, columns: Sequence[Column], notice: str = "", period: Period | None = None
    ) -> Sheet:
        report = self._report
        demo = _(
            "Demo data: these numbers come from the bundled CallFire simulator, not from CallFire."
        )
        top = Top(
            title=_title(report),
            sentence=_sentence(report, period or report.period),
            demo=demo if settings.DEMO else "",
            notice=notice,
        )
        made = self._book.add_worksheet(name)
        return Sheet(made, self._looks, report.period.zone, columns, top)


def _describe(book: Workbook, report: Report) -> None:
    """What the file says of itself; made when the figures were seen, whenever it is written."""
    made = report.as_of.astimezone(UTC).replace(tzinfo=None)
    source = _("Figures of CallFire's GetBroadcastStats, as shown by Broadcast Stats.")
    book.set_properties(
        {
            "title": clean(_title(report))[:MOST_OF_TITLE],
            "subject": clean(_sentence(report, report.period)),
            "comments": source,
            "created": made,
        }
    )


def _title(report: Report) -> str:
    number = _("Broadcast %s") % report.broadcast_id
    return f"{report.name} · {number}" if report.name else number


def _sentence(report: Report, period: Period) -> str:
    """Of which period, zone and moment the figures are."""
    seen = times.moment(report.as_of, period.zone)
    resolved = page.resolved(period, report.as_of, service.now())
    as_of = _("figures as of %s") % seen
    return f"{resolved} · {as_of}"


def _stale(contents: Contents) -> str:
    """Why the figures are older ones; empty where they are not."""
    if not contents.problem:
        return ""
    report = contents.report
    said = _("Could not refresh: %(why)s These are the figures of %(seen)s.")
    seen = times.moment(report.as_of, report.period.zone)
    return said % {"why": contents.problem, "seen": seen}
