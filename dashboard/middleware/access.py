"""Who may ask: a person who signed in, or a program with that person's API token."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from dashboard import audit, problems, tokens
from dashboard.addresses import is_by_script

Next = Callable[[HttpRequest], HttpResponseBase]


class BearerToken:
    """Takes a person's API token in place of a session, where no page is meant."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer for the token's owner; 401 for an unknown token, 429 for one used too often."""
        scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or problems.format_of(request.path) == "page":
            return self.get_response(request)
        token = tokens.found(secret.strip())
        if token is None:
            return _refused(request)
        seconds = tokens.seconds_to_wait(token)
        if seconds:
            message = _("This API token asks too often. Ask again in %d s.") % seconds
            return problems.about_address(request, problems.too_many(message, seconds))
        # Where Django keeps whom it found, so that the session is not looked at.
        request._cached_user = token.user  # type: ignore[attr-defined]
        request.META[audit.TOKEN] = token.name
        return self.get_response(request)


class SignInRequired(LoginRequiredMiddleware):
    """Leads strangers to the sign-in page; those who can't follow are told so with 401."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], *arguments: Any
    ) -> HttpResponseBase | None:
        """Look for the person only where one is needed: health pages do without a database."""
        if getattr(view_func, "by_token_only", False) and audit.TOKEN not in request.META:
            return _refused(request)
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, *arguments)

    def handle_no_permission(  # type: ignore[override] # Django's own knows redirects alone
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponse:
        """401 for JSON and for a page's own script, else Django's redirect."""
        if problems.format_of(request.path) == "json" or is_by_script(request):
            message = _("You are not signed in. Sign in to go on.")
            return problems.about_address(
                request, problems.Problem("sign_in", message, None, status=401)
            )
        return super().handle_no_permission(request, view_func)


def _refused(request: HttpRequest) -> HttpResponse:
    message = _("This API token is not known here, or was revoked. Make another one on this site.")
    problem = problems.Problem("sign_in", message, None, status=401)
    response = problems.about_address(request, problem)
    response["WWW-Authenticate"] = "Bearer"
    return response
