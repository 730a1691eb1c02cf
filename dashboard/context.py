"""What every page needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from dashboard import logs, theme, times, zone
from stats import service
from stats.days import zone_names


def site(request: HttpRequest) -> dict[str, Any]:
    """The demo's mark, what is missing in the settings, the zone and the theme of the page."""
    is_first_page = request.resolver_match is not None and request.resolver_match.view_name == "ask"
    here = zone.remembered(request) if is_first_page else zone.of_request(request)
    city = here.key.rpartition("/")[2].replace("_", " ")
    offset = "" if here.key == "UTC" else f", {times.offset(service.now(), here)}"
    return {
        "demo": settings.DEMO,
        "missing_settings": service.missing_settings(),
        "zone": {"name": here.key, "label": city + offset, "is_site": here == zone.of_site()},
        "zone_names": zone_names,
        "theme": theme.of_request(request),
        "site_zone_is_unset": not settings.TIME_ZONE_SET,
        # Where a refresh was answered in place, its page is meant.
        "current_path": request.get_full_path().replace("/refresh/", "/", 1),
        "version": settings.VERSION,
        "reference": logs.reference(request),
    }
