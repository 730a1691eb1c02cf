"""The time zone of a request: the address's own, else the one of the site.

A zone that a person chose is remembered in a cookie, for the form on the first page alone: the same
address means the same thing, whoever opens it.
"""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest

from stats.period import PeriodError
from stats.period import zone as zone_of

COOKIE = "__Host-tz" if settings.HTTPS else "tz"


def of_site() -> ZoneInfo:
    """The zone of the settings."""
    return ZoneInfo(settings.TIME_ZONE)


def of_request(request: HttpRequest) -> ZoneInfo:
    """The zone that the address names; the site's where it names none that there is."""
    return known(request.GET.get("tz", "")) or of_site()


def remembered(request: HttpRequest) -> ZoneInfo:
    """The zone for the form on the first page: the address's, the one chosen last, the site's."""
    named = known(request.GET.get("tz", ""))
    return named or known(request.COOKIES.get(COOKIE, "")) or of_site()


def known(name: str) -> ZoneInfo | None:
    """The zone of that name, or None where there is none."""
    try:
        return zone_of(name)
    except PeriodError:
        return None
