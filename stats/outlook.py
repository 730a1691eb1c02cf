"""Outlook: what the looks at a whole broadcast say of how it goes on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from stats.broadcast_details import BroadcastDetails
from stats.forecast.burndown import Point, burn_down
from stats.forecast.estimate import Estimate, NoEstimate, estimate
from stats.forecast.finishing import Finishing, NoFinishing, finishing
from stats.forecast.hours import dialing_hours
from stats.forecast.retries import NoRetries, Retries, retries
from stats.forecast.signs import Failing, failing
from stats.forecast.stall import Stall, stall
from stats.models import Snapshot
from stats.report import Look

# A day and an hour of a collector's looks: older ones say little of how it goes on now.
MOST_LOOKS: Final = 300


@dataclass(frozen=True, slots=True)
class Outlook:
    """What follows from the looks; each part says itself why it can't be given."""

    estimate: Estimate | NoEstimate
    stall: Stall | None
    retries: Retries | NoRetries
    finishing: Finishing | NoFinishing
    failing: Failing | None
    burn_down: tuple[Point, ...]


def outlook(
    broadcast_id: int, details: BroadcastDetails | None, zone: ZoneInfo, now: datetime
) -> Outlook:
    """The outlook at `now` (aware); calling hours are counted in the zone (`docs/estimates.md`)."""
    looks = looks_of(broadcast_id)
    hours = dialing_hours(details.calling_hours, zone) if details else None
    plan = details.retry_plan if details else None
    return Outlook(
        estimate(looks, now=now, hours=hours, plan=plan),
        stall(looks, now=now, hours=hours, plan=plan),
        retries(looks),
        finishing(looks),
        failing(looks),
        burn_down(looks),
    )


def looks_of(broadcast_id: int) -> Sequence[Look]:
    """The newest looks at the whole life that are kept, the oldest first."""
    rows = Snapshot.objects.whole_life().filter(broadcast_id=broadcast_id)
    return [row.look for row in rows.newest_first()[:MOST_LOOKS]][::-1]
