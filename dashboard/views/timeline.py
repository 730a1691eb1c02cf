"""How a broadcast went over time: fetched a slice at a time for its page, whole for downloads."""

from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from dashboard import addresses, exports, problems
from dashboard.audit import Deed
from dashboard.downloads import csv_download, recorded
from dashboard.methods import require_POST, require_safe
from dashboard.problems import answers
from stats import seen, timeline
from stats.callfire.errors import Timeout
from stats.period import Period
from stats.series import Series

WITHIN_SECONDS: Final = 15.0  # as long as any question may take
SLICE_SECONDS: Final = 2.0  # so that a page that is filled shows how far it is


@require_POST
@answers("page")
def load(request: HttpRequest, broadcast_id: int, period: Period) -> HttpResponse:
    """Ask for more of what is missing, and lead back to the page."""
    chosen = addresses.chosen_of(request.GET)
    series = timeline.fetched(
        broadcast_id, period, chosen.size, seconds=WITHIN_SECONDS, begin_seconds=SLICE_SECONDS
    )
    address = addresses.of_broadcast("show", broadcast_id, period, chosen)
    if series.problem or not series.saved:
        problems.remember(request, address, series.problem, of="load")
    return redirect(f"{address}#when")


@require_safe
@answers("csv", deed=Deed.EXPORT)
def timeline_csv(request: HttpRequest, broadcast_id: int, period: Period) -> HttpResponseBase:
    """A row a bucket; what is still missing is marked."""
    series = _fetched(request, broadcast_id, period)
    recorded(request, broadcast_id, series.problem)
    name = seen.name_of(broadcast_id)
    text = exports.timeline_csv(broadcast_id, name, period, series)
    return csv_download(text, exports.file_name(broadcast_id, period, "timeline"))


@require_safe
@answers("json", deed=Deed.EXPORT)
def timeline_json(request: HttpRequest, broadcast_id: int, period: Period) -> HttpResponse:
    """The same as a document."""
    series = _fetched(request, broadcast_id, period)
    recorded(request, broadcast_id, series.problem)
    failed = series.problem
    problem = problems.of(failed, broadcast_id, period).as_json(period) if failed else None
    name = seen.name_of(broadcast_id)
    response = JsonResponse(exports.timeline_json(broadcast_id, name, period, series, problem))
    response["Cache-Control"] = "no-store"
    return response


def _fetched(request: HttpRequest, broadcast_id: int, period: Period) -> Series:
    """As much as can be had within the deadline. Raises the problem where that is nothing."""
    size = addresses.chosen_of(request.GET).size
    series = timeline.fetched(broadcast_id, period, size, seconds=WITHIN_SECONDS)
    if not series.fetched and not series.is_complete:
        raise series.problem or Timeout
    return series
