"""Signing in: how long it stays closed after too many tries, by user name and address together.

django-axes counts the tries; its settings stand in `dashboard.settings`.
"""

from datetime import timedelta
from math import ceil
from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone


def seconds_closed(request: HttpRequest, credentials: dict[str, Any] | None) -> int:
    """For how many whole seconds, at least one, nobody signs in by that name from that address."""
    tries = AccessAttempt.objects.filter(
        username=(credentials or {}).get("username"), ip_address=request.META["REMOTE_ADDR"]
    )
    newest = tries.order_by("-attempt_time").values_list("attempt_time", flat=True).first()
    cool_off: timedelta = settings.AXES_COOLOFF_TIME
    opens_at = (newest or timezone.now()) + cool_off
    return max(1, ceil((opens_at - timezone.now()).total_seconds()))
