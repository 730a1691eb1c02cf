"""What a campaign's figures are in an interval, and how it stands at a moment.

All instants are epoch seconds; an interval is half-open, [begin, end), and only what has happened
by `now` is in it. Whether CallFire's own end is inclusive is unknown.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import accumulate
from threading import Lock
from typing import Final

from simulator import instants
from simulator.campaign import Campaign
from simulator.dialer import BESIDES, PENDING, Event, events

_CREATED_BEFORE_SECONDS: Final = 20 * 3600  # before its first call or the anchor, the earlier one


@dataclass(frozen=True, slots=True)
class Result:
    """How often a result occurred, and for how many distinct recipients that were tried."""

    name: str
    attempts: int
    actions: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The sums of an interval; credits in whole ten-thousandths.

    `attempts` leaves out replies and the other legs of transfers, which are no tries. `actions`
    are the distinct recipients tried, so they do not add up over intervals; all others do.
    """

    duration_seconds: int
    billed_seconds: int
    credits: int
    attempts: int
    actions: int
    results: tuple[Result, ...]  # only those that occurred, by name


@dataclass(frozen=True, slots=True)
class Standing:
    """The recipients by status at a moment; together they are the whole list."""

    unattempted: int
    retry_wait: int
    finished: int


class _Track:
    """Events of one kind in order: how many lie in an interval, and of whom."""

    def __init__(self, chosen: Iterable[Event]) -> None:
        chosen = list(chosen)
        self.instants = [event.at for event in chosen]
        self._recipients = [event.recipient for event in chosen]

    def within(self, begin: int | None, end: int | None, now: int) -> tuple[int, int]:
        """Give the first index of the interval and the one behind its last."""
        first = 0 if begin is None else bisect_left(self.instants, begin)
        last = bisect_right(self.instants, now)
        if end is not None:
            last = min(last, bisect_left(self.instants, end))
        return first, max(first, last)

    def people(self, first: int, last: int) -> int:
        """Count the distinct recipients between two indexes."""
        return len(set(self._recipients[first:last]))


class History:
    """All events of one campaign, sorted and summed up once."""

    def __init__(self, campaign: Campaign, anchor: datetime) -> None:
        self.campaign = campaign
        self.events = tuple(events(campaign, anchor))
        self.opens_at, closes_at = next(campaign.hours.windows(anchor))
        self.daily_hours = tuple(  # the first day's, as local times of the campaign's zone
            instants.aware(edge).astimezone(campaign.hours.first_opening(anchor).tzinfo).time()
            for edge in (self.opens_at, closes_at)
        )
        self.created_at = min(self.opens_at, instants.of(anchor)) - _CREATED_BEFORE_SECONDS
        self._index()

    def _index(self) -> None:
        """Lay out what the questions need, so that none of them walks over all events."""
        by_result: dict[str, list[Event]] = defaultdict(list)
        for event in self.events:
            by_result[event.result].append(event)
        self._all = _Track(self.events)
        tries = [event for event in self.events if event.result not in PENDING | BESIDES]
        self._tried = _Track(tries)
        self._by_result = {name: _Track(by_result[name]) for name in sorted(by_result)}
        self._duration = self._running(lambda event: event.duration_seconds)
        self._billed = self._running(lambda event: event.billed_seconds)
        self._credits = self._running(lambda event: event.credits)
        self._attempts = self._running(lambda event: event.result not in BESIDES)
        first_tries = {event.recipient: event.at for event in reversed(tries)}
        self._first_tried = sorted(first_tries.values())
        self._finished = [event.at for event in self.events if event.final]

    def _running(self, figure: Callable[[Event], int]) -> list[int]:
        return list(accumulate(map(figure, self.events), initial=0))

    def figures(self, begin: int | None, end: int | None, now: int) -> Figures:
        """Sum up what happened in [begin, end) and by `now`; None leaves a side open."""
        times = self.campaign.counts_for
        first, last = self._all.within(begin, end, now)
        return Figures(
            duration_seconds=times * (self._duration[last] - self._duration[first]),
            billed_seconds=times * (self._billed[last] - self._billed[first]),
            credits=times * (self._credits[last] - self._credits[first]),
            attempts=times * (self._attempts[last] - self._attempts[first]),
            actions=times * self._tried.people(*self._tried.within(begin, end, now)),
            results=tuple(self._results(begin, end, now)),
        )

    def _results(self, begin: int | None, end: int | None, now: int) -> Iterable[Result]:
        times = self.campaign.counts_for
        for name, track in self._by_result.items():
            first, last = track.within(begin, end, now)
            if first < last:
                # Nobody is called or texted by what was never dialed.
                people = 0 if name in PENDING else track.people(first, last)
                yield Result(name, times * (last - first), times * people)

    def standing(self, now: int) -> Standing:
        """Give the recipients by status at `now`; one that was only put off is unattempted."""
        tried = bisect_right(self._first_tried, now)
        finished = bisect_right(self._finished, now)
        times, size = self.campaign.counts_for, self.campaign.size
        return Standing(times * (size - tried), times * (tried - finished), times * finished)

    def _turns(self) -> list[tuple[int, str]]:
        """List the changes of status with their instants, in order."""
        turns = [(self.created_at, "START_PENDING"), (self.opens_at, "RUNNING")]
        if self.campaign.stops_after:
            seconds = int(self.campaign.stops_after.total_seconds())
            turns.append((self.opens_at + seconds, "STOPPED"))
        elif len(self._finished) == self.campaign.size:
            turns.append((self._finished[-1], self.campaign.ends_as))
        return turns

    def status(self, now: int) -> tuple[str, int]:
        """Give CallFire's word for the broadcast's state at `now`, and when it last changed.

        A moment before its creation sees it as just created.
        """
        happened = [(at, status) for at, status in self._turns() if at <= now] or self._turns()[:1]
        at, status = happened[-1]
        return status, at


_building: Final = Lock()


def history_of(campaign: Campaign, anchor: datetime) -> History:
    """Give the campaign's history, made at the first question and kept for the next."""
    with _building:  # so that many questions at once make it once
        return _made(campaign, anchor)


@lru_cache(maxsize=24)
def _made(campaign: Campaign, anchor: datetime) -> History:
    return History(campaign, anchor)
