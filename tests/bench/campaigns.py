"""Campaigns of different kinds, drawn by a seed, for which the truth is known."""

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from random import Random
from typing import Final

from simulator.campaign import Campaign, Hours, Retry, Storm, shares

ANCHOR: Final = datetime(2026, 3, 2, 18, tzinfo=UTC)  # a Monday; clocks go forward that Sunday

_ZONES: Final = ("America/Los_Angeles", "America/Chicago", "America/New_York")
_CALLS: Final = (
    shares(
        LA=34.9,
        AM=28.4,
        NO_ANS=18.9,
        BUSY=7.6,
        XFER=3.2,
        CARRIER_ERROR=2.5,
        DNC=2.4,
        UNDIALED=2.1,
    ),
    shares(LA=27, XFER=6, AM=31, NO_ANS=24, BUSY=7, CARRIER_ERROR=1.5, DNC=1, POSTPONED=1),
    shares(LA=49, AM=24, NO_ANS=16, BUSY=8, CARRIER_ERROR=1.5, INVALID_NUMBER=1.5),
    shares(LA=20, AM=25, NO_ANS=38, BUSY=14, CARRIER_ERROR=2, INVALID_NUMBER=1),
)
_TEXTS: Final = shares(
    SENT=95, CARRIER_ERROR=1.4, CARRIER_TEMP_ERROR=1.6, INVALID_NUMBER=1.2, DNT=0.8
)

Kind = Callable[[Random, Campaign], Campaign]


def campaign(kind: str, seed: int) -> Campaign:
    """The campaign of that kind and seed, always the same."""
    dice = Random(f"{kind} {seed}")  # noqa: S311 - no secret
    plain = Campaign(
        id=100_000 * (1 + list(KINDS).index(kind)) + seed,
        name=kind,
        type="VOICE",
        size=0,
        hours=Hours(
            dice.choice(_ZONES),
            0,
            time(dice.choice((8, 9, 10))),
            timedelta(hours=dice.choice((8, 10, 12))),
        ),
        per_hour=0,
        shares=dice.choice(_CALLS),
    )
    return KINDS[kind](dice, plain)


def _between(dice: Random, low: float, high: float) -> float:
    """A number between them, each doubling as likely as the next."""
    return math.exp(dice.uniform(math.log(low), math.log(high)))


def _of(
    dice: Random,
    plain: Campaign,
    lasting: tuple[float, float],
    per_hour: tuple[float, float],
    retry: Retry,
) -> Campaign:
    """The campaign with a list for about so many hours, at an hourly number of attempts."""
    hours, pace = _between(dice, *lasting), _between(dice, *per_hour)
    return replace(plain, size=max(60, round(hours * pace / 1.25)), per_hour=pace, retry=retry)


def _perhaps_on_weekdays(dice: Random, chosen: Campaign) -> Campaign:
    return replace(chosen, hours=replace(chosen.hours, weekdays_only=dice.random() < 0.4))


def _one_day(dice: Random, plain: Campaign) -> Campaign:
    return _of(dice, replace(plain, shares=_CALLS[2]), (3, 9), (80, 900), Retry())


def _retries_soon(dice: Random, plain: Campaign) -> Campaign:
    retry = Retry(dice.choice((2, 3)), dice.choice((15, 30, 60)))
    return _of(dice, plain, (3, 9), (80, 900), retry)


def _retries_the_same_evening(dice: Random, plain: Campaign) -> Campaign:
    retry = Retry(dice.choice((2, 3)), dice.choice((120, 180)))
    return _of(dice, plain, (4, 10), (150, 600), retry)


def _several_days(dice: Random, plain: Campaign) -> Campaign:
    retry = Retry(dice.choice((2, 3)), dice.choice((60, 120, 240, 480)))
    return _perhaps_on_weekdays(dice, _of(dice, plain, (12, 60), (60, 500), retry))


def _retries_the_next_day(dice: Random, plain: Campaign) -> Campaign:
    retry = Retry(dice.choice((2, 3)), 1440)
    return _perhaps_on_weekdays(dice, _of(dice, plain, (12, 50), (60, 400), retry))


def _texts(dice: Random, plain: Campaign) -> Campaign:
    texts = replace(plain, type="TEXT", shares=_TEXTS, reply_share=0.1)
    return _of(dice, texts, (3, 9), (300, 2_500), Retry(2, 30, ("CARRIER_TEMP_ERROR",)))


def _storm(dice: Random, plain: Campaign) -> Campaign:
    retry = Retry(2, dice.choice((30, 90)), ("BUSY", "NO_ANS", "CARRIER_TEMP_ERROR"))
    opening = plain.hours.first_opening(ANCHOR) - ANCHOR
    storm = Storm(
        opening + timedelta(hours=dice.uniform(1, 6)),
        timedelta(hours=dice.uniform(0.5, 3)),
        dice.uniform(0.5, 0.9),
    )
    return _of(dice, replace(plain, storm=storm), (6, 40), (100, 400), retry)


def _slow(dice: Random, plain: Campaign) -> Campaign:
    retry = Retry(dice.choice((1, 2, 3)), dice.choice((60, 240)))
    return _perhaps_on_weekdays(dice, _of(dice, plain, (30, 110), (8, 30), retry))


def _huge(dice: Random, plain: Campaign) -> Campaign:
    return _of(dice, replace(plain, counts_for=1_000), (8, 50), (150, 400), Retry(3, 180))


def _often_put_off(dice: Random, plain: Campaign) -> Campaign:
    put_off = shares(LA=30, AM=28, NO_ANS=15, BUSY=7, CARRIER_ERROR=2, UNDIALED=dice.uniform(5, 20))
    chosen = _of(dice, replace(plain, shares=put_off), (8, 40), (80, 400), Retry(2, 60))
    return _perhaps_on_weekdays(dice, chosen)


KINDS: Final[dict[str, Kind]] = {
    "one day, no retries": _one_day,
    "retries within the hour": _retries_soon,
    "retries the same evening": _retries_the_same_evening,
    "several days": _several_days,
    "retries the next day": _retries_the_next_day,
    "texts": _texts,
    "a storm of failures": _storm,
    "slow, 8 to 30 an hour": _slow,
    "huge, by thousands": _huge,
    "often put off by CallFire": _often_put_off,
}
