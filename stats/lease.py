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
# Clocks of hosts differ, and who waited for the row looked at its clock before others wrote it.
SKEW: Final = timedelta(seconds=5)
SWEPT_AFTER: Final = timedelta(minutes=1)

Outcome = dict[str, Any]  # {} for an answer that was kept, else an error's facts


def key_of(broadcast_id: int, begin: datetime | None, end: datetime | None) -> str:
    """The name of a question: it does not move with the clock."""
    edges = (begin.isoformat() if begin else "", end.isoformat() if end else "")
    return "|".join((str(broadcast_id), *edges))


def take(key: str, owner: str, now: datetime) -> Literal["taken", "under_way"] | Outcome:
    """Take the question, or learn that somebody else has it, or what has just come of it."""
    is_free = Q(free_at__lte=now) | _of_a_clock_set_back(now)
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


def finish(key: str, owner: str, outcome: Outcome | None, now: datetime) -> None:
    """Leave the outcome for those who wait, unless the lease has gone to somebody else.

    None where there is nothing to tell them: then the next one may ask at once.
    """
    free_at = now if outcome is None else now + OUTCOME_STAYS
    Lease.objects.filter(key=key, owner=owner).update(outcome=outcome, free_at=free_at)
    Lease.objects.filter(Q(free_at__lt=now - SWEPT_AFTER) | _of_a_clock_set_back(now)).delete()


def _of_a_clock_set_back(now: datetime) -> Q:
    """Rows further ahead than any that is written now."""
    answered = Q(outcome__isnull=False, free_at__gt=now + OUTCOME_STAYS + SKEW)
    return answered | Q(outcome__isnull=True, free_at__gt=now + HOLD + SKEW)
