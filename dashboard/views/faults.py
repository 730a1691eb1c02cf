"""The site's own pages for what is not there; strangers see them too."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from dashboard import problems


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, in the format that the address ends in."""
    message = _("There is nothing at this address. Look for a mistake in it, or start over.")
    return problems.about_address(request, problems.invalid(message, 404))
