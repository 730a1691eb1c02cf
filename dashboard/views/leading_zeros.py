"""Addresses whose broadcast ID has leading zeros lead to the one without."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from dashboard.methods import require_safe


@require_safe
def leading_zeros(request: HttpRequest, rest: str) -> HttpResponse:
    """Redirect, keeping the rest of the path and the query."""
    query = request.META.get("QUERY_STRING", "")
    return redirect(f"/broadcasts/{rest}" + (f"?{query}" if query else ""))
