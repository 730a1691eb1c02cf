"""When not to ask CallFire: after a refused login, five failures, or too many requests.

One row holds it for all processes and hosts. Instants are aware and of the real clock.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

from django.db import DatabaseError, transaction

from stats.callfire.errors import CallFireError, Credentials, RateLimited, Unavailable
from stats.models import Allowance

FAILURES: Final = 5
MINUTE: Final = timedelta(minutes=1)
ACCOUNT_PROBED_EVERY: Final = timedelta(minutes=10)
# Clocks of hosts differ, and who waited for the row looked at its clock before others wrote it.
SKEW: Final = timedelta(seconds=5)
COUNTED_KINDS: Final = ("unavailable", "timeout", "rate_limited")
LET_IN_KINDS: Final = ("not_found", "forbidden")  # CallFire took the login, then said no


def admit_questions(account: str, number: int, now: datetime, *, is_refresh: bool) -> int:
    """How many of so many questions may pass now; raises the error that earlier ones ended in.

    A refused account pauses without an end: other settings lift it, and a person's refresh may
    probe once in ten minutes. After FAILURES failures in a minute nothing is asked for a minute;
    then one question tries, and within that minute a person's refresh may probe once. Where the
    try can't be written down, a pause stays as it is: everybody would try.
    """
    allowance = Allowance.objects.filter(pk=1).first()
    if allowance is None or (allowance.refused_account is None and allowance.closed_until is None):
        return number
    try:
        with transaction.atomic():
            _admit(_locked(), account, now, is_refresh=is_refresh)
    except DatabaseError:
        reason = _reason(allowance, account, now)
        if reason is not None:
            raise reason from None
        raise
    return 1


def admit_details(account: str, now: datetime) -> None:
    """Raise the error that earlier questions ended in, if a question for details may not pass.

    It never passes in spite of a pause, and is not the one that tries first after it either:
    figures go before.
    """
    allowance = Allowance.objects.filter(pk=1).first()
    if allowance is None:
        return
    reason = _reason(allowance, account, now)
    if reason is None and allowance.closed_until is not None:
        reason = Unavailable(is_paused=True)
    if reason is not None:
        raise reason


def admit_requests(limit: int, number: int, now: datetime) -> int:
    """Count so many requests, or as many as still fit into the limit, and say how many.

    Raises RateLimited where `limit` were made in the minute before.
    """
    with transaction.atomic():
        allowance = _locked()
        asked_at = _recent(allowance.asked_at, now)
        if len(asked_at) >= limit:
            retry_at = datetime.fromtimestamp(asked_at[-limit], UTC) + MINUTE
            raise RateLimited(own_limit=limit, retry_at=retry_at, is_paused=True)
        admitted = min(number, limit - len(asked_at))
        allowance.asked_at = sorted([*asked_at, *[now.timestamp()] * admitted])
        allowance.save(update_fields=["asked_at"])
    return admitted


def record(account: str, problem: CallFireError | None, now: datetime) -> None:
    """Remember how a question ended; it counts once, however often it was retried."""
    if problem is None or problem.kind in LET_IN_KINDS:
        _reopen(refused_account=None, probed_at=None)
    elif problem.kind == "bad_response":  # an answer, though perhaps not by one who saw the login
        _reopen()
    elif problem.kind in (*COUNTED_KINDS, "credentials"):
        with transaction.atomic():
            allowance = _locked()
            if isinstance(problem, Credentials):
                _refuse(allowance, account)
            else:
                _count_failure(allowance, now)
            allowance.save()


def requests_in_last_minute(allowance: Allowance, now: datetime) -> int:
    """What the limit is held against."""
    return len(_recent(allowance.asked_at, now))


def _locked() -> Allowance:
    """The row, locked until the transaction ends (by SQLite as a whole)."""
    row = Allowance.objects.select_for_update().filter(pk=1)
    found = row.first()
    if found is None:
        Allowance.objects.get_or_create(pk=1)
        found = row.get()
    return found


def _recent(instants: list[float], now: datetime) -> list[float]:
    """Those of the minute before; none that a clock set back left ahead of now."""
    return [at for at in instants if now - MINUTE < datetime.fromtimestamp(at, UTC) <= now + SKEW]


def _reason(allowance: Allowance, account: str, now: datetime) -> CallFireError | None:
    """Why nothing is asked now, if so."""
    if allowance.refused_account == account:
        return Credentials(is_paused=True)
    until = allowance.closed_until
    # An end further ahead was written before the clock was set back.
    if until is not None and now < until <= now + MINUTE + SKEW:
        return Unavailable(retry_at=until, is_paused=True)
    return None


def _admit(allowance: Allowance, account: str, now: datetime, *, is_refresh: bool) -> None:
    """Raise the reason, or note in the row who tries in spite of it, or first after it."""
    reason = _reason(allowance, account, now)
    if reason is not None:
        if not (is_refresh and _may_probe(allowance, reason, now)):
            raise reason
        allowance.probed_at = now
    elif allowance.closed_until is not None:
        allowance.closed_until = now + MINUTE  # for all others, until this one's outcome is known
        allowance.probed_at = None
    allowance.save()


def _may_probe(allowance: Allowance, reason: CallFireError, now: datetime) -> bool:
    probed_at = allowance.probed_at
    if probed_at is None:
        return True
    return isinstance(reason, Credentials) and abs(now - probed_at) >= ACCOUNT_PROBED_EVERY


def _refuse(allowance: Allowance, account: str) -> None:
    if allowance.refused_account != account:
        allowance.refused_account, allowance.probed_at = account, None
    allowance.closed_until = None  # CallFire answers


def _count_failure(allowance: Allowance, now: datetime) -> None:
    failed_at = [*_recent(allowance.failed_at, now), now.timestamp()]
    if allowance.closed_until is not None or len(failed_at) >= FAILURES:
        if allowance.closed_until is None and allowance.refused_account is None:
            allowance.probed_at = None
        allowance.closed_until, failed_at = now + MINUTE, []
    allowance.failed_at = failed_at


def _reopen(**more: None) -> None:
    """CallFire answered: what was closed is open again. A write only where there was a pause."""
    columns = {"closed_until": None, **more}
    paused = Allowance.objects.filter(pk=1).exclude(**dict.fromkeys(columns.keys() - {"probed_at"}))
    if paused.exists():
        paused.update(**columns)
