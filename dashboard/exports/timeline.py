"""Series -> CSV and JSON, a row a bucket; what is missing has a row without figures."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from django.utils import translation

from dashboard.exports import figures
from dashboard.exports.cells import Cell, csv_text, iso
from dashboard.exports.report import document, period_json
from stats.broadcast_stats import BroadcastStats
from stats.metrics import metrics
from stats.period import Period
from stats.series import Series, Slot

HEAD: Final = (
    *("broadcast_id", "name", "bucket_begin", "bucket_end", "fetched_at", "stale"),
    *figures.HEAD,
    "state",
)


def timeline_csv(broadcast_id: int, name: str | None, period: Period, series: Series) -> str:
    """One row a bucket."""
    return csv_text(HEAD, (_row(broadcast_id, name, period, slot) for slot in series.slots))


def timeline_json(
    broadcast_id: int,
    name: str | None,
    period: Period,
    series: Series,
    problem: dict[str, Any] | None,
) -> dict[str, Any]:
    """The buckets with usage, results and metrics; `missing` counts those without figures.

    complete: whether nothing more is to be fetched now: without it no bucket means not yet known.
    """
    with translation.override("en"):
        return document(
            broadcast_id=str(broadcast_id),
            name=name,
            period=period_json(period),
            bucket=series.size,
            missing=series.missing,
            complete=series.is_complete,
            problem=problem,
            buckets=[_bucket(period, slot) for slot in series.slots],
        )


def _row(broadcast_id: int, name: str | None, period: Period, slot: Slot) -> Iterator[Cell]:
    zone, bucket = period.zone, slot.bucket
    yield from (broadcast_id, name, iso(bucket.begin, zone), iso(bucket.end, zone))
    yield None if slot.seen_at is None else iso(slot.seen_at, zone)
    yield None if slot.stats is None else slot.is_stale
    yield from figures.columns(_of_bucket(slot))
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
