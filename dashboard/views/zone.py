"""The time zone that a person chooses in the header of a page."""

from urllib.parse import parse_qsl, urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from dashboard import cookies, problems
from dashboard import zone as zones
from dashboard.addresses import own
from dashboard.methods import require_POST, require_safe
from dashboard.words import ambiguous_zone, period_problem
from stats import days
from stats.period import PeriodError

NAMES_KEPT_SECONDS = 24 * 60 * 60  # by a browser; a new zone can wait a day


@require_POST
def zone(request: HttpRequest) -> HttpResponse:
    """Lead back to the page with the chosen zone in its address, and remember it for the form."""
    back = own(request.POST.get("next", ""))
    try:
        chosen = zones.meant(request.POST.get("tz", ""))
    except zones.AmbiguousZoneError as error:
        return _refused(request, ambiguous_zone(error.city, error.names), back)
    except PeriodError as error:
        return _refused(request, period_problem(error), back)
    response = redirect(_with_zone(back, chosen.key))
    cookies.keep(response, zones.COOKIE, chosen.key)
    return response


@require_safe
def zone_names(request: HttpRequest) -> HttpResponse:
    """The names to choose from: asked for when somebody chooses, no part of each page."""
    response = JsonResponse(days.zone_names(), safe=False)
    response["Cache-Control"] = f"private, max-age={NAMES_KEPT_SECONDS}"
    return response


def _refused(request: HttpRequest, message: str, back: str) -> HttpResponse:
    return problems.about_address(request, problems.invalid(message, 400), back=back)


def _with_zone(address: str, name: str) -> str:
    parts = urlsplit(address)
    query = [(key, value) for key, value in parse_qsl(parts.query) if key != "tz"]
    if name != settings.TIME_ZONE:
        query.append(("tz", name))
    return parts._replace(query=urlencode(query), fragment="").geturl()
