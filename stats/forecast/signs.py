"""Signs that something is wrong with a broadcast: facts, for warnings in place."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Final

from stats.broadcast_stats import BroadcastStats
from stats.counts import attempts_of, kinds
from stats.forecast.moves import CLOSE
from stats.metrics import RATIO_PLACES, metrics, rounded
from stats.report import Look
from stats.results import KNOWN, code

_HOUR: Final = timedelta(hours=1)
FAILED: Final = tuple(name for name in KNOWN if code(name).group == "failed")
_LEAST_SHARE: Final = Fraction(5, 1_000)
_EARLY: Final = timedelta(minutes=5)
_LIVE_WITHOUT_MACHINES: Final = 200


@dataclass(frozen=True, slots=True)
class Tries:
    """Attempts that were tried, and how many of them ended in a result of the group failed."""

    tried: int
    failed: int

    @property
    def share(self) -> Decimal | None:
        """The failed part, to six places; None where nothing was tried."""
        return rounded(Fraction(self.failed, self.tried), RATIO_PLACES) if self.tried else None


@dataclass(frozen=True, slots=True)
class Failing:
    """The last hour before `as_of`, counted from `since`, and the whole life up to then (UTC)."""

    since: datetime
    as_of: datetime
    latest: Tries
    before: Tries

    @property
    def is_far_above(self) -> bool:
        """Whether far more fail than before, and not by chance.

        At least 100 tried on both sides and 20 failed, three times the share before, and over four
        standard deviations of the difference of two shares.
        """
        return self._is_far_above(Fraction(0))

    @property
    def is_burst(self) -> bool:
        """The same, with a share before of 0.5% at least: under 1.5% nothing is a burst."""
        return self._is_far_above(_LEAST_SHARE)

    def is_still_above(self, share_before: Fraction) -> bool:
        """Whether a burst goes on, by the share from before it: twice that or more."""
        return self.latest.failed >= self.latest.tried * 2 * max(share_before, _LEAST_SHARE)

    def _is_far_above(self, least_share: Fraction) -> bool:
        latest, before = self.latest, self.before
        if min(latest.tried, before.tried) < 100 or latest.failed < 20:
            return False
        share_before = max(Fraction(before.failed, before.tried), least_share)
        if latest.failed < 3 * share_before * latest.tried:
            return False
        return _deviations(latest, before) > 4


def failing(looks: Sequence[Look]) -> Failing | None:
    """The failing share of the last hour against the life before, from looks, the oldest first.

    None where nobody looked an hour to an hour and a quarter ago, where results are not reported,
    or where counts fell in between.
    """
    return _failing(looks, FAILED)


def failing_by_code(looks: Sequence[Look]) -> dict[str, Failing]:
    """The same for each code of a failure by itself; those that can't be told are left out."""
    found = {name: _failing(looks, (name,)) for name in FAILED}
    return {name: each for name, each in found.items() if each is not None}


def _failing(looks: Sequence[Look], codes: Sequence[str]) -> Failing | None:
    if not looks:
        return None
    as_of = looks[-1].last_seen_at
    found = _an_hour_before(looks, as_of)
    if found is None:
        return None
    earlier, since = found
    before, whole = _tries(earlier.stats, codes), _tries(looks[-1].stats, codes)
    if before is None or whole is None:
        return None
    latest = Tries(whole.tried - before.tried, whole.failed - before.failed)
    if not 0 <= latest.failed <= latest.tried:
        return None
    return Failing(since, as_of, latest, before)


def _an_hour_before(looks: Sequence[Look], as_of: datetime) -> tuple[Look, datetime] | None:
    """The look at how it stood an hour before, and when that was: up to an hour and a quarter.

    Where looks are far apart it may be five minutes less than an hour: the next one is too old.
    """
    for span in (_HOUR, _HOUR - _EARLY):
        for look in reversed(looks):
            if look.first_seen_at <= as_of - span:
                since = max(look.first_seen_at, min(look.last_seen_at, as_of - _HOUR))
                if as_of - since <= _HOUR + CLOSE:
                    return look, since
                break
    return None


def counts_machines_as_live(stats: BroadcastStats) -> bool:
    """Whether machine detection is probably off: 200 live answers or more, and no machine at all.

    CallFire then counts every connected call as a live answer. False for texts, and where a count
    is not reported.
    """
    if kinds(stats) == {"texts"}:
        return False
    live, machines = attempts_of(stats, ["LA", "XFER"]), attempts_of(stats, ["AM", "SD"])
    return live is not None and live >= _LIVE_WITHOUT_MACHINES and machines == 0


def _tries(stats: BroadcastStats, codes: Sequence[str]) -> Tries | None:
    tried, failed = metrics(stats).tried, attempts_of(stats, codes)
    return None if tried is None or failed is None else Tries(tried, failed)


def _deviations(latest: Tries, before: Tries) -> float:
    """The difference of the shares in standard deviations, were both of one kind."""
    whole = (latest.failed + before.failed) / (latest.tried + before.tried)
    spread = math.sqrt(whole * (1 - whole) * (1 / latest.tried + 1 / before.tried))
    difference = latest.failed / latest.tried - before.failed / before.tried
    return difference / spread if spread else 0.0
