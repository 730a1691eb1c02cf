"""Having a broadcast looked at again and again, and letting it go."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from dashboard import addresses, audit
from dashboard.audit import Deed
from dashboard.methods import require_POST
from dashboard.problems import answers
from stats import watching
from stats.period import Period


@require_POST
@answers("page")
def watch(request: HttpRequest, broadcast_id: int, period: Period) -> HttpResponse:
    """Watch it where the form says `watch=yes`, else let it go; lead back to the page."""
    is_wanted = request.POST.get("watch") == "yes"
    change, deed = (watching.watch, Deed.WATCH) if is_wanted else (watching.unwatch, Deed.UNWATCH)
    change(broadcast_id)
    audit.record(request, deed, broadcast_id=broadcast_id, what=request.get_full_path())
    chosen = addresses.chosen_of(request.GET)
    return redirect(addresses.of_broadcast("show", broadcast_id, period, chosen))
