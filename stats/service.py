"""The one way to a report: kept and fresh, asked once, or kept with the reason.

The clock of the site enters here, and so do the settings that say what is fresh and whom to ask.
"""

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from threading import Lock
from typing import Final

from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from stats.broadcast_stats import BroadcastStats
from stats.callfire.client import Client
from stats.callfire.errors import CallFireError, Credentials
from stats.models import Broadcast, Snapshot, columns, interval
from stats.period import Period
from stats.questions import Answer, Questions
from stats.report import Freshness, Look, Report

log = logging.getLogger("stats.service")
_making = Lock()

SEEN_LATELY: Final = 20
VIEW_RECORDED_EVERY: Final = timedelta(minutes=1)


def now() -> datetime:
    """The instant that this site lives in (aware, UTC): the clock's, or the demo's fixed one."""
    return settings.DEMO_NOW or timezone.now()


def missing_settings() -> tuple[str, ...]:
    """The names of the settings without which CallFire can't be asked."""
    return tuple(
        name
        for name in ("CALLFIRE_API_LOGIN", "CALLFIRE_API_PASSWORD")
        if not getattr(settings, name)
    )


def report(
    broadcast_id: int, period: Period, *, wait: bool = True, refresh: bool = False
) -> Report:
    """The figures of a broadcast in a period.

    Kept figures that are fresh or settled answer without a question, unless `refresh` asks for one
    by all means. Older ones answer at once where `wait` is false. Otherwise CallFire is asked;
    where it can't answer, kept figures stand in, marked as stale with the problem. Raises an error
    of `stats.callfire.errors` where there are none, or where they would mislead.
    """
    kept = _newest(broadcast_id, period)
    freshness = _freshness(kept, period) if kept else None
    if kept and freshness and not refresh and (not wait or freshness is not Freshness.OLD):
        return _reported(broadcast_id, period, kept, freshness)
    try:
        answer = _ask(broadcast_id, period)
    except CallFireError as problem:
        if kept is None or not problem.kept_figures_stand_in:
            raise
        return replace(_reported(broadcast_id, period, kept, Freshness.STALE), problem=problem)
    look, saved = _keep(broadcast_id, period, answer)
    return replace(
        _reported(broadcast_id, period, look, _freshness(look, period, at=answer.at)), saved=saved
    )


def kept_report(broadcast_id: int, period: Period, problem: CallFireError) -> Report | None:
    """The kept figures beside a problem that is known already; None where there are none."""
    kept = _newest(broadcast_id, period)
    if kept is None or not problem.kept_figures_stand_in:
        return None
    return replace(_reported(broadcast_id, period, kept, Freshness.STALE), problem=problem)


def needs_whole_life(report: Report) -> bool:
    """Whether the broadcast's whole life should be asked for beside this report."""
    if report.period.is_all:
        return False
    return report.whole_life is None or not _is_recent(report.whole_life.last_seen_at)


def record_view(broadcast_id: int) -> None:
    """Remember that a person looks at this broadcast now; what can't be written is logged."""
    at = now()
    try:
        Broadcast.objects.filter(broadcast_id=broadcast_id).exclude(
            viewed_at__gt=at - VIEW_RECORDED_EVERY, viewed_at__lte=at
        ).update(viewed_at=at)
    except DatabaseError as error:
        log.warning("view of broadcast %d not recorded: %s", broadcast_id, error)


def seen_lately(whole_life: Period) -> list[Report]:
    """The broadcasts that people looked at last, with their newest whole-life figures."""
    broadcasts = list(Broadcast.objects.seen_lately(SEEN_LATELY))
    newest = Snapshot.objects.in_bulk([each.newest_id for each in broadcasts if each.newest_id])
    looks = [(each, newest[each.newest_id].look) for each in broadcasts if each.newest_id in newest]
    return [
        Report(
            broadcast.pk,
            broadcast.name,
            whole_life,
            look.stats,
            look.last_seen_at,
            _freshness(look, whole_life),
            look,
        )
        for broadcast, look in looks
    ]


def _newest(broadcast_id: int, period: Period) -> Look | None:
    snapshot = Snapshot.objects.of(broadcast_id, *interval(period)).newest()
    return snapshot.look if snapshot else None


def _is_recent(seen_at: datetime) -> bool:
    # A clock that was set back leaves instants ahead of now: those are no more recent for it.
    return abs(now() - seen_at) < timedelta(seconds=settings.STATS_FRESH_SECONDS)


def _freshness(look: Look, period: Period, *, at: datetime | None = None) -> Freshness:
    """How fresh a kept answer is; one that came at `at`, just now, is fresh by itself."""
    settle = timedelta(hours=settings.STATS_SETTLE_HOURS)
    if period.end is not None and look.last_seen_at - period.end > settle:
        return Freshness.SETTLED
    is_fresh = at is not None or _is_recent(look.last_seen_at)
    return Freshness.FRESH if is_fresh else Freshness.OLD


def _reported(broadcast_id: int, period: Period, look: Look, freshness: Freshness) -> Report:
    broadcast = Broadcast.objects.filter(pk=broadcast_id).first()
    whole_lives = Snapshot.objects.whole_life().filter(broadcast_id=broadcast_id)
    newest, before = ([row.look for row in whole_lives.newest_first()[:2]] + [None, None])[:2]
    return Report(
        broadcast_id,
        broadcast.name if broadcast else None,
        period,
        look.stats,
        look.last_seen_at,
        freshness,
        # Figures that could not be kept are newer than any that were.
        look if period.is_all else newest,
        before,
    )


@sensitive_variables()
def _ask(broadcast_id: int, period: Period) -> Answer:
    missing = missing_settings()
    if missing:
        raise Credentials(missing_settings=missing)
    with _making:  # lru_cache alone would let two first askers make a pool each
        questions = _questions(
            settings.CALLFIRE_API_URL,
            settings.CALLFIRE_API_LOGIN,
            settings.CALLFIRE_API_PASSWORD,
            settings.CALLFIRE_CONCURRENCY,
        )
    return questions.ask(broadcast_id, *interval(period))


@lru_cache(maxsize=1)
@sensitive_variables()
def _questions(url: str, login: str, password: str, threads: int) -> Questions:
    """The one pool of this process, made when it is first needed: threads don't survive a fork."""
    client = Client(base_url=url, login=login, password=password, pool_size=threads)
    return Questions(client, threads=threads, now=now)


def _keep(broadcast_id: int, period: Period, answer: Answer) -> tuple[Look, bool]:
    """Keep the answer, if this call put the question; say what is now kept, and whether it is."""
    look = Look(answer.stats, answer.at, answer.at)
    if not answer.is_first:
        return look, True
    try:
        return _saved(broadcast_id, period, answer.stats, answer.at), True
    except DatabaseError as error:
        log.warning("figures of broadcast %d not saved: %s", broadcast_id, error)
        return look, False


@transaction.atomic
def _saved(broadcast_id: int, period: Period, stats: BroadcastStats, at: datetime) -> Look:
    Broadcast.objects.get_or_create(broadcast_id=broadcast_id)
    begin, end = interval(period)
    newest = Snapshot.objects.of(broadcast_id, begin, end).newest()
    # A clock that was set back must not put the newest answer behind an older one.
    at = max(at, newest.last_seen_at) if newest else at
    if newest is not None and columns(newest.look.stats) == columns(stats):
        newest.last_seen_at = at
        newest.save(update_fields=["last_seen_at"])
        return newest.look
    created = Snapshot.objects.create(
        broadcast_id=broadcast_id,
        begin=begin,
        end=end,
        first_seen_at=at,
        last_seen_at=at,
        **columns(stats),
    )
    return created.look
