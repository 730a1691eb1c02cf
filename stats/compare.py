"""A report beside an earlier one: what is kept of both sides, and asking for what is missing.

Each side is an ordinary snapshot of its own interval, which is over: one that is settled is never
asked for again, another one after an hour. Nothing here delays a report or fails it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from stats import seen, service
from stats.buckets import Bucket
from stats.callfire.errors import CallFireError, Timeout
from stats.earlier import ROUNDED_TO, Against, NoPair, Pair, pair
from stats.kept import is_due
from stats.models import Snapshot, interval
from stats.period import Period
from stats.questions import Interval
from stats.report import Freshness, Look, Report


@dataclass(frozen=True, slots=True)
class Compared:
    """What a report is compared with.

    pair, why_not: the two stretches, or why there are none. current: the figures of what of the
    period is compared, the report itself where that is all of it. earlier: those of the other
    stretch. Either is None while it is not known. is_complete: nothing is to be asked now.
    problem: why asking failed, if it did. saved: whether what came could be kept.
    """

    pair: Pair | None
    why_not: NoPair | None = None
    current: Report | None = None
    earlier: Report | None = None
    is_complete: bool = True
    problem: CallFireError | None = None
    saved: bool = True

    @property
    def sides(self) -> tuple[Report, Report] | None:
        """The current and the earlier figures, where both are known."""
        if self.current is None or self.earlier is None:
            return None
        return self.current, self.earlier


def kept(report: Report, against: Against) -> Compared:
    """The comparison from what is kept, without a question.

    Until the newest one is known, that of five minutes before stands.
    """
    now = service.now()
    found = pair(report.period, against, report.as_of, now)
    if not isinstance(found, Pair):
        return Compared(None, found)
    newest = _compared(report, found, {})
    older = pair(report.period, against, report.as_of - ROUNDED_TO, now - ROUNDED_TO)
    if newest.sides is None and found.is_cut and isinstance(older, Pair):
        stands = _compared(report, older, {})
        return replace(stands, is_complete=False) if stands.sides else newest
    return newest


def record_shown(report: Report, compared: Compared, last: Bucket | None = None) -> None:
    """Remember that a person saw both sides, so that their figures go when they had their time.

    last: the last of the earlier buckets, which may be cut too.
    """
    pair_of = compared.pair
    if pair_of is None:
        return
    for side in (pair_of.current, pair_of.earlier):
        seen.record_shown(report.broadcast_id, side)
    if last is not None and pair_of.is_cut:
        bucket = Period("custom", last.begin, last.end, report.period.zone)
        seen.record_shown(report.broadcast_id, bucket)


def fetched(report: Report, against: Against, *, seconds: float) -> Compared:
    """The comparison after asking for what is missing of it, within so many seconds.

    Raises nothing: what went wrong is its `problem`.
    """
    found = pair(report.period, against, report.as_of, service.now())
    if not isinstance(found, Pair):
        return Compared(None, found)
    due = [side for side in _asked_for(report, found) if _known(report, side)[1]]
    wanted = [(side.begin, side.end) for side in due if side.begin and side.end]
    new: dict[Interval, Look] = {}
    problem, saved = None, True
    for each, outcome in service.ask_all(report.broadcast_id, lambda: wanted, seconds):
        if isinstance(outcome, CallFireError):
            problem = problem or outcome
        else:
            new[each] = outcome.look
            saved = saved and outcome.saved
    if problem is None and len(new) < len(wanted):
        problem = Timeout()
    compared = _compared(report, found, new, problem)
    return replace(compared, problem=problem, saved=saved)


def _compared(
    report: Report,
    found: Pair,
    new: Mapping[Interval, Look],
    problem: CallFireError | None = None,
) -> Compared:
    """Both sides, of new answers or of what is kept; after a problem only if that may stand in."""
    is_complete = True

    def side(period: Period) -> Report | None:
        nonlocal is_complete
        if period not in _asked_for(report, found):
            return replace(report, period=period)
        if look := new.get(interval(period)):
            return _side(report, period, look, is_new=True)
        known, is_due_now = _known(report, period)
        is_complete = is_complete and not is_due_now
        failed = problem if is_due_now else None
        if known is None or (failed and not failed.kept_figures_stand_in):
            return None
        return _side(report, period, known, failed=failed)

    current, earlier = side(found.current), side(found.earlier)
    return Compared(found, None, current, earlier, is_complete)


def _asked_for(report: Report, found: Pair) -> tuple[Period, ...]:
    """The stretches that have figures of their own; a report seen at the very cut is cut there."""
    is_own = not found.is_cut or found.current.end == report.as_of
    return (found.earlier,) if is_own else (found.current, found.earlier)


def _side(
    report: Report,
    period: Period,
    look: Look,
    *,
    is_new: bool = False,
    failed: CallFireError | None = None,
) -> Report:
    freshness = service.freshness_of(look, period, is_new=is_new)
    return replace(
        report,
        period=period,
        stats=look.stats,
        as_of=look.last_seen_at,
        freshness=Freshness.STALE if failed else freshness,
        problem=failed,
        saved=True,
        is_repeated=False,
    )


def _known(report: Report, period: Period) -> tuple[Look | None, bool]:
    """What is kept of a stretch, and whether it is to be asked for."""
    snapshot = Snapshot.objects.of(report.broadcast_id, *interval(period)).newest()
    if snapshot is None or period.end is None:
        return None, True
    return snapshot.look, is_due(snapshot.look.last_seen_at, period.end, service.now())
