"""Alerts against the truth of simulated campaigns: quiet days, storms of failures, and stops."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from random import Random
from typing import Final

from simulator import instants
from simulator.campaign import Campaign, Shares, Storm
from stats.alerts.kinds import Name
from stats.counts import attempts_of
from stats.forecast.signs import FAILED
from stats.forecast.waits import PUT_OFF
from stats.report import Look
from stats.results import is_tried
from tests.bench.alert_walk import Occurrence, Walk, sights, walked
from tests.bench.campaigns import ANCHOR, KINDS, campaign
from tests.bench.measured import watched
from tests.bench.watched import EVERY, Watched

STORM: Final = "a storm of failures"
BY_THOUSANDS: Final = "huge, by thousands"
ONE_BY_ONE: Final = "huge, one by one"
# Without a storm; in the campaigns by thousands each event stands for so many.
QUIET: Final = (*(kind for kind in KINDS if kind not in (STORM, BY_THOUSANDS)), ONE_BY_ONE)
LIMIT: Final = Decimal(10)  # per cent of errors
CODES: Final = ("CARRIER_ERROR", "CARRIER_TEMP_ERROR", "INTERNAL_ERROR")  # of a storm
# The failing share of a storm; None: as the seed draws it, 50% to 90% of all attempts fail more.
STRENGTHS: Final = (None, 0.20, 0.10, 0.05)
_HOUR: Final = timedelta(hours=1)
_ERRORS: Final[Mapping[Name, Decimal | None]] = {"error_burst": None, "error_rate": LIMIT}
_ALL: Final[Mapping[Name, Decimal | None]] = {
    "done": None,
    "stalled": None,
    "calling_hours": None,
    **_ERRORS,
}


@dataclass(frozen=True)
class Today:
    """One day's calling hours: whether the work was over before they were, and what was told.

    ahead: how long before their end it was first told that they won't do; None if it never was.
    """

    is_enough: bool
    ahead: timedelta | None
    tellings: int
    is_taken_back: bool


@dataclass(frozen=True)
class Quiet:
    """One campaign without storm and stop: the days on which it dialed, and all that was told."""

    kind: str
    days: int
    looks: int
    told: Sequence[Name]
    told_without_hours: int  # stalls
    todays: Sequence[Today]


@dataclass(frozen=True)
class Burst:
    """What was told of one code in a storm: how often, how late, and how late that it was over."""

    code: str
    tellings: int
    delay: timedelta | None
    recovery: timedelta | None


@dataclass(frozen=True)
class Blown:
    """One storm: what was tried before it began, what was told of it, and what before it."""

    strength: float | None
    tried_before: int
    bursts: Sequence[Burst]
    rate: Burst  # by the limit of errors in the last hour
    too_early: int

    @property
    def delay(self) -> timedelta | None:
        """How late the first of its bursts was told."""
        return min((each.delay for each in self.bursts if each.delay is not None), default=None)


@dataclass(frozen=True)
class Stop:
    """One stop: how late it was told, how often, and how late that it dials again."""

    kind: str
    knows_hours: bool
    delay: timedelta | None
    tellings: int
    recovery: timedelta | None


def quiet(kind: str, seed: int, wanted: Mapping[Name, Decimal | None] = _ALL) -> Quiet:
    """A whole campaign, nights included."""
    seen = watched(kind, seed) if kind in KINDS else _one_by_one(seed)
    walk = walked(seen, wanted)
    without_hours = walked(seen, {"stalled": None}, knows_hours=False)
    return Quiet(
        kind,
        sum(_dials(seen, *day) for day in seen.days),
        (seen.looks[-1].last_seen_at - seen.first_look_at) // EVERY + 1,
        [each.kind for each in walk.told],
        len(without_hours.told),
        list(_todays(seen, walk.told_of("calling_hours"))),
    )


def storms(strength: float | None, seed: int) -> Iterator[Blown]:
    """The storm of that seed; none where the campaign was over before it began."""
    seen = Watched(stormy(strength, seed), ANCHOR)
    storm, closes = seen.campaign.storm, seen.days[0][1]
    assert storm is not None
    begin = ANCHOR + storm.begins
    end = min(begin + storm.lasts, closes, seen.done_at)
    if begin >= end:
        return
    walk = walked(seen, _ERRORS, last=end + 3 * _HOUR)
    early = [each for each in walk.told if (each.fired_at or begin) < begin]
    yield Blown(
        strength,
        _tried(seen, begin),
        [_burst(walk, "error_burst", code, begin, end) for code in CODES],
        _burst(walk, "error_rate", "", begin, end),
        len(early),
    )


def stormy(strength: float | None, seed: int) -> Campaign:
    """The campaign, with its storm as drawn, or one in which that share of what is tried fails."""
    plain = campaign(STORM, seed)
    if strength is None or plain.storm is None:
        return plain
    failed, tried = _parts(plain.shares)
    share = (strength * tried - failed) / (1 - failed - strength * (1 - tried))
    return replace(plain, storm=Storm(plain.storm.begins, plain.storm.lasts, share))


def stops(kind: str, seed: int) -> Iterator[Stop]:
    """Those of `tests.bench.measured.stalls`; half an hour after each was told it dials again."""
    seen, dice = watched(kind, seed), Random(f"stall {kind} {seed}")  # noqa: S311 - no secret
    for index, (opens, closes) in enumerate(seen.days):
        at = opens + dice.uniform(0.25, 0.75) * (closes - opens)
        stops_at = seen.next_look(min(max(at, opens + 2 * _HOUR), closes - 2 * _HOUR))
        if not _is_untried(seen, stops_at):
            continue
        for knows_hours in (True, False) if index else (True,):
            yield _stopped(Stop(kind, knows_hours, None, 0, None), seen, stops_at, closes)


@lru_cache(maxsize=2)
def _one_by_one(seed: int) -> Watched:
    """The huge campaign, forty times as quick, with no event that stands for others."""
    huge = campaign(BY_THOUSANDS, seed)
    quick = replace(huge, counts_for=1, per_hour=40 * huge.per_hour, size=40 * huge.size)
    return Watched(quick, ANCHOR)


def _dials(seen: Watched, opens: datetime, closes: datetime) -> bool:
    before, after = (seen.until(seen.next_look(at))[-1] for at in (opens, closes))
    return _attempts(before) != _attempts(after)


def _attempts(look: Look) -> int:
    usage = look.stats.usage
    return 0 if usage is None else usage.attempts or 0


def _todays(seen: Watched, told: Sequence[Occurrence]) -> Iterator[Today]:
    for _opens, closes in seen.days:
        mine = [each for each in told if each.facts["closes_at"] == closes.isoformat()]
        ahead = closes - (mine[0].fired_at or closes) if mine else None
        is_taken_back = bool(mine) and mine[-1].is_recovered
        yield Today(seen.done_at < closes, ahead, len(mine), is_taken_back)


def _parts(weights: Shares) -> tuple[float, float]:
    """Of all attempts without a storm: the part that fails, and the part that is tried."""
    whole = sum(weight for _, weight in weights)
    failed = sum(weight for name, weight in weights if name in FAILED)
    return failed / whole, sum(weight for name, weight in weights if is_tried(name)) / whole


def _tried(seen: Watched, at: datetime) -> int:
    second = instants.of(at)
    return sum(event.at < second and is_tried(event.result) for event in seen.events)


def _burst(walk: Walk, kind: Name, code: str, begin: datetime, end: datetime) -> Burst:
    mine = [
        each
        for each in walk.told_of(kind)
        if each.code == code and each.fired_at is not None and each.fired_at >= begin
    ]
    if not mine:
        return Burst(code, 0, None, None)
    told_at = mine[0].fired_at or begin
    return Burst(code, len(mine), told_at - begin, _recovery(mine[0], end))


def _is_untried(seen: Watched, at: datetime) -> bool:
    """Whether more numbers are untried than were ever put off, so that a stop can be seen."""
    stats = seen.until(min(at, seen.done_at))[-1].stats
    statuses = stats.action_statistics
    left = 0 if statuses is None else statuses.unattempted or 0
    return at < seen.done_at and left > (attempts_of(stats, PUT_OFF) or 0)


def _stopped(stop: Stop, seen: Watched, stops_at: datetime, closes: datetime) -> Stop:
    """What is told of a stop until the hours are over."""
    walk, before = Walk({"stalled": None}), seen.until(stops_at)
    hours = seen.hours if stop.knows_hours else None
    last = stops_at + (closes - stops_at) // EVERY * EVERY
    still = [*before[:-1], replace(before[-1], last_seen_at=closes)]
    for sight in sights(still, stops_at, last, hours, seen.plan):
        walk.check(sight)
        if walk.told:
            break
    if not walk.told:
        return stop
    told_at = walk.told[0].fired_at or stops_at
    goes_on_at = told_at + timedelta(minutes=30)
    for sight in sights(
        stood_still(seen, stops_at, goes_on_at), told_at + EVERY, last, hours, seen.plan
    ):
        walk.check(sight)
    recovery = _recovery(walk.told[0], goes_on_at)
    return replace(stop, delay=told_at - stops_at, tellings=len(walk.told), recovery=recovery)


def _recovery(told: Occurrence, since: datetime) -> timedelta | None:
    return told.ended_at - since if told.ended_at and told.is_recovered else None


def stood_still(seen: Watched, stops_at: datetime, goes_on_at: datetime) -> list[Look]:
    """What is seen of the campaign if it stands still between the two instants, and goes on."""
    before, pause = seen.until(stops_at), goes_on_at - stops_at
    newest = replace(before[-1], last_seen_at=goes_on_at)
    upcoming = seen.looks[len(before) :]
    moved = (
        Look(look.stats, look.first_seen_at + pause, look.last_seen_at + pause) for look in upcoming
    )
    return [*before[:-1], newest, *moved]
