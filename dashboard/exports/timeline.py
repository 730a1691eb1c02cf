"""Series -> CSV and JSON, a row a bucket; what is missing has a row without figures."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from django.utils import translation

from dashboard.exports import figures
from dashboard.exports.cells import Cell, csv_text, iso
from dashboard.exports.report import document, period_json
from stats.broadcast_stats import BroadcastStats, PlainStats
from stats.metrics import metrics
from stats.period import Period
from stats.series import Series, Slot

Stretch = tuple[Period, Series]
Json = dict[str, Any]

HEAD: Final = (
    *("broadcast_id", "name", "bucket_begin", "bucket_end", "fetched_at", "stale"),
    *figures.HEAD,
    "state",
)


def timeline_csv(
    broadcast_id: int,
    name: str | None,
    stretch: Stretch,
    earlier: Stretch | None = None,
) -> str:
    """One row a bucket; those of the earlier stretch follow."""
    return csv_text(
        HEAD,
        (
            _row(broadcast_id, name, period, slot)
            for period, series in filter(None, (stretch, earlier))
            for slot in series.slots
        ),
    )


def timeline_json(
    broadcast_id: int,
    name: str | None,
    stretch: Stretch,
    earlier: Stretch | None = None,
    problems: tuple[Json | None, Json | None] = (None, None),
) -> Json:
    """The buckets with usage, results and metrics; `missing` counts those without figures.

    complete: whether nothing more is to be fetched now: without it no bucket means not yet known.
    previous: the same of the earlier stretch. problems: that of each.
    """
    with translation.override("en"):
        buckets = buckets_json(*stretch)
        return document(
            broadcast_id=str(broadcast_id),
            name=name,
            period=buckets.pop("period"),
            problem=problems[0],
            **buckets,
            previous=buckets_json(*earlier) if earlier else None,
            previous_problem=problems[1],
        )


def buckets_json(period: Period, series: Series) -> Json:
    """One stretch: its buckets, and how many of them are missing."""
    return {
        "period": period_json(period),
        "bucket": series.size,
        "missing": series.missing,
        "complete": series.is_complete,
        "buckets": [_bucket(period, slot) for slot in series.slots],
    }


def _row(broadcast_id: int, name: str | None, period: Period, slot: Slot) -> Iterator[Cell]:
    zone, bucket = period.zone, slot.bucket
    yield from (broadcast_id, name, iso(bucket.begin, zone), iso(bucket.end, zone))
    yield None if slot.seen_at is None else iso(slot.seen_at, zone)
    yield None if slot.stats is None else slot.is_stale
    yield from figures.columns(PlainStats.of(_of_bucket(slot)))
    yield slot.state


def _bucket(period: Period, slot: Slot) -> dict[str, Any]:
    zone, stats = period.zone, _of_bucket(slot)
    return {
        "begin": iso(slot.bucket.begin, zone),
        "end": iso(slot.bucket.end, zone),
        "state": slot.state,
        "fetched_at": slot.seen_at and iso(slot.seen_at, zone),
        "stale": None if slot.stats is None else slot.is_stale,
        "usage": figures.usage(stats),
        "results": figures.results(stats),
        "metrics": figures.derived(metrics(stats)),
    }


def _of_bucket(slot: Slot) -> BroadcastStats:
    """Without statuses: they are a state at a moment, not of a bucket."""
    return replace(slot.stats or BroadcastStats(), action_statistics=None)
