"""A broadcast's report: asked for, shown, refreshed, taken away."""

import time
from functools import partial
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from dashboard import (
    addresses,
    audit,
    etags,
    exports,
    last_period,
    page,
    pages,
    problems,
    zone,
)
from dashboard.downloads import csv_download, recorded
from dashboard.forms import PeriodForm, ReportForm
from dashboard.methods import require_POST, require_safe
from dashboard.pages import Page
from dashboard.problems import answers
from stats import compare, meters, seen, service, watching
from stats.alerts.told import count_open
from stats.callfire.errors import CallFireError
from stats.compare import Compared
from stats.earlier import Against
from stats.period import Period
from stats.report import Report

WITHIN_SECONDS: Final = 15.0  # figures and what they are compared with


@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """The first page: which broadcast, which period; what was typed leads on to its report."""
    here = zone.remembered(request)
    own_zone = "" if here == zone.of_site() else here.key
    preset = {"period": last_period.of_request(request), "tz": own_zone}
    typed = request.GET if "broadcast" in request.GET else preset
    form = ReportForm(typed, now=service.now())
    is_typed = typed is request.GET
    if is_typed and form.is_valid():
        broadcast_id = form.cleaned_data["broadcast"]
        onward = redirect(addresses.of_broadcast("show", broadcast_id, form.value))
        last_period.remember(request, onward, form.value)
        return onward
    if is_typed and _is_name(request.GET):
        return redirect(f"{reverse('broadcasts')}?{urlencode({'q': request.GET['broadcast']})}")
    if not is_typed:
        form = ReportForm(None, now=service.now(), initial=typed)
    heartbeat = watching.heartbeat()
    facts = {
        "lately": seen.seen_lately(Period("all", None, None, here)),
        "heartbeat": heartbeat,
        "is_late": heartbeat.is_late(service.wall_clock()),
        "wrong": count_open(),
    }
    context = {"form": form, **facts}
    if is_typed:
        return render(request, "broadcasts/ask.html", context, status=400)
    shown = (facts, page.of_the_clock(here), service.missing_settings())
    return etags.answered(request, shown, lambda: render(request, "broadcasts/ask.html", context))


@require_safe
def show(request: HttpRequest, broadcast_id: int) -> HttpResponseBase:
    """The page: kept figures at once, or asked for first where there are none or it is wished."""
    key = None if _tells_more(request) else pages.key_of(request, broadcast_id)
    asked = answers("page")(partial(_asked, key=key))
    if key is None:
        return asked(request, broadcast_id)
    found = pages.known(key)
    if found is None:
        with pages.alone(key):
            found = pages.known(key)
            if found is None:
                return asked(request, broadcast_id)
    meters.answered("kept")
    return _shown(request, found)


def _asked(
    request: HttpRequest, broadcast_id: int, period: Period, *, key: pages.Key | None
) -> HttpResponse:
    address = _address(request, broadcast_id, period)
    told = problems.remembered(request, address)
    report = _report(request, broadcast_id, period, told.get("refresh"))
    seen.record_view(broadcast_id, period)
    found = pages.gathered(request, report, told)
    if key is not None:
        pages.keep(key, found)
    return _shown(request, found)


def _shown(request: HttpRequest, found: Page) -> HttpResponse:
    shown = _page(request, found)
    if not addresses.is_by_script(request):
        last_period.remember(request, shown, found.facts.report.period)
    return shown


def _tells_more(request: HttpRequest) -> bool:
    """Whether what is asked for may be another page than the last one at that address."""
    return problems.may_remember(request) or request.headers.get("X-Wait-Fresh") == "1"


@require_POST
@answers("page", deed=audit.Deed.REFRESH)
def refresh(request: HttpRequest, broadcast_id: int, period: Period) -> HttpResponse:
    """Ask CallFire now, and lead back to the page."""
    address = _address(request, broadcast_id, period)
    try:
        report = service.report(broadcast_id, period, refresh=True)
    except CallFireError as error:
        _refreshed(request, broadcast_id, error.kind)
        problems.remember(request, address, error)
    else:
        _refreshed(request, broadcast_id, audit.outcome_of(report.problem))
        if not report.saved:  # the page could not find these figures again
            return _page(request, pages.gathered(request, report, {}))
        if report.problem or report.is_repeated:
            problems.remember(request, address, report.problem)
    return redirect(address)


@require_safe
@answers("csv", deed=audit.Deed.EXPORT)
def summary_csv(request: HttpRequest, broadcast_id: int, period: Period) -> HttpResponseBase:
    """The figures as one row."""
    report, compared = taken_away(request, broadcast_id, period)
    name = exports.file_name(broadcast_id, period, "summary")
    return csv_download(exports.summary_csv(report, compared), name)


@require_safe
@answers("csv", deed=audit.Deed.EXPORT)
def results_csv(request: HttpRequest, broadcast_id: int, period: Period) -> HttpResponseBase:
    """The results, a row each."""
    report, compared = taken_away(request, broadcast_id, period)
    name = exports.file_name(broadcast_id, period, "results")
    return csv_download(exports.results_csv(report, compared), name)


@require_safe
@answers("json", deed=audit.Deed.EXPORT)
def stats_json(request: HttpRequest, broadcast_id: int, period: Period) -> HttpResponse:
    """The whole report as a document."""
    report, compared = taken_away(request, broadcast_id, period)
    found = (problems.said(report.problem, report), problems.of_comparison(compared, report))
    problem, previous_problem = (each.as_json(period) if each else None for each in found)
    response = JsonResponse(exports.stats_json(report, problem, compared, previous_problem))
    response["Cache-Control"] = "no-store"
    return response


def _address(request: HttpRequest, broadcast_id: int, period: Period) -> str:
    """That of the page, with what was chosen of it."""
    chosen = addresses.chosen_of(request.GET)
    return addresses.of_broadcast("show", broadcast_id, period, chosen)


def _against(request: HttpRequest) -> Against | None:
    """What the address compares with; the period of the request is known to be one."""
    return PeriodForm(request.GET, now=service.now()).against


def taken_away(
    request: HttpRequest, broadcast_id: int, period: Period
) -> tuple[Report, Compared | None]:
    """The report, and the earlier figures if they are wished and come in time."""
    begun = time.monotonic()
    report, against = service.report(broadcast_id, period), _against(request)
    seen.record_shown(broadcast_id, period)
    recorded(request, broadcast_id, report.problem)
    seconds = WITHIN_SECONDS - (time.monotonic() - begun)
    if against is None:
        return report, None
    compared = compare.fetched(report, against, seconds=seconds)
    compare.record_shown(report, compared)
    return report, compared


def _is_name(typed: QueryDict) -> bool:
    """Whether a broadcast is looked for by name, with no dates that the list would lose."""
    has_letters = any(letter.isalpha() for letter in typed.get("broadcast", ""))
    return has_letters and not typed.get("begin") and not typed.get("end")


def _report(
    request: HttpRequest, broadcast_id: int, period: Period, failed: CallFireError | None
) -> Report:
    """The report of the page; after a refresh that failed, what is kept beside its problem."""
    if failed is None:
        wait = request.headers.get("X-Wait-Fresh") == "1"
        return service.report(broadcast_id, period, wait=wait)
    kept = service.kept_report(broadcast_id, period, failed)
    if kept is None:
        raise failed
    return kept


def _page(request: HttpRequest, found: Page) -> HttpResponse:
    asked = {"parts": addresses.parts_of(request), "defined_here": True}
    return etags.answered(
        request, found.tag, lambda: render(request, "broadcasts/show.html", found.context | asked)
    )


def _refreshed(request: HttpRequest, broadcast_id: int, outcome: str) -> None:
    what = request.get_full_path()
    audit.record(request, audit.Deed.REFRESH, outcome, broadcast_id=broadcast_id, what=what)
