"""Answers are kept: one row each, whole or not at all. Instants are aware, in UTC."""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.db import DatabaseError, transaction

from stats.broadcast_stats import BroadcastStats
from stats.models import Broadcast, Snapshot, columns, standing_columns
from stats.named import row_of
from stats.questions.question import WHOLE_LIFE, Interval
from stats.report import Look

log = logging.getLogger("stats.questions")

TREND: Final = 24  # looks whose attempts are kept for the list's small line


def keep(
    broadcast_id: int, interval: Interval, stats: BroadcastStats, at: datetime
) -> tuple[Look, bool]:
    """Keep an answer that came at that instant; say what is now kept, and whether it is."""
    try:
        return _saved(broadcast_id, interval, stats, at), True
    except DatabaseError as error:
        log.warning("figures of broadcast %d not saved: %s", broadcast_id, error)
        return Look(stats, at, at), False


def keep_all(
    broadcast_id: int, answers: Sequence[tuple[Interval, BroadcastStats]], at: datetime
) -> list[tuple[Look, bool]]:
    """Keep answers for different intervals of one broadcast, as `keep` does, all or none."""
    try:
        return [(look, True) for look in _all_saved(broadcast_id, answers, at)]
    except DatabaseError as error:
        log.warning("figures of broadcast %d not saved: %s", broadcast_id, error)
        return [(Look(stats, at, at), False) for _, stats in answers]


@transaction.atomic
def _all_saved(
    broadcast_id: int, answers: Sequence[tuple[Interval, BroadcastStats]], at: datetime
) -> list[Look]:
    """Those that are the first of their interval go into one statement; most are, at first."""
    begins = [begin for (begin, _), _ in answers if begin is not None]
    seen = Snapshot.objects.filter(broadcast_id=broadcast_id, begin__in=begins)
    known = {WHOLE_LIFE, *seen.order_by().values_list("begin", "end").distinct()}
    if any(interval not in known for interval, _ in answers):
        row_of(broadcast_id)
    Broadcast.objects.filter(pk=broadcast_id).change()
    Snapshot.objects.bulk_create(
        Snapshot(**_facts(broadcast_id, interval, stats, at))
        for interval, stats in answers
        if interval not in known
    )
    return [
        _saved(broadcast_id, interval, stats, at) if interval in known else Look(stats, at, at)
        for interval, stats in answers
    ]


@transaction.atomic
def _saved(broadcast_id: int, interval: Interval, stats: BroadcastStats, at: datetime) -> Look:
    broadcast = row_of(broadcast_id)
    newest = Snapshot.objects.of(broadcast_id, *interval).newest()
    # A clock that was set back must not put the newest answer behind an older one.
    at = max(at, newest.last_seen_at) if newest else at
    standing = _standing(broadcast, stats, at) if interval == WHOLE_LIFE else {}
    Broadcast.objects.filter(pk=broadcast.pk).change(**standing)
    if newest is not None and columns(newest.look.stats) == columns(stats):
        newest.last_seen_at = at
        newest.save(update_fields=["last_seen_at"])
        return newest.look
    return Snapshot.objects.create(**_facts(broadcast_id, interval, stats, at)).look


def _standing(broadcast: Broadcast, stats: BroadcastStats, at: datetime) -> dict[str, Any]:
    """What has the broadcast listed by these figures of its whole life."""
    trend = broadcast.trend
    if stats.usage and stats.usage.attempts is not None:
        trend = [*trend, stats.usage.attempts][-TREND:]
    return {**standing_columns(stats), "as_of": at, "trend": trend}


def _facts(
    broadcast_id: int, interval: Interval, stats: BroadcastStats, at: datetime
) -> dict[str, Any]:
    """A new row."""
    begin, end = interval
    seen = {"first_seen_at": at, "last_seen_at": at}
    return {"broadcast_id": broadcast_id, "begin": begin, "end": end, **seen, **columns(stats)}
