"""How a download is sent and recorded."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from dashboard import audit
from stats.callfire.errors import CallFireError


def csv_download(text: str | Iterable[str], name: str) -> HttpResponseBase:
    """A CSV file of that name, from its text or from pieces of it; nobody keeps it."""
    headers = {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
    }
    if isinstance(text, str):
        return HttpResponse(text, headers=headers)
    return StreamingHttpResponse(text, headers=headers)


def recorded(request: HttpRequest, broadcast_id: int, problem: CallFireError | None) -> None:
    """Record an export; with a problem, kept figures stood in."""
    audit.record(
        request,
        audit.Deed.EXPORT,
        audit.outcome_of(problem),
        broadcast_id=broadcast_id,
        what=request.get_full_path(),
    )
