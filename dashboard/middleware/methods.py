"""Which methods an address takes."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from dashboard import problems

Next = Callable[[HttpRequest], HttpResponseBase]


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
