"""The one way to a report: kept and fresh, asked once, or kept with the reason.

The clock of the site enters here, and so do the settings that say what is fresh and whom to ask.
"""

import logging
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache, lru_cache, partial
from itertools import islice, starmap
from threading import Lock
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.views.decorators.debug import sensitive_variables

from stats import meters
from stats.broadcast_stats import BroadcastStats
from stats.callfire.client import Client
from stats.callfire.errors import CallFireError, Credentials, Forbidden, NotFound
from stats.kept import is_recent, is_settled
from stats.models import Broadcast, Lease, Snapshot, interval
from stats.period import Period
from stats.questions import Answer, Interval, Outcome, Question, Questions, keeping
from stats.report import Freshness, Look, Report

log = logging.getLogger("stats.service")
_making = Lock()
_set_back: list[datetime] = []

_UTC: Final = ZoneInfo("UTC")
_LARGE_ANSWER_BYTES: Final = 65536  # far more than a row with every known result takes


def now() -> datetime:
    """The instant that this site lives in (aware, UTC): the clock's, or the demo's fixed one."""
    return _set_back[-1] if _set_back else settings.DEMO_NOW or timezone.now()


def wall_clock() -> datetime:
    """The real instant (aware, UTC), which leases and pauses go by, also where a demo's stands."""
    return _set_back[-1] if _set_back else timezone.now()


@contextmanager
def clocks_at(instant: datetime) -> Iterator[None]:
    """Set both clocks of this process to an instant (aware, UTC): a demo takes its past so."""
    _set_back.append(instant)
    try:
        yield
    finally:
        _set_back.pop()


def missing_settings() -> tuple[str, ...]:
    """The names of the settings without which CallFire can't be asked."""
    return tuple(
        name
        for name in ("CALLFIRE_API_LOGIN", "CALLFIRE_API_PASSWORD")
        if not getattr(settings, name).strip()
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
    freshness = freshness_of(kept, period) if kept else None
    if kept and freshness and not refresh and (not wait or freshness is not Freshness.OLD):
        meters.answered("kept")
        return _reported(broadcast_id, period, kept, freshness)
    try:
        answer = _ask(broadcast_id, period, is_refresh=refresh)
    except CallFireError as problem:
        if kept is None or not problem.kept_figures_stand_in:
            meters.answered("failed")
            raise
        meters.answered("stale")
        return replace(_reported(broadcast_id, period, kept, Freshness.STALE), problem=problem)
    meters.answered("asked")
    freshness = freshness_of(answer.look, period, is_new=True)
    return replace(
        _reported(broadcast_id, period, answer.look, freshness),
        saved=answer.saved,
        is_repeated=answer.is_repeated,
    )


def ask_all(
    broadcast_id: int, wanted: Callable[[], Iterable[Interval]], seconds: float
) -> Generator[tuple[Interval, Outcome], None, None]:
    """Ask CallFire for many intervals of a broadcast at once; each outcome as soon as it is known.

    wanted: the intervals that are still wanted, [begin, end) in aware UTC, the most urgent first.
    It is called again whenever another question may begin, so that answers can lead to further
    ones; intervals that came before are passed over. seconds: how long all may take together; what
    is not known by then is left out.

    An outcome is an answer, kept like any other (`saved` says whether it could be), or an error of
    `stats.callfire.errors`. After one that holds for all intervals no further question is begun: a
    refused login, a pause, this site's own limit, 403 and 404. What is still missing then was not
    asked.
    """
    is_refused = False

    def those() -> Iterator[tuple[int, Interval]]:
        for each in () if is_refused else wanted():
            yield broadcast_id, each

    with closing(ask_each(those, seconds)) as outcomes:
        for (_, each), outcome in outcomes:
            is_refusal = isinstance(outcome, NotFound | Forbidden)
            if not (is_refusal and is_refused):  # told once, to whichever question came first
                yield each, outcome
            is_refused = is_refused or is_refusal


def ask_each(
    wanted: Callable[[], Iterable[tuple[int, Interval]]], seconds: float
) -> Generator[tuple[tuple[int, Interval], Outcome], None, None]:
    """Ask CallFire for intervals of many broadcasts at once, as `ask_all` does for one.

    403 and 404 are of one broadcast: the others go on being asked for.
    """
    deadline = time.monotonic() + seconds
    try:
        questions = made_questions()
    except Credentials as problem:
        yield from ((each, problem) for each in islice(wanted(), 1))
        return

    @cache  # what is wanted comes again and again until it is asked
    def question_of(broadcast_id: int, of: Interval) -> Question:
        period = Period("all" if of[0] is None else "custom", *of, _UTC)
        return _question(broadcast_id, period, is_refresh=False)

    def those() -> Iterator[Question]:
        return starmap(question_of, wanted())

    with closing(questions.ask_all(those, _keep_all, deadline)) as outcomes:
        for question, outcome in outcomes:
            yield (question.broadcast_id, question.interval), outcome


def _keep_all(answers: Sequence[tuple[Question, BroadcastStats]]) -> Sequence[tuple[Look, bool]]:
    """Keep answers of several broadcasts, those of each all or none."""
    kept: dict[str, tuple[Look, bool]] = {}
    for broadcast_id in {question.broadcast_id for question, _ in answers}:
        mine = [each for each in answers if each[0].broadcast_id == broadcast_id]
        stats = [(question.interval, each) for question, each in mine]
        looks = keeping.keep_all(broadcast_id, stats, now())
        kept |= {question.key: look for (question, _), look in zip(mine, looks, strict=True)}
    return [kept[question.key] for question, _ in answers]


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
    return report.whole_life is None or not is_recent(report.whole_life.last_seen_at, now())


def check_saving() -> None:
    """Write as much as a large answer, and take it back. Raises DatabaseError where it can't be."""
    with transaction.atomic():
        begin = datetime.min.replace(tzinfo=UTC)
        Lease.objects.create(key="", free_at=begin, outcome={"padding": "x" * _LARGE_ANSWER_BYTES})
        transaction.set_rollback(True)


def _newest(broadcast_id: int, period: Period) -> Look | None:
    snapshot = Snapshot.objects.of(broadcast_id, *interval(period)).newest()
    return snapshot.look if snapshot else None


def _newest_that_needs_no_question(broadcast_id: int, period: Period) -> Look | None:
    kept = _newest(broadcast_id, period)
    return kept if kept and freshness_of(kept, period) is not Freshness.OLD else None


def freshness_of(look: Look, period: Period, *, is_new: bool = False) -> Freshness:
    """How fresh a kept answer is; a new one is fresh by itself."""
    if period.end is not None and is_settled(look.last_seen_at, period.end):
        return Freshness.SETTLED
    return Freshness.FRESH if is_new or is_recent(look.last_seen_at, now()) else Freshness.OLD


def _reported(broadcast_id: int, period: Period, look: Look, freshness: Freshness) -> Report:
    broadcast = Broadcast.objects.filter(pk=broadcast_id).first()
    whole_lives = Snapshot.objects.whole_life().filter(broadcast_id=broadcast_id)
    newest, before = ([row.look for row in whole_lives.newest_first()[:2]] + [None, None])[:2]
    return Report(
        broadcast_id,
        broadcast.shown_name if broadcast else None,
        period,
        look.stats,
        look.last_seen_at,
        freshness,
        # Figures that could not be kept are newer than any that were.
        look if period.is_all else newest,
        before,
        broadcast.details if broadcast else None,
    )


def _ask(broadcast_id: int, period: Period, *, is_refresh: bool) -> Answer:
    return made_questions().ask(_question(broadcast_id, period, is_refresh=is_refresh))


def _question(broadcast_id: int, period: Period, *, is_refresh: bool) -> Question:
    return Question(
        broadcast_id,
        interval(period),
        is_refresh,
        keep=partial(_keep, broadcast_id, period),
        kept=partial(_newest, broadcast_id, period),
        answered=partial(_newest_that_needs_no_question, broadcast_id, period),
    )


@sensitive_variables()
def made_questions() -> Questions:
    """The questions of this process. Raises Credentials where nothing can be asked."""
    missing = missing_settings()
    if missing:
        raise Credentials(missing_settings=missing)
    with _making:  # lru_cache alone would let two first askers make one each
        return _questions(
            settings.CALLFIRE_API_URL,
            settings.CALLFIRE_API_LOGIN,
            settings.CALLFIRE_API_PASSWORD,
            settings.CALLFIRE_CONCURRENCY,
            settings.CALLFIRE_PER_MINUTE,
        )


@lru_cache(maxsize=1)
@sensitive_variables()
def _questions(url: str, login: str, password: str, concurrency: int, per_minute: int) -> Questions:
    """The questions of this process, made when they are first needed."""
    client = Client(base_url=url, login=login, password=password, pool_size=concurrency)
    account = salted_hmac("stats.pause", f"{url}\0{login}\0{password}", algorithm="sha256")
    return Questions(
        client,
        account=account.hexdigest(),
        concurrency=concurrency,
        per_minute=per_minute,
        now=lambda: wall_clock(),  # noqa: PLW0108 - looked up at each call: tests set it
    )


def _keep(broadcast_id: int, period: Period, stats: BroadcastStats) -> tuple[Look, bool]:
    """Keep an answer that came just now; say what is now kept, and whether it is."""
    return keeping.keep(broadcast_id, interval(period), stats, now())
