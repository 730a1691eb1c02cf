"""A portfolio from what is kept, and asking for what is missing of it.

First one question a broadcast and period, then days of those that had activity, the one with the
most attempts first. Each answer is an ordinary snapshot; a settled one is never asked for again.
"""

import logging
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from typing import Final

from django.db import DatabaseError

from stats import service
from stats.buckets import Bucket, TooManyBucketsError
from stats.callfire.errors import CallFireError, Credentials, Insecure, RateLimited
from stats.models import Snapshot, interval
from stats.period import Period
from stats.portfolio.days import cell_of, days_of, known_of, summed
from stats.portfolio.members import (
    Found,
    Member,
    forget_in_vain,
    in_vain,
    members_of,
    remember_in_vain,
    with_look,
)
from stats.portfolio.portfolio import Portfolio
from stats.questions import Answer, Interval
from stats.seen import SHOWN_RECORDED_EVERY

log = logging.getLogger("stats.portfolio")

DAY_QUESTIONS: Final = 500  # about days, at a press

Wanted = tuple[int, Interval]


def kept(period: Period) -> Portfolio:
    """The portfolio from what is kept, without a question."""
    return _Asking(period).portfolio()


def fetched(
    period: Period,
    *,
    seconds: float,
    begin_seconds: float | None = None,
    day_questions: int = 0,
    again: bool = False,
) -> Portfolio:
    """The portfolio after asking for what is missing, within so many seconds.

    begin_seconds: after so many of them no further question is begun. day_questions: how many
    questions about days there may be. again: have those asked for as well that were asked for in
    vain a short while ago. Asking again goes on from where it ended.
    """
    asking = _Asking(period, again=again)
    last_begin = time.monotonic() + (seconds if begin_seconds is None else begin_seconds)

    def wanted() -> Iterator[Wanted]:
        for each in asking.wanted(day_questions):
            if time.monotonic() >= last_begin:
                return
            yield each

    for (broadcast_id, of), outcome in service.ask_each(wanted, seconds):
        if isinstance(outcome, CallFireError):
            asking.fail(broadcast_id, of, outcome)
        else:
            asking.learn(broadcast_id, of, outcome)
    return asking.portfolio()


def record_shown(portfolio: Portfolio) -> None:
    """Remember, to the day, that a person saw these figures; what can't be is logged."""
    begin, end = interval(portfolio.period)
    if begin is None:
        return
    at = service.now()
    ids = [report.broadcast_id for report in portfolio.reports]
    shown = Snapshot.objects.filter(broadcast__in=ids, begin=begin, end=end)
    try:
        shown.exclude(shown_at__gt=at - SHOWN_RECORDED_EVERY).update(shown_at=at)
    except DatabaseError as error:
        log.warning("that a portfolio was shown is not recorded: %s", error)


def _is_for_all(problem: CallFireError) -> bool:
    """Whether it says nothing of one broadcast alone."""
    return problem.is_paused or isinstance(problem, Credentials | Insecure | RateLimited)


class _Asking:
    """The broadcasts of a period, with what is known of them so far."""

    def __init__(self, period: Period, *, again: bool = False) -> None:
        self._period = period
        self._now = service.now()
        self._found: Found = members_of(period)
        if again:
            self._forget_in_vain()
        self._members = {member.broadcast_id: member for member in self._found.members}
        self._days, self._too_many = self._cut()
        self._known = known_of(self._members.values(), self._days, self._now)
        self._plans: dict[int, tuple[Interval, ...]] = {}  # what is wanted of days, by broadcast
        self._granted: set[Wanted] = set()  # questions about days that may be put
        self._over: set[Wanted] = set()  # those that failed
        self._days_asked = 0  # of those, which came to something: one may not have been begun
        self._problem: CallFireError | None = None
        self._saved = True

    def wanted(self, day_questions: int) -> Iterator[Wanted]:
        """What to ask next, the most urgent first."""
        whole = interval(self._period)
        due = [member for member in self._members.values() if member.is_due]
        for member in sorted(due, key=lambda each: each.report is not None):
            yield member.broadcast_id, whole
        if day_questions:
            yield from self._wanted_days(day_questions)

    def learn(self, broadcast_id: int, of: Interval, answer: Answer) -> None:
        """Take in an answer that came just now."""
        self._saved = self._saved and answer.saved
        self._days_asked += of != interval(self._period)
        member, look = self._members[broadcast_id], answer.look
        begin, end = of
        if begin is not None and end is not None:
            cell = cell_of(look.stats, look.last_seen_at)
            self._known[broadcast_id].learn((begin, end), cell, is_new=True)
            self._plans.pop(broadcast_id, None)
        if of == interval(self._period):
            self._members[broadcast_id] = with_look(member, look, self._period)
            if member.problem is not None:
                _is_noted(lambda: forget_in_vain([broadcast_id]))

    def fail(self, broadcast_id: int, of: Interval, problem: CallFireError) -> None:
        """Take in that there is no answer: of this broadcast, or of any."""
        if _is_for_all(problem):
            self._problem = problem
            return
        self._days_asked += of != interval(self._period)
        self._over.add((broadcast_id, of))
        if of == interval(self._period):
            self._members[broadcast_id] = in_vain(self._members[broadcast_id], problem)
            _is_noted(lambda: remember_in_vain(broadcast_id, problem))
        else:
            self._problem = self._problem or problem

    def portfolio(self) -> Portfolio:
        """What is known now."""
        members = tuple(self._members.values())
        begun = [day for day in self._days if day.begin < self._now]
        unknown = self._with_unknown_days(begun)
        return Portfolio(
            self._period,
            replace(self._found, members=members),
            summed(members, self._days, self._known)[: len(begun)],
            self._too_many,
            sum(member.is_busy for member in members) - len(unknown),
            not any(self._plan(member) for member in unknown),
            sum(not member.is_due for member in members)
            + sum(known.answers for known in self._known.values()),
            self._problem,
            self._saved,
            self._days_asked,
        )

    def _wanted_days(self, most: int) -> Iterator[Wanted]:
        """What to ask about days, of the broadcast with the most attempts first."""
        busy = [member for member in self._members.values() if member.is_busy]
        for member in sorted(busy, key=lambda each: -each.attempts):
            for of in self._plan(member):
                question: Wanted = (member.broadcast_id, of)
                if question not in self._granted and len(self._granted) >= most:
                    return
                self._granted.add(question)
                yield question

    def _plan(self, member: Member) -> tuple[Interval, ...]:
        """What is wanted of its days, but for what failed."""
        broadcast_id = member.broadcast_id
        if broadcast_id not in self._plans:
            self._plans[broadcast_id] = self._known[broadcast_id].wanted()
        plan = self._plans[broadcast_id]
        return tuple(of for of in plan if (broadcast_id, of) not in self._over)

    def _with_unknown_days(self, begun: Collection[Bucket]) -> list[Member]:
        """The broadcasts with activity of which a day is to be asked for."""
        return [
            member
            for member in self._members.values()
            if member.is_busy and not self._known[member.broadcast_id].knows(begun)
        ]

    def _cut(self) -> tuple[tuple[Bucket, ...], TooManyBucketsError | None]:
        try:
            return days_of(self._period), None
        except TooManyBucketsError as error:
            return (), error

    def _forget_in_vain(self) -> None:
        """Have those asked for that were asked for in vain."""
        noted = [member.broadcast_id for member in self._found.members if member.problem]
        if noted and _is_noted(lambda: forget_in_vain(noted)):
            self._found = members_of(self._period)


def _is_noted(write: Callable[[], None]) -> bool:
    """Write what is remembered of asking in vain; whether it could be."""
    try:
        write()
    except DatabaseError as error:
        log.warning("what was asked in vain is not recorded: %s", error)
        return False
    return True
