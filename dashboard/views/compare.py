"""The earlier figures of a comparison, asked for beside those of the page."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from dashboard import addresses, problems
from dashboard.forms import PeriodForm
from dashboard.methods import require_POST
from dashboard.problems import answers
from stats import compare as comparisons
from stats import service
from stats.period import Period

WITHIN_SECONDS: Final = 15.0  # as long as any question may take


@require_POST
@answers("page")
def compare(request: HttpRequest, broadcast_id: int, period: Period) -> HttpResponse:
    """Ask for what is missing of the comparison; lead back to the page, which says what failed."""
    chosen = addresses.chosen_of(request.GET)
    address = addresses.of_broadcast("show", broadcast_id, period, chosen)
    against = PeriodForm(request.GET, now=service.now()).against
    if against is not None:
        report = service.report(broadcast_id, period, wait=False)
        compared = comparisons.fetched(report, against, seconds=WITHIN_SECONDS)
        if compared.problem or not compared.saved:
            problems.remember(request, address, compared.problem, of="compare")
    return redirect(address)
