"""From a campaign and an anchor to its events: who was tried when, and what came of it.

The dice are seeded with the campaign's id alone, so the same anchor always gives the same events,
past and future; a clock only decides how many of them have happened.
"""

import heapq
import math
from bisect import bisect
from collections.abc import Iterator
from datetime import datetime
from itertools import accumulate
from random import Random
from typing import Final, NamedTuple

from simulator import instants
from simulator.campaign import Billing, Campaign, Shares

# Not dialed at all: the recipient stays unattempted and gets another turn.
PENDING: Final = frozenset({"UNDIALED", "POSTPONED"})
# Listed as results of their own, though nobody was tried: the reply, the other leg of a transfer.
BESIDES: Final = frozenset({"RECEIVED", "XFER_LEG"})

_PENDING_WAIT_SECONDS: Final = 5_400
# Shortest, longest and likeliest length of a call in seconds; calls of other results have none.
_TALK: Final = {
    "LA": (6, 95, 24),
    "AM": (14, 62, 33),
    "SD": (14, 62, 33),
    "XFER": (25, 120, 45),
    "XFER_LEG": (20, 600, 110),
}
_STORM: Final[Shares] = (("CARRIER_ERROR", 6), ("CARRIER_TEMP_ERROR", 3), ("INTERNAL_ERROR", 1))
_LONG_TEXT_SHARE: Final = 0.04  # texts that are sent, and billed, as two


class Event(NamedTuple):
    """One attempt, reply or transfer leg; counted whole at its instant."""

    at: int  # epoch seconds
    recipient: int
    result: str
    duration_seconds: int = 0
    billed_seconds: int = 0
    credits: int = 0  # ten-thousandths
    final: bool = False  # the recipient is finished with it


def events(campaign: Campaign, anchor: datetime) -> list[Event]:
    """All events of the campaign from its first to its last, in the order of their instants."""
    dice = Random(campaign.id)
    draw, storms = _Draw(campaign.shares, dice), _storm_of(campaign, anchor)
    storm_draw = _Draw(_STORM, dice)
    queue = _Queue(campaign)
    found: list[Event] = []
    for at in _slots(campaign, anchor, dice):
        turn = queue.turn(at)
        if turn is None:
            if queue.is_done:
                break
            continue
        recipient, tries = turn
        stormy = at in storms and campaign.storm and dice.random() < campaign.storm.share
        result = (storm_draw if stormy else draw).result()
        final = queue.put_back(at, recipient, tries, result)
        found += _outcome(campaign, dice, Event(at, recipient, result, final=final))
    found.sort(key=lambda event: event.at)
    return found


class _Draw:
    """Draws results by their weights."""

    def __init__(self, shares: Shares, dice: Random) -> None:
        self._names = [name for name, _ in shares]
        self._edges = list(accumulate(weight for _, weight in shares))
        self._random = dice.random

    def result(self) -> str:
        return self._names[bisect(self._edges, self._random() * self._edges[-1])]


class _Queue:
    """Whose turn it is: those whose wait is over before those who were never tried."""

    def __init__(self, campaign: Campaign) -> None:
        self._retry, self._size = campaign.retry, campaign.size
        self._fresh = 0
        self._waiting: list[tuple[int, int, int]] = []  # due at, recipient, tries so far

    @property
    def is_done(self) -> bool:
        return self._fresh == self._size and not self._waiting

    def turn(self, at: int) -> tuple[int, int] | None:
        """Give the next recipient and the tries it had; None while nobody is due."""
        if self._waiting and self._waiting[0][0] <= at:
            _, recipient, tries = heapq.heappop(self._waiting)
            return recipient, tries
        if self._fresh == self._size:
            return None
        self._fresh += 1
        return self._fresh - 1, 0

    def put_back(self, at: int, recipient: int, tries: int, result: str) -> bool:
        """Take the recipient back where it gets another turn; True where it is finished."""
        if result in PENDING:
            heapq.heappush(self._waiting, (at + _PENDING_WAIT_SECONDS, recipient, tries))
            return False
        if result not in self._retry.results or tries + 1 >= self._retry.max_attempts:
            return True
        due = at + 60 * self._retry.minutes_between
        heapq.heappush(self._waiting, (due, recipient, tries + 1))
        return False


def _slots(campaign: Campaign, anchor: datetime, dice: Random) -> Iterator[int]:
    """Yield the instants at which the dialer takes a turn: slower at the edges of the day."""
    stop = math.inf
    if campaign.stops_after:
        stop = instants.of(campaign.hours.first_opening(anchor) + campaign.stops_after)
    for begin, end in campaign.hours.windows(anchor):
        moment = float(begin)
        while True:
            swell = 0.55 + 0.7 * math.sin(math.pi * (moment - begin) / (end - begin))
            moment += dice.expovariate(campaign.per_hour / 3600 * swell)
            if moment >= stop:
                return
            if moment >= end:
                break
            yield int(moment)


def _storm_of(campaign: Campaign, anchor: datetime) -> range:
    """Give the seconds in which the campaign's storm blows; none without a storm."""
    if campaign.storm is None:
        return range(0)
    begin = anchor + campaign.storm.begins
    return range(instants.of(begin), instants.of(begin + campaign.storm.lasts))


def _outcome(campaign: Campaign, dice: Random, attempt: Event) -> list[Event]:
    """Give the attempt with its length and price, and what it brings after it."""
    if campaign.type == "TEXT":
        return _text(campaign, dice, attempt)
    call = _call(campaign.billing, dice, attempt)
    if call.result != "XFER" or not campaign.transfer_legs:
        return [call]
    leg = Event(call.at + call.duration_seconds, call.recipient, "XFER_LEG")
    return [call, _call(campaign.billing, dice, leg)]


def _call(billing: Billing, dice: Random, call: Event) -> Event:
    """Give the call its length, rounded up for billing, and its price."""
    if call.result not in _TALK:
        return call
    shortest, longest, likeliest = _TALK[call.result]
    seconds = round(dice.triangular(shortest, longest, likeliest))
    billed = -(-seconds // billing.step_seconds) * billing.step_seconds
    return call._replace(
        duration_seconds=seconds,
        billed_seconds=billed,
        credits=billed * billing.credits_per_minute // 60,
    )


def _text(campaign: Campaign, dice: Random, text: Event) -> list[Event]:
    """Give the text its price, and the reply it may bring, minutes to days later."""
    if text.result != "SENT":
        return [text]
    parts = 2 if dice.random() < _LONG_TEXT_SHARE else 1
    sent = text._replace(credits=parts * campaign.billing.credits_per_text)
    if dice.random() >= campaign.reply_share:
        return [sent]
    wait = 20 + int(dice.lognormvariate(6.5, 1.8))  # half of them within 11 minutes
    return [sent, Event(text.at + min(wait, 5 * 86_400), text.recipient, "RECEIVED")]
