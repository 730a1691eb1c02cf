"""A broadcast's report as an Excel workbook."""

import time
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from dashboard import audit, exports, problems, words
from dashboard.addresses import chosen_of
from dashboard.methods import require_safe
from dashboard.problems import answers
from dashboard.views.broadcasts import WITHIN_SECONDS, taken_away
from dashboard.views.timeline import earlier_of
from dashboard.workbook.book import report_xlsx as workbook
from dashboard.workbook.contents import Contents
from stats import timeline
from stats.buckets import TooManyBucketsError
from stats.callfire.errors import CallFireError
from stats.compare import Compared
from stats.period import Period
from stats.report import Report
from stats.series import Series

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@answers("csv", deed=audit.Deed.EXPORT)
def report_xlsx(request: HttpRequest, broadcast_id: int, period: Period) -> HttpResponseBase:
    """Summary, results, timeline and definitions; all of it is had within the deadline, or said."""
    until = time.monotonic() + WITHIN_SECONDS
    report, compared = taken_away(request, broadcast_id, period)
    series, why = _over_time(request, report, seconds=until - time.monotonic())
    earlier = None
    if series is not None and compared is not None:
        asked = (broadcast_id, period, series.size)
        earlier = earlier_of(request, asked, seconds=until - time.monotonic())
    contents = Contents(
        report,
        series,
        compared,
        earlier,
        problem=_sentence(report.problem, report),
        series_problem=why,
        compared_problem=_of_comparison(compared, report),
    )
    headers = {
        "Content-Type": XLSX,
        "Content-Disposition": "attachment; filename="
        f'"{exports.file_name(broadcast_id, period, "report", "xlsx")}"',
        "Cache-Control": "no-store",
    }
    return HttpResponse(workbook(contents), headers=headers)


def _over_time(
    request: HttpRequest, report: Report, *, seconds: float
) -> tuple[Series | None, str]:
    """The buckets as far as they are had within so many seconds, and why some are not.

    None where there are too many of them: the figures of the report are no worse for it.
    """
    size = chosen_of(request.GET).size
    try:
        series = timeline.fetched(report.broadcast_id, report.period, size, seconds=seconds)
    except TooManyBucketsError as error:
        return None, words.too_many_buckets(error)
    return series, _sentence(series.problem, report)


def _sentence(error: CallFireError | None, report: Report) -> str:
    problem = problems.said(error, report)
    return problem.message if problem else ""


def _of_comparison(compared: Compared | None, report: Report) -> str:
    problem = problems.of_comparison(compared, report)
    return problem.message if problem else ""
