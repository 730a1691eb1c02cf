"""Pages of the tests alone: a section that has no page yet, in the site's own frame."""

from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from dashboard import best_time, urls
from stats.best_time import best
from tests.bench.dialed import KINDS, dialed

FRAME = """{% extends "base.html" %}{% block title %}Best time{% endblock %}
{% block scripts %}<link rel="stylesheet" href="{{ static("css/best_time.css") }}">{% endblock %}
{% block main %}<h1>Best time</h1>{% include "portfolio/_best_time.html" %}{% endblock %}"""


def show(request: HttpRequest) -> HttpResponse:
    """Twelve weeks of calls with better hours on Tuesday to Thursday; none of them where asked."""
    hours, _, _ = dialed(KINDS[0], seed=19, above=0.12)
    found = best.best_time([] if "empty" in request.GET else hours, ZoneInfo("UTC"))
    template = engines["jinja2"].from_string(FRAME)
    return HttpResponse(template.render({"best_time": best_time.of(found)}, request))


urlpatterns = [path("best-time/", show), *urls.urlpatterns]
handler404 = urls.handler404
