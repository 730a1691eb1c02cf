"""The site's own pages for what is not there and what went wrong here; strangers see them too."""

import sys

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views import defaults

from dashboard import problems


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, in the format that the address ends in."""
    message = _("There is nothing at this address. Look for a mistake in it, or start over.")
    return problems.about_address(request, problems.invalid(message, 404))


def server_error(request: HttpRequest) -> HttpResponse:
    """503 where the database failed, in the format that the address ends in; else the 500 page.

    Django calls it while it handles the error, and has logged it then.
    """
    if not isinstance(sys.exc_info()[1], DatabaseError | InterfaceError):
        return defaults.server_error(request)
    if problems.format_of(request.path) == "page":
        # No request: what every page needs would look for the person in the database.
        response = HttpResponse(render_to_string("503.html"), status=503)
        response["Retry-After"] = str(problems.RETRY_AFTER_SECONDS)
        response["Cache-Control"] = "no-store"
        return response
    message = _("This site does not reach its database. Try again in a minute.")
    return problems.about_address(request, problems.Problem("no_database", message, None, 503))
