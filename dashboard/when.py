"""Series -> what the section "When" of a broadcast's page takes: rows, links, sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dashboard import addresses, charts, numbers, tables, times, words
from dashboard.addresses import NOTHING, Chosen
from dashboard.chart import Chart
from dashboard.marks import Marks
from dashboard.tables import Cell
from dashboard.templatetags.sorting import raw
from stats import service, timeline
from stats.broadcast_stats import BroadcastStats
from stats.buckets import SIZES, Bucket, BucketSize, TooManyBucketsError
from stats.metrics import metrics
from stats.period import Period
from stats.report import Report
from stats.series import Series, Slot


@dataclass(frozen=True, slots=True)
class Row:
    """One bucket of the table."""

    label: str
    href: str
    state: str
    is_missing: bool
    begin: str  # as scripts sort by it
    cells: tuple[Cell, ...]
    before: Cell  # attempts of the bucket that it is compared with; empty where there is none


def kept(
    broadcast_id: int, period: Period, size: BucketSize | None
) -> Series | TooManyBucketsError:
    """What is known of the buckets, or why there are too many to be shown."""
    try:
        return timeline.kept(broadcast_id, period, size)
    except TooManyBucketsError as error:
        return error


def of(
    report: Report,
    found: Series | TooManyBucketsError,
    chosen: Chosen = NOTHING,
    marks: Marks | None = None,
) -> dict[str, Any]:
    """The context of the section; the newest bucket is the table's first row."""
    if isinstance(found, TooManyBucketsError):
        sizes = _sizes(report.broadcast_id, report.period, chosen, chosen.size)
        return {"too_many": words.too_many_buckets(found), "sizes": sizes}
    broadcast_id, zone = report.broadcast_id, report.period.zone
    labels = [label(slot.bucket, found.size, zone) for slot in found.slots]
    hrefs = [_href(broadcast_id, slot.bucket, zone) for slot in found.slots]
    before = marks.beside(found.slots) if marks else [None] * len(found.slots)
    rows = [_row(*each) for each in zip(labels, hrefs, found.slots, before, strict=True)]
    return {
        **_loaded([found, marks.series] if marks else [found]),
        "series": found,
        "earlier": _earlier(marks, before),
        "rows": rows[::-1],
        "sizes": _sizes(broadcast_id, report.period, chosen, found.size),
        "load": addresses.of_broadcast("load", broadcast_id, report.period, chosen),
        "progress": progress(found),
        "in_progress": _in_progress(found, labels, zone, service.now()),
        "is_drawn": _is_drawn(found),
        "rate_label": charts.rate_label(is_of_texts=report.is_of_texts),
        "chart": _chart(found, labels, hrefs, zone, (marks, before)),
        "last_activity": _last_activity(broadcast_id, found, zone),
    }


def label(bucket: Bucket, size: BucketSize, zone: ZoneInfo) -> str:
    """What a bucket is called: "Tue 17 Nov, 14:00", "Tue 17 Nov", "Nov 2026".

    A week is called by its Monday, "Week of 16 Nov 2026", also where the period cuts it short.
    """
    begin = bucket.begin.astimezone(zone)
    if size == "hour":
        text = f"{times.written(begin, 'day_of_year')}, {times.minute(begin)}"
        return f"{text} {times.offset(bucket.begin, zone)}" if _is_ambiguous(begin) else text
    if size == "month":
        return times.written(begin, "month")
    if size == "week":
        return _("Week of %s") % times.written(_monday(begin), "date")
    return times.written(begin, "day_of_year")


def ticks(buckets: Sequence[Bucket], size: BucketSize, zone: ZoneInfo) -> list[list[str]]:
    """What stands below each bar, a line or two: ["Tue", "17 Nov"], ["14:00"].

    Of hours the first of a day has a second line, its date.
    """
    begins = [bucket.begin.astimezone(zone) for bucket in buckets]
    if size == "month":
        return [[times.written(begin, "month_of_year"), f"{begin:%Y}"] for begin in begins]
    if size == "week":
        mondays = [_monday(begin) for begin in begins]
        return [[times.written(monday, "date_of_year"), f"{monday:%Y}"] for monday in mondays]
    if size == "day":
        return [
            [times.written(begin, "weekday"), times.written(begin, "date_of_year")]
            for begin in begins
        ]
    first = _first_of_days(begins)
    return [
        [times.minute(begin), *([times.written(begin, "day_of_year")] if index in first else [])]
        for index, begin in enumerate(begins)
    ]


def progress(series: Series) -> str:
    """How much is fetched: "24 of 90 days"."""
    whole = words.buckets(len(series.slots), series.size)
    return _("%(fetched)s of %(whole)s") % {
        "fetched": numbers.written(series.fetched),
        "whole": whole,
    }


def _is_ambiguous(local: datetime) -> bool:
    """Whether clocks show that time twice."""
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def _monday(local: datetime) -> datetime:
    """The Monday of its week, at the same time of day."""
    return local - timedelta(days=local.weekday())


def _first_of_days(begins: Sequence[datetime]) -> set[int]:
    """Which of the hours are the first of a day; one that a period merely begins with is none.

    Where there is no other, the first of all.
    """
    edges = {index for index, (a, b) in enumerate(pairwise(begins), 1) if a.date() != b.date()}
    if not edges or begins[0].hour == 0:
        edges.add(0)
    return edges


def _is_drawn(series: Series) -> bool:
    """Whether there is a chart, or will be one: there is more to draw than zeros."""
    if not series.slots:
        return not series.is_complete
    usage = series.sum.usage
    return bool(series.missing) or usage is None or usage.attempts != 0


def _loaded(both: Sequence[Series]) -> dict[str, Any]:
    """How far the asking is, for the buckets of the period and the earlier ones together."""
    return {
        "fetched": sum(each.fetched for each in both),
        "missing": sum(each.missing for each in both),
        "is_complete": all(each.is_complete for each in both),
    }


def _earlier(marks: Marks | None, before: Sequence[Slot | None]) -> dict[str, Any] | None:
    """What is said of the earlier buckets."""
    if marks is None:
        return None
    return {
        "series": marks.series,
        "label": marks.label,
        "name": marks.name,
        "is_cut": marks.pair.is_cut,
        "progress": progress(marks.series),
        "is_beside": any(before) or not marks.series.slots or not before,
    }


def _chart(
    series: Series,
    labels: list[str],
    hrefs: list[str],
    zone: ZoneInfo,
    earlier: tuple[Marks | None, Sequence[Slot | None]],
) -> Chart | None:
    chart = charts.of_series(series, labels, hrefs)
    marks, before = earlier
    if chart is not None:
        is_stacked = chart["measures"]["attempts"][0]["group"] is not None
        if marks is not None and any(before):
            chart["earlier"] = charts.of_earlier(before, marks.label, is_stacked=is_stacked)
            attempts = sum(_attempts(slot) or 0 for slot in before)
            said = ngettext(
                "Marks: %(name)s, with %(attempts)s attempt.",
                "Marks: %(name)s, with %(attempts)s attempts.",
                attempts,
            ) % {"name": marks.name, "attempts": numbers.written(attempts)}
            chart["summary"] += f" {said}"
        chart["ticks"] = ticks([slot.bucket for slot in series.slots], series.size, zone)
        chart["notes"] = _notes(series, zone, service.now())
    return chart


def _row(text: str, href: str, slot: Slot, before: Slot | None) -> Row:
    stats = slot.stats or BroadcastStats()
    state = str(words.BUCKET_STATES[slot.state])
    is_missing, attempts = slot.state == "missing", _attempts(before)
    begin = slot.bucket.begin
    cells = tables.of_bucket(stats, metrics(stats))
    beside = Cell("", "") if attempts is None else tables.cell(attempts)
    return Row(text, href, state, is_missing, raw(begin), cells, beside)


def _attempts(slot: Slot | None) -> int | None:
    usage = slot.stats.usage if slot and slot.stats else None
    return usage.attempts if usage else None


def _href(broadcast_id: int, bucket: Bucket, zone: ZoneInfo) -> str:
    return addresses.of_broadcast(
        "show", broadcast_id, Period("custom", bucket.begin, bucket.end, zone)
    )


def _sizes(
    broadcast_id: int, period: Period, chosen: Chosen, current: BucketSize | None
) -> list[dict[str, Any]]:
    return [
        {
            "label": words.BUCKETS[size],
            "href": addresses.of_broadcast(
                "show", broadcast_id, period, Chosen(size, chosen.compare)
            )
            + "#when",
            "is_current": size == current,
        }
        for size in SIZES
    ]


def _in_progress(series: Series, labels: list[str], zone: ZoneInfo, now: datetime) -> str:
    """The sentence about a bucket that is not over: "Mon 23 Nov is in progress, until 14:32"."""
    for slot, text in zip(series.slots, labels, strict=True):
        if slot.state == "open" and slot.seen_at is not None:
            until = times.clock(slot.seen_at, zone, now)
            return _("%(bucket)s is in progress, until %(until)s.") % {
                "bucket": text,
                "until": until,
            }
    return ""


def _notes(series: Series, zone: ZoneInfo, now: datetime) -> dict[int, str]:
    """By the place of a bucket that is not over: "in progress, until 14:32"."""
    return {
        index: _("in progress, until %s") % times.clock(slot.seen_at, zone, now)
        for index, slot in enumerate(series.slots)
        if slot.state == "open" and slot.seen_at is not None
    }


def _last_activity(broadcast_id: int, series: Series, zone: ZoneInfo) -> dict[str, str] | None:
    day = series.last_activity
    if day is None:
        return None
    text = times.day(day.end - timedelta(seconds=1), zone)
    return {"day": text, "href": _href(broadcast_id, day, zone)}
