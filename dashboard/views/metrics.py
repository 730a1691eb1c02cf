"""What a monitoring system reads."""

from django.http import HttpRequest, HttpResponse

from dashboard import meters
from dashboard.methods import require_safe
from dashboard.tokens import by_token_only


@by_token_only
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """All that is counted here, and how the site stands."""
    response = HttpResponse(meters.exposition(), content_type=meters.CONTENT_TYPE)
    response["Cache-Control"] = "no-store"
    return response
