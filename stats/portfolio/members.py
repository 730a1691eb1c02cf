"""Which broadcasts a portfolio is of, and what is kept of each in its period.

Those whose time from created to last modified meets the period. Where CallFire did not say one of
the two it can't be told: they are among them, unless the other one rules them out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db.models import OuterRef, Q, QuerySet, Subquery

from stats import service
from stats.callfire.errors import CallFireError, Forbidden, NotFound, from_facts
from stats.counts import kinds
from stats.kept import PROVISIONAL_EVERY, is_busy, is_settled
from stats.models import Broadcast, Snapshot, interval
from stats.period import Period
from stats.report import Freshness, Look, Report

MOST: Final = 500
# After a question in vain none is put for so long; a refusal is hardly taken back sooner.
FAILED_STAYS: Final = timedelta(minutes=5)
REFUSED_STAYS: Final = timedelta(hours=1)
_COLUMNS: Final = ("name", "own_name", "type", "in_vain_at", "in_vain")


@dataclass(frozen=True)
class Member:
    """One broadcast of a portfolio.

    report: its figures in the period, None while they are missing. problem: why CallFire did not
    give them, or newer ones, when it was asked last; None where it was not asked in vain. is_due:
    whether it is to be asked now.
    """

    broadcast_id: int
    name: str | None
    is_of_texts: bool
    report: Report | None
    problem: CallFireError | None
    is_due: bool

    @property
    def is_busy(self) -> bool:
        """Whether there was anything at all in the period, as far as is known."""
        return self.report is not None and is_busy(self.report.stats)

    @property
    def attempts(self) -> int:
        """The attempts in the period, as far as they are known."""
        usage = self.report.stats.usage if self.report else None
        return (usage and usage.attempts) or 0


@dataclass(frozen=True, slots=True)
class Found:
    """The broadcasts of a period: the last modified first, MOST at most.

    count: how many there are, those left out included. undated: how many of them are among them
    although CallFire did not say when they were created, or last modified.
    """

    members: tuple[Member, ...]
    count: int
    undated: int


def members_of(period: Period) -> Found:
    """What is kept, in as many queries whatever there is."""
    dated, undated_last = _meeting(period)
    count = dated.count() + undated_last.count()
    rows = list(_with_look(dated.order_by("-last_modified", "-pk"), period)[:MOST])
    if len(rows) < min(count, MOST):
        rows += _with_look(undated_last.order_by("-pk"), period)[: MOST - len(rows)]
    looks = Snapshot.objects.in_bulk([row.look_id for row in rows if row.look_id])
    members = [
        _member(row, looks[row.look_id].look if row.look_id in looks else None, period)
        for row in rows
    ]
    undated = sum(None in (row.created, row.last_modified) for row in rows)
    return Found(tuple(members), count, 0 if period.begin is None else undated)


def with_look(member: Member, look: Look, period: Period) -> Member:
    """The member with an answer that came just now."""
    report = _report(member.broadcast_id, member.name, period, look, is_new=True)
    is_of_texts = _is_of_texts(look, "TEXT" if member.is_of_texts else None)
    return replace(member, report=report, problem=None, is_due=False, is_of_texts=is_of_texts)


def in_vain(member: Member, problem: CallFireError) -> Member:
    """The member after a question that failed just now; kept figures stand in where they may."""
    report = member.report if problem.kept_figures_stand_in else None
    if report is not None:
        report = replace(report, freshness=Freshness.STALE, problem=problem)
    return replace(member, report=report, problem=problem, is_due=False)


def is_due(seen_at: datetime, end: datetime | None, now: datetime) -> bool:
    """Whether figures of an interval (its end None for the whole life) are to be asked for again.

    Unlike on a broadcast's own page once an hour is often enough: there are hundreds of them.
    """
    if end is not None and is_settled(seen_at, end):
        return False
    again = max(PROVISIONAL_EVERY, timedelta(seconds=settings.STATS_FRESH_SECONDS))
    return (end is not None and is_settled(now, end)) or abs(now - seen_at) >= again


def remember_in_vain(broadcast_id: int, problem: CallFireError) -> None:
    """Keep why a broadcast could not be asked for. Raises DatabaseError."""
    Broadcast.objects.filter(pk=broadcast_id).update(
        in_vain_at=service.wall_clock(), in_vain=problem.facts()
    )


def forget_in_vain(broadcast_ids: Sequence[int]) -> None:
    """Have these asked for again, or forget why they once could not be. Raises DatabaseError."""
    noted = Broadcast.objects.filter(pk__in=broadcast_ids, in_vain_at__isnull=False)
    noted.update(in_vain_at=None, in_vain=None)


def _meeting(period: Period) -> tuple[QuerySet[Broadcast], QuerySet[Broadcast]]:
    """Those that CallFire said when they were last modified, and those that it did not say it of.

    Apart, so that the first are a range of an index.
    """
    dated = Broadcast.objects.filter(last_modified__isnull=False)
    undated = Broadcast.objects.filter(last_modified=None)
    if period.begin is None or period.end is None:
        return dated, undated
    begun = Q(created=None) | Q(created__lt=period.end)
    return dated.filter(begun, last_modified__gte=period.begin), undated.filter(begun)


def _with_look(rows: QuerySet[Broadcast], period: Period) -> QuerySet[Any]:
    """Each with the key of its newest look in the period, as `look_id`."""
    begin, end = interval(period)
    newest = Snapshot.objects.filter(broadcast=OuterRef("pk"), begin=begin, end=end)
    found = rows.only("pk", "created", "last_modified", *_COLUMNS)
    return found.annotate(look_id=Subquery(newest.newest_first().values("pk")[:1]))


def _member(row: Broadcast, look: Look | None, period: Period) -> Member:
    is_wanted = look is None or is_due(look.last_seen_at, period.end, service.now())
    # Where figures are as they should be, an earlier question in vain was about something else.
    problem = from_facts(row.in_vain) if is_wanted and row.in_vain else None
    member = Member(
        row.pk,
        row.shown_name,
        _is_of_texts(look, row.type),
        None if look is None else _report(row.pk, row.shown_name, period, look),
        None,
        is_due=is_wanted,
    )
    if problem is None:
        return member
    return replace(in_vain(member, problem), is_due=not _waits(row, problem))


def _report(
    broadcast_id: int, name: str | None, period: Period, look: Look, *, is_new: bool = False
) -> Report:
    freshness = service.freshness_of(look, period, is_new=is_new)
    return Report(broadcast_id, name, period, look.stats, look.last_seen_at, freshness)


def _is_of_texts(look: Look | None, type_: str | None) -> bool:
    """By the results that came; where none did, by what CallFire says of the broadcast."""
    came = kinds(look.stats) if look else frozenset()
    return came == {"texts"} if came else type_ == "TEXT"


def _waits(row: Broadcast, problem: CallFireError) -> bool:
    """Whether it was asked for in vain a short while ago."""
    if row.in_vain_at is None:
        return False
    stays = REFUSED_STAYS if isinstance(problem, NotFound | Forbidden) else FAILED_STAYS
    return abs(service.wall_clock() - row.in_vain_at) < stays
