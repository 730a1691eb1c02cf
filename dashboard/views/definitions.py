"""The page of definitions: every figure and every result code, in words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dashboard import definitions as known
from dashboard.methods import require_safe
from stats.results import KNOWN


@require_safe
def definitions(request: HttpRequest) -> HttpResponse:
    """Every figure under an anchor of its own, which labels on other pages lead to."""
    return render(
        request,
        "definitions.html",
        {"sections": known.SECTIONS, "codes": KNOWN.values()},
    )
