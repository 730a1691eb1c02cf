"""What people looked at: which broadcasts, when, and what those are called."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet

from stats import service
from stats.broadcast_stats import BroadcastStats
from stats.models import Broadcast, Snapshot, interval
from stats.period import Period
from stats.report import Freshness, Report

log = logging.getLogger("stats.seen")

SEEN_LATELY: Final = 20
_VERSION: Final = f"SELECT version FROM {Broadcast._meta.db_table} WHERE broadcast_id = %s"  # noqa: S608
VIEW_RECORDED_EVERY: Final = timedelta(minutes=1)
SHOWN_RECORDED_EVERY: Final = timedelta(days=1)


def name_of(broadcast_id: int) -> str | None:
    """The broadcast's name, where it is known."""
    row = Broadcast.objects.filter(pk=broadcast_id).only("name", "own_name").first()
    return row.shown_name if row else None


def version_of(broadcast_id: int) -> int | None:
    """What changes with everything that is kept of the broadcast; None where nothing is.

    In SQL, since every visit of a page asks for it: to build the query took eight times as long as
    to ask it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_VERSION, [broadcast_id])
        row = cursor.fetchone()
    return row[0] if row else None


def names_of(broadcast_ids: Sequence[int]) -> dict[int, str]:
    """The names of those broadcasts that have one."""
    rows = Broadcast.objects.filter(pk__in=broadcast_ids).only("name", "own_name")
    return {row.pk: row.shown_name for row in rows if row.shown_name}


def record_shown(broadcast_id: int, period: Period) -> None:
    """Remember, to the day, that a person saw or took these figures; what can't be is logged."""
    if period.is_all:
        return
    at = service.now()
    shown = Snapshot.objects.of(broadcast_id, *interval(period))
    long_ago = shown.exclude(shown_at__gt=at - SHOWN_RECORDED_EVERY)
    try:
        if long_ago.exists():  # mostly not, and then nothing is locked
            _mark_shown(long_ago, at)
    except DatabaseError as error:
        log.warning("that broadcast %d was shown is not recorded: %s", broadcast_id, error)


@transaction.atomic
def _mark_shown(rows: QuerySet[Snapshot], at: datetime) -> None:
    """Nobody waits for rows that somebody else holds: they are marked too, or pruned."""
    free = rows.select_for_update(skip_locked=True).values_list("pk", flat=True)
    Snapshot.objects.filter(pk__in=list(free)).update(shown_at=at)


def record_view(broadcast_id: int, period: Period) -> None:
    """Remember that a person looks at this broadcast now, in this period.

    What can't be written is logged.
    """
    record_shown(broadcast_id, period)
    at = service.now()
    try:
        Broadcast.objects.filter(broadcast_id=broadcast_id).exclude(
            viewed_at__gt=at - VIEW_RECORDED_EVERY, viewed_at__lte=at
        ).update(viewed_at=at)
    except DatabaseError as error:
        log.warning("view of broadcast %d not recorded: %s", broadcast_id, error)


def seen_lately(whole_life: Period) -> list[Report]:
    """The broadcasts that people looked at last, with their newest whole-life figures.

    One that was only looked at in a period has none: its report's `whole_life` is None.
    """
    return reports_of(list(Broadcast.objects.seen_lately(SEEN_LATELY)), whole_life)


def reports_of(broadcasts: Sequence[Broadcast], whole_life: Period) -> list[Report]:
    """Broadcasts that were asked `with_newest`, with their newest whole-life figures."""
    newest = Snapshot.objects.in_bulk([each.newest_id for each in broadcasts if each.newest_id])
    return [_listed(each, newest.get(each.newest_id or 0), whole_life) for each in broadcasts]


def _listed(broadcast: Broadcast, newest: Snapshot | None, whole_life: Period) -> Report:
    look = newest.look if newest else None
    at = look.last_seen_at if look else broadcast.viewed_at or service.now()
    return Report(
        broadcast.pk,
        broadcast.shown_name,
        whole_life,
        look.stats if look else BroadcastStats(),
        at,
        service.freshness_of(look, whole_life) if look else Freshness.OLD,
        look,
        details=broadcast.details,
    )
