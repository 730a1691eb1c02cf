"""What people here call a broadcast and note of it; and having it forgotten whole."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dashboard import addresses, audit
from dashboard.audit import Deed
from dashboard.forms import NameForm
from dashboard.methods import require_POST, takes_form
from dashboard.problems import answers
from stats import named, seen
from stats.period import Period


@require_POST
@answers("page")
def name(request: HttpRequest, broadcast_id: int, period: Period) -> HttpResponse:
    """Keep name and note as the form says; lead back to the page."""
    form = NameForm(request.POST)
    if not form.is_valid():
        context = {"form": form, "broadcast_id": broadcast_id}
        return render(request, "broadcasts/name.html", context, status=400)
    named.rename(broadcast_id, form.cleaned_data["own_name"], form.cleaned_data["note"])
    audit.record(request, Deed.NAME, broadcast_id=broadcast_id, what=request.get_full_path())
    chosen = addresses.chosen_of(request.GET)
    return redirect(addresses.of_broadcast("show", broadcast_id, period, chosen))


@takes_form
@answers("page")
def forget(request: HttpRequest, broadcast_id: int, period: Period) -> HttpResponse:
    """Ask whether it is meant; then delete it, and lead to the list."""
    if request.method != "POST":
        context = {
            "broadcast_id": broadcast_id,
            "name": seen.name_of(broadcast_id),
            "back": addresses.of_broadcast(
                "show", broadcast_id, period, addresses.chosen_of(request.GET)
            ),
        }
        return render(request, "broadcasts/forget.html", context)
    snapshots = named.forget(broadcast_id)
    outcome = f"{snapshots} snapshots"
    audit.record(
        request, Deed.FORGET, outcome, broadcast_id=broadcast_id, what=request.get_full_path()
    )
    return redirect("broadcasts")
