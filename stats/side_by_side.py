"""Several broadcasts side by side: what is kept of them, and one asking for what is missing of all.

Of each there are two things: its figures in one stretch, which is one question, and the same
stretch in the smallest buckets of which there are not too many, which say how far hours differ. The
stretch is the period that all have in common, or, at the same age, as long a time from the first
attempt of each. First attempts are asked for before anything else, then all figures, then buckets,
each broadcast in its turn. One that fails is asked no further; the others are.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain, zip_longest
from typing import Final, Literal

from stats import details, seen, service
from stats.abreast import Column
from stats.broadcast_stats import BroadcastStats
from stats.callfire.errors import CallFireError
from stats.earlier import ROUNDED_TO
from stats.models import Broadcast, interval
from stats.period import Period
from stats.questions import Interval
from stats.report import Freshness, Report
from stats.side import Side, Wanted

FEWEST: Final = 2
MOST: Final = 8
OLDEST: Final = timedelta(days=366)  # the greatest age at which broadcasts are compared

# missing: figures of which nothing is kept. figures: those that are due, and the first attempts
# that they begin with. all: the buckets too.
Share = Literal["missing", "figures", "all"]


@dataclass(frozen=True)
class SideBySide:
    """What is known: a column a broadcast.

    age: the one at which they are compared; None where they are not, or it is not known yet.
    is_too_young: the youngest has not gone on for five minutes. saved: whether what came was kept.
    """

    wanted: Wanted
    columns: tuple[Column, ...]
    age: timedelta | None
    is_too_young: bool = False
    saved: bool = True

    @property
    def is_complete(self) -> bool:
        """Whether nothing more is to be asked now."""
        return all(column.is_complete for column in self.columns)

    @property
    def is_stopped(self) -> bool:
        """Whether all that is to be asked yet is of broadcasts that failed."""
        return all(column.is_complete or column.problem for column in self.columns)

    @property
    def fetched(self) -> int:
        """How much is known: figures, first attempts and buckets."""
        return sum(
            (column.report is not None)
            + (column.begins_at is not None)
            + (column.series.fetched if column.series else 0)
            for column in self.columns
        )


def shown(wanted: Wanted, told: Mapping[int, CallFireError], *, seconds: float) -> SideBySide:
    """What is kept; figures of which there are none are asked for, within so many seconds.

    told: why asking failed just now, by ID: of those nothing is asked again. Raises nothing.
    """
    asking = _Asking(wanted, told)
    asking.ask("missing", seconds, seconds)
    return asking.result()


def fetched(
    wanted: Wanted, share: Share, *, seconds: float, begin_seconds: float | None = None
) -> SideBySide:
    """The same after asking for what is due, within so many seconds.

    begin_seconds: after so many of them no further question is begun. Raises nothing: what went
    wrong is the `problem` of a column, and asking again goes on from there.
    """
    begun = time.monotonic()
    last = seconds if begin_seconds is None else begin_seconds
    asking = _Asking(wanted, {})
    asking.ask(share, seconds, last)
    if share == "all":
        for side in asking.sides:
            is_asked = side.problem is None and time.monotonic() - begun < last
            if is_asked and details.needs_asking(side.broadcast_id):
                details.refresh(side.broadcast_id)
    return asking.result()


def record_shown(found: SideBySide) -> None:
    """Remember that a person saw these figures, so that they go when they had their time.

    So does the last bucket at an age, which is cut short there.
    """
    for column in found.columns:
        if column.stretch is None:
            continue
        seen.record_shown(column.broadcast_id, column.stretch)
        if column.begins_at is not None and column.series and column.series.slots:
            last, zone = column.series.slots[-1].bucket, column.stretch.zone
            cut = Period("custom", last.begin, last.end, zone)
            seen.record_shown(column.broadcast_id, cut)


class _Asking:
    """All of the broadcasts while they are asked for."""

    def __init__(self, wanted: Wanted, told: Mapping[int, CallFireError]) -> None:
        self._wanted, self._now, self._saved = wanted, service.now(), True
        self.sides = [Side(each, wanted, self._now, told.get(each)) for each in wanted.ids]
        self._by_id = {side.broadcast_id: side for side in self.sides}

    def ask(self, share: Share, seconds: float, begin_seconds: float) -> None:
        """Ask for that much, within so many seconds."""
        last_begin = time.monotonic() + begin_seconds

        def those() -> Sequence[tuple[int, Interval]]:
            return self._next(share) if time.monotonic() < last_begin else ()

        for (broadcast_id, asked), outcome in service.ask_each(those, seconds):
            side = self._by_id[broadcast_id]
            if isinstance(outcome, CallFireError):
                self._failed(side, outcome)
            else:
                side.learn(asked, outcome.look)
                self._saved = self._saved and outcome.saved

    def result(self) -> SideBySide:
        """What is known now."""
        age = self._cut()
        whole_life = Period("all", None, None, self._wanted.period.zone)
        rows = list(Broadcast.objects.filter(pk__in=self._wanted.ids).with_newest())
        known = {each.broadcast_id: each for each in seen.reports_of(rows, whole_life)}
        columns = tuple(
            side.column(known.get(side.broadcast_id) or self._unknown(side, whole_life))
            for side in self.sides
        )
        is_too_young = age is not None and not age
        return SideBySide(self._wanted, columns, age or None, is_too_young, self._saved)

    def _unknown(self, side: Side, whole_life: Period) -> Report:
        return Report(
            side.broadcast_id, None, whole_life, BroadcastStats(), self._now, Freshness.OLD
        )

    def _failed(self, side: Side, problem: CallFireError) -> None:
        """Ask it no further; after what holds for all, nobody, and that is the problem of all."""
        those = self.sides if problem.is_paused or problem.kind == "credentials" else [side]
        for each in those:
            if not each.is_complete:
                each.problem = each.problem or problem

    def _next(self, share: Share) -> Sequence[tuple[int, Interval]]:
        """The questions that are still wanted, the most urgent first."""
        live = [side for side in self.sides if side.problem is None]
        if share != "missing":
            firsts = [_of(side, side.first.wanted) for side in live if side.first is not None]
            if any(firsts):
                return list(_in_turn(firsts))
        self._cut()
        due = [side for side in live if side.are_figures_due]
        if share == "missing":
            due = [side for side in due if side.figures is None]
        figures = [(side.broadcast_id, interval(side.stretch)) for side in due if side.stretch]
        if share != "all":
            return figures
        timelines = [_of(side, side.timeline.wanted()) for side in live if side.timeline]
        return [*figures, *_in_turn(timelines)]

    def _cut(self) -> timedelta | None:
        """Give each its stretch, as far as it is known; the age, which may be none at all."""
        sides = [(side, side.first) for side in self.sides if side.first is not None]
        age = self._wanted.age
        if age is None:
            begins = [first.at for _, first in sides if first.at is not None]
            live = [first for side, first in sides if side.problem is None]
            is_open = any(first.at is None and first.wanted for first in live)
            age = None if is_open or not begins else _rounded(self._now - max(begins))
        for side, first in sides:
            if first.at is not None and age:
                zone = self._wanted.period.zone
                side.stretch = Period("custom", first.at, first.at + age, zone)
        return age


def _rounded(elapsed: timedelta) -> timedelta:
    """As old as can be compared at most."""
    return min(elapsed - elapsed % ROUNDED_TO, OLDEST)


def _of(side: Side, intervals: Sequence[Interval]) -> list[tuple[int, Interval]]:
    return [(side.broadcast_id, each) for each in intervals]


def _in_turn(those: Sequence[Sequence[tuple[int, Interval]]]) -> Iterator[tuple[int, Interval]]:
    """One of each, then another one of each, and so on."""
    return (each for each in chain.from_iterable(zip_longest(*those)) if each is not None)
