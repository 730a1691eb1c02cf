"""How long the last numbers may have to wait, once every number of the list was tried."""

import math
from datetime import timedelta
from typing import Final

from stats.broadcast_details import RetryPlan
from stats.broadcast_stats import BroadcastStats
from stats.counts import attempts_of
from stats.metrics import metrics

PUT_OFF: Final = ("UNDIALED", "POSTPONED")  # they stay unattempted and come again

# CallFire's page names these where a plan leaves them out, but not which results are retried then.
_DEFAULT_ATTEMPTS: Final = 1
_DEFAULT_MINUTES: Final = 60
_DEFAULT_RESULTS: Final = ("BUSY", "NO_ANS")
_YEAR_MINUTES: Final = 525_600

NO_RETRIES: Final = RetryPlan()
# Where the plan is not known and numbers were seen to wait for a retry.
ASSUMED: Final = RetryPlan(max_attempts=2)

_DAY: Final = timedelta(days=1)
_MOST_OF_A_DAY: Final = timedelta(hours=12)


def dialing_of_a_wait(wait: timedelta) -> timedelta:
    """How much dialing time a wait may hold where the hours are not known: 12 h of 24 at most."""
    days, rest = divmod(wait, _DAY)
    return days * _MOST_OF_A_DAY + min(rest, _MOST_OF_A_DAY)


def wait_of(plan: RetryPlan) -> timedelta:
    """Between two attempts at one number, on the clock, day and night; at most a year."""
    minutes = _DEFAULT_MINUTES if plan.minutes_between is None else plan.minutes_between
    return timedelta(minutes=max(0, min(minutes, _YEAR_MINUTES)))


def last_wait(stats: BroadcastStats, plan: RetryPlan, unattempted: int, per_hour: float) -> float:
    """Hours on the clock from the first try of the last number to the end of all retries.

    unattempted: numbers that were never tried; per_hour: how many of them are tried in an hour.
    Of those tried within one wait at the end of the list a share fails and waits, of these again a
    share, and so on, until not one number is left over or the plan allows no more. Numbers put off
    by CallFire itself come again too; after how long nobody documents: the plan's wait is taken,
    at least an hour.
    """
    wait = wait_of(plan) / timedelta(hours=1)
    results = _DEFAULT_RESULTS if plan.results is None else plan.results
    retries = (_DEFAULT_ATTEMPTS if plan.max_attempts is None else plan.max_attempts) - 1
    again = _rounds(_share(stats, results), min(unattempted, per_hour * wait))
    put_off_wait = max(1.0, wait)
    put_off = _rounds(_share(stats, PUT_OFF), min(unattempted, per_hour * put_off_wait))
    return max(min(again, max(0, retries)) * wait, put_off * put_off_wait)


def _share(stats: BroadcastStats, names: tuple[str, ...]) -> float:
    """The part of all attempts that ended in these; 0 where it is not reported."""
    tried, put_off = metrics(stats).tried, attempts_of(stats, PUT_OFF)
    count = attempts_of(stats, names)
    whole = (tried or 0) + (put_off or 0)
    return count / whole if count and whole else 0.0


def _rounds(share: float, numbers: float) -> float:
    """After how many rounds, in each of which a share is left over, one number is left."""
    if not 0 < share < 1 or numbers <= 1:
        return 0.0
    return math.log(numbers) / -math.log(share)
