"""One question at a time, over threads, processes and hosts: a row that one of them holds.

The row frees itself when its holder dies (`HOLD`), and keeps the outcome for a moment after the
answer (`OUTCOME_STAYS`), so that all who waited get the same, and nobody asks again at once. Its
times are those of the real clock, also where a demo's clock stands.
"""

from datetime import datetime, timedelta
from typing import Any, Final, Literal

from django.db import IntegrityError, transaction
from django.db.models import Q

from stats.models import Lease

HOLD: Final = timedelta(seconds=17)  # longer than a question (15 s) and the keeping of its answer
OUTCOME_STAYS: Final = timedelta(seconds=5)
SWEPT_AFTER: Final = timedelta(minutes=1)

Outcome = dict[str, Any]  # {} for an answer that was kept, else an error's facts


def key_of(broadcast_id: int, begin: datetime | None, end: datetime | None) -> str:
    """The name of a question: it does not move with the clock."""
    edges = (begin.isoformat() if begin else "", end.isoformat() if end else "")
    return "|".join((str(broadcast_id), *edges))


def take(key: str, owner: str, now: datetime) -> Literal["taken", "under_way"] | Outcome:
    """Take the question, or learn that somebody else has it, or what has just come of it."""
    # A row that says more than HOLD from now was written before the clock was set back.
    is_free = Q(free_at__lte=now) | Q(free_at__gt=now + HOLD)
    mine = {"owner": owner, "free_at": now + HOLD, "outcome": None}
    if Lease.objects.filter(is_free, key=key).update(**mine):
        return "taken"
    lease = Lease.objects.filter(key=key).first()
    if lease is not None:
        return "under_way" if lease.outcome is None else dict(lease.outcome)
    try:
        with transaction.atomic():
            Lease.objects.create(key=key, **mine)
    except IntegrityError:  # somebody was faster
        return "under_way"
    return "taken"


def finish(key: str, owner: str, outcome: Outcome, now: datetime) -> None:
    """Leave the outcome for those who wait; nothing, if the lease has gone to somebody else.

    Where nothing was asked, since asking is paused, the next one may try at once.
    """
    free_at = now if outcome.get("is_paused") else now + OUTCOME_STAYS
    Lease.objects.filter(key=key, owner=owner).update(outcome=outcome, free_at=free_at)
    Lease.objects.filter(free_at__lt=now - SWEPT_AFTER).delete()
