"""A broadcast under CallFire's own ID, and what CallFire said of it, one answer a row."""

import time
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, Self

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, OuterRef, Subquery

from stats.broadcast_details import BroadcastDetails, CallingHours, RetryPlan
from stats.broadcast_stats import ActionStatistics, BroadcastStats, ResultStat, UsageStats
from stats.period import Period
from stats.report import Look
from stats.results import ordered

SORTED_BY: Final = (
    *("sort_name", "type", "status", "created", "last_modified"),
    *("completion", "reached", "reached_rate", "error_rate", "credits", "as_of"),
)


def first_version() -> int:
    """Where a new broadcast begins to count: at no number that one forgotten before it had."""
    return time.time_ns() // 1_000


class BytewiseTextField(models.TextField):  # type: ignore[type-arg]
    """Text that every database compares by its code points, so that a prefix is a range."""

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, Any]:
        """SQLite compares so by itself, and knows no collation of that name."""
        collation = "C" if connection.vendor == "postgresql" else None
        return {**super().db_parameters(connection), "collation": collation}


class BroadcastQuerySet(models.QuerySet["Broadcast"]):
    """Questions that read as English."""

    def seen_lately(self, most: int) -> Self:
        """Those that people looked at last, the latest first, each with its `newest_id`."""
        seen = self.filter(viewed_at__isnull=False).order_by("-viewed_at", "-pk")
        return seen.with_newest()[:most]

    def change(self, **columns: Any) -> int:
        """Update columns, or only say that something kept of these broadcasts changed."""
        return self.update(version=F("version") + 1, **columns)

    def sorted_keys(
        self, column: str, start: int, stop: int | None, *, descending: bool
    ) -> list[int]:
        """The keys from one place in the order to another; where nothing is given comes last.

        The newer ID comes first among equals. Those with and without a value are asked for one
        after the other: an index of PostgreSQL holds one order of nulls, and is read either way.
        """
        given = self.filter(**{f"{column}__isnull": False})
        given = given.order_by(f"-{column}" if descending else column, "-pk")
        keys = list(given.values_list("pk", flat=True)[start:stop])
        if stop is not None and len(keys) == stop - start:
            return keys
        before = start + len(keys) if keys or not start else given.count()
        rest = self.filter(**{f"{column}__isnull": True}).order_by("-pk")
        behind = slice(max(0, start - before), None if stop is None else stop - before)
        return keys + list(rest.values_list("pk", flat=True)[behind])

    def with_newest(self) -> Self:
        """Each with its `newest_id`."""
        newest = Snapshot.objects.whole_life().filter(broadcast=OuterRef("pk"))
        return self.annotate(newest_id=Subquery(newest.newest_first().values("pk")[:1]))


class Broadcast(models.Model):
    """A broadcast that was asked about, under CallFire's own ID."""

    broadcast_id = models.BigIntegerField(primary_key=True)
    # Another one after each write of what its page shows, in the writer's own transaction.
    version = models.BigIntegerField(default=first_version)
    name = models.TextField(null=True)
    # What GetBroadcast said when it was last asked; null where it said nothing of it. Type, status
    # and the retry results are CallFire's codes as sent, calling hours in the recipient's own time.
    type = models.TextField(null=True)
    status = models.TextField(null=True)
    labels = models.JSONField(null=True)
    created = models.DateTimeField(null=True)
    last_modified = models.DateTimeField(null=True)
    hours_begin = models.TimeField(null=True)
    hours_end = models.TimeField(null=True)
    retry_max_attempts = models.IntegerField(null=True)
    retry_minutes_between = models.IntegerField(null=True)
    retry_results = models.JSONField(null=True)
    details_seen_at = models.DateTimeField(null=True)
    # When QueryBroadcasts last said something new of it; its list may leave the config out.
    listed_at = models.DateTimeField(null=True)
    # When GetBroadcast was last asked in vain, by the real clock.
    details_failed_at = models.DateTimeField(null=True)
    # When a portfolio last asked for its figures in vain, by the real clock, and the facts of the
    # problem (`CallFireError.facts`); null once they came.
    in_vain_at = models.DateTimeField(null=True)
    in_vain = models.JSONField(null=True)
    # When a person last looked at its page; the first page lists by it.
    viewed_at = models.DateTimeField(null=True, db_index=True)
    # What people here call it and know of it.
    own_name = models.TextField(default="")
    note = models.TextField(default="")
    # What the list sorts by (`stats.models.columns.standing_columns`): the shown name in
    # lower case, and the figures of the newest whole-life snapshot; null is "not given".
    sort_name = BytewiseTextField(null=True)
    completion = models.FloatField(null=True)
    reached = models.BigIntegerField(null=True)
    reached_rate = models.FloatField(null=True)
    error_rate = models.FloatField(null=True)
    credits = models.FloatField(null=True)
    as_of = models.DateTimeField(null=True)
    # Attempts at the latest whole-life looks, the oldest first, for a small line.
    trend = models.JSONField(default=list)
    # The newest whole-life snapshot, where `seen_lately` brought it along.
    newest_id: int | None

    objects = BroadcastQuerySet.as_manager()

    class Meta:
        """How the list is sorted and narrowed down without reading all of it."""

        indexes = [
            *(
                models.Index(fields=[column, "broadcast_id"], name=f"broadcast_{column}")
                for column in SORTED_BY
            ),
            models.Index(fields=["status", "type"], name="broadcast_kind"),
        ]

    def __str__(self) -> str:
        return str(self.broadcast_id)

    @property
    def shown_name(self) -> str | None:
        """What people call it here, else what CallFire says."""
        return self.own_name or self.name

    @property
    def details(self) -> BroadcastDetails | None:
        """What `details_columns` was given; None where CallFire was never asked."""
        if self.details_seen_at is None and self.listed_at is None:
            return None
        results = None if self.retry_results is None else tuple(self.retry_results)
        hours = CallingHours(self.hours_begin, self.hours_end)
        plan = RetryPlan(self.retry_max_attempts, self.retry_minutes_between, results)
        return BroadcastDetails(
            self.name,
            self.type,
            self.status,
            tuple(self.labels or ()),
            self.created,
            self.last_modified,
            None if hours == CallingHours() else hours,
            None if plan == RetryPlan() else plan,
        )


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    """Questions that read as English."""

    def of(self, broadcast_id: int, begin: datetime | None, end: datetime | None) -> Self:
        """Those of one broadcast and one interval; without begin and end its whole life."""
        return self.filter(broadcast_id=broadcast_id, begin=begin, end=end)

    def whole_life(self) -> Self:
        """Those of a broadcast's whole life."""
        return self.filter(begin=None, end=None)

    def between(
        self, broadcast_id: int, edges: list[datetime]
    ) -> Iterator[tuple[datetime, datetime, Look]]:
        """Begin, end and answer of each interval from edge to edge, in the order last seen.

        Of an interval's answers the newest, the newest without any attempt, and those seen after
        its end: of a day that was watched while it ran there are hundreds, which tell no more.
        """
        wanted, chosen, newest = set(edges), set(), {}
        # One condition on the index, the other one here: hundreds of values twice cost more.
        within = self.filter(broadcast_id=broadcast_id, begin__in=edges).order_by("pk")
        for pk, begin, end, seen_at, attempts in within.values_list(
            "pk", "begin", "end", "last_seen_at", "attempts"
        ):
            if end not in wanted:
                continue
            if seen_at >= end:
                chosen.add(pk)
            newest[begin, end, False] = pk
            if attempts == 0:
                newest[begin, end, True] = pk
        chosen.update(newest.values())
        for row in self.filter(pk__in=chosen).order_by("last_seen_at", "pk"):
            if row.begin is not None and row.end is not None:
                yield row.begin, row.end, row.look

    def newest_first(self) -> Self:
        """In the order in which they were last seen, the latest first."""
        return self.order_by("-last_seen_at", "-pk")

    def newest(self) -> "Snapshot | None":
        """The one last seen, if any."""
        return self.newest_first().first()


class Snapshot(models.Model):
    """One answer of GetBroadcastStats: whole or absent by itself.

    An answer equal to the newest one of its interval moves `last_seen_at` instead of adding a row.
    null means "not reported" everywhere; durations are seconds, the amount is text, digit for
    digit, results are {code: [attempts, actions]}.
    """

    # `snapshot_newest` begins with it: an index of its own would be one too many.
    broadcast = models.ForeignKey(
        Broadcast, models.CASCADE, related_name="snapshots", db_index=False
    )
    begin = models.DateTimeField(null=True)
    end = models.DateTimeField(null=True)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    # When a person last saw it, to the day; null is "when it came". Old ones are pruned by it.
    shown_at = models.DateTimeField(null=True)
    duration_seconds = models.BigIntegerField(null=True)
    billed_duration_seconds = models.BigIntegerField(null=True)
    billed_amount = models.TextField(null=True)
    attempts = models.BigIntegerField(null=True)
    actions = models.BigIntegerField(null=True)
    unattempted = models.BigIntegerField(null=True)
    retry_wait = models.BigIntegerField(null=True)
    finished = models.BigIntegerField(null=True)
    results = models.JSONField(default=dict)

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        """How the newest of an interval is found."""

        indexes = [
            models.Index(
                fields=["broadcast", "begin", "end", "-last_seen_at"], name="snapshot_newest"
            )
        ]

    def __str__(self) -> str:
        return f"{self.broadcast_id} [{self.begin}, {self.end}) at {self.last_seen_at}"

    @property
    def look(self) -> Look:
        """The kept answer as a plain value."""
        return Look(stats_of(self), self.first_seen_at, self.last_seen_at)


def interval(period: Period) -> tuple[datetime | None, datetime | None]:
    """Begin and end as they are kept and asked."""
    return period.begin, period.end


_NO_USAGE: Final = UsageStats()
_NO_STATUSES: Final = ActionStatistics()


def stats_of(row: "Snapshot") -> BroadcastStats:
    """The figures of a row: what `columns` was given."""
    amount = None if row.billed_amount is None else Decimal(row.billed_amount)
    usage = UsageStats(
        row.duration_seconds, row.billed_duration_seconds, amount, row.attempts, row.actions
    )
    standing = ActionStatistics(row.unattempted, row.retry_wait, row.finished)
    return BroadcastStats(
        None if usage == _NO_USAGE else usage,
        tuple([ResultStat(name, *row.results[name]) for name in ordered(row.results)]),
        None if standing == _NO_STATUSES else standing,
    )
