"""What would be told of a campaign, look by look: `stats.alerts.occurrences` without a database.

That both tell the same is tested in tests/stats/alerts/test_against_the_truth.py.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Final

from stats.alerts.conditions import Facts, Finding, Sight, Verdict, findings
from stats.alerts.kinds import KINDS, Name
from stats.broadcast_details import RetryPlan
from stats.forecast.hours import DialingHours
from stats.report import Look
from tests.bench.watched import EVERY, Watched

MOST_LOOKS: Final = 300  # as `stats.outlook` has it, which needs a database to be imported


@dataclass
class Occurrence:
    """As `stats.models.Alert`."""

    kind: Name
    code: str
    began_at: datetime
    facts: Facts
    fired_at: datetime | None = None
    not_so_at: datetime | None = None
    ended_at: datetime | None = None
    is_recovered: bool = False


@dataclass
class Walk:
    """What was told so far. wanted: the kinds that are, and their limits."""

    wanted: Mapping[Name, Decimal | None]
    told: list[Occurrence] = field(default_factory=list)
    open: dict[tuple[Name, str], Occurrence] = field(default_factory=dict)

    def check(self, sight: Sight) -> None:
        """Take one look, later than those before."""
        at, known = sight.newest.last_seen_at, set(self.open)
        for kind, limit in self.wanted.items():
            for finding in findings(kind, sight, limit, self._facts(kind)):
                key = kind, finding.code
                if key in self.open:
                    known.discard(key)
                    self._go_on(key, finding, sight)
                elif finding.verdict is Verdict.SO and self._is_news(kind, finding):
                    self._begin(key, finding, at)
        for key in known:  # nothing was said of it
            self._end(key, at, is_recovered=False)

    def told_of(self, kind: Name) -> list[Occurrence]:
        """What was told of that kind."""
        return [each for each in self.told if each.kind == kind]

    def _facts(self, kind: Name) -> dict[str, Facts]:
        return {
            each.code: each.facts
            for each in self.open.values()
            if each.kind == kind and each.fired_at
        }

    def _is_news(self, kind: Name, finding: Finding) -> bool:
        if kind != "done":
            return True
        at = datetime.fromisoformat(finding.facts["at"])
        was_told = any(each.began_at >= at for each in self.told_of(kind))
        return finding.facts["was_seen_at_work"] and not was_told

    def _begin(self, key: tuple[Name, str], finding: Finding, at: datetime) -> None:
        self.open[key] = Occurrence(*key, at, finding.facts)
        if KINDS[key[0]].looks == 1:
            self._fire(self.open[key], at)

    def _go_on(self, key: tuple[Name, str], finding: Finding, sight: Sight) -> None:
        one, at = self.open[key], sight.newest.last_seen_at
        if finding.verdict is Verdict.SO:
            one.not_so_at = None
            if one.fired_at is None:
                one.facts = finding.facts
                self._fire(one, at)
        elif finding.verdict is Verdict.CLOSED:
            self._end(key, at, is_recovered=False)
        elif finding.verdict is Verdict.NOT_SO:
            is_over = one.not_so_at is not None or KINDS[one.kind].looks_after == 1
            one.not_so_at = at
            if is_over or one.fired_at is None:
                self._end(key, at, is_recovered=True)
        if key in self.open and one.kind != "done" and sight.newest.is_done:
            self._end(key, at, is_recovered=False)

    def _fire(self, one: Occurrence, at: datetime) -> None:
        one.fired_at = at
        self.told.append(one)

    def _end(self, key: tuple[Name, str], at: datetime, *, is_recovered: bool) -> None:
        one = self.open.pop(key)
        one.ended_at, one.is_recovered = at, is_recovered


def sights(
    looks: Sequence[Look],
    first: datetime,
    last: datetime,
    hours: DialingHours | None,
    plan: RetryPlan | None,
) -> Iterator[Sight]:
    """What is seen at each look from `first` to `last`, both instants of looks."""
    begins = [look.first_seen_at for look in looks]
    for index in range((last - first) // EVERY + 1):
        at = first + index * EVERY
        count = bisect_right(begins, at)
        seen = list(looks[max(0, count - MOST_LOOKS) : count])
        seen[-1] = replace(seen[-1], last_seen_at=min(at, seen[-1].last_seen_at))
        yield Sight(seen, at, hours, plan)


def walked(
    seen: Watched,
    wanted: Mapping[Name, Decimal | None],
    *,
    last: datetime | None = None,
    knows_hours: bool = True,
) -> Walk:
    """What is told from the first look at a campaign to `last`, or until it is seen to be done.

    After that a collector looks once an hour, and there is nothing more to tell.
    """
    walk = Walk(wanted)
    done_at = next(look.first_seen_at for look in seen.looks if look.is_done)
    until = done_at if last is None else min(done_at, seen.next_look(last))
    hours = seen.hours if knows_hours else None
    for sight in sights(seen.looks, seen.first_look_at, until, hours, seen.plan):
        walk.check(sight)
    return walk
