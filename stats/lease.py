"""One question at a time, over threads, processes and hosts: a row that one of them holds.

The holder renews the row while it asks (`RENEWED_EVERY`), so that it frees itself soon after its
holder died (`HOLD`), and whoever waits still has time to ask. It keeps the outcome for a moment
after the answer (`OUTCOME_STAYS`), so that all who waited get the same, and nobody asks again at
once. Its times are those of the real clock, also where a demo's clock stands.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from django.db import IntegrityError, transaction
from django.db.models import Q

from stats.models import Lease

# Longer than hosts' clocks differ and SQLite may be busy; far shorter than anybody waits (15 s).
HOLD: Final = timedelta(seconds=10)
RENEWED_EVERY: Final = timedelta(seconds=1)
OUTCOME_STAYS: Final = timedelta(seconds=5)
# Clocks of hosts differ, and who waited for the row looked at its clock before others wrote it.
SKEW: Final = timedelta(seconds=5)
SWEPT_AFTER: Final = timedelta(minutes=1)
SWEPT_AT_ONCE: Final = 500

Outcome = dict[str, Any]  # {} for an answer that was kept, else an error's facts
State = Literal["taken", "under_way"] | Outcome


def key_of(broadcast_id: int, begin: datetime | None, end: datetime | None) -> str:
    """The name of a question: it does not move with the clock."""
    edges = (begin.isoformat() if begin else "", end.isoformat() if end else "")
    return "|".join((str(broadcast_id), *edges))


def details_key_of(broadcast_id: int) -> str:
    """The name of the question for a broadcast's details."""
    return f"{broadcast_id}|details"


def take(key: str, owner: str, now: datetime) -> State:
    """Take the question, or learn that somebody else has it, or what has just come of it."""
    mine = _held(owner, now)
    if Lease.objects.filter(_is_free(now), key=key).update(**mine):
        return "taken"
    lease = Lease.objects.filter(key=key).first()
    if lease is not None:
        return _state(lease)
    try:
        with transaction.atomic():
            Lease.objects.create(key=key, **mine)
    except IntegrityError:  # somebody was faster
        return "under_way"
    return "taken"


def take_many(keys: Collection[str], owner: str, now: datetime) -> dict[str, State]:
    """Take each of them as `take` does, all in one go; an owner asks for no key that it holds.

    Rows are written and locked in one order, so that no two owners wait for each other.
    """
    mine = _held(owner, now)
    new = [Lease(key=key, **mine) for key in sorted(keys)]
    with transaction.atomic():
        Lease.objects.bulk_create(new, ignore_conflicts=True)
        states = _states(keys, mine)
        others = [key for key in keys if states[key] != "taken"]
        if others and Lease.objects.filter(_is_free(now), key__in=others).update(**mine):
            states = _states(keys, mine)
    return states


def renew(keys: Collection[str], owner: str, now: datetime) -> None:
    """Hold them for longer, those that this owner still holds and asks."""
    with transaction.atomic():
        rows = Lease.objects.filter(key__in=keys, owner=owner, outcome__isnull=True)
        held = list(rows.order_by("key").select_for_update().values_list("key", flat=True))
        Lease.objects.filter(key__in=held).update(free_at=now + HOLD)


def finish(key: str, owner: str, outcome: Outcome | None, now: datetime) -> None:
    """Leave the outcome for those who wait, unless the lease has gone to somebody else; sweep.

    None where there is nothing to tell them: then the next one may ask at once.
    """
    Lease.objects.filter(key=key, owner=owner).update(**_finished(outcome, now))
    sweep(now)


def tell_many(keys: Collection[str], owner: str, outcome: Outcome | None, now: datetime) -> None:
    """Leave one outcome for all of them as `finish` does, without sweeping."""
    with transaction.atomic():
        rows = Lease.objects.filter(key__in=keys, owner=owner).order_by("key")
        held = list(rows.select_for_update().values_list("key", flat=True))
        Lease.objects.filter(key__in=held).update(**_finished(outcome, now))


def sweep(now: datetime) -> None:
    """Delete the rows of long ago; those that somebody is just writing are left to the next."""
    old = Q(free_at__lt=now - SWEPT_AFTER) | _of_a_clock_set_back(now)
    with transaction.atomic():
        rows = Lease.objects.filter(old).select_for_update(skip_locked=True)
        keys = list(rows.values_list("key", flat=True)[:SWEPT_AT_ONCE])
        if keys:
            Lease.objects.filter(key__in=keys).delete()


def _held(owner: str, now: datetime) -> dict[str, Any]:
    return {"owner": owner, "free_at": now + HOLD, "outcome": None}


def _finished(outcome: Outcome | None, now: datetime) -> dict[str, Any]:
    return {"outcome": outcome, "free_at": now if outcome is None else now + OUTCOME_STAYS}


def _states(keys: Collection[str], mine: dict[str, Any]) -> dict[str, State]:
    """What the rows say, which stay as they are until the transaction ends."""
    rows = Lease.objects.filter(key__in=keys).order_by("key").select_for_update()
    states: dict[str, State] = dict.fromkeys(keys, "under_way")
    for row in rows:
        is_mine = (row.owner, row.free_at) == (mine["owner"], mine["free_at"])
        states[row.key] = "taken" if is_mine else _state(row)
    return states


def _state(lease: Lease) -> State:
    """What a row that is held by somebody else says."""
    return "under_way" if lease.outcome is None else dict(lease.outcome)


def _is_free(now: datetime) -> Q:
    return Q(free_at__lte=now) | _of_a_clock_set_back(now)


def _of_a_clock_set_back(now: datetime) -> Q:
    """Rows further ahead than any that is written now."""
    answered = Q(outcome__isnull=False, free_at__gt=now + OUTCOME_STAYS + SKEW)
    return answered | Q(outcome__isnull=True, free_at__gt=now + HOLD + SKEW)
