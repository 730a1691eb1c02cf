"""This site's addresses: their queries, and what a request for one says of who asks."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from stats.buckets import SIZES, BucketSize
from stats.period import Period, query


def of_broadcast(
    name: str, broadcast_id: int, period: Period, size: BucketSize | None = None
) -> str:
    """The address of that name for a broadcast in a period, so that it means the same to all.

    size: of the buckets of its timeline, where it was chosen.
    """
    parameters: dict[str, str] = dict(query(period))
    if size is not None:
        parameters["bucket"] = size
    if period.zone.key != settings.TIME_ZONE:
        parameters["tz"] = period.zone.key
    path = reverse(name, args=[broadcast_id])
    return f"{path}?{urlencode(parameters)}" if parameters else path


def bucket_of(request: HttpRequest) -> BucketSize | None:
    """The size of buckets that the address names; None where it names none that there is."""
    typed = request.GET.get("bucket", "")
    return next((size for size in SIZES if size == typed), None)


def is_by_script(request: HttpRequest) -> bool:
    """Whether a page's own script asks, without anybody's doing."""
    return "X-Wait-Fresh" in request.headers
