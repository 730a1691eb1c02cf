"""Whom to believe about where a request came from."""

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

Next = Callable[[HttpRequest], HttpResponseBase]


class TrustedProxies:
    """Takes a client's address and scheme from a proxy's headers if that proxy is trusted.

    Everybody else's X-Forwarded-For and -Proto are dropped, so that nothing later believes them.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Set REMOTE_ADDR and the scheme, then go on."""
        forwarded = request.META.pop("HTTP_X_FORWARDED_FOR", "")
        scheme = request.META.pop("HTTP_X_FORWARDED_PROTO", "")
        if request.META.get("REMOTE_ADDR") in settings.TRUSTED_PROXIES:
            request.META["REMOTE_ADDR"] = _client(forwarded) or request.META["REMOTE_ADDR"]
            # Each proxy adds its own behind the others': the last one is the trusted one's.
            scheme = scheme.rpartition(",")[2].strip().lower()
            if scheme in ("http", "https"):
                request.META["wsgi.url_scheme"] = scheme
        return self.get_response(request)


def _client(forwarded: str) -> str | None:
    """The last address that no trusted proxy has: those before it can be anybody's invention."""
    for text in reversed(forwarded.split(",")):
        try:
            address = str(ipaddress.ip_address(text.strip()))
        except ValueError:
            return None
        if address not in settings.TRUSTED_PROXIES:
            return address
    return None
