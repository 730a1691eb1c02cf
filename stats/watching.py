"""Which broadcasts are watched, and when the collectors last came round.

Instants are aware and of the real clock.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from stats import service
from stats.alerts import occurrences
from stats.models import Broadcast, Collector, Watch
from stats.named import row_of

MISSED_ROUNDS: Final = 3  # from so many on the collector is taken for dead


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """When a whole round last ended (None: never), and how far rounds are apart, if known."""

    ended_at: datetime | None
    every: timedelta | None
    watched: int

    def is_late(self, at: datetime) -> bool:
        """Whether three rounds or more are missing by then; a first round is always missing."""
        if self.ended_at is None:
            return self.watched > 0
        return self.every is not None and at - self.ended_at > MISSED_ROUNDS * self.every


def watch(broadcast_id: int) -> None:
    """Have the broadcast looked at from now on; of one that is watched nothing changes."""
    row_of(broadcast_id)
    now = service.wall_clock()
    Watch.objects.get_or_create(
        broadcast_id=broadcast_id, defaults={"since": now, "next_look_at": now}
    )
    Broadcast.objects.filter(pk=broadcast_id).change()


def unwatch(broadcast_id: int) -> None:
    """Let it go; what is kept stays, and alerts that are open end without a word."""
    Watch.objects.filter(broadcast_id=broadcast_id).delete()
    Broadcast.objects.filter(pk=broadcast_id).change()
    occurrences.end_all(broadcast_id)


def is_watched(broadcast_id: int) -> bool:
    """Whether collectors look at it."""
    return Watch.objects.filter(broadcast_id=broadcast_id).exists()


def heartbeat() -> Heartbeat:
    """How the collectors are."""
    row = Collector.objects.filter(pk=1).first()
    every = timedelta(seconds=row.every_seconds) if row and row.every_seconds else None
    return Heartbeat(row.ended_at if row else None, every, Watch.objects.count())


def beat(every: timedelta | None) -> None:
    """Say that a whole round ended. Without `every`, rounds are as far apart as the last two."""
    now = service.wall_clock()
    row, _ = Collector.objects.get_or_create(pk=1)
    if every is None and row.ended_at is not None:
        every = now - row.ended_at
    row.ended_at = now
    row.every_seconds = None if every is None else max(1, round(every.total_seconds()))
    row.save()
