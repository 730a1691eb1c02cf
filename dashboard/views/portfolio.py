"""Many broadcasts at once: shown from what is kept, fetched a slice at a time, taken away."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from dashboard import (
    addresses,
    audit,
    best_time,
    etags,
    exports,
    lists,
    page,
    portfolio_page,
    problems,
)
from dashboard.audit import Deed
from dashboard.downloads import csv_download
from dashboard.forms import InvalidInputError, PortfolioForm
from dashboard.methods import require_POST, require_safe
from dashboard.problems import Problem
from stats import kept_hours, service
from stats import portfolio as portfolios
from stats.best_time import best as best_times
from stats.callfire.errors import CallFireError
from stats.period import Period
from stats.portfolio import DAY_QUESTIONS, Portfolio

WITHIN_SECONDS: Final = 15.0  # as long as any question may take
SLICE_SECONDS: Final = 2.0  # so that a page that is filled shows how far it is

View = Callable[[HttpRequest, Period], HttpResponseBase]


def answers(face: problems.Format) -> Callable[[View], Callable[[HttpRequest], HttpResponseBase]]:
    """Make a view of (request, period) say in that format what was typed wrongly, or went wrong."""

    def decorate(view: View) -> Callable[[HttpRequest], HttpResponseBase]:
        @wraps(view)
        def wrapper(request: HttpRequest) -> HttpResponseBase:
            form = PortfolioForm(request.GET, now=service.now())
            try:
                return view(request, form.value)
            except InvalidInputError:
                problem = problems.invalid(problems.sentences(form), 400)
                return _refused(request, face, form, problem)
            except CallFireError as error:
                problem = portfolio_page.problem_of(error, form.value)
                return _refused(request, face, form, problem)

        return wrapper

    return decorate


@require_safe
@answers("page")
def portfolio(request: HttpRequest, period: Period) -> HttpResponse:
    """The page: kept figures at once, and of how many broadcasts they are."""
    left = _left(request.GET.get("left", ""))
    told = problems.remembered(request, _address(period, left))
    found = portfolios.kept(period)
    portfolios.record_shown(found)
    calls = [each.broadcast_id for each in found.members if not each.is_of_texts]
    failed = told.get("load")

    def rendered() -> HttpResponse:
        form = PortfolioForm(request.GET, now=service.now())
        context = portfolio_page.of(found, form, left) | {
            "best_time": best_time.of(
                best_times.best_time(
                    kept_hours.kept_hours(calls, period, service.now()), period.zone
                )
            ),
            "load_problem": failed and portfolio_page.problem_of(failed, period),
            "is_unsaved": "load" in told and failed is None,
        }
        return render(request, "portfolio/portfolio.html", context)

    shown = (
        *(
            portfolio_page.shown(found),
            kept_hours.mark(calls, period, service.now()),
            failed and failed.facts(),
            list(told),
        ),
        *(page.of_the_clock(period.zone), page.next_has_begun(period)),
        service.missing_settings(),
        service.now() if failed else None,  # a problem says when it was
    )
    return etags.answered(request, shown, rendered)


@require_POST
@answers("page")
def load(request: HttpRequest, period: Period) -> HttpResponse:
    """Ask for more of what is missing, and lead back to the page."""
    typed = _left(request.POST.get("left", ""))
    left = DAY_QUESTIONS if typed is None else typed
    found = portfolios.fetched(
        period,
        seconds=WITHIN_SECONDS,
        begin_seconds=SLICE_SECONDS,
        day_questions=left,
        again=request.POST.get("again") == "yes",
    )
    address = _address(period, None if found.is_complete else left - found.days_asked)
    if found.problem or not found.saved:
        problems.remember(request, address, found.problem, of="load")
    return redirect(address)


@require_safe
@answers("csv")
def portfolio_csv(request: HttpRequest, period: Period) -> HttpResponseBase:
    """A row a broadcast; what is still missing has its reason."""
    found = _fetched(request, period)
    return csv_download(exports.portfolio_csv(found), exports.portfolio_name(period))


@require_safe
@answers("json")
def portfolio_json(request: HttpRequest, period: Period) -> HttpResponse:
    """Sums, days and broadcasts as a document."""
    found = _fetched(request, period)
    problem = portfolio_page.problem_of(found.problem, period) if found.problem else None
    messages = {each.broadcast_id: portfolio_page.why(each, period) for each in found.missing}
    said = problem.as_json(period) if problem else None
    response = JsonResponse(exports.portfolio_json(found, said, messages))
    response["Cache-Control"] = "no-store"
    return response


def _fetched(request: HttpRequest, period: Period) -> Portfolio:
    """As much as can be had within the deadline; of days, what is kept.

    Raises the problem where that is nothing.
    """
    found = portfolios.fetched(period, seconds=WITHIN_SECONDS)
    what, failed = request.get_full_path(), found.problem
    if failed is not None and not found.reports:
        audit.record(request, Deed.EXPORT, failed.kind, what=what)
        raise failed
    audit.record(request, Deed.EXPORT, audit.outcome_of(failed), what=what)
    portfolios.record_shown(found)
    return found


def _left(text: str) -> int | None:
    """How many questions about days there may still be after this press; None for all of them."""
    number = lists.number_of(text)
    return None if number is None else min(number, DAY_QUESTIONS)


def _address(period: Period, left: int | None) -> str:
    more: dict[str, Any] = {} if left is None else {"left": left}
    return addresses.of_portfolio("portfolio", period, **more)


def _refused(
    request: HttpRequest, face: problems.Format, form: PortfolioForm, problem: Problem
) -> HttpResponse:
    """The problem in the format of the address, with its status."""
    if face == "page":
        context = portfolio_page.of_refused(form) | {"problem": problem}
        response = render(request, "portfolio/refused.html", context, status=problem.status)
    elif face == "csv":
        text = f"{problem.message}\n"
        response = HttpResponse(text, content_type=problems.PLAIN, status=problem.status)
    else:
        period = form.value if form.is_valid() else None
        document = exports.portfolio_problem_json(problem.as_json(period), period)
        response = JsonResponse(document, status=problem.status)
    problems.say_when(response, problem)
    return response
