"""Each promise of stats.forecast against the truth of a simulated campaign."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from random import Random
from typing import Final

from stats.counts import attempts_of
from stats.forecast.estimate import Estimate, NoEstimate, estimate
from stats.forecast.finishing import Finishing, Range, finishing
from stats.forecast.stall import stall
from stats.forecast.waits import PUT_OFF
from tests.bench.campaigns import ANCHOR, campaign
from tests.bench.watched import EVERY, Watched

PARTS: Final = (0.10, 0.25, 0.50, 0.75, 0.90)
# Whether the calling hours and the retry plan are known.
KNOWLEDGE: Final = ((True, True), (True, False), (False, True), (False, False))
_HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True)
class Guess:
    """One estimate, or a refusal with its reason, at a part of a campaign's dialing time."""

    kind: str
    part: float
    knows_hours: bool
    knows_plan: bool
    refused: str | None = None
    is_held: bool = False
    error: float = 0.0  # of the middle, as a part of the truth
    width: float = 0.0  # high by low


@dataclass(frozen=True)
class Rest:
    """Whether the ranges of credits and live answers to come held; None where none was given."""

    part: float
    credits: bool | None
    live_answers: bool | None


@dataclass(frozen=True)
class Silence:
    """A rest or a stall, and after how much silence it was called a stall; None if it never was."""

    kind: str
    knows_hours: bool
    delay: timedelta | None


@lru_cache(maxsize=2)
def watched(kind: str, seed: int) -> Watched:
    """The campaign of that kind and seed, and what was seen of it."""
    return Watched(campaign(kind, seed), ANCHOR)


def guesses(kind: str, seed: int) -> Iterator[Guess]:
    """Estimates at each part of its life, with and without hours and plan."""
    seen = watched(kind, seed)
    for part in PARTS:
        at = seen.next_look(seen.at_part(part))
        truth = seen.dialing(at, seen.done_at)
        if truth <= timedelta():
            continue
        for knows_hours, knows_plan in KNOWLEDGE:
            found = estimate(
                seen.until(at),
                now=at,
                hours=seen.hours if knows_hours else None,
                plan=seen.plan if knows_plan else None,
            )
            yield _judged(Guess(kind, part, knows_hours, knows_plan), found, truth)


def rests(kind: str, seed: int) -> Iterator[Rest]:
    """What finishing it costs and brings, at each part of its life."""
    seen = watched(kind, seed)
    last = seen.looks[-1].stats
    for part in PARTS:
        looks = seen.until(seen.next_look(seen.at_part(part)))
        found, now = finishing(looks), looks[-1].stats
        if not isinstance(found, Finishing) or last.usage is None or now.usage is None:
            continue
        spent = (last.usage.billed_amount or 0) - (now.usage.billed_amount or 0)
        live = (attempts_of(last, ["LA", "XFER"]) or 0) - (attempts_of(now, ["LA", "XFER"]) or 0)
        yield Rest(part, _holds(found.credits, spent), _holds(found.live_answers, live))


def evenings(kind: str, seed: int) -> Iterator[Silence]:
    """Each night from an hour before it to two hours after, weekends whole."""
    seen = watched(kind, seed)
    for (_, closes), (opens, _) in pairwise(seen.days):
        for knows_hours in (True, False):
            first, last = seen.next_look(closes - _HOUR), min(opens + 2 * _HOUR, seen.done_at)
            delay = _called(seen, first, last, stops_at=None, knows_hours=knows_hours)
            yield Silence(kind, knows_hours, delay)


def stalls(kind: str, seed: int) -> Iterator[Silence]:
    """A stop on each day, two hours or more from the edges of its hours.

    From the second day on where the hours are unknown, and only while more numbers are untried than
    were ever put off: before and after, no stall is promised to be seen.
    """
    seen, dice = watched(kind, seed), Random(f"stall {kind} {seed}")  # noqa: S311 - no secret
    for index, (opens, closes) in enumerate(seen.days):
        at = opens + dice.uniform(0.25, 0.75) * (closes - opens)
        stops_at = seen.next_look(min(max(at, opens + 2 * _HOUR), closes - 2 * _HOUR))
        if not _is_dialing(seen, stops_at):
            continue
        for knows_hours in (True, False) if index else (True,):
            delay = _called(seen, stops_at, closes, stops_at=stops_at, knows_hours=knows_hours)
            yield Silence(kind, knows_hours, delay)


def _judged(guess: Guess, found: Estimate | NoEstimate, truth: timedelta) -> Guess:
    if isinstance(found, NoEstimate):
        return replace(guess, refused=found.reason)
    return replace(
        guess,
        is_held=found.low <= truth <= found.high,
        error=abs(found.middle / truth - 1),
        width=found.high / found.low,
    )


def _holds(found: Range | None, truth: object) -> bool | None:
    return None if found is None else bool(found.low <= truth <= found.high)  # type: ignore[operator]


def _is_dialing(seen: Watched, at: datetime) -> bool:
    if at >= seen.done_at:
        return False
    stats = seen.until(at)[-1].stats
    statuses, put_off = stats.action_statistics, attempts_of(stats, PUT_OFF) or 0
    return statuses is not None and (statuses.unattempted or 0) > put_off


def _called(
    seen: Watched,
    first: datetime,
    last: datetime,
    *,
    stops_at: datetime | None,
    knows_hours: bool,
) -> timedelta | None:
    """From `first` until a stall is called; the looks stand still from `stops_at` on."""
    looks = None if stops_at is None else seen.until(stops_at)
    for index in range(math.ceil((last - first) / EVERY)):
        at = first + index * EVERY
        now = (
            seen.until(at) if looks is None else [*looks[:-1], replace(looks[-1], last_seen_at=at)]
        )
        hours = seen.hours if knows_hours else None
        if stall(now, now=at, hours=hours, plan=seen.plan) is not None:
            return at - first
    return None
