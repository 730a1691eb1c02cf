"""The period that a person looked at last: a preset, by its name.

It is remembered in a cookie for links and forms that lead on to a broadcast. No address means
anything else for it: one without a period is the whole life, whoever opens it. Chosen dates are
about one occasion, so they are not remembered.
"""

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from dashboard import cookies
from stats.period import PRESETS, Period

COOKIE = "__Host-period" if settings.HTTPS else "period"
DEFAULT: Final = "all"  # what an address without a period means


def of_request(request: HttpRequest) -> str:
    """The preset that is looked at, else the one looked at last; DEFAULT where none is known."""
    here = request.resolver_match
    if here is not None and here.view_name == "show" and (named := _named(request)):
        return named
    return _known(request.COOKIES.get(COOKIE, "")) or DEFAULT


def remember(request: HttpRequest, response: HttpResponse, period: Period) -> None:
    """Keep the preset that the address names; what goes without saying was not chosen."""
    named = _named(request)
    if named != period.name or named == request.COOKIES.get(COOKIE):
        return
    cookies.keep(response, COOKIE, named)


def _named(request: HttpRequest) -> str:
    """The preset of the address; empty where dates win over it."""
    if any(request.GET.get(edge, "").strip() for edge in ("begin", "end")):
        return ""
    return _known(request.GET.get("period", "").strip())


def _known(name: str) -> str:
    return name if name in PRESETS else ""
