"""The theme that a person chooses in the header of a page."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from dashboard import addresses, cookies, problems
from dashboard import theme as themes
from dashboard.methods import require_POST


@login_not_required
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Remember the chosen theme, and lead back to the page."""
    chosen = request.POST.get("theme", "")
    back = addresses.own(request.POST.get("next", ""))
    if chosen not in themes.THEMES:
        message = _("Choose a theme: light, dark or system.")
        return problems.about_address(request, problems.invalid(message, 400), back=back)
    response = redirect(back)
    cookies.keep(response, themes.COOKIE, chosen)
    return response
