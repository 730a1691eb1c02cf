"""The demo's past: a day of looks at its running broadcasts, taken through the ordinary service.

What there was to tell of them is told, as a collector would have.

Both clocks are set back for each look, the site's here and CallFire's by the simulator's address.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final

from django.conf import settings

from stats import service, watching
from stats.alerts import occurrences
from stats.alerts.kinds import Name
from stats.alerts.rules import set_rules
from stats.callfire.errors import CallFireError
from stats.questions import WHOLE_LIFE

DAY: Final = timedelta(days=1)
# How far apart looks are, by how long ago they were: the last ones as close as a collector's.
APART: Final = (
    (timedelta(hours=2), timedelta(minutes=5)),
    (timedelta(hours=6), timedelta(minutes=15)),
    (DAY, timedelta(minutes=30)),
)
LOOK_SECONDS: Final = 15.0
REST: Final = "/api/1.1/rest/"
TOLD: Final[dict[Name, tuple[bool, Decimal | None]]] = {
    "done": (True, None),
    "stalled": (True, None),
    "error_burst": (True, None),
    "error_rate": (True, Decimal(10)),
    "calling_hours": (True, None),
}


def take(broadcast_ids: list[int]) -> None:
    """Look at all of them a day ago, then at those that had not ended; watch what still runs.

    Nothing may be kept of them yet: an answer is never put behind a newer one.
    """
    address = settings.CALLFIRE_API_URL
    unfinished = set(broadcast_ids)
    instants = list(_instants(service.now()))
    with service.clocks_at(instants[0]):
        set_rules(None, TOLD)
        for broadcast_id in broadcast_ids:
            watching.watch(broadcast_id)
    try:
        for at in instants:
            settings.CALLFIRE_API_URL = address.replace(REST, f"/at/{_written(at)}{REST}")
            with service.clocks_at(at):
                finished = _finished(unfinished)
                for broadcast_id in broadcast_ids:
                    if broadcast_id in unfinished:
                        occurrences.check(broadcast_id)
                unfinished -= finished
    finally:
        settings.CALLFIRE_API_URL = address
    for broadcast_id in broadcast_ids:
        if broadcast_id not in unfinished:
            watching.unwatch(broadcast_id)


def _finished(broadcast_ids: set[int]) -> set[int]:
    """Look at all of these; those of which there will be nothing more to see."""
    wanted = [(broadcast_id, WHOLE_LIFE) for broadcast_id in broadcast_ids]
    return {
        broadcast_id
        for (broadcast_id, _), outcome in service.ask_each(lambda: wanted, LOOK_SECONDS)
        if isinstance(outcome, CallFireError) or outcome.look.is_done
    }


def _instants(now: datetime) -> Iterator[datetime]:
    """The instants of the looks, the oldest first."""
    ago = DAY
    while ago > timedelta():
        yield (now - ago).replace(microsecond=0)
        ago -= next(apart for since, apart in APART if ago <= since)


def _written(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
