"""How a broadcast went over time: fetched a slice at a time for its page, whole for downloads."""

import time
from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from dashboard import addresses, exports, problems
from dashboard.audit import Deed
from dashboard.downloads import csv_download, recorded
from dashboard.forms import PeriodForm
from dashboard.methods import require_POST, require_safe
from dashboard.problems import answers
from stats import compare, seen, service, timeline
from stats.buckets import BucketSize, TooManyBucketsError
from stats.callfire.errors import CallFireError, Timeout
from stats.period import Period
from stats.series import Series

WITHIN_SECONDS: Final = 15.0  # as long as any question may take
SLICE_SECONDS: Final = 2.0  # so that a page that is filled shows how far it is


@require_POST
@answers("page")
def load(request: HttpRequest, broadcast_id: int, period: Period) -> HttpResponse:
    """Ask for more of what is missing, and lead back to the page."""
    chosen, begun = addresses.chosen_of(request.GET), time.monotonic()
    series = timeline.fetched(
        broadcast_id, period, chosen.size, seconds=WITHIN_SECONDS, begin_seconds=SLICE_SECONDS
    )
    if series.is_complete and series.saved:
        spent = time.monotonic() - begun
        earlier = earlier_of(
            request,
            (broadcast_id, period, series.size),
            seconds=WITHIN_SECONDS - spent,
            begin_seconds=SLICE_SECONDS - spent,
        )
        series = earlier[1] if earlier else series
    address = addresses.of_broadcast("show", broadcast_id, period, chosen)
    if series.problem or not series.saved:
        problems.remember(request, address, series.problem, of="load")
    return redirect(f"{address}#when")


@require_safe
@answers("csv", deed=Deed.EXPORT)
def timeline_csv(request: HttpRequest, broadcast_id: int, period: Period) -> HttpResponseBase:
    """A row a bucket; what is still missing is marked."""
    series, earlier = _fetched(request, broadcast_id, period)
    recorded(request, broadcast_id, series.problem)
    name = seen.name_of(broadcast_id)
    text = exports.timeline_csv(broadcast_id, name, (period, series), earlier)
    return csv_download(text, exports.file_name(broadcast_id, period, "timeline"))


@require_safe
@answers("json", deed=Deed.EXPORT)
def timeline_json(request: HttpRequest, broadcast_id: int, period: Period) -> HttpResponse:
    """The same as a document."""
    series, earlier = _fetched(request, broadcast_id, period)
    recorded(request, broadcast_id, series.problem)
    failed = (series.problem, earlier[1].problem if earlier else None)
    problem, previous = (
        problems.of(each, broadcast_id, period).as_json(period) if each else None for each in failed
    )
    name = seen.name_of(broadcast_id)
    document = exports.timeline_json(
        broadcast_id, name, (period, series), earlier, (problem, previous)
    )
    response = JsonResponse(document)
    response["Cache-Control"] = "no-store"
    return response


def _fetched(
    request: HttpRequest, broadcast_id: int, period: Period
) -> tuple[Series, tuple[Period, Series] | None]:
    """As much as can be had within the deadline. Raises the problem where that is nothing.

    Second, if that is wished, the same of what the period is compared with.
    """
    size, begun = addresses.chosen_of(request.GET).size, time.monotonic()
    series = timeline.fetched(broadcast_id, period, size, seconds=WITHIN_SECONDS)
    if not series.fetched and not series.is_complete:
        raise series.problem or Timeout
    seconds = WITHIN_SECONDS - (time.monotonic() - begun)
    return series, earlier_of(request, (broadcast_id, period, series.size), seconds=seconds)


def earlier_of(
    request: HttpRequest,
    asked: tuple[int, Period, BucketSize],
    *,
    seconds: float,
    begin_seconds: float | None = None,
) -> tuple[Period, Series] | None:
    """What the period is compared with, cut into buckets of the same size, as far as it is had.

    None where nothing is compared, or it can't be known with what, or there are too many buckets.
    """
    broadcast_id, period, size = asked
    against = PeriodForm(request.GET, now=service.now()).against
    if against is None:
        return None
    try:
        pair = compare.kept(service.report(broadcast_id, period, wait=False), against).pair
        if pair is None:
            return None
        series = timeline.fetched(
            broadcast_id, pair.earlier, size, seconds=seconds, begin_seconds=begin_seconds
        )
    except (CallFireError, TooManyBucketsError):
        return None
    return pair.earlier, series
