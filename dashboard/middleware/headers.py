"""The headers that close the site."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

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


class SecurityHeaders:
    """Says on every answer, static files included, what Django's own middleware does not say."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Add the headers."""
        response = self.get_response(request)
        response["Permissions-Policy"] = ", ".join(f"{name}=()" for name in UNUSED_FEATURES)
        # Django's own, also where its middleware itself refused the request.
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", settings.SECURE_REFERRER_POLICY)
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        return response
