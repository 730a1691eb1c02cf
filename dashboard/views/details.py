"""What CallFire says of a broadcast itself, asked for beside its figures."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from dashboard import addresses
from dashboard.methods import require_POST
from dashboard.problems import answers
from stats.details import refresh
from stats.period import Period


@require_POST
@answers("page")
def details(request: HttpRequest, broadcast_id: int, period: Period) -> HttpResponse:
    """Ask for name, type, calling hours and retry plan if it is time; lead back to the page."""
    refresh(broadcast_id)
    chosen = addresses.chosen_of(request.GET)
    return redirect(addresses.of_broadcast("show", broadcast_id, period, chosen))
