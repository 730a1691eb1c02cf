"""Outlook: what the looks at a whole broadcast say of how it goes on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
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

# A day and an hour, also of a look a minute: older ones say little of how it goes on now.
MOST_LOOKS: Final = 360
_DENSE: Final = timedelta(minutes=75)
_APART: Final = timedelta(minutes=4.5)  # rounds of five minutes come a little early or late
_MOST_ROWS: Final = 2_000  # of which these are chosen: over a day of a look a minute


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


def looks_of(broadcast_id: int, most: int = MOST_LOOKS) -> Sequence[Look]:
    """The newest looks at the whole life that are kept, the oldest first.

    Those of the last hour and a quarter are all there; older ones are some minutes apart, so that
    they reach back over a day however often somebody looked.
    """
    rows = Snapshot.objects.whole_life().filter(broadcast_id=broadcast_id).newest_first()
    seen = rows.values_list("pk", "last_seen_at")[: 1 if most == 1 else _MOST_ROWS]
    chosen: list[int] = []
    newest = kept = None
    for pk, at in seen:
        newest = newest or at
        if kept is None or newest - at <= _DENSE or kept - at >= _APART:
            chosen.append(pk)
            kept = at
        if len(chosen) == most:
            break
    found = Snapshot.objects.in_bulk(chosen)
    return [found[pk].look for pk in reversed(chosen) if pk in found]
