"""When a broadcast will be done: a range of dialing time, from whole-life looks at it.

How it is reckoned, and how often the range holds the truth, is in docs/estimates.md.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from stats.broadcast_details import RetryPlan
from stats.broadcast_stats import BroadcastStats
from stats.forecast.hours import DialingHours
from stats.forecast.moves import Growth, Move, Stand, moves, since_growth, stand_of, stands
from stats.forecast.pace import HOUR, Pace, is_unsteady, pace
from stats.forecast.waits import ASSUMED, NO_RETRIES, dialing_of_a_wait, last_wait
from stats.report import Look

Reason = Literal[
    "not_reported",  # the newest look has not all three statuses
    "nothing_left",  # all actions are finished
    "only_retries_left",  # nothing is unattempted: what is left depends on waits, not on a pace
    "one_look",  # one only, or one only since the list grew
    "nothing_changed",
    "looks_too_far_apart",  # what changed, changed between looks over 15 minutes apart
    "nothing_finished",  # attempts were made, and all of them are to be retried
    "paces_disagree",  # an hour was more than three times as quick as another
    "too_far_off",  # more than a year of dialing
]

_YEAR: Final = 8_760.0  # hours
# How wide the range is. Found with campaigns of other seeds than those it is measured with.
_LEAST: Final = 0.15  # below, whatever is known
_FAR: Final = {True: 0.45, False: 0.80}  # more below, by how far it looks; are the hours known?
_ABOVE: Final = {True: 0.20, False: 0.60}  # is the retry plan known?
_WAITS_ABOVE: Final = {True: 1.0, False: 1.5}  # further waits, in parts of the one reckoned with
_COUNTED: Final = 1.28  # 8 of 10 normal errors lie within so many deviations


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """The dialing time left, as it stood at `as_of` (UTC), and what it rests on.

    low, middle, high: time within the calling hours, waits for retries included. pace_per_hour:
    by so many the actions left fell in an hour of dialing; reckoned over `watched` of dialing and
    `looks` looks. opens_at, closes_at (UTC), hours_left: today's hours, and what is left of them
    from `as_of` on; None where the hours are not known. plan_is_known: False where one retry after
    an hour is assumed.
    """

    as_of: datetime
    left: int
    low: timedelta
    middle: timedelta
    high: timedelta
    pace_per_hour: float
    watched: timedelta
    looks: int
    opens_at: datetime | None
    closes_at: datetime | None
    hours_left: timedelta | None
    plan_is_known: bool
    growth: Growth | None

    @property
    def fits_today(self) -> bool | None:
        """Whether `high` is over before today's hours are; None where those are not known."""
        return None if self.hours_left is None else self.high <= self.hours_left


@dataclass(frozen=True, slots=True)
class NoEstimate:
    """Why there is none; `left` as of the newest look, None where it is not reported."""

    reason: Reason
    left: int | None = None
    growth: Growth | None = None


@dataclass(frozen=True, slots=True)
class _Work:
    """Hours of dialing: for all that is left at its pace, and until the last retry is over."""

    by_pace: float
    by_list: float
    waiting: float  # the part of by_list after the last first try

    @property
    def hours(self) -> float:
        return max(self.by_pace, self.by_list)


def estimate(
    looks: Sequence[Look],
    *,
    now: datetime,
    hours: DialingHours | None = None,
    plan: RetryPlan | None = None,
) -> Estimate | NoEstimate:
    """How long a broadcast goes on, from whole-life looks, the oldest first.

    `hours` and `plan` are None where they are not known; the range is wider then. `now` (aware)
    says which day is today.
    """
    newest = stand_of(looks[-1]) if looks else None
    if newest is None:
        return NoEstimate("not_reported")
    seen, growth = since_growth(stands(looks))
    latest = _pace(seen, moves(seen, hours))
    if not isinstance(latest, Pace):
        return NoEstimate(latest, newest.left, growth)
    assumed = ASSUMED if any(stand.retry_wait for stand in seen) else NO_RETRIES
    work = _work(seen[-1], looks[-1].stats, latest, hours, plan or assumed)
    if work is None:
        return NoEstimate("too_far_off", newest.left, growth)
    low, high = _range(work, latest, hours is not None, plan is not None)
    opens_at, closes_at, hours_left = _today(seen[-1].end, now, hours)
    return Estimate(
        as_of=seen[-1].end,
        left=newest.left,
        low=low,
        middle=HOUR * work.hours,
        high=high,
        pace_per_hour=latest.per_hour,
        watched=latest.dialing,
        looks=latest.looks,
        opens_at=opens_at,
        closes_at=closes_at,
        hours_left=hours_left,
        plan_is_known=plan is not None,
        growth=growth,
    )


def _pace(seen: Sequence[Stand], found: Sequence[Move]) -> Pace | Reason:
    """The pace since the list last grew, or why it tells nothing."""
    reason = _reason(seen)
    if reason is not None:
        return reason
    if not found:
        return "looks_too_far_apart"
    if is_unsteady(found):
        return "paces_disagree"
    return pace(found, seen[-1].left) or "nothing_finished"


def _reason(seen: Sequence[Stand]) -> Reason | None:
    """What the looks alone have against an estimate."""
    newest = seen[-1]
    if newest.left == 0:
        return "nothing_left"
    if newest.unattempted == 0:
        return "only_retries_left"
    if len(seen) > 1:
        return None
    return "one_look" if newest.begin == newest.end else "nothing_changed"


def _work(
    newest: Stand,
    stats: BroadcastStats,
    latest: Pace,
    hours: DialingHours | None,
    plan: RetryPlan,
) -> _Work | None:
    """The work left by both ways of reckoning; None where it is more than a year."""
    by_pace, first_tries = newest.left / latest.per_hour, latest.first_tries_per_hour
    listed = newest.unattempted / first_tries if first_tries else 0.0
    wait_hours = last_wait(stats, plan, newest.unattempted, first_tries)
    if max(by_pace, listed, wait_hours) > _YEAR:
        return None
    wait = HOUR * wait_hours
    if hours is None:
        waiting = dialing_of_a_wait(wait)
    else:
        gone_through = hours.after(newest.end, HOUR * listed)
        waiting = hours.dialing(gone_through, gone_through + wait)
    return _Work(by_pace, listed + waiting / HOUR, waiting / HOUR)


def _range(
    work: _Work, latest: Pace, knows_hours: bool, knows_plan: bool
) -> tuple[timedelta, timedelta]:
    counted = _COUNTED / math.sqrt(latest.finished)
    ahead = min(1.0, work.hours / (3 * (latest.dialing / HOUR)))
    shortest = work.hours if knows_hours and knows_plan else work.by_pace
    low = shortest / (1 + _LEAST + _FAR[knows_hours] * ahead + counted)
    high = work.hours * (1 + _ABOVE[knows_plan] + counted)
    return HOUR * low, HOUR * (high + _WAITS_ABOVE[knows_plan] * work.waiting)


def _today(
    as_of: datetime, now: datetime, hours: DialingHours | None
) -> tuple[datetime | None, datetime | None, timedelta | None]:
    if hours is None:
        return None, None, None
    begin, end = hours.today(now)
    return begin, end, max(end - max(begin, as_of), timedelta())
