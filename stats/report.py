"""Report: one broadcast in one period, the value that every page, chart and export takes."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from stats.broadcast_details import BroadcastDetails
from stats.broadcast_stats import ActionStatistics, BroadcastStats
from stats.callfire.errors import CallFireError
from stats.counts import kinds
from stats.metrics import Metrics, metrics, share
from stats.period import Period
from stats.results import Group, code, ordered


class Freshness(StrEnum):
    """How far the figures can be relied on to be CallFire's of now."""

    FRESH = "fresh"  # seen so a moment ago
    SETTLED = "settled"  # the period had long ended when they were seen: they are final
    OLD = "old"  # kept from earlier; nobody asked CallFire for this answer
    STALE = "stale"  # CallFire was asked and did not answer; `problem` says why


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One result that came, as tables, charts and exports show it."""

    result: str
    group: Group
    attempts: int | None
    actions: int | None
    share: Decimal | None  # of the tried attempts; None for a code outside them


@dataclass(frozen=True, slots=True)
class Progress:
    """The action statuses that speak for the broadcast now, and from when they are."""

    statistics: ActionStatistics
    as_of: datetime
    of_whole_life: bool

    @property
    def left(self) -> int | None:
        """Actions not finished: not attempted or waiting to retry; None where not reported."""
        waiting, unattempted = self.statistics.retry_wait, self.statistics.unattempted
        return None if waiting is None or unattempted is None else waiting + unattempted

    @property
    def total(self) -> int | None:
        """All actions of the broadcast; None where a status is not reported."""
        left, finished = self.left, self.statistics.finished
        return None if left is None or finished is None else left + finished


@dataclass(frozen=True, slots=True)
class Look:
    """One kept answer: what was seen, and from when until when it was last seen so (aware, UTC)."""

    stats: BroadcastStats
    first_seen_at: datetime
    last_seen_at: datetime

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to be tried, by the statuses of a look at the whole broadcast."""
        statuses = self.stats.action_statistics or ActionStatistics()
        return bool(statuses.finished) and statuses.unattempted == 0 and statuses.retry_wait == 0


@dataclass(frozen=True)
class Report:
    """The figures of a broadcast in a period, how fresh they are, and what went wrong if any.

    as_of: when the figures were last seen so (aware, UTC). whole_life: the newest kept answer for
    the broadcast's whole life, perhaps this very one; whole_life_before: the one before it, which
    differed. details: what CallFire last said of the broadcast itself, however long ago; None where
    that is not known. saved: whether these figures could be kept.
    is_repeated: a refresh came so soon after another question that its answer stands for it.
    """

    broadcast_id: int
    name: str | None
    period: Period
    stats: BroadcastStats
    as_of: datetime
    freshness: Freshness
    whole_life: Look | None = None
    whole_life_before: Look | None = None
    details: BroadcastDetails | None = None
    problem: CallFireError | None = None
    saved: bool = True
    is_repeated: bool = False

    @property
    def is_stale(self) -> bool:
        """Whether kept figures stand in for an answer that CallFire did not give."""
        return self.freshness is Freshness.STALE

    @cached_property
    def metrics(self) -> Metrics:
        """The derived figures of the asked document."""
        return metrics(self.stats)

    @cached_property
    def rows(self) -> tuple[ResultRow, ...]:
        """The results that came, in the table's order, unknown codes after it by name."""
        return result_rows(self.stats, self.metrics.tried)

    @property
    def is_of_texts(self) -> bool:
        """Whether the results are of texts alone, so that the figures of texts are shown."""
        return kinds(self.stats) == {"texts"}

    @cached_property
    def progress(self) -> Progress | None:
        """The newest whole-life statuses; the document's own where there are none or older ones."""
        whole = self.whole_life
        if whole is not None and whole.stats.action_statistics is not None:
            statistics, is_newer = whole.stats.action_statistics, whole.last_seen_at >= self.as_of
            if is_newer or self.stats.action_statistics is None:
                return Progress(statistics, whole.last_seen_at, of_whole_life=True)
        if self.stats.action_statistics is None:
            return None
        return Progress(self.stats.action_statistics, self.as_of, self.period.is_all)

    @cached_property
    def completion(self) -> Decimal | None:
        """The finished part of all actions, from `progress`; None where it can't be said."""
        if self.progress is None:
            return None
        return metrics(BroadcastStats(action_statistics=self.progress.statistics)).completion


def result_rows(stats: BroadcastStats, tried: int | None) -> tuple[ResultRow, ...]:
    """The results that came, in the table's order, unknown codes after it by name."""
    came = {stat.result: stat for stat in stats.results}
    return tuple(
        ResultRow(
            name,
            code(name).group,
            came[name].attempts,
            came[name].actions,
            share(stats, name, tried),
        )
        for name in ordered(came)
    )
