"""Broadcasts abreast -> their attempts over time: bars on a common axis, and a table.

The bars are drawn here, so that they need no script.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dashboard import contrasts, numbers, times, when, words
from dashboard.templatetags import figures
from stats import service
from stats.abreast import Column
from stats.buckets import Bucket, BucketSize
from stats.series import Slot
from stats.side_by_side import SideBySide

WIDTH: Final = 1_000  # of a row of bars, in its own units
HEIGHT: Final = 60
FULL: Final = 0.86  # of a bucket's width that its bar has
# A bucket by its length and by where it begins: an instant, or a time from the first attempt on.
Key = tuple[datetime | timedelta, BucketSize]


@dataclass(frozen=True, slots=True)
class Bar:
    """A bucket in its row: from the left and the top, in the row's own units."""

    x: float
    y: float
    width: float
    height: float
    state: str
    title: str


@dataclass(frozen=True)
class _Axis:
    """From where to where all rows go, in time from the begin of the axis; how high the highest."""

    begin: datetime | None
    length: timedelta
    most: int


def of(found: SideBySide) -> dict[str, Any]:
    """The context of the section."""
    drawn = [column for column in found.columns if _is_drawn(column)]
    series = [column.series for column in drawn if column.series]
    fetched, whole = (sum(each.fetched for each in series), sum(len(each.slots) for each in series))
    zone = found.wanted.period.zone
    axis = _axis(found, drawn)
    return {
        "charts": [_chart(column, axis, zone) for column in drawn] if axis.most else [],
        "ticks": _ticks(axis, zone) if drawn else [],
        "most": axis.most,
        "rows": _rows(drawn, zone),
        "names": [contrasts.name_of(column) for column in drawn],
        "progress": _progress(fetched, whole, {each.size for each in series}),
        "fetched": fetched,
        "whole": whole,
        "missing": whole - fetched,
    }


def _is_drawn(column: Column) -> bool:
    """Whether there is something to draw, or will be: of one that failed, only what came before."""
    series = column.series
    return series is not None and bool(series.slots) and bool(series.fetched or not column.problem)


def _progress(fetched: int, whole: int, sizes: set[BucketSize]) -> str:
    """How much is fetched: "24 of 168 hours"."""
    if len(sizes) != 1:
        return _("%(fetched)s of %(whole)s") % {
            "fetched": numbers.written(fetched),
            "whole": numbers.written(whole),
        }
    said = words.buckets(whole, *sizes)
    return _("%(fetched)s of %(whole)s") % {"fetched": numbers.written(fetched), "whole": said}


def _axis(found: SideBySide, drawn: Sequence[Column]) -> _Axis:
    most = max((_attempts(slot) or 0 for column in drawn for slot in _slots(column)), default=0)
    if found.wanted.is_by_age or not drawn:
        return _Axis(None, found.age or timedelta(0), most)
    period = found.wanted.period
    edges = [(slots[0].bucket.begin, slots[-1].bucket.end) for slots in map(_slots, drawn)]
    begin = period.begin or min(begin for begin, _ in edges)
    # A period that is not over is drawn to its end: what is to come is empty.
    end = period.end or max(end for _, end in edges)
    return _Axis(begin, end - begin, most)


def _chart(column: Column, axis: _Axis, zone: ZoneInfo) -> dict[str, Any]:
    bars = [bar for slot in _slots(column) if (bar := _bar(slot, column, axis, zone))]
    known = [_attempts(slot) or 0 for slot in _slots(column)]
    return {
        "id": column.broadcast_id,
        "name": contrasts.name_of(column),
        "bars": bars,
        "most": max(known, default=0),
        "summary": _summary(column, zone),
    }


def _summary(column: Column, zone: ZoneInfo) -> str:
    """One sentence: how many attempts in how many buckets that are known, and the most in which."""
    known = [slot for slot in _slots(column) if slot.stats is not None]
    if column.series is None or not known:
        return _("%s: nothing is known yet.") % contrasts.name_of(column)
    total = sum(_attempts(slot) or 0 for slot in known)
    if not total:
        said = _("%(name)s: no attempts in %(buckets)s.")
        buckets = words.buckets(len(known), column.series.size)
        return said % {"name": contrasts.name_of(column), "buckets": buckets}
    highest, size = max(known, key=lambda slot: _attempts(slot) or 0), column.series.size
    said = ngettext(
        "%(name)s: %(total)s attempt in %(buckets)s; the most, %(most)s, in %(label)s.",
        "%(name)s: %(total)s attempts in %(buckets)s; the most, %(most)s, in %(label)s.",
        total,
    )
    return said % {
        "name": contrasts.name_of(column),
        "total": numbers.written(total),
        "buckets": words.buckets(len(known), size),
        "most": numbers.written(_attempts(highest) or 0),
        "label": _label(_key(highest.bucket, column), highest.bucket, size, zone),
    }


def _bar(slot: Slot, column: Column, axis: _Axis, zone: ZoneInfo) -> Bar | None:
    """None where there was no attempt; a missing bucket is as high as its row."""
    attempts = _attempts(slot)
    is_missing = slot.state == "missing"
    if not attempts and not is_missing:
        return None
    begin = axis.begin or column.begins_at or slot.bucket.begin
    scale = WIDTH / axis.length.total_seconds()
    x = (slot.bucket.begin - begin).total_seconds() * scale
    width = (slot.bucket.end - slot.bucket.begin).total_seconds() * scale * FULL
    height = HEIGHT if is_missing else HEIGHT * (attempts or 0) / axis.most
    size = column.series.size if column.series else "hour"
    label = _label(_key(slot.bucket, column), slot.bucket, size, zone)
    said = words.BUCKET_STATES["missing"] if is_missing else _said(slot, column, zone)
    y = HEIGHT - height
    x, y, width, height = (round(each, 2) for each in (x, y, width, height))
    return Bar(x, y, width, height, slot.state, f"{label}: {said}")


def _said(slot: Slot, column: Column, zone: ZoneInfo) -> str:
    """Its attempts, as a part of all in its row, and until when they are where it is not over."""
    attempts = _attempts(slot) or 0
    total = sum(_attempts(each) or 0 for each in _slots(column))
    said = numbers.written(attempts)
    if total:
        said += f" ({figures.percent(Decimal(attempts) / total)})"
    if slot.state == "open" and slot.seen_at is not None:
        until = times.clock(slot.seen_at, zone, service.now())
        said += ", " + _("in progress, until %s") % until
    return said


def _ticks(axis: _Axis, zone: ZoneInfo) -> list[str]:
    """What stands below the rows: at their begin, middle and end."""
    parts = [axis.length * part / 2 for part in range(3)]
    if axis.begin is None:
        return [times.age(part) for part in parts]
    return [
        times.moment(axis.begin + part, zone, is_end=part == parts[-1])
        for part in (timedelta(minutes=each // timedelta(minutes=1)) for each in parts)
    ]


def _rows(drawn: Sequence[Column], zone: ZoneInfo) -> list[dict[str, Any]]:
    """A row a bucket in which there was an attempt or something is missing, in order of time."""
    of_each: list[Mapping[Key, Slot]] = [
        {_key(slot.bucket, column): slot for slot in _slots(column)} for column in drawn
    ]
    keys = {
        key
        for each in of_each
        for key, slot in each.items()
        if _attempts(slot) or slot.state == "missing"
    }
    rows = []
    for key in sorted(keys, key=lambda key: (_sortable(key[0]), key[1])):
        slots = [each.get(key) for each in of_each]
        bucket = next(slot.bucket for slot in slots if slot)
        cells = [
            {"attempts": _attempts(slot) if slot else None, "state": slot.state if slot else ""}
            for slot in slots
        ]
        label = _label(key, bucket, key[1], zone)
        rows.append({"label": label, "begin": key[0], "cells": cells})
    return rows


def _key(bucket: Bucket, column: Column) -> Key:
    size = column.series.size if column.series else "hour"
    if column.begins_at is not None:
        return bucket.begin - column.begins_at, size
    return bucket.begin, size


def _sortable(begin: datetime | timedelta) -> float:
    return begin.total_seconds() if isinstance(begin, timedelta) else begin.timestamp()


def _label(key: Key, bucket: Bucket, size: BucketSize, zone: ZoneInfo) -> str:
    """That of its hour or day, or from which age to which it goes."""
    begin = key[0]
    if isinstance(begin, datetime):
        return when.label(bucket, size, zone)
    ends = begin, begin + (bucket.end - bucket.begin)
    return _("%(begin)s to %(end)s") % dict(
        zip(("begin", "end"), map(times.age, ends), strict=True)
    )


def _slots(column: Column) -> tuple[Slot, ...]:
    return column.series.slots if column.series else ()


def _attempts(slot: Slot) -> int | None:
    return slot.stats.usage.attempts if slot.stats and slot.stats.usage else None
