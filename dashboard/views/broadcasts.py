"""A broadcast's report: asked for, shown, refreshed, taken away."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from dashboard import addresses, audit, etags, exports, page, problems, zone
from dashboard.forms import PeriodForm, ReportForm
from dashboard.methods import require_POST, require_safe
from dashboard.problems import answers
from stats import service
from stats.callfire.errors import CallFireError
from stats.period import Period
from stats.report import Report


@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """The first page: which broadcast, which period; what was typed leads on to its report."""
    here = zone.remembered(request)
    own_zone = "" if here == zone.of_site() else here.key
    typed = request.GET if "broadcast" in request.GET else {"tz": own_zone}
    form = ReportForm(typed, now=service.now())
    is_typed = typed is request.GET
    if is_typed and form.is_valid():
        broadcast_id = form.cleaned_data["broadcast"]
        return redirect(addresses.of_broadcast("show", broadcast_id, form.value))
    if not is_typed:
        form = ReportForm(None, now=service.now(), initial=typed)
    lately = service.seen_lately(Period("all", None, None, here))
    context = {"form": form, "lately": lately}
    if is_typed:
        return render(request, "broadcasts/ask.html", context, status=400)
    shown = (lately, page.of_the_clock(here), service.missing_settings())
    return etags.answered(request, shown, lambda: render(request, "broadcasts/ask.html", context))


@require_safe
@answers("page")
def show(request: HttpRequest, broadcast_id: int, period: Period) -> HttpResponse:
    """The page: kept figures at once, or asked for first where there are none or it is wished."""
    address = addresses.of_broadcast("show", broadcast_id, period)
    failed, is_repeated = problems.remembered(request, address)
    report = _shown(request, broadcast_id, period, failed)
    service.record_view(broadcast_id)
    return _page(request, report, is_repeated=is_repeated)


@require_POST
@answers("page", deed=audit.Deed.REFRESH)
def refresh(request: HttpRequest, broadcast_id: int, period: Period) -> HttpResponse:
    """Ask CallFire now, and lead back to the page."""
    address = addresses.of_broadcast("show", broadcast_id, period)
    try:
        report = service.report(broadcast_id, period, refresh=True)
    except CallFireError as error:
        _record(request, audit.Deed.REFRESH, broadcast_id, error.kind)
        problems.remember(request, address, error)
    else:
        _record(request, audit.Deed.REFRESH, broadcast_id, audit.outcome_of(report))
        if not report.saved:  # the page could not find these figures again
            return _page(request, report)
        if report.problem or report.is_repeated:
            problems.remember(request, address, report.problem)
    return redirect(address)


@require_safe
@answers("csv", deed=audit.Deed.EXPORT)
def summary_csv(request: HttpRequest, broadcast_id: int, period: Period) -> HttpResponse:
    """The figures as one row."""
    report = service.report(broadcast_id, period)
    return _download(request, report, "summary", exports.summary_csv(report))


@require_safe
@answers("csv", deed=audit.Deed.EXPORT)
def results_csv(request: HttpRequest, broadcast_id: int, period: Period) -> HttpResponse:
    """The results, a row each."""
    report = service.report(broadcast_id, period)
    return _download(request, report, "results", exports.results_csv(report))


@require_safe
@answers("json", deed=audit.Deed.EXPORT)
def stats_json(request: HttpRequest, broadcast_id: int, period: Period) -> HttpResponse:
    """The whole report as a document."""
    report = service.report(broadcast_id, period)
    _record(request, audit.Deed.EXPORT, broadcast_id, audit.outcome_of(report))
    failed = report.problem
    problem = problems.of(failed, broadcast_id, period).as_json(period) if failed else None
    response = JsonResponse(exports.stats_json(report, problem))
    response["Cache-Control"] = "no-store"
    return response


def _shown(
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


def _page(request: HttpRequest, report: Report, *, is_repeated: bool = False) -> HttpResponse:
    failed = report.problem

    def rendered() -> HttpResponse:
        context = page.of_report(report, PeriodForm(request.GET, now=service.now()))
        context["problem"] = failed and problems.of(failed, report.broadcast_id, report.period)
        context["is_repeated"] = is_repeated
        return render(request, "broadcasts/show.html", context)

    shown = (
        *(report, failed and failed.facts(), is_repeated),
        *(page.of_the_clock(report.period.zone), page.next_has_begun(report.period)),
        service.needs_whole_life(report),
    )
    return etags.answered(request, shown, rendered)


def _record(request: HttpRequest, deed: audit.Deed, broadcast_id: int, outcome: str) -> None:
    audit.record(request, deed, outcome, broadcast_id=broadcast_id, what=request.get_full_path())


def _download(request: HttpRequest, report: Report, what: str, text: str) -> HttpResponse:
    _record(request, audit.Deed.EXPORT, report.broadcast_id, audit.outcome_of(report))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    name = exports.file_name(report.broadcast_id, report.period, what)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
