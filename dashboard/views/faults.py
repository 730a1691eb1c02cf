"""What goes wrong before or beside a view: each answer needs neither a person nor the database."""

import sys
from math import ceil
from typing import Any

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dashboard import problems, sign_in


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: what Django itself can't take, such as a host name that is not this site's."""
    message = _(
        "Something in the address or the form is not what this site takes. Go back and try again."
    )
    return problems.about_address(request, problems.invalid(message, 400))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: signed in, but without the right."""
    message = _("Your account has no right to this page. Ask whoever runs this site.")
    return problems.about_address(request, problems.invalid(message, 403))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without this browser's mark: Django calls it, and has logged the reason."""
    message = _(
        "Nothing was done, because the form did not carry this browser's mark: it was too "
        "old, or cookies are blocked. Allow cookies for this site, go back, reload the "
        "page and send the form again."
    )
    return problems.about_address(request, problems.invalid(message, 403))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, in the format that the address ends in."""
    message = _("There is nothing at this address. Look for a mistake in it, or start over.")
    return problems.about_address(request, problems.invalid(message, 404))


def too_many_sign_ins(
    request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any] | None
) -> HttpResponse:
    """429: sign-in by this name from this address is closed for a while (django-axes calls it)."""
    seconds = sign_in.seconds_closed(request, credentials)
    minutes = ceil(seconds / 60)
    message = (
        ngettext(
            "Too many tries with this user name failed. Wait %d minute, then try again.",
            "Too many tries with this user name failed. Wait %d minutes, then try again.",
            minutes,
        )
        % minutes
    )
    return problems.about_address(request, problems.too_many(message, seconds))


def server_error(request: HttpRequest) -> HttpResponse:
    """503 where the database failed, else 500. Django calls it while it handles the error.

    Django has logged the error then.
    """
    if isinstance(sys.exc_info()[1], DatabaseError | InterfaceError):
        message = _("This site does not reach its database. Try again in a minute.")
        return problems.about_address(request, problems.Problem("no_database", message, None, 503))
    message = _(
        "The mistake is this site's, not yours, and it has been written to the log. Try "
        "again in a minute."
    )
    return problems.about_address(request, problems.Problem("mistake", message, None, 500))
