"""A simulated campaign as somebody sees it who looks every five minutes, and the truth of it."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Final
from zoneinfo import ZoneInfo

from simulator import instants
from simulator.campaign import Campaign
from simulator.dialer import BESIDES, PENDING, Event, events
from stats.broadcast_details import RetryPlan
from stats.broadcast_stats import ActionStatistics, BroadcastStats, ResultStat, UsageStats
from stats.forecast.hours import DialingHours
from stats.report import Look
from stats.results import ordered

EVERY: Final = timedelta(minutes=5)


@dataclass
class Watched:
    """One campaign from ten minutes before its first hours to a quarter of an hour after its end.

    `looks` are what would be kept: an answer equal to the one before moves its last instant.
    """

    campaign: Campaign
    anchor: datetime

    def __post_init__(self) -> None:
        self.events = events(self.campaign, self.anchor)
        self.done_at = instants.aware(max(event.at for event in self.events if event.final))
        self.days = [  # the hours in which it dials, up to its end
            (instants.aware(begin), instants.aware(end)) for begin, end in self._days()
        ]
        self.first_look_at = self.days[0][0] - 2 * EVERY

    @property
    def hours(self) -> DialingHours:
        """The calling hours, as GetBroadcast says them."""
        zone = ZoneInfo(self.campaign.hours.zone)
        begin, end = (edge.astimezone(zone).time() for edge in self.days[0])
        return DialingHours(begin, end, zone)

    @property
    def plan(self) -> RetryPlan:
        """The retry plan, as GetBroadcast says it."""
        retry = self.campaign.retry
        return RetryPlan(retry.max_attempts, retry.minutes_between, retry.results)

    @cached_property
    def looks(self) -> list[Look]:
        """Everything that was seen, the oldest first."""
        found: list[Look] = []
        for at, stats in self._answers():
            if found and found[-1].stats is stats:
                found[-1] = replace(found[-1], last_seen_at=at)
            else:
                found.append(Look(stats, at, at))
        return found

    def until(self, at: datetime) -> list[Look]:
        """What had been seen by then, an instant of a look."""
        count = bisect_right(self.looks, at, key=lambda look: look.first_seen_at)
        seen = self.looks[:count]
        return [*seen[:-1], replace(seen[-1], last_seen_at=min(at, seen[-1].last_seen_at))]

    def next_look(self, at: datetime) -> datetime:
        """The first instant of a look that is not before `at`."""
        return self.first_look_at + -((self.first_look_at - at) // EVERY) * EVERY

    def dialing(self, since: datetime, until: datetime) -> timedelta:
        """The truth: time between the two in which it dials or waits within its hours."""
        parts = (min(end, until) - max(begin, since) for begin, end in self.days)
        return sum((max(part, timedelta()) for part in parts), timedelta())

    def at_part(self, part: float) -> datetime:
        """The instant at which that part of its dialing time is over."""
        need = part * self.dialing(self.days[0][0], self.done_at)
        for begin, end in self.days:
            if need <= end - begin:
                return begin + need
            need -= end - begin
        raise ValueError(part)

    def _days(self) -> Iterator[tuple[int, int]]:
        for begin, end in self.campaign.hours.windows(self.anchor):
            if instants.aware(begin) > self.done_at:
                return
            yield begin, end

    def _answers(self) -> Iterator[tuple[datetime, BroadcastStats]]:
        """What each look sees; the same object where nothing happened."""
        sums, upcoming, at = _Sums(self.campaign), 0, self.first_look_at
        stats = sums.stats()
        while at <= self.done_at + 3 * EVERY:
            count = bisect_right(self.events, instants.of(at), key=lambda event: event.at)
            if count > upcoming:
                for event in self.events[upcoming:count]:
                    sums.add(event)
                upcoming, stats = count, sums.stats()
            yield at, stats
            at += EVERY


class _Sums:
    """The whole-life figures, summed up event by event."""

    def __init__(self, campaign: Campaign) -> None:
        self._campaign = campaign
        self._results: Counter[str] = Counter()
        self._tried: set[int] = set()
        self._attempts = self._finished = self._credits = 0

    def add(self, event: Event) -> None:
        self._results[event.result] += 1
        self._credits += event.credits
        self._attempts += event.result not in BESIDES
        self._finished += event.final
        if event.result not in PENDING | BESIDES:
            self._tried.add(event.recipient)

    def stats(self) -> BroadcastStats:
        times, tried = self._campaign.counts_for, len(self._tried)
        return BroadcastStats(
            UsageStats(
                billed_amount=Decimal(times * self._credits) / 10_000,
                attempts=times * self._attempts,
                actions=times * tried,
            ),
            tuple(ResultStat(name, times * self._results[name]) for name in ordered(self._results)),
            ActionStatistics(
                times * (self._campaign.size - tried),
                times * (tried - self._finished),
                times * self._finished,
            ),
        )
