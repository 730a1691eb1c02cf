"""The time zone of a request: the address's own, else the one of the site.

A zone that a person chose is remembered in a cookie, for the form on the first page alone: the same
address means the same thing, whoever opens it.
"""

import unicodedata
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest

from stats.days import zone_names
from stats.period import PeriodError
from stats.period import zone as zone_of


class AmbiguousZoneError(ValueError):
    """A city that several zones are named after.

    city: as typed. names: of those zones, sorted.
    """

    def __init__(self, city: str, names: tuple[str, ...]) -> None:
        super().__init__(city, names)
        self.city = city
        self.names = names


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


def meant(typed: str) -> ZoneInfo:
    """The zone of that name or city, as people write it: "los angeles", "europe/madrid".

    For what somebody chooses with; an address names its zone exactly. Raises PeriodError where
    there is none, and AmbiguousZoneError.
    """
    wanted = _plain(typed)
    names = zone_names()
    found = [name for name in names if _plain(name) == wanted] or [
        name for name in names if _plain(name.rpartition("/")[2]) == wanted
    ]
    if len(found) > 1:
        raise AmbiguousZoneError(typed.strip(), tuple(found))
    return zone_of(found[0] if found else typed)


def _plain(text: str) -> str:
    """Without what people leave out: capitals, accents, underscores."""
    apart = unicodedata.normalize("NFKD", text)
    letters = "".join(char for char in apart if not unicodedata.combining(char))
    return " ".join(letters.replace("_", " ").split()).casefold()
