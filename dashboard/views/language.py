"""The language that a person chooses at the foot of a page."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _

from dashboard import cookies, problems
from dashboard.addresses import own
from dashboard.methods import require_POST


@require_POST
@login_not_required
def language(request: HttpRequest) -> HttpResponse:
    """Lead back to the page, and remember the language for every page of this browser."""
    chosen = request.POST.get("language", "")
    back = own(request.POST.get("next", ""))
    if chosen not in dict(settings.LANGUAGES):
        message = _("This site does not speak that language. Choose one of those at its foot.")
        return problems.about_address(request, problems.invalid(message, 400), back=back)
    response = redirect(back)
    translation.activate(chosen)  # what the answer says of its own language is of the chosen one
    cookies.keep(response, settings.LANGUAGE_COOKIE_NAME, chosen)
    return response
