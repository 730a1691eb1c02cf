"""Conditional requests: a page that would be the same again is answered with 304, not rendered.

The tag is made from what the page shows, before it is rendered: the server writes instants, the
browser counts the ages, so that time alone changes nothing but at the end of a day.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language

from dashboard import addresses, last_period, theme
from dashboard.release import release


def answered(
    request: HttpRequest, shown: object, render: Callable[[], HttpResponse]
) -> HttpResponse:
    """304 where the browser has this very page; else the rendered one, with its tag.

    shown: all that the page shows besides person, language, theme, address and the period looked at
    last, with a telling `repr`. Where a script asks for parts of the page alone, nobody keeps them:
    they have its address, and must not be taken for it.
    """
    if addresses.parts_of(request):
        parts = render()
        parts["Cache-Control"] = "no-store"
        return parts
    etag = _etag(request, shown)
    response = get_conditional_response(request, etag=etag) or render()
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response


def _etag(request: HttpRequest, shown: object) -> str:
    person = request.user
    parts = (
        release(),
        (settings.DEMO, settings.TIME_ZONE, settings.TIME_ZONE_SET),
        (settings.CREDIT_PRICE, settings.CREDIT_CURRENCY),
        (person.pk, person.get_username(), getattr(person, "is_staff", False)),
        # The forms of a page carry this browser's mark: with another one they would be refused.
        request.META.get("CSRF_COOKIE"),
        get_language(),
        last_period.of_request(request),
        theme.of_request(request),
        request.get_full_path(),
        shown,
    )
    digest = salted_hmac("dashboard.etags", repr(parts), algorithm="sha256").hexdigest()
    # Weak: the mark is written differently each time.
    return f'W/"{digest[:32]}"'
