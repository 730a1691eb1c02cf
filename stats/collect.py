"""Collecting: a look at every watched broadcast, and the hours of its timeline that are final.

Several collectors may run, on several machines: each broadcast is claimed by one for CLAIM, so that
what one was about when it was killed is looked at by another.
"""

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from django.conf import settings

from stats import details, service, timeline, watching
from stats.alerts import occurrences
from stats.callfire.errors import CallFireError, Credentials, Forbidden, NotFound
from stats.models import Watch
from stats.period import Period
from stats.questions import WHOLE_LIFE, Interval, Outcome

log = logging.getLogger("stats.collect")

CLAIM: Final = timedelta(seconds=45)  # longer than any question may wait and take
DONE_EVERY: Final = timedelta(hours=1)  # how often a broadcast that is done is looked at
QUIET: Final = timedelta(days=30)  # after which one that is done is let go
HOURS_BACK: Final = timedelta(days=1)  # of the timeline of a broadcast that is new here
LONGEST_BACK: Final = timedelta(days=14)  # after a long rest
SPREAD: Final = 0.8  # of the time between two rounds, for the looks of one
LONGEST_SECONDS: Final = 86_400.0  # a round may take long where CallFire is slow
TRIES: Final = 5  # at going on after a pause
POLL_SECONDS: Final = 1.0  # between two looks at what another collector has claimed
HOUR_SECONDS: Final = 15.0  # for the hours of one broadcast


class Stop(Protocol):
    """A `threading.Event` that says when to end."""

    def is_set(self) -> bool:
        """Whether to end."""

    def wait(self, timeout: float) -> bool:
        """Wait for so many seconds, or until it is set; whether it is."""


@dataclass
class Round:
    """What a round came to: broadcast IDs. problem: why it ended before all were looked at."""

    taken: list[int] = field(default_factory=list)
    failed: list[int] = field(default_factory=list)
    let_go: list[int] = field(default_factory=list)
    problem: CallFireError | None = None
    is_whole: bool = False


def collect(stop: Stop, every: timedelta | None = None) -> Round:
    """One round: all watched broadcasts that are due now, each once over all collectors.

    every: how far rounds are apart, so that the questions are spread over most of that time; None
    where something else, such as cron, starts the rounds.
    """
    done = Round()
    claims = _Claims(stop, every)
    for _ in range(TRIES):
        done.problem = _look(claims, done, stop)
        if done.problem is None or not _is_over_soon(done.problem, stop):
            break
    claims.give_back()
    for broadcast_id in done.taken:
        if done.problem is None and not stop.is_set():
            details.refresh(broadcast_id)
            done.problem = _keep_hours(broadcast_id, stop)
    done.is_whole = done.problem is None and not stop.is_set()
    if done.is_whole:
        watching.beat(every)
    return done


def _look(claims: "_Claims", done: Round, stop: Stop) -> CallFireError | None:
    """Look at all that is due; the problem that ended it, if one did."""
    while not stop.is_set():
        for (broadcast_id, _), outcome in service.ask_each(claims.wanted, LONGEST_SECONDS):
            if isinstance(outcome, CallFireError) and _is_for_all(outcome):
                claims.give_back()
                return outcome
            claims.settle(broadcast_id, outcome, done)
        seconds = claims.seconds_to_wait()
        if seconds is None:
            break
        stop.wait(seconds)
    return None


def _is_for_all(problem: CallFireError) -> bool:
    """Whether it says something of all broadcasts, so that no other is asked for now."""
    return problem.is_paused or isinstance(problem, Credentials)


def _is_over_soon(problem: CallFireError, stop: Stop) -> bool:
    """Wait for the end of a pause that has one; whether to go on."""
    if problem.retry_at is None:
        return False
    seconds = (problem.retry_at - service.wall_clock()).total_seconds()
    return not stop.wait(min(max(seconds, 0.0), 120.0))


class _Claims:
    """The broadcasts that this collector looks at in a round, claimed one by one in their turn."""

    def __init__(self, stop: Stop, every: timedelta | None) -> None:
        self._stop = stop
        self._began = service.wall_clock()
        self._apart = every or timedelta(seconds=settings.STATS_FRESH_SECONDS)
        due = Watch.objects.due(self._began).count()
        is_first = watching.heartbeat().ended_at is None  # somebody waits for it
        self._gap = every.total_seconds() * SPREAD / due if every and due and not is_first else 0.0
        self._turn = time.monotonic()
        self._mine: dict[int, None] = {}  # in their order; without an outcome yet

    def wanted(self) -> Iterator[tuple[int, Interval]]:
        """What to look at now: those claimed already, and those whose turn has come."""
        for broadcast_id in list(self._mine):
            yield broadcast_id, WHOLE_LIFE
        while time.monotonic() >= self._turn and not self._stop.is_set():
            claimed = self._claimed()
            if claimed is None:
                return
            self._turn = max(self._turn + self._gap, time.monotonic() - self._gap)
            yield claimed, WHOLE_LIFE

    def seconds_to_wait(self) -> float | None:
        """Until the next turn, or for another look at others' claims; None where none is due."""
        due = Watch.objects.due(self._began)
        if not due.exists():
            return None
        if not due.free(service.wall_clock()).exists():
            return POLL_SECONDS
        return max(0.0, self._turn - time.monotonic())

    def settle(self, broadcast_id: int, outcome: Outcome, done: Round) -> None:
        """Say when the broadcast is looked at again, or let it go."""
        self._mine.pop(broadcast_id, None)
        mine = Watch.objects.filter(pk=broadcast_id)
        next_look_at = self._began + self._apart
        if isinstance(outcome, CallFireError):
            log.warning("broadcast %d could not be looked at: %s", broadcast_id, outcome.kind)
            done.failed.append(broadcast_id)
            if isinstance(outcome, NotFound | Forbidden):
                next_look_at = max(next_look_at, self._began + DONE_EVERY)
        else:
            done.taken.append(broadcast_id)
            occurrences.check(broadcast_id)
            if outcome.look.is_done:
                next_look_at = max(next_look_at, self._began + DONE_EVERY)
                if service.now() - outcome.look.first_seen_at > QUIET:
                    log.info("broadcast %d was quiet for long and is let go", broadcast_id)
                    done.let_go.append(broadcast_id)
                    watching.unwatch(broadcast_id)
        mine.update(next_look_at=next_look_at, claimed_until=None)

    def give_back(self) -> None:
        """Free what was claimed and not looked at."""
        Watch.objects.filter(pk__in=self._mine).update(claimed_until=None)
        self._mine.clear()

    def _claimed(self) -> int | None:
        """The next one that is due and free; nobody else has it from now on."""
        while True:
            now = service.wall_clock()
            free = Watch.objects.due(self._began).free(now)
            candidates = list(free.values_list("pk", flat=True)[:10])
            for broadcast_id in candidates:
                mine = Watch.objects.filter(pk=broadcast_id, next_look_at__lte=self._began)
                if mine.free(now).update(claimed_until=now + CLAIM):
                    self._mine[broadcast_id] = None
                    return broadcast_id
            if not candidates:
                return None


def _keep_hours(broadcast_id: int, stop: Stop) -> CallFireError | None:
    """Ask for the hours that became final since the last time; the problem, if there is one."""
    row = Watch.objects.filter(pk=broadcast_id).first()
    zone = ZoneInfo(settings.TIME_ZONE)
    end = _full_hour(service.now() - timedelta(hours=settings.STATS_SETTLE_HOURS, seconds=1), zone)
    if row is None or (row.hours_until is not None and end <= row.hours_until):
        return None
    begin = max(row.hours_until or end - HOURS_BACK, end - LONGEST_BACK)
    period = Period("custom", begin, end, zone)
    series = timeline.fetched(
        broadcast_id, period, "hour", seconds=HOUR_SECONDS, is_over=stop.is_set
    )
    if series.is_complete and series.saved:
        Watch.objects.filter(pk=broadcast_id).update(hours_until=end)
    problem = series.problem
    return problem if problem is not None and _is_for_all(problem) else None


def _full_hour(at: datetime, zone: ZoneInfo) -> datetime:
    """The full hour that clocks in the zone showed last."""
    local = at.astimezone(zone)
    return at - timedelta(
        minutes=local.minute, seconds=local.second, microseconds=local.microsecond
    )
