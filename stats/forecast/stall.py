"""Whether a broadcast has stalled, by its own rhythm: silent for longer than it ever is.

A rest is no stall. Where the calling hours are known, only time within them counts. Where they are
not, and for a silence that falls where the day before fell silent too, the day before decides: what
was quiet then at this time of the day is taken for a rest. What is missed for it, and how soon a
stall is seen, is in docs/estimates.md.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from stats.broadcast_details import RetryPlan
from stats.counts import attempts_of
from stats.forecast.hours import DialingHours
from stats.forecast.moves import CLOSE, Stand, stand_of
from stats.forecast.waits import PUT_OFF, wait_of
from stats.report import Look

_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)
_REMEMBERED: Final = 8 * _DAY  # older gaps say nothing of the rhythm now
_DENSE: Final = 10  # instants at which the broadcast was looked at in the hour before
_GAPS: Final = 20  # fewer make no rhythm
_USUAL: Final = 0.95  # of the gaps are not longer than the usual one
_TIMES: Final = 4  # a silence of so many usual gaps is a stall
_REST_DAYS: Final = 2  # days without any call that may follow a night: a weekend


@dataclass(frozen=True, slots=True)
class Stall:
    """No attempt from `since` to `as_of` (UTC), `silence` of it dialing time, with `left` to do.

    since: when the attempts were first seen as they are now. usual_gap: 95 of 100 gaps between
    changes seen before were no longer, our own looking included.
    """

    since: datetime
    as_of: datetime
    silence: timedelta
    usual_gap: timedelta
    left: int


@dataclass(frozen=True, slots=True)
class _Rhythm:
    """When attempts were seen to have risen, up to the present silence, and the usual gap."""

    changes: Sequence[datetime]
    usual_gap: timedelta

    @property
    def limit(self) -> timedelta:
        return _TIMES * self.usual_gap

    def rested_after(self, instant: datetime, margin: timedelta) -> bool:
        """Whether some silence over the limit reaches into the time from `instant` on.

        Also where nothing is known of that time.
        """
        first = bisect_right(self.changes, instant) - 1
        last = bisect_right(self.changes, instant + margin)
        near = self.changes[max(first, 0) : last + 1]
        return first < 0 or any(after - before > self.limit for before, after in pairwise(near))

    def fell_silent_at(self, instant: datetime, hours: DialingHours) -> bool:
        """Whether, within an hour of it, a silence began that held too much of the hours."""
        first = bisect_left(self.changes, instant - _HOUR)
        last = bisect_right(self.changes, instant + _HOUR)
        near = self.changes[first : last + 1]
        return any(hours.dialing(before, after) > self.limit for before, after in pairwise(near))


def stall(
    looks: Sequence[Look],
    *,
    now: datetime,
    hours: DialingHours | None = None,
    plan: RetryPlan | None = None,
) -> Stall | None:
    """The stall of the broadcast as of its newest look, None where none can be said to be.

    looks: whole-life ones, the oldest first; those of the last eight days are enough. Nothing is
    said where the newest is older than 15 minutes at `now` (aware), or where numbers may be waiting
    for their retry: that needs `plan`.
    """
    newest = stand_of(looks[-1]) if looks else None
    if newest is None or newest.left == 0 or now - newest.end > CLOSE:
        return None
    seen = [look for look in looks if look.last_seen_at > newest.end - _REMEMBERED]
    since, changes, gaps = _changes(seen, hours)
    due_at = _all_due_at(newest, looks[-1], max(since, _left_since(seen, newest.left)), plan)
    if due_at is None or len(gaps) < _GAPS or not _is_dense(seen, since):
        return None
    rhythm = _Rhythm(changes, sorted(gaps)[math.ceil(_USUAL * len(gaps)) - 1])
    silence = _silence(due_at, newest.end, rhythm, hours)
    if silence is None:
        return None
    return Stall(since, newest.end, silence, rhythm.usual_gap, newest.left)


def _changes(
    looks: Sequence[Look], hours: DialingHours | None
) -> tuple[datetime, list[datetime], list[timedelta]]:
    """Since when the attempts are as they are, when they had changed before, and the gaps."""
    since, changes, gaps = looks[0].first_seen_at, [], []
    for before, after in pairwise(looks):
        if _attempts(before) == _attempts(after):
            continue
        begin, since = since, after.first_seen_at
        changes.append(since)
        if after.first_seen_at - before.last_seen_at <= CLOSE and len(changes) > 1:
            is_short = since - begin <= CLOSE
            gap = since - begin if hours is None or is_short else hours.dialing(begin, since)
            gaps.append(gap)
    return since, changes, [gap for gap in gaps if gap]


def _attempts(look: Look) -> int | None:
    return None if look.stats.usage is None else look.stats.usage.attempts


def _left_since(looks: Sequence[Look], left: int) -> datetime:
    """Since when so much is left: later than the last attempt where the list grew after it."""
    found = looks[-1].first_seen_at
    for look in reversed(looks):
        stand = stand_of(look)
        if stand is None or stand.left != left:
            break
        found = stand.begin
    return found


def _all_due_at(
    newest: Stand, look: Look, since: datetime, plan: RetryPlan | None
) -> datetime | None:
    """From when on somebody is due for sure, so that silence means something; None: unknown.

    CallFire puts numbers off, tried before or not, and when they come again is documented nowhere.
    """
    if newest.attempts is None:
        return None
    put_off = attempts_of(look.stats, PUT_OFF) or 0
    if newest.unattempted > put_off:
        return since
    if newest.unattempted or newest.left <= put_off or plan is None:
        return None
    return since + wait_of(plan)


def _is_dense(looks: Sequence[Look], since: datetime) -> bool:
    """Whether the hour before was looked at often; of each look its ends are known."""
    near = [look for look in looks if look.last_seen_at >= since - _HOUR]
    instants = {at for look in near for at in (look.first_seen_at, look.last_seen_at)}
    return sum(since - _HOUR <= at <= since for at in instants) >= _DENSE


def _silence(
    begin: datetime, end: datetime, rhythm: _Rhythm, hours: DialingHours | None
) -> timedelta | None:
    """The dialing time of the silence where it is a stall, else None."""
    the_day_before = begin - _DAY
    if hours is None:
        is_rest = rhythm.rested_after(the_day_before, rhythm.limit + _HOUR)
        return None if is_rest or end - begin <= rhythm.limit else end - begin
    opening, closing = hours.today(end)
    if not opening <= end < closing:
        return None
    silence, limit = hours.dialing(begin, end), rhythm.limit
    if begin < opening:
        limit += _REST_DAYS * (closing - opening)
    elif rhythm.fell_silent_at(the_day_before, hours):
        return None
    return silence if silence > limit else None
