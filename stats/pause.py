"""When not to ask CallFire: after a refused login, five failures, or too many requests.

One row holds it for all processes and hosts. Instants are aware and of the real clock.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

from django.db import transaction

from stats.callfire.errors import CallFireError, Credentials, RateLimited, Unavailable
from stats.models import Allowance

FAILURES: Final = 5
MINUTE: Final = timedelta(minutes=1)
ACCOUNT_PROBED_EVERY: Final = timedelta(minutes=10)
COUNTED_KINDS: Final = ("unavailable", "timeout", "rate_limited")


def admit_question(account: str, now: datetime, *, is_refresh: bool) -> None:
    """Let a question pass, or raise the error that earlier ones ended in.

    A refused account pauses without an end: other settings lift it, and a person's refresh may
    probe once in ten minutes. After FAILURES failures in a minute nothing is asked for a minute;
    then one question tries, and within that minute a person's refresh may probe once.
    """
    allowance = Allowance.objects.filter(pk=1).first()
    if allowance is None or (allowance.refused_account is None and allowance.closed_until is None):
        return
    with transaction.atomic():
        allowance = _locked()
        if allowance.refused_account == account:
            _probe_account(allowance, now, is_refresh=is_refresh)
        elif allowance.closed_until is not None:
            _probe_after_failures(allowance, allowance.closed_until, now, is_refresh=is_refresh)
        allowance.save()


def admit_request(limit: int, now: datetime) -> None:
    """Count one request, or raise RateLimited where `limit` were made in the minute before."""
    with transaction.atomic():
        allowance = _locked()
        asked_at = _recent(allowance.asked_at, now)
        if len(asked_at) >= limit:
            retry_at = datetime.fromtimestamp(asked_at[-limit], UTC) + MINUTE
            raise RateLimited(own_limit=limit, retry_at=retry_at, is_paused=True)
        allowance.asked_at = [*asked_at, now.timestamp()]
        allowance.save(update_fields=["asked_at"])


def record(account: str, problem: CallFireError | None, now: datetime) -> None:
    """Remember how a question ended; it counts once, however often it was retried."""
    if problem is None or problem.kind not in (*COUNTED_KINDS, "credentials"):
        _reopen()
        return
    with transaction.atomic():
        allowance = _locked()
        if isinstance(problem, Credentials):
            if allowance.refused_account != account:
                allowance.refused_account, allowance.probed_at = account, None
        else:
            _count_failure(allowance, now)
        allowance.save()


def _locked() -> Allowance:
    """The row, locked until the transaction ends (by SQLite as a whole)."""
    Allowance.objects.get_or_create(pk=1)
    return Allowance.objects.select_for_update().get(pk=1)


def _recent(instants: list[float], now: datetime) -> list[float]:
    """Those of the minute before; none that a clock set back left ahead of now."""
    return [at for at in instants if now - MINUTE < datetime.fromtimestamp(at, UTC) <= now]


def _probe_account(allowance: Allowance, now: datetime, *, is_refresh: bool) -> None:
    probed_at = allowance.probed_at
    is_due = probed_at is None or abs(now - probed_at) >= ACCOUNT_PROBED_EVERY
    if not (is_refresh and is_due):
        raise Credentials(is_paused=True)
    allowance.probed_at = now


def _probe_after_failures(
    allowance: Allowance, closed_until: datetime, now: datetime, *, is_refresh: bool
) -> None:
    is_closed = now < closed_until <= now + MINUTE  # a later end was written by another clock
    if not is_closed:
        allowance.closed_until = now + MINUTE  # for all others, until this one's outcome is known
        allowance.probed_at = None
        return
    if not is_refresh or allowance.probed_at is not None:
        raise Unavailable(retry_at=closed_until, is_paused=True)
    allowance.probed_at = now


def _count_failure(allowance: Allowance, now: datetime) -> None:
    failed_at = [*_recent(allowance.failed_at, now), now.timestamp()]
    if allowance.closed_until is not None or len(failed_at) >= FAILURES:
        if allowance.closed_until is None:
            allowance.probed_at = None
        allowance.closed_until, failed_at = now + MINUTE, []
    allowance.failed_at = failed_at


def _reopen() -> None:
    """CallFire answered: what was closed is open again. A write only where there was a pause."""
    paused = Allowance.objects.filter(pk=1).exclude(
        closed_until=None, refused_account=None, failed_at=[]
    )
    paused.update(closed_until=None, refused_account=None, probed_at=None, failed_at=[])
