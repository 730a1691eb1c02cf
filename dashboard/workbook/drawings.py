"""The charts, drawn by Excel itself from the cells of Timeline and Results."""

from collections.abc import Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from xlsxwriter.chart import Chart
from xlsxwriter.workbook import Workbook

from dashboard import charts
from dashboard.workbook import over_time, results
from dashboard.workbook.looks import ACCENT, GROUP_COLOURS, LINE, MUTED
from dashboard.workbook.sheet import FIRST_ROW, HEAD_ROW
from stats.report import Report
from stats.series import Series

WIDTH: Final = 660  # pixels
TIMELINE_HEIGHT: Final = 360
BAR_HEIGHT: Final = 26
_FONT: Final = {"color": MUTED, "size": 9}
_GRID: Final = {"visible": True, "line": {"color": LINE, "width": 0.75}}


def of_series(book: Workbook, sheet: str, series: Series) -> Chart | None:
    """Stacked columns of attempts by group; None where there is nothing to draw.

    Where no result came the attempts stand by themselves, as on the page.
    """
    if not any(slot.stats and slot.stats.usage for slot in series.slots):
        return None
    wanted = over_time.plan(series)
    stacks = [
        (over_time.GROUPS_FROM + number, GROUP_COLOURS[group])
        for number, group in enumerate(wanted.groups)
        if group in charts.STACKED
    ]
    chart = book.add_chart({"type": "column", "subtype": "stacked"})
    last = FIRST_ROW + len(series.slots) - 1
    for column, colour in stacks or [(over_time.ATTEMPTS, ACCENT)]:
        chart.add_series(
            {
                "name": [sheet, HEAD_ROW, column],
                "categories": [sheet, FIRST_ROW, over_time.LABEL, last, over_time.LABEL],
                "values": [sheet, FIRST_ROW, column, last, column],
                "fill": {"color": colour},
                "border": {"color": "#FFFFFF", "width": 0.5},
                "gap": 35,
            }
        )
    chart.set_y_axis(_numbers())
    chart.set_x_axis({"num_font": _FONT, "line": {"color": MUTED}, "text_axis": True})
    return _dressed(chart, _("Attempts over time, by group"), TIMELINE_HEIGHT, has_legend=True)


def of_results(book: Workbook, sheet: str, report: Report) -> Chart | None:
    """A bar a result, the most attempts first; None where none has any."""
    rows = charts.by_attempts(report.rows)
    if not any(row.attempts for row in rows):
        return None
    last = FIRST_ROW + len(rows) - 1
    chart = book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": [sheet, HEAD_ROW, results.ATTEMPTS],
            "categories": [sheet, FIRST_ROW, results.LABEL, last, results.LABEL],
            "values": [sheet, FIRST_ROW, results.ATTEMPTS, last, results.ATTEMPTS],
            "points": [{"fill": {"color": GROUP_COLOURS[row.group]}} for row in rows],
            "data_labels": {"value": True, "num_format": "#,##0", "font": _FONT},
            "gap": 35,
        }
    )
    # Its labels say the values; Excel draws bars from below, the table's first is to be on top.
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
    chart.set_y_axis({"reverse": True, "num_font": _FONT, "line": {"color": MUTED}})
    height = 110 + BAR_HEIGHT * len(rows)
    return _dressed(chart, _("Attempts by result"), height, has_legend=False)


def below(drawn: Sequence[Chart | None]) -> list[tuple[Chart, int]]:
    """Those charts that there are, and how many pixels below the first each of them begins."""
    found, height = [], 0
    for chart in filter(None, drawn):
        found.append((chart, height))
        height += int(chart.height) + 16
    return found


def _numbers() -> dict[str, Any]:
    return {
        "num_format": "#,##0",
        "num_font": _FONT,
        "line": {"none": True},
        "major_gridlines": _GRID,
        "min": 0,
    }


def _dressed(chart: Chart, title: str, height: int, *, has_legend: bool) -> Chart:
    chart.set_title({"name": title, "name_font": {"size": 12, "bold": True}, "overlay": False})
    chart.set_legend({"position": "bottom", "font": _FONT} if has_legend else {"none": True})
    chart.set_size({"width": WIDTH, "height": height})
    chart.set_chartarea({"border": {"color": LINE}})
    return chart
