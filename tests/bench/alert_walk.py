"""What would be told of a campaign, look by look: `stats.alerts.occurrences` without a database.

That both tell the same is tested in tests/stats/alerts/test_against_the_truth.py.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

from stats.alerts import course
from stats.alerts.conditions import Facts, Finding, Sight, Verdict, findings
from stats.alerts.course import Course, Step
from stats.alerts.kinds import Name
from stats.broadcast_details import RetryPlan
from stats.forecast.hours import DialingHours
from stats.report import Look
from tests.bench.watched import EVERY, Watched

MOST_LOOKS: Final = 360  # as `stats.outlook` has it, which needs a database to be imported
_SINCE: Final = datetime.min.replace(tzinfo=UTC)  # all was always wanted
_Key = tuple[Name, str]


@dataclass
class Occurrence:
    """As `stats.models.Alert`."""

    kind: Name
    code: str
    began_at: datetime
    last_so_at: datetime
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
    open: dict[_Key, Occurrence] = field(default_factory=dict)

    def check(self, sight: Sight) -> None:
        """Take one look, later than those before."""
        unseen = set(self.open)
        for kind, limit in self.wanted.items():
            for finding in findings(kind, sight, limit, self._facts(kind)):
                key = kind, finding.code
                unseen.discard(key)
                if key in self.open:
                    self._go_on(key, finding, sight)
                elif self._is_news(key, finding, sight):
                    self._begin(key, finding, sight)
        for key in unseen:  # nothing was said of it
            self._end(key, sight.now)

    def told_of(self, kind: Name) -> list[Occurrence]:
        """What was told of that kind."""
        return [each for each in self.told if each.kind == kind]

    def _facts(self, kind: Name) -> dict[str, Facts]:
        mine = (each for each in self.open.values() if each.kind == kind)
        return {each.code: each.facts for each in mine if each.fired_at}

    def _is_news(self, key: _Key, finding: Finding, sight: Sight) -> bool:
        if finding.verdict is not Verdict.SO:
            return False
        before = [each.began_at for each in self.told if (each.kind, each.code) == key]
        last = max(before, default=None)
        return course.is_news(key[0], sight, since=_SINCE, is_own=False, last_began_at=last)

    def _begin(self, key: _Key, finding: Finding, sight: Sight) -> None:
        at = sight.newest.last_seen_at
        self.open[key] = Occurrence(*key, at, at, finding.facts)
        if course.step(key[0], None, finding, sight) is Step.TELL:
            self._tell(self.open[key], at)

    def _go_on(self, key: _Key, finding: Finding, sight: Sight) -> None:
        one, at = self.open[key], sight.newest.last_seen_at
        so_far = Course(bool(one.fired_at), one.last_so_at, one.not_so_at)
        step = course.step(one.kind, so_far, finding, sight)
        if step in {Step.TELL, Step.GO_ON}:
            one.last_so_at, one.not_so_at = at, None
        if step is Step.TELL:
            one.facts = finding.facts
            self._tell(one, at)
        elif step is Step.DOUBT:
            one.not_so_at = at
        elif step in {Step.RECOVER, Step.END, Step.FORGET}:
            one.is_recovered = step is Step.RECOVER
            self._end(key, at)

    def _tell(self, one: Occurrence, at: datetime) -> None:
        one.fired_at = at
        self.told.append(one)

    def _end(self, key: _Key, at: datetime) -> None:
        self.open.pop(key).ended_at = at


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
