"""What is kept of the hours of many broadcasts together, read in one query.

Hour buckets of a timeline, by the answer that was seen last (`stats.kept`). Instants are aware, in
UTC.
"""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from stats.best_time.cells import Hour
from stats.models import Snapshot
from stats.period import Period
from stats.results import code, is_tried

_HOUR: Final = timedelta(hours=1)
_LIVE: Final = ("LA", "XFER")

Results = dict[str, list[int | None]]


def kept_hours(broadcast_ids: Collection[int], period: Period) -> list[Hour]:
    """The hours within the period in which anything was tried, all broadcasts together.

    An hour of texts alone counts for nothing, nor does one of whose attempts a part is not
    reported. Of hours that overlap, as those of zones at half past the hour do, the earlier counts.
    """
    tried: dict[datetime, int] = {}
    live: dict[datetime, int] = {}
    for begin, results in _newest(broadcast_ids, period):
        counts = _counts(results)
        if counts is not None and counts[0]:
            tried[begin] = tried.get(begin, 0) + counts[0]
            live[begin] = live.get(begin, 0) + counts[1]
    return [Hour(begin, tried[begin], live[begin]) for begin in sorted(tried)]


def _newest(broadcast_ids: Collection[int], period: Period) -> Iterator[tuple[datetime, Results]]:
    """Begin and results of each hour of each broadcast, as last seen; none twice, none overlaps."""
    rows = Snapshot.objects.filter(broadcast_id__in=broadcast_ids, begin__isnull=False)
    if period.begin is not None and period.end is not None:
        rows = rows.filter(begin__gte=period.begin, end__lte=period.end)
    # In the order of an index, so that nothing is sorted; the newest of an interval comes first.
    rows = rows.order_by("broadcast_id", "begin", "end", "-last_seen_at", "-pk")
    last, until = None, None
    for broadcast_id, begin, end, results in rows.values_list(
        "broadcast_id", "begin", "end", "results"
    ).iterator():
        if begin is None or end is None or end - begin != _HOUR:
            continue
        if broadcast_id == last and until is not None and begin < until:
            continue
        last, until = broadcast_id, end
        yield begin, results


def _counts(results: Results) -> tuple[int, int] | None:
    """Tried and live answers, as `stats.metrics` counts them; None where they can't be had."""
    tried = live = 0
    has_calls = has_texts = False
    for name, (attempts, _) in results.items():
        kind, counts = _of(name)
        has_calls, has_texts = has_calls or kind == "calls", has_texts or kind == "texts"
        if not counts:
            continue
        if attempts is None:
            return None
        tried += attempts
        if name in _LIVE:
            live += attempts
    return None if has_texts and not has_calls else (tried, live)


@lru_cache(maxsize=256)
def _of(name: str) -> tuple[str, bool]:
    """Whether a code is of calls, texts or both, and whether its attempts were tried."""
    return code(name).of, is_tried(name)
