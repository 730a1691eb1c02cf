"""How an occurrence goes on from look to look, without a database."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from stats.alerts.conditions import Finding, Sight, Verdict
from stats.alerts.kinds import KINDS, Name


class Step(Enum):
    """What one look makes of an occurrence."""

    NOTHING = "nothing"
    BEGIN = "begin"  # seen for the first time; another look has to see it before it is told
    TELL = "tell"
    GO_ON = "go on"
    DOUBT = "doubt"  # not so at this look; at one more, and it is over
    RECOVER = "recover"  # over, and told so
    END = "end"  # it can't be seen any more: over, and nobody can say that it is well
    FORGET = "forget"  # it was never told


@dataclass(frozen=True, slots=True)
class Course:
    """An occurrence so far: whether it was told, when it was last so, and the first time not."""

    is_told: bool
    last_so_at: datetime
    not_so_at: datetime | None = None


def step(kind: Name, course: Course | None, finding: Finding, sight: Sight) -> Step:
    """What the newest look makes of it; `course` is None where nothing is known of it yet."""
    if course is None:
        return _first(kind, finding)
    if sight.newest.last_seen_at <= max(course.last_so_at, course.not_so_at or course.last_so_at):
        return Step.NOTHING  # a look counts once
    if not course.is_told:
        return Step.TELL if finding.verdict is Verdict.SO else Step.FORGET
    if finding.verdict is Verdict.NOT_SO and _is_over(kind, course):
        return Step.RECOVER
    if finding.verdict is Verdict.CLOSED or (sight.newest.is_done and kind != "done"):
        return Step.END
    return {Verdict.SO: Step.GO_ON, Verdict.NOT_SO: Step.DOUBT}.get(finding.verdict, Step.NOTHING)


def is_news(
    kind: Name, sight: Sight, *, since: datetime, is_own: bool, last_began_at: datetime | None
) -> bool:
    """Whether something that is so may begin to be told.

    Of a broadcast that is done each kind is told once, and not where it was done before anybody
    asked (`since`). That it is done is no news of one that nobody saw at work, unless it was asked
    of this one (`is_own`). last_began_at: of the same kind and code.
    """
    done_since = sight.done_since
    if done_since is None:
        return True
    if done_since < since or (last_began_at is not None and last_began_at >= done_since):
        return False
    return kind != "done" or is_own or sight.was_seen_at_work


def _first(kind: Name, finding: Finding) -> Step:
    if finding.verdict is not Verdict.SO:
        return Step.NOTHING
    return Step.TELL if KINDS[kind].looks == 1 else Step.BEGIN


def _is_over(kind: Name, course: Course) -> bool:
    return course.not_so_at is not None or KINDS[kind].looks_after == 1
