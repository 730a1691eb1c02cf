"""One of several broadcasts that are compared: what is known of it, and what is due."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from stats import service
from stats.abreast import Column
from stats.callfire.errors import CallFireError
from stats.first_attempt import FirstAttempt
from stats.kept import is_due, is_recent
from stats.models import Snapshot, interval
from stats.period import Period
from stats.report import Freshness, Look, Report
from stats.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is compared: broadcasts in their order, each once, and in what stretch.

    is_by_age: each from its own first attempt on. age: for how long; None for as long as the
    youngest has gone on until now, rounded down to five minutes. The period's zone counts even so.
    """

    ids: tuple[int, ...]
    period: Period
    is_by_age: bool = False
    age: timedelta | None = None


class Side:
    """One of the broadcasts while they are asked for."""

    def __init__(
        self, broadcast_id: int, wanted: Wanted, now: datetime, problem: CallFireError | None
    ) -> None:
        """Look at nothing yet; with a problem it is asked nothing."""
        self.broadcast_id = broadcast_id
        self.problem = problem
        self.is_by_age = wanted.is_by_age
        self.first = FirstAttempt(broadcast_id, wanted.period.zone, now) if self.is_by_age else None
        self.stretch = None if self.is_by_age else wanted.period
        self._now = now
        self._timeline: Timeline | None = None
        self._new: dict[tuple[datetime | None, datetime | None], Look] = {}
        self._kept: tuple[Period, Look | None] | None = None

    @property
    def timeline(self) -> Timeline | None:
        """That of its stretch, once that is known."""
        if self._timeline is None and self.stretch is not None:
            self._timeline = Timeline(
                self.broadcast_id, self.stretch, "finest", is_elapsed=self.is_by_age
            )
        return self._timeline

    @property
    def figures(self) -> Look | None:
        """The newest answer for its stretch, if any."""
        if self.stretch is None:
            return None
        if look := self._new.get(interval(self.stretch)):
            return look
        if self._kept is None or self._kept[0] != self.stretch:
            row = Snapshot.objects.of(self.broadcast_id, *interval(self.stretch)).newest()
            self._kept = self.stretch, row.look if row else None
        return self._kept[1]

    @property
    def are_figures_due(self) -> bool:
        """Whether its figures are to be asked for."""
        look = self.figures
        if self.stretch is None or interval(self.stretch) in self._new:
            return False
        if look is None or self.stretch.end is None:
            return look is None or not is_recent(look.last_seen_at, self._now)
        return is_due(look.last_seen_at, self.stretch.end, self._now)

    @property
    def is_complete(self) -> bool:
        """Whether nothing more is to be asked."""
        if self.first is not None and self.first.wanted:
            return False
        if self.stretch is None:
            return True
        return not self.are_figures_due and not (self.timeline and self.timeline.wanted())

    def learn(self, asked: tuple[datetime | None, datetime | None], look: Look) -> None:
        """Take in an answer that came just now."""
        begin, end = asked
        self._new[asked] = look
        if begin is None or end is None:
            return
        if self.first is not None:
            self.first.learn((begin, end), look)
        if self.timeline is not None:
            self.timeline.learn((begin, end), look)

    def column(self, broadcast: Report) -> Column:
        """What is known of it now."""
        return Column(
            broadcast,
            self.first.at if self.first else None,
            self.stretch,
            self._report(broadcast),
            self.timeline.series() if self.timeline else None,
            self.problem,
            self.is_complete,
        )

    def _report(self, broadcast: Report) -> Report | None:
        look, stretch = self.figures, self.stretch
        if look is None or stretch is None:
            return None
        failed = self.problem if self.are_figures_due else None
        if failed is not None and not failed.kept_figures_stand_in:
            return None
        freshness = service.freshness_of(look, stretch, is_new=interval(stretch) in self._new)
        return Report(
            self.broadcast_id,
            broadcast.name,
            stretch,
            look.stats,
            look.last_seen_at,
            Freshness.STALE if failed else freshness,
            broadcast.whole_life,
            details=broadcast.details,
            problem=failed,
        )
