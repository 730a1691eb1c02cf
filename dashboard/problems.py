"""What could not be answered: the status of each kind, and how it is said as page, CSV or JSON."""

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from math import ceil
from typing import Any, Final, Literal, cast, get_args

from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string

from dashboard import addresses, audit, comparison, exports, logs, page, theme, words
from dashboard.forms import InvalidInputError, PeriodForm
from dashboard.storage import MESSAGES
from stats import service
from stats.buckets import TooManyBucketsError
from stats.callfire import errors
from stats.callfire.errors import CallFireError
from stats.compare import Compared
from stats.period import Period
from stats.report import Report

log = logging.getLogger("dashboard.problems")

Format = Literal["page", "csv", "json"]
Told = Literal["refresh", "load", "compare", "import"]
# The part of the page that says it: who asks for other parts alone leaves it to whom it is told.
_SAID_IN: Final = {"refresh": "problem", "load": "when", "compare": "compared"}
# What asking came to, by what was asked; None where nothing failed.
Came = Mapping[Told, CallFireError | None]
View = Callable[..., HttpResponseBase]

STATUS: Final[dict[str, int]] = {
    "not_found": 404,
    "credentials": 502,
    "forbidden": 502,
    "bad_response": 502,
    "insecure": 502,
    "rate_limited": 503,
    "unavailable": 503,
    "timeout": 504,
}
PLAIN: Final = "text/plain; charset=utf-8"
RETRY_AFTER_SECONDS: Final = 60  # where CallFire named no time


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem as every format says it.

    retry_at is aware, of CallFire; retry_after_seconds is this site's own, and so is the status.
    """

    kind: str
    message: str
    retry_at: datetime | None
    status: int
    retry_after_seconds: int | None = None

    def as_json(self, period: Period | None) -> dict[str, Any]:
        """The `problem` of the JSON document, its time in the zone of the period."""
        at = self.retry_at and self.retry_at.astimezone(period.zone if period else None)
        return {
            "kind": self.kind,
            "message": self.message,
            "retry_at": at and at.isoformat(timespec="seconds"),
        }


@dataclass(frozen=True, slots=True)
class Asked:
    """What could be read of a request: which broadcast (digits), which period, what was typed.

    back: the address of the page that asked, where that is known.
    """

    request: HttpRequest
    broadcast_id: str | None
    period: Period | None = None
    form: PeriodForm | None = None
    back: str = ""


def of(error: CallFireError, broadcast_id: int, period: Period) -> Problem:
    """The problem that an error of the tree is to a person."""
    message = words.problem(error, broadcast_id, period, service.now())
    return Problem(error.kind, message, error.retry_at, STATUS[error.kind])


def said(error: CallFireError | None, report: Report) -> Problem | None:
    """The same beside a report; None where there is no error."""
    return None if error is None else of(error, report.broadcast_id, report.period)


def of_comparison(compared: Compared | None, report: Report) -> Problem | None:
    """Why a report has no earlier figures, or older ones; None where it has, or none are wished.

    Its kind is that of the error, or one of `stats.earlier.NoPair`, which is no fault: 200.
    """
    if compared is None:
        return None
    if compared.why_not is not None:
        return Problem(compared.why_not, comparison.why_not(compared.why_not), None, 200)
    return said(compared.problem, report)


def invalid(message: str, status: int) -> Problem:
    """Something asked of this site that it can't answer: 400, 403, 404 or 405."""
    return Problem("invalid", message, None, status)


def too_many(message: str, seconds: int) -> Problem:
    """Asked of this site more often than it takes: 429, with the seconds to wait."""
    return Problem("too_many_requests", message, None, 429, seconds)


def answers(form: Format, *, deed: audit.Deed | None = None) -> Callable[[View], View]:
    """Make a view of (request, broadcast_id, period) answer its problems in that format.

    The period is read from the query. What was typed wrongly is answered with 400 and nothing is
    asked of CallFire; an error of CallFire's tree is answered with its status. A `deed` that comes
    to such a problem is recorded; one that is done is the view's own to record.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapper(request: HttpRequest, broadcast_id: int) -> HttpResponseBase:
            typed = PeriodForm(request.GET, now=service.now())
            period = None
            try:
                period = typed.value
                return view(request, broadcast_id, period)
            except InvalidInputError as error:
                problem = invalid(sentences(error.form), 400)
            except TooManyBucketsError as error:
                problem = invalid(words.too_many_buckets(error), 400)
            except CallFireError as error:
                problem = of(error, broadcast_id, typed.value)
            if deed is not None:
                what = request.get_full_path()
                audit.record(request, deed, problem.kind, broadcast_id=broadcast_id, what=what)
            return _say(form, Asked(request, str(broadcast_id), period, typed), problem)

        return wrapper

    return decorate


def format_of(path: str) -> Format:
    """What somebody who asks for that path expects, by its ending."""
    if path.endswith(".json"):
        return "json"
    # A workbook that can't be had is answered in words, as a CSV file is.
    is_text = path.endswith((".csv", ".xlsx")) or path == "/metrics"
    return "csv" if is_text else "page"


def about_address(request: HttpRequest, problem: Problem, *, back: str = "") -> HttpResponse:
    """Say a problem with the address itself, in the format that its ending names.

    back: the page of this site to lead back to, where one asked.
    """
    part = request.path.removeprefix("/broadcasts/").partition("/")[0]
    digits = part.lstrip("0") if part.isascii() and part.isdigit() else ""
    try:
        typed = PeriodForm(request.GET, now=service.now())
    except SuspiciousOperation:  # the query itself is what can't be read: too many fields
        typed = PeriodForm({}, now=service.now())
    period = typed.value if typed.is_valid() else None
    return _say(format_of(request.path), Asked(request, digits or None, period, back=back), problem)


def remember(
    request: HttpRequest,
    address: str,
    error: CallFireError | None,
    *,
    of: Told = "refresh",
) -> None:
    """Tell the page at that address, once, what the asking that leads to it came to.

    Without an error: of a refresh, that it came too soon to be a question of its own; of a load or
    a comparison, that what it brought could not be kept; of an import, that there is more to come.
    """
    told = {"address": address, "problem": error and error.facts()}
    messages.info(request, json.dumps(told), extra_tags=of)


def may_remember(request: HttpRequest) -> bool:
    """Whether anything may be told to the page of this request or to another one."""
    is_told = any(name.startswith(MESSAGES) for name in request.COOKIES)
    return is_told and request.method != "HEAD"


def remembered(request: HttpRequest, address: str) -> dict[Told, CallFireError | None]:
    """What the asking that led to this address came to, by what was asked: as told above.

    What was told to other pages stays for them; a HEAD takes nothing.
    """
    taken = _taken(request, lambda told: told == address)
    return {cast("Told", of): problem for _, of, problem in taken}


def remembered_in_parts(request: HttpRequest, address: str) -> dict[str, CallFireError | None]:
    """The same of what was told to parts of that page, by the fragments of their addresses."""
    taken = _taken(request, lambda told: told.startswith(f"{address}#"))
    return {told.rpartition("#")[2]: problem for told, _, problem in taken}


def _taken(
    request: HttpRequest, is_mine: Callable[[str], bool]
) -> list[tuple[str, str, CallFireError | None]]:
    """Address, what was asked and what it came to; once in a request."""
    if not may_remember(request):
        return []
    found, parts = [], addresses.parts_of(request)
    for message in list(messages.get_messages(request)):
        told = json.loads(message.message) if message.extra_tags in get_args(Told) else {}
        is_shown = not parts or _SAID_IN.get(message.extra_tags or "") in parts
        if is_shown and is_mine(told.get("address", "")):
            problem = told["problem"]
            problem = problem and errors.from_facts(problem)
            found.append((told["address"], message.extra_tags, problem))
        else:
            messages.add_message(request, message.level, message.message, message.extra_tags)
    return found


def sentences(form: PeriodForm) -> str:
    """All that is wrong with what was typed."""
    return " ".join(str(sentence) for each in form.errors.values() for sentence in each)


def _page(asked: Asked, problem: Problem) -> HttpResponse:
    if asked.broadcast_id is not None and asked.form is not None:
        chosen = addresses.chosen_of(asked.request.GET)
        context = page.of_problem(int(asked.broadcast_id), asked.period, asked.form, chosen)
        context["problem"] = problem
        return render(asked.request, "problem.html", context, status=problem.status)
    # No request: what every page needs would look for the person in the database.
    reference = logs.reference(asked.request)
    title = words.FAULT_TITLES[problem.status]
    context = {
        "title": title,
        "message": problem.message,
        "reference": reference,
        "status": problem.status,
        "back": asked.back,
        "theme": theme.of_request(asked.request),
    }
    try:
        return HttpResponse(render_to_string("fault.html", context), status=problem.status)
    except ValueError as error:  # the manifest of static files is not there, or an older one's
        log.error("run manage.py collectstatic: %s", error)  # noqa: TRY400 - Django logs the trace
        text = f"{title}. {problem.message} {reference}\n"
        return HttpResponse(text, content_type=PLAIN, status=problem.status)


def _csv(_asked: Asked, problem: Problem) -> HttpResponse:
    return HttpResponse(f"{problem.message}\n", content_type=PLAIN, status=problem.status)


def _json(asked: Asked, problem: Problem) -> HttpResponse:
    said = problem.as_json(asked.period)
    document = exports.problem_json(said, asked.broadcast_id, asked.period)
    return JsonResponse(document, status=problem.status)


def _say(form: Format, asked: Asked, problem: Problem) -> HttpResponse:
    response = {"page": _page, "csv": _csv, "json": _json}[form](asked, problem)
    say_when(response, problem)
    return response


def say_when(response: HttpResponse, problem: Problem) -> None:
    """Say when to ask again where that helps, and that nobody keeps the answer."""
    if problem.status in (429, 503):
        seconds = problem.retry_after_seconds or _seconds_until(problem.retry_at)
        response["Retry-After"] = str(seconds)
    response["Cache-Control"] = "no-store"


def _seconds_until(retry_at: datetime | None) -> int:
    if retry_at is None:
        return RETRY_AFTER_SECONDS
    return max(1, ceil((retry_at - service.now()).total_seconds()))
