"""The time zone that a person chooses in the header of a page."""

from urllib.parse import parse_qsl, urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from dashboard import addresses, problems
from dashboard import zone as zones
from dashboard.methods import require_POST
from dashboard.words import period_problem
from stats.period import PeriodError
from stats.period import zone as zone_of

REMEMBERED_SECONDS = 365 * 24 * 60 * 60


@require_POST
def zone(request: HttpRequest) -> HttpResponse:
    """Lead back to the page with the chosen zone in its address, and remember it for the form."""
    try:
        chosen = zone_of(request.POST.get("tz", ""))
    except PeriodError as error:
        return problems.about_address(request, problems.invalid(period_problem(error), 400))
    response = redirect(_with_zone(addresses.own(request.POST.get("next", "")), chosen.key))
    response.set_cookie(
        zones.COOKIE,
        chosen.key,
        max_age=REMEMBERED_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _with_zone(address: str, name: str) -> str:
    parts = urlsplit(address)
    query = [(key, value) for key, value in parse_qsl(parts.query) if key != "tz"]
    if name != settings.TIME_ZONE:
        query.append(("tz", name))
    return parts._replace(query=urlencode(query), fragment="").geturl()
