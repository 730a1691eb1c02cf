"""What is kept of the hours of many broadcasts together, read in one query.

Hour buckets of a timeline, by the answer that was seen last (`stats.kept`). Instants are aware, in
UTC.
"""

import json
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Aggregate, Count, Exists, Max, OuterRef, Q, QuerySet, TextField
from django.db.models.sql.compiler import SQLCompiler

from stats.best_time.cells import Hour
from stats.counts import LIVE
from stats.models import Snapshot
from stats.period import Period
from stats.results import code, is_tried

MOST_DAYS: Final = timedelta(days=400)
_HOUR: Final = timedelta(hours=1)

Results = dict[str, tuple[int | None, int | None]]


class Joined(Aggregate):
    """The JSON of a group's rows, with commas between, to be read as one list.

    Each row for itself would be read ten times slower: a month of 500 broadcasts has 300,000.
    """

    function = "STRING_AGG"
    template = "%(function)s(%(expressions)s::text, ',')"
    output_field = TextField()

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> Any:
        """SQLite keeps JSON as text."""
        template = "GROUP_CONCAT(%(expressions)s, ',')"
        return self.as_sql(compiler, connection, template=template, **context)


def mark(broadcast_ids: Collection[int], period: Period, now: datetime) -> tuple[object, ...]:
    """What changes whenever `kept_hours` may, had without reading the hours."""
    rows = _within(broadcast_ids, period, now)
    found = rows.aggregate(count=Count("pk"), newest=Max("pk"), seen_at=Max("last_seen_at"))
    return tuple(found.values())


def kept_hours(broadcast_ids: Collection[int], period: Period, now: datetime) -> list[Hour]:
    """The hours within the period in which anything was tried, all broadcasts together.

    Those that `stats.collect` keeps, which begin at full hours of the site's zone: people may look
    at others in a zone at half past. An hour of texts alone counts for nothing, nor does one of
    whose attempts a part is not reported. Of a long period those of the last MOST_DAYS count.
    """
    zone = ZoneInfo(settings.TIME_ZONE)
    rows = (
        _newest(broadcast_ids, period, now)
        .values_list("begin", "end")
        .annotate(all=Joined("results"))
    )
    found = (
        _hour(begin, json.loads(f"[{joined}]"))
        for begin, end, joined in rows.order_by("begin")
        if begin is not None and end is not None and _is_hour(begin, end, zone)
    )
    return [hour for hour in found if hour.tried]


def _newest(broadcast_ids: Collection[int], period: Period, now: datetime) -> QuerySet[Snapshot]:
    """Of each interval within the period the answer that was seen last."""
    rows = _within(broadcast_ids, period, now)
    later = Q(last_seen_at__gt=OuterRef("last_seen_at")) | Q(
        last_seen_at=OuterRef("last_seen_at"), pk__gt=OuterRef("pk")
    )
    same = {name: OuterRef(name) for name in ("broadcast_id", "begin", "end")}
    return rows.exclude(Exists(Snapshot.objects.filter(later, **same)))


def _within(broadcast_ids: Collection[int], period: Period, now: datetime) -> QuerySet[Snapshot]:
    """Every answer for an interval within the period, as far as that is not too long ago."""
    begin = max(period.begin or now - MOST_DAYS, min(period.end or now, now) - MOST_DAYS)
    rows = Snapshot.objects.filter(broadcast_id__in=broadcast_ids, begin__gte=begin)
    return rows if period.end is None else rows.filter(end__lte=period.end)


def _is_hour(begin: datetime, end: datetime, zone: ZoneInfo) -> bool:
    """Whether an interval is a whole hour, as clocks in the zone cut it."""
    return end - begin == _HOUR and begin.astimezone(zone).minute == 0


def _hour(begin: datetime, rows: Iterable[Results]) -> Hour:
    """What the broadcasts brought in an hour."""
    tried = live = 0
    for results in rows:
        one_tried, one_live = _counts(results)
        tried += one_tried
        live += one_live
    return Hour(begin, tried, live)


def _counts(results: Results) -> tuple[int, int]:
    """Tried and live answers, as `stats.metrics` counts them; 0 where they can't be had."""
    tried = live = 0
    for name in _counted(tuple(results)):
        attempts, _ = results[name]
        if attempts is None:
            return 0, 0
        tried += attempts
        if name in LIVE:
            live += attempts
    return tried, live


@lru_cache(maxsize=1024)
def _counted(names: tuple[str, ...]) -> tuple[str, ...]:
    """Which of the results that came count as tried; none of texts alone."""
    if {code(name).of for name in names} - {"both"} == {"texts"}:
        return ()
    return tuple(name for name in names if is_tried(name))
