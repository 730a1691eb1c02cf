"""Several broadcasts side by side: picked, shown, loaded a slice at a time, taken away."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from dashboard import etags, exports, page, picks, problems, side_by_side, zone
from dashboard.audit import OK, Deed, record
from dashboard.downloads import csv_download
from dashboard.methods import require_POST, require_safe
from dashboard.picks import PicksForm
from dashboard.problems import Problem
from stats import listing, seen, service
from stats import side_by_side as compared
from stats.callfire.errors import CallFireError
from stats.listing import Wanted as Sought
from stats.period import Period
from stats.side_by_side import FEWEST, SideBySide

WITHIN_SECONDS: Final = 15.0  # as long as any question may take
SLICE_SECONDS: Final = 2.0  # so that a page that is filled shows how far it is
OFFERED: Final = 10  # found broadcasts to pick from
WHEN: Final = "when"  # the part of the page that is loaded


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """The page: what is kept at once, figures of which there are none asked for first."""
    form = PicksForm(request.GET, now=service.now())
    offers = _offers(request, form)
    if not form.is_right or len(form.ids) < FEWEST:
        return _picking(request, form, offers)
    told, is_unsaved = _told(request, form)
    found = compared.shown(form.wanted, told, seconds=WITHIN_SECONDS)
    compared.record_shown(found)
    failed = [column.problem and column.problem.facts() for column in found.columns]
    clock = page.of_the_clock(form.wanted.period.zone)
    shown = (found, failed, is_unsaved, offers, clock, service.now() if any(failed) else None)

    def rendered() -> HttpResponse:
        context = side_by_side.of(found, form, request.GET, is_unsaved=is_unsaved) | offers
        return render(request, "compare/show.html", context)

    return etags.answered(request, shown, rendered)


@require_POST
def load_compare(request: HttpRequest) -> HttpResponse:
    """Ask for more of what is missing, and lead back to the page."""
    form = PicksForm(request.GET, now=service.now())
    address = picks.link("compare", picks.parameters(request.GET))
    if form.is_right and len(form.ids) >= FEWEST:
        found = compared.fetched(
            form.wanted, "all", seconds=WITHIN_SECONDS, begin_seconds=SLICE_SECONDS
        )
        for column in found.columns:
            if column.problem is not None:
                there = f"{address}#{column.broadcast_id}"
                problems.remember(request, there, column.problem, of="load")
        if not found.saved:
            problems.remember(request, f"{address}#{WHEN}", None, of="load")
    return redirect(f"{address}#{WHEN}")


def _exported(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Give a download its form; answer what can't be asked with 400, in the download's format."""

    @wraps(view)
    def wrapper(request: HttpRequest) -> HttpResponseBase:
        form = PicksForm(request.GET, now=service.now())
        if form.is_right and len(form.ids) >= FEWEST:
            return view(request, form)
        sentence = form.sentences or side_by_side.how_to_pick()
        record(request, Deed.EXPORT, "invalid", what=request.get_full_path())
        return problems.about_address(request, problems.invalid(sentence, 400))

    return wrapper


@require_safe
@_exported
def compare_csv(request: HttpRequest, form: PicksForm) -> HttpResponseBase:
    """A row a broadcast; nothing of what none could be had of."""
    found = compared.fetched(form.wanted, "figures", seconds=WITHIN_SECONDS)
    if problem := _of_all(request, found):
        return problems.about_address(request, problem)
    name = exports.compare_name(form.wanted.period, found.age)
    return csv_download(exports.compare_csv(found), name)


@require_safe
@_exported
def compare_json(request: HttpRequest, form: PicksForm) -> HttpResponseBase:
    """The same with timelines and differences, as a document."""
    found = compared.fetched(form.wanted, "all", seconds=WITHIN_SECONDS)
    if problem := _of_all(request, found):
        return problems.about_address(request, problem)
    period = form.wanted.period
    said = [
        problems.of(column.problem, column.broadcast_id, period).as_json(period)
        if column.problem
        else None
        for column in found.columns
    ]
    response = JsonResponse(exports.compare_json(found, said))
    response["Cache-Control"] = "no-store"
    return response


def _of_all(request: HttpRequest, found: SideBySide) -> Problem | None:
    """The first problem, where nothing could be had of any; what came about is recorded."""
    compared.record_shown(found)
    failed = [(each.problem, each.broadcast_id) for each in found.columns if each.problem]
    record(request, Deed.EXPORT, failed[0][0].kind if failed else OK, what=request.get_full_path())
    if not failed or any(column.report for column in found.columns):
        return None
    return problems.of(*failed[0], found.wanted.period)


def _picking(request: HttpRequest, form: PicksForm, offers: dict[str, Any]) -> HttpResponse:
    """The page without columns: how to pick, or what can't be used; nothing typed is lost."""
    here = zone.of_request(request)
    period = form.value if form.is_valid() else Period("all", None, None, here)
    context = (
        picks.in_context(form, request.GET)
        | side_by_side.controls(form, request.GET, period)
        | offers
        | {"how": side_by_side.how_to_pick()}
    )
    if not form.is_right:
        return render(request, "compare/show.html", context, status=400)
    shown = (context["picked"], offers, page.of_the_clock(here))
    return etags.answered(request, shown, lambda: render(request, "compare/show.html", context))


def _told(request: HttpRequest, form: PicksForm) -> tuple[dict[int, CallFireError], bool]:
    """Why the asking that led here failed, by broadcast; whether what it brought was not kept."""
    address = picks.link("compare", picks.parameters(request.GET))
    found = problems.remembered_in_parts(request, address)
    told = {each: found.get(str(each)) for each in form.ids}
    failed = {each: problem for each, problem in told.items() if problem is not None}
    return failed, WHEN in found


def _offers(request: HttpRequest, form: PicksForm) -> dict[str, Any]:
    """To be added: what is found by `q`; while there are fewer than two, what was seen lately."""
    text = request.GET.get("q", "").replace("\0", "").strip()
    whole_life = Period("all", None, None, zone.of_request(request))
    reports = []
    if text:
        found = listing.page(Sought(text=text), 1, whole_life)
        reports = [each.report for each in found.rows]
    elif len(form.ids) < FEWEST:
        reports = seen.seen_lately(whole_life)
    kept = picks.parameters(request.GET)
    fresh = [each for each in reports if each.broadcast_id not in form.ids]
    offers = [
        {
            "id": each.broadcast_id,
            "name": each.name,
            "add": picks.link("compare", [*kept, ("id", str(each.broadcast_id))]),
        }
        for each in fresh[:OFFERED]
    ]
    own = picks.id_of(text)
    if own is not None and own not in {*form.ids, *(each.broadcast_id for each in reports)}:
        add = picks.link("compare", [*kept, ("id", str(own))])
        offers.insert(0, {"id": own, "name": None, "add": add})
    return {"q": text, "offers": offers, "is_sought": bool(text), "more": len(fresh) > OFFERED}
