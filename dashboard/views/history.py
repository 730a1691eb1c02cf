"""Every kept snapshot of a broadcast, to be taken away."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from dashboard import exports
from dashboard.audit import Deed
from dashboard.downloads import csv_download, recorded
from dashboard.methods import require_safe
from dashboard.problems import answers
from stats import history, seen
from stats.period import Period


@require_safe
@answers("csv", deed=Deed.EXPORT)
def history_csv(request: HttpRequest, broadcast_id: int, period: Period) -> HttpResponseBase:
    """All of them, whatever the period; times are in its zone."""
    recorded(request, broadcast_id, None)
    pieces = exports.history_csv(
        broadcast_id,
        seen.name_of(broadcast_id),
        period.zone,
        history.rows(broadcast_id),
    )
    whole = Period("all", None, None, period.zone)
    return csv_download(pieces, exports.file_name(broadcast_id, whole, "history"))
