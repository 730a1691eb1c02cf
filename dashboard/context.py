"""What every page needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.utils.functional import SimpleLazyObject

from dashboard import last_period, logs, theme, times, zone
from stats import service


def site(request: HttpRequest) -> dict[str, Any]:
    """What is missing in the settings, zone and theme of the page, what its links lead on to."""
    is_first_page = request.resolver_match is not None and request.resolver_match.view_name == "ask"
    here = zone.remembered(request) if is_first_page else zone.of_request(request)
    city = here.key.rpartition("/")[2].replace("_", " ")
    offset = "" if here.key == "UTC" else f", {times.offset(service.now(), here)}"
    return {
        # Once for all forms of a page: each time it is asked for, it is masked anew.
        "csrf_input": SimpleLazyObject(lambda: csrf_input(request)),
        "demo": settings.DEMO,
        "missing_settings": service.missing_settings(),
        "zone": {"name": here.key, "label": city + offset, "is_site": here == zone.of_site()},
        "last_period": last_period.of_request(request),
        "theme": theme.of_request(request),
        "site_zone_is_unset": not settings.TIME_ZONE_SET,
        # Where a refresh was answered in place, its page is meant.
        "current_path": request.get_full_path().replace("/refresh/", "/", 1),
        "version": settings.VERSION,
        "languages": settings.LANGUAGES,
        "reference": logs.reference(request),
    }
