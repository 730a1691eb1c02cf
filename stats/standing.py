"""How the whole site stands with CallFire and with its collectors, for all processes together."""

from dataclasses import dataclass
from datetime import timedelta

from stats import pause, service, watching
from stats.models import Allowance


@dataclass(frozen=True, slots=True)
class Standing:
    """What a monitoring system asks for at a moment.

    collector_lag: how long ago a whole round last ended; None where none ever did.
    """

    is_login_refused: bool
    is_paused_by_failures: bool
    requests_in_last_minute: int
    collector_lag: timedelta | None
    watched: int


def standing() -> Standing:
    """By the real clock."""
    now = service.wall_clock()
    allowance = Allowance.objects.filter(pk=1).first() or Allowance()
    heartbeat = watching.heartbeat()
    return Standing(
        allowance.refused_account is not None,
        allowance.closed_until is not None and now < allowance.closed_until,
        pause.requests_in_last_minute(allowance, now),
        None if heartbeat.ended_at is None else now - heartbeat.ended_at,
        heartbeat.watched,
    )
