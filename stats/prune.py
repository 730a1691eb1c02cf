"""Pruning: old looks are thinned out, so that the database does not grow for ever.

Of a broadcast's whole life every look of KEEP_EVERY_DAYS stays, then one an hour until
KEEP_HOURLY_DAYS, then one a day (the latest of each, by UTC). Of the intervals that a timeline
asked for, its buckets and the stretches that it knows to be quiet, settled looks stay always; those
from before they were settled are thinned like those of a whole life. A period that a person asked
for goes KEEP_SHOWN_DAYS after somebody last saw it. The newest look of a whole life and of a
timeline's interval stays whatever its age.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby, pairwise
from typing import Final

from django.conf import settings
from django.db import transaction

from stats import service
from stats.kept import is_settled
from stats.models import Broadcast, Snapshot

_AT_A_TIME: Final = 200  # rows in one transaction
_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)
# As long as buckets are: an hour; a day, a week or a month, with an hour more or less where clocks
# are set. A period of one of these lengths is kept like a bucket, whoever asked for it.
_BUCKETS: Final = tuple(days * _DAY for days in (1, 7, 28, 29, 30, 31))


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is: `broadcasts` of `total` looked through, so many snapshots to go or gone."""

    broadcasts: int
    total: int
    snapshots: int


@dataclass(frozen=True, slots=True)
class Row:
    """What pruning needs to know of a snapshot; instants are aware, in UTC."""

    pk: int
    begin: datetime | None
    end: datetime | None
    last_seen_at: datetime
    shown_at: datetime | None


def prune(*, is_dry: bool) -> Iterator[Progress]:
    """Go through all broadcasts, and delete what has had its time; with `is_dry` only count it."""
    now = service.now()
    pks = list(Broadcast.objects.order_by("pk").values_list("pk", flat=True))
    snapshots = 0
    for number, pk in enumerate(pks, 1):
        snapshots += _prune(pk, now, is_dry=is_dry)
        yield Progress(number, len(pks), snapshots)


def _prune(broadcast_id: int, now: datetime, *, is_dry: bool) -> int:
    names = ("pk", "begin", "end", "last_seen_at", "shown_at")
    found = Snapshot.objects.filter(broadcast=broadcast_id).values_list(*names)
    rows = [Row(*each) for each in found.order_by("begin", "end", "last_seen_at", "pk")]
    gone = set(outdated(rows, now))
    if is_dry:
        return len(gone)
    going = [row for row in rows if row.pk in gone]
    return sum(
        _deleted(broadcast_id, going[start : start + _AT_A_TIME])
        for start in range(0, len(going), _AT_A_TIME)
    )


@transaction.atomic
def _deleted(broadcast_id: int, rows: Sequence[Row]) -> int:
    """Delete them, save those that were shown again meanwhile or that somebody else holds.

    Few at a time: on SQLite nobody else writes meanwhile.
    """
    judged = {row.pk: (row.last_seen_at, row.shown_at) for row in rows}
    held = Snapshot.objects.filter(pk__in=judged).select_for_update(skip_locked=True)
    same = [
        pk
        for pk, *seen in held.values_list("pk", "last_seen_at", "shown_at")
        if tuple(seen) == judged[pk]
    ]
    deleted = Snapshot.objects.filter(pk__in=same).delete()[0]
    if deleted:
        Broadcast.objects.filter(pk=broadcast_id).change()
    return deleted


def outdated(rows: Iterable[Row], now: datetime) -> list[int]:
    """The keys of those that go, of one broadcast's snapshots in the order of their intervals.

    Those of one interval come together, the newest last.
    """
    gone: list[int] = []
    for (begin, end), group in groupby(rows, key=lambda row: (row.begin, row.end)):
        looks = list(group)
        if begin is None or end is None:
            gone += _thinned(looks, now)
        elif _is_bucket(begin, end) or not any(row.shown_at for row in looks):
            # Never the last of them: it is the newest, or what the first settled look took over.
            gone += _thinned([row for row in looks if not is_settled(row.last_seen_at, end)], now)
        elif all(_is_out_of_sight(row, now) for row in looks):
            gone += [row.pk for row in looks]
    return gone


def _thinned(looks: list[Row], now: datetime) -> list[int]:
    """Those that are old enough and not the latest of their hour or day; never the last."""
    gone = []
    for row, after in pairwise(looks):
        age = now - row.last_seen_at
        if age < timedelta(days=settings.KEEP_EVERY_DAYS):
            continue
        is_hourly = age < timedelta(days=settings.KEEP_HOURLY_DAYS)
        if _slot(row, hourly=is_hourly) == _slot(after, hourly=is_hourly):
            gone.append(row.pk)
    return gone


def _slot(row: Row, *, hourly: bool) -> datetime:
    at = row.last_seen_at.replace(minute=0, second=0, microsecond=0)
    return at if hourly else at.replace(hour=0)


def _is_bucket(begin: datetime, end: datetime) -> bool:
    length = end - begin
    return length == _HOUR or any(abs(length - each) <= _HOUR for each in _BUCKETS)


def _is_out_of_sight(row: Row, now: datetime) -> bool:
    seen = max(row.last_seen_at, row.shown_at or row.last_seen_at)
    return now - seen >= timedelta(days=settings.KEEP_SHOWN_DAYS)
