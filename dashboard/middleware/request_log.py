"""One line of the log for each request, with its reference."""

import logging
import secrets
import time
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from structlog.contextvars import bound_contextvars

from dashboard import logs, meters

log = logging.getLogger("dashboard.request")

Next = Callable[[HttpRequest], HttpResponseBase]


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
            request.META[logs.REFERENCE] = reference
            response = self.get_response(request)
            response["X-Request-Reference"] = reference
            seconds = time.monotonic() - began
            meters.count_request(request, response.status_code, seconds)
            said = {
                "method": request.method,
                "path": request.path,
                "status": response.status_code,
                "milliseconds": round(seconds * 1000),
                "user": _signed_in(request),
                "reference": reference,
            }
            log.info("answered", extra=said)
        return response


def _signed_in(request: HttpRequest) -> str:
    """The name of who asked, if the request got as far as to look: the database is not asked."""
    user = getattr(request, "_cached_user", None)
    return user.get_username() if user else ""
