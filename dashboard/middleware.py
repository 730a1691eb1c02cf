"""What holds for every request: whom to believe, which methods, who is signed in."""

import ipaddress
import logging
import secrets
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from structlog.contextvars import bound_contextvars

from dashboard import problems

log = logging.getLogger("dashboard.request")

# What a browser could offer and this site never uses (Permissions Policy, W3C).
UNUSED_FEATURES = (
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "usb",
)

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


class RequestLog:
    """Gives each request a reference, and writes one line about it when it is answered.

    Every line that is logged meanwhile carries the reference; a page about an error shows it.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, then say so."""
        reference, began = secrets.token_hex(4), time.monotonic()
        with bound_contextvars(reference=reference):
            request.META[problems.REFERENCE] = reference
            response = self.get_response(request)
            response["X-Request-Reference"] = reference
            said = {
                "method": request.method,
                "path": request.path,
                "status": response.status_code,
                "milliseconds": round((time.monotonic() - began) * 1000),
                "user": _signed_in(request),
                "reference": reference,
            }
            log.info("answered", extra=said)
        return response


class SecurityHeaders:
    """Says on every answer, static files included, what Django's own middleware does not say."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Add the headers."""
        response = self.get_response(request)
        response["Permissions-Policy"] = ", ".join(f"{name}=()" for name in UNUSED_FEATURES)
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        return response


class AllowedMethods:
    """Answers 405 where a view says which methods it takes (`dashboard.methods`)."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Go on; the work is done where the view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], *_arguments: Any
    ) -> HttpResponse | None:
        """Refuse a method that the address does not take, before any token is asked for."""
        allowed = getattr(view, "allowed_methods", None)
        if allowed is None or request.method in allowed:
            return None
        message = _("This address does not take %(method)s, only %(allowed)s.") % {
            "method": request.method,
            "allowed": ", ".join(allowed),
        }
        response = problems.about_address(request, problems.invalid(message, 405))
        response["Allow"] = ", ".join(allowed)
        return response


class SignInRequired(LoginRequiredMiddleware):
    """Leads strangers to the sign-in page; those who can't follow are told so with 401."""

    def handle_no_permission(  # type: ignore[override] # Django's own knows redirects alone
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponse:
        """401 for JSON and for a page's own script, else Django's redirect."""
        is_script = request.headers.get("X-Wait-Fresh") == "1"
        if problems.format_of(request.path) == "json" or is_script:
            message = _("You are not signed in. Sign in to go on.")
            return problems.about_address(
                request, problems.Problem("sign_in", message, None, status=401)
            )
        return super().handle_no_permission(request, view_func)


def _signed_in(request: HttpRequest) -> str:
    """The name of who asked, if the request got as far as to look: the database is not asked."""
    user = getattr(request, "_cached_user", None)
    return user.get_username() if user else ""


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
