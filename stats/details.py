"""What a broadcast is, asked of CallFire beside its figures: its name, type, hours and retry plan.

Nothing here delays figures or fails them: they are shown with what is kept of the details, however
old, or without.
"""

import logging
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from django.db import DatabaseError

from stats import service
from stats.broadcast_details import BroadcastDetails
from stats.callfire.errors import CallFireError
from stats.models import Broadcast
from stats.named import keep_details

log = logging.getLogger("stats.details")

FRESH: Final = timedelta(hours=1)
# After a question in vain nobody asks again for so long.
FAILED_STAYS: Final = timedelta(minutes=5)


def refresh(broadcast_id: int) -> None:
    """Ask CallFire for the broadcast's details if that is needed, and keep them.

    However many ask at once, CallFire is asked once. Raises nothing: what goes wrong is logged, and
    remembered for FAILED_STAYS where CallFire was asked.
    """
    try:
        if needs_asking(broadcast_id):
            service.made_questions().ask_details(broadcast_id, partial(_keep, broadcast_id))
    except CallFireError as problem:
        log.info("details of broadcast %d not known: %s", broadcast_id, problem.kind)
        if not (problem.is_paused or problem.missing_settings):
            _remember_failure(broadcast_id)
    except DatabaseError as error:
        log.warning("details of broadcast %d not saved: %s", broadcast_id, error)


def are_wanted(broadcast_id: int, shown: BroadcastDetails | None) -> bool:
    """Whether a page that shows these is to fetch others: by a question, or since the first came.

    Those that came while its figures were gathered, by somebody else's question, are not on it.
    """
    if needs_asking(broadcast_id):
        return True
    came = Broadcast.objects.filter(pk=broadcast_id, details_seen_at__isnull=False)
    return shown is None and came.exists()


def needs_asking(broadcast_id: int) -> bool:
    """Whether there are no details of the last hour, and no question for them failed just now."""
    rows = Broadcast.objects.filter(pk=broadcast_id)
    known = rows.values_list("details_seen_at", "details_failed_at").first()
    if known is None:
        return True
    seen_at, failed_at = known
    if failed_at is not None and _is_within(FAILED_STAYS, failed_at, service.wall_clock()):
        return False
    return seen_at is None or not _is_within(FRESH, seen_at, service.now())


def _is_within(span: timedelta, at: datetime, now: datetime) -> bool:
    # A clock that was set back leaves instants ahead of now: those are no more recent for it.
    return abs(now - at) < span


def _keep(broadcast_id: int, details: BroadcastDetails) -> None:
    keep_details(broadcast_id, details)
    rows = Broadcast.objects.filter(broadcast_id=broadcast_id)
    rows.change(details_seen_at=service.now(), details_failed_at=None)


def _remember_failure(broadcast_id: int) -> None:
    """Note it at the broadcast, if that is kept at all."""
    try:
        rows = Broadcast.objects.filter(pk=broadcast_id)
        rows.change(details_failed_at=service.wall_clock())
    except DatabaseError as error:
        log.warning("that broadcast %d has no details is not saved: %s", broadcast_id, error)
