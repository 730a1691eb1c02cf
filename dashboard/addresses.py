"""This site's addresses: their queries, and what a request for one says of who asks."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from stats.period import Period, query


def of_broadcast(name: str, broadcast_id: int, period: Period) -> str:
    """The address of that name for a broadcast in a period, so that it means the same to all."""
    parameters: dict[str, str] = dict(query(period))
    if period.zone.key != settings.TIME_ZONE:
        parameters["tz"] = period.zone.key
    path = reverse(name, args=[broadcast_id])
    return f"{path}?{urlencode(parameters)}" if parameters else path


def is_by_script(request: HttpRequest) -> bool:
    """Whether a page's own script asks, without anybody's doing."""
    return request.headers.get("X-Wait-Fresh") == "1"
