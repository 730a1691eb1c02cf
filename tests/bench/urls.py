"""Every address of the site, and /empty/: what a page costs before there is anything on it.

It is for people who signed in, goes through the same middleware and is rendered with the same
context processors, from a template without a character.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from dashboard import urls
from dashboard.methods import require_safe

handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500


@require_safe
def empty(request: HttpRequest) -> HttpResponse:
    """Render nothing."""
    return render(request, "empty.html")


urlpatterns = [path("empty/", empty, name="empty"), *urls.urlpatterns]
