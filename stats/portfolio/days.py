"""The days of a portfolio, from what is kept of them, and which questions would tell more.

Of a broadcast a day is known by its own answer, or by one for a stretch around it without any
activity. Instants are aware, in UTC.
"""

import itertools
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, NamedTuple

from django.db.models import Max

from stats.broadcast_stats import BroadcastStats, UsageStats
from stats.buckets import Bucket, cut
from stats.counts import LIVE
from stats.metrics import RATIO_PLACES
from stats.models import Snapshot
from stats.period import Period
from stats.portfolio.members import Member, is_due
from stats.portfolio.totals import both_of, ratio
from stats.results import is_tried
from stats.stretches import Finding, Interval, plan
from stats.sums import exact

_counts_as_tried = lru_cache(maxsize=256)(is_tried)  # it is asked a hundred thousand times
_COLUMNS: Final = (
    *("attempts", "billed_amount", "results"),
    *("actions", "duration_seconds", "billed_duration_seconds"),
)


class Cell(NamedTuple):
    """One interval of one broadcast: what a day is drawn by. is_empty: every figure is 0."""

    seen_at: datetime
    is_empty: bool
    attempts: int | None = 0
    live_answers: int | None = 0
    tried: int | None = 0
    credits: Decimal | None = Decimal(0)


@dataclass(frozen=True, slots=True)
class Day:
    """One day, the sum of the broadcasts of which it is known: `known` of `of`.

    live_answers, tried: of calls. is_open: whether it was not over when one of them was seen.
    """

    bucket: Bucket
    known: int
    of: int
    is_open: bool
    attempts: int | None
    live_answers: int | None
    tried: int | None
    credits: Decimal | None

    @property
    def live_answer_rate(self) -> Decimal | None:
        """The part of the tried calls that a person answered."""
        return ratio(self.live_answers, self.tried, RATIO_PLACES)


def days_of(period: Period) -> tuple[Bucket, ...]:
    """The days of a period; none of the whole life. Raises TooManyBucketsError."""
    if period.begin is None or period.end is None:
        return ()
    return cut(period.begin, period.end, period.zone, "day")


class Known:
    """What is known of one broadcast's days, and of the stretches that they make up."""

    def __init__(self, days: Sequence[Bucket], now: datetime) -> None:
        """Know nothing yet."""
        self._days = days
        self._now = now
        self._cells: dict[Interval, Cell] = {}
        self._new: set[Interval] = set()
        self._by_day: list[Cell | None] | None = None  # until there is another answer

    @property
    def answers(self) -> int:
        """Of how many intervals something is known."""
        return len(self._cells)

    def learn(self, interval: Interval, cell: Cell, *, is_new: bool = False) -> None:
        """Take in an answer that is newer than those before; is_new: it came just now."""
        self._cells[interval] = cell
        self._by_day = None
        if is_new:
            self._new.add(interval)

    def cells(self) -> list[Cell | None]:
        """What is known of each day, however long ago it was seen."""
        if self._by_day is None:
            empty = [(each, cell.seen_at) for each, cell in self._cells.items() if cell.is_empty]
            self._by_day = [self._cell(day, empty) for day in self._days]
        return self._by_day

    def wanted(self) -> tuple[Interval, ...]:
        """What to ask now, so that quiet stretches cost few questions (`stats.stretches`)."""
        cells = dict(zip(self._days, self.cells(), strict=True))
        return plan(
            self._days,
            self._finding,
            lambda day: day.begin >= self._now or self._is_known(day, cells[day]),
        ).wanted

    def knows(self, days: Collection[Bucket]) -> bool:
        """Whether the first so many of the days need no question now."""
        return all(map(self._is_known, days, self.cells()))

    def _is_known(self, day: Bucket, cell: Cell | None) -> bool:
        return cell is not None and not self._is_due(day, cell)

    def _cell(self, day: Bucket, empty: Iterable[tuple[Interval, datetime]]) -> Cell | None:
        own = self._cells.get((day.begin, day.end))
        if own is not None and not own.is_empty:
            return own
        # Before it began there was nothing to be seen of it.
        around = [
            seen_at
            for (begin, end), seen_at in empty
            if begin <= day.begin and day.end <= end and day.begin < seen_at
        ]
        return Cell(max(around), is_empty=True) if around else None

    def _finding(self, interval: Interval) -> Finding | None:
        cell = self._cells.get(interval)
        if cell is None or not cell.is_empty:
            return None if cell is None else "busy"
        is_new = interval in self._new
        return None if not is_new and is_due(cell.seen_at, interval[1], self._now) else "empty"

    def _is_due(self, day: Bucket, cell: Cell) -> bool:
        is_new = (day.begin, day.end) in self._new or any(
            begin <= day.begin and day.end <= end and self._cells[begin, end].is_empty
            for begin, end in self._new
        )
        return not is_new and is_due(cell.seen_at, day.end, self._now)


def known_of(members: Iterable[Member], days: Sequence[Bucket], now: datetime) -> dict[int, Known]:
    """What is kept of all of them, in two queries."""
    found = {member.broadcast_id: Known(days, now) for member in members}
    if not days:
        return found
    edges = [days[0].begin, *(day.end for day in days)]
    within = Snapshot.objects.filter(
        broadcast__in=list(found), begin__in=edges[:-1], end__in=edges[1:]
    )
    newest = within.order_by().values("broadcast", "begin", "end").annotate(newest=Max("pk"))
    rows = Snapshot.objects.filter(pk__in=newest.values("newest")).values_list(
        "broadcast_id", "begin", "end", "last_seen_at", *_COLUMNS
    )
    for broadcast_id, begin, end, seen_at, *figures in rows.iterator():
        found[broadcast_id].learn((begin, end), _cell(seen_at, *figures))
    return found


def cell_of(stats: BroadcastStats, seen_at: datetime) -> Cell:
    """The cell of an answer."""
    usage = stats.usage or UsageStats()
    return _cell(
        seen_at,
        usage.attempts,
        usage.billed_amount,
        {stat.result: [stat.attempts, stat.actions] for stat in stats.results},
        *(usage.actions, usage.duration_seconds, usage.billed_duration_seconds),
    )


def summed(
    members: Sequence[Member], days: Sequence[Bucket], known: Mapping[int, Known]
) -> tuple[Day, ...]:
    """Each day, over the broadcasts of which it is known."""
    cells = [known[member.broadcast_id].cells() for member in members]
    return tuple(
        _day(day, list(zip(members, column, strict=True)))
        for day, column in zip(days, _columns(cells, len(days)), strict=True)
    )


def _columns(rows: Sequence[Sequence[Cell | None]], width: int) -> list[tuple[Cell | None, ...]]:
    return list(zip(*rows, strict=True)) if rows else [()] * width


def _day(bucket: Bucket, column: Sequence[tuple[Member, Cell | None]]) -> Day:
    known = [(member, cell) for member, cell in column if cell is not None]
    busy = [(member, cell) for member, cell in known if not cell.is_empty]
    live, tried = both_of(
        (cell.live_answers, cell.tried) for member, cell in busy if not member.is_of_texts
    )
    attempts = exact([cell.attempts for _, cell in busy])
    amount = exact([cell.credits for _, cell in busy])
    is_nothing = bool(known) and not busy
    return Day(
        bucket,
        len(known),
        len(column),
        any(cell.seen_at < bucket.end for _, cell in known),
        0 if is_nothing else attempts,
        0 if is_nothing else live,
        0 if is_nothing else tried,
        Decimal(0) if is_nothing else amount,
    )


def _cell(
    seen_at: datetime,
    attempts: int | None,
    amount: str | Decimal | None,
    results: Mapping[str, Sequence[int | None]],
    *usage: int | None,
) -> Cell:
    """From the columns of a row, without a BroadcastStats of each: there may be ten thousand."""
    credits_ = None if amount is None else Decimal(amount)
    if not attempts:
        counts: list[Any] = [attempts, credits_, *usage, *itertools.chain(*results.values())]
        if not any(count != 0 for count in counts):  # None is not 0
            return Cell(seen_at, is_empty=True)
    # As `stats.counts.attempts_of` has it.
    absent = 0 if results or attempts == 0 else None
    live = [results[code][0] if code in results else absent for code in LIVE]
    tried = [absent, *(count for code, (count, _) in results.items() if _counts_as_tried(code))]
    return Cell(
        seen_at,
        is_empty=False,
        attempts=attempts,
        live_answers=None if None in live else sum(live),  # type: ignore[arg-type]
        tried=None if None in tried else sum(tried),  # type: ignore[arg-type]
        credits=credits_,
    )
