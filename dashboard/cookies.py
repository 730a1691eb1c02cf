"""Cookies that keep what a person chose in this browser, for a year: no script reads them."""

from typing import Final

from django.conf import settings
from django.http import HttpResponse

REMEMBERED_SECONDS: Final = 365 * 24 * 60 * 60


def keep(response: HttpResponse, name: str, value: str) -> None:
    """Have the browser send it with every later request."""
    response.set_cookie(
        name,
        value,
        max_age=REMEMBERED_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
