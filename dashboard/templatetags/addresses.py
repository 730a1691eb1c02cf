"""Links that lead on to a broadcast, as a person looked at the one before."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from jinja2 import pass_context
from jinja2.runtime import Context

from dashboard import last_period


@pass_context
def broadcast_page(context: Context, broadcast_id: int) -> str:
    """Write the address of a broadcast's page in the period looked at last and this page's zone."""
    zone: dict[str, Any] = context.get("zone") or {}
    period = context.get("last_period", last_period.DEFAULT)
    parameters = {} if period == last_period.DEFAULT else {"period": period}
    if zone and not zone["is_site"]:
        parameters["tz"] = zone["name"]
    path = reverse("show", args=[broadcast_id])
    return f"{path}?{urlencode(parameters)}" if parameters else path
