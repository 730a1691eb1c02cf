"""The list of all known broadcasts: found, sorted, fetched from CallFire, taken away."""

import time
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from dashboard import audit, etags, exports, lists, page, problems, words, zone
from dashboard.audit import Deed
from dashboard.downloads import csv_download
from dashboard.methods import require_POST, require_safe
from stats import catalogue, listing, service
from stats.callfire.errors import CallFireError
from stats.period import Period

IMPORT_SECONDS: Final = 10.0  # after which the page is shown, and goes on from there


@require_safe
def broadcasts(request: HttpRequest) -> HttpResponse:
    """One page of the list, and how far an import is."""
    here = zone.of_request(request)
    place = lists.place_of(request.GET)
    found = listing.page(place.wanted, place.number, Period("all", None, None, here))
    told = problems.remembered(request, request.get_full_path())
    failed = told.get("import")
    why = words.list_problem(failed, here, service.now()) if failed else ""
    reading = {name: lists.number_of(request.GET.get(name, "")) for name in ("import", "of", "got")}

    def rendered() -> HttpResponse:
        context = lists.context(request, place, found)
        context |= {"importing": reading, "problem": why, "is_empty": listing.is_empty()}
        # A bookmark or a link from elsewhere starts nothing: only who pressed the button goes on.
        context["goes_on"] = "import" in told and failed is None
        return render(request, "broadcasts/list.html", context)

    shown = (found, why, list(told), page.of_the_clock(here), service.missing_settings())
    return etags.answered(request, shown, rendered)


@require_safe
def broadcasts_csv(request: HttpRequest) -> HttpResponseBase:
    """All that the list's address names, every page of it."""
    here = zone.of_request(request)
    audit.record(request, Deed.EXPORT, what=request.get_full_path())
    rows = listing.rows(lists.place_of(request.GET).wanted, Period("all", None, None, here))
    return csv_download(exports.broadcasts_csv(rows, here), exports.list_name())


@require_POST
def import_broadcasts(request: HttpRequest) -> HttpResponse:
    """Fetch the list from CallFire for a few seconds; lead to the page, which goes on with it."""
    first = lists.number_of(request.POST.get("first", "")) or 0
    ends_at = time.monotonic() + IMPORT_SECONDS
    told: dict[str, int] = {"import": first}
    problem = None
    try:
        for at in catalogue.import_pages(first):
            told = {"got": at.seen} if at.next is None else {"import": at.next}
            if at.total is not None:
                told["of"] = at.total
            if time.monotonic() > ends_at:
                break
    except CallFireError as error:
        problem = error
    address = f"{reverse('broadcasts')}?{urlencode(told)}"
    if problem is not None or "import" in told:
        problems.remember(request, address, problem, of="import")
    outcome = audit.OK if problem is None else problem.kind
    audit.record(request, Deed.IMPORT, outcome, what=address)
    return redirect(address)
