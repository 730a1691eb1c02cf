"""Signs that something is wrong with a broadcast: facts, for warnings in place."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Final

from stats.broadcast_stats import BroadcastStats
from stats.forecast.moves import CLOSE
from stats.metrics import RATIO_PLACES, attempts_of, kinds, metrics, rounded
from stats.report import Look
from stats.results import KNOWN, code

_HOUR: Final = timedelta(hours=1)
_FAILED: Final = tuple(name for name in KNOWN if code(name).group == "failed")
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
        latest, before = self.latest, self.before
        if min(latest.tried, before.tried) < 100 or latest.failed < 20:
            return False
        if latest.failed * before.tried < 3 * before.failed * latest.tried:
            return False
        return _deviations(latest, before) > 4


def failing(looks: Sequence[Look]) -> Failing | None:
    """The failing share of the last hour against the life before, from looks, the oldest first.

    None where nobody looked an hour to an hour and a quarter ago, where results are not reported,
    or where counts fell in between.
    """
    if not looks:
        return None
    as_of = looks[-1].last_seen_at
    earlier = [look for look in looks if look.first_seen_at <= as_of - _HOUR]
    if not earlier:
        return None
    since = min(earlier[-1].last_seen_at, as_of - _HOUR)
    before, whole = _tries(earlier[-1].stats), _tries(looks[-1].stats)
    if before is None or whole is None or as_of - since > _HOUR + CLOSE:
        return None
    latest = Tries(whole.tried - before.tried, whole.failed - before.failed)
    if not 0 <= latest.failed <= latest.tried:
        return None
    return Failing(since, as_of, latest, before)


def counts_machines_as_live(stats: BroadcastStats) -> bool:
    """Whether machine detection is probably off: 200 live answers or more, and no machine at all.

    CallFire then counts every connected call as a live answer. False for texts, and where a count
    is not reported.
    """
    if kinds(stats) == {"texts"}:
        return False
    live, machines = attempts_of(stats, ["LA", "XFER"]), attempts_of(stats, ["AM", "SD"])
    return live is not None and live >= _LIVE_WITHOUT_MACHINES and machines == 0


def _tries(stats: BroadcastStats) -> Tries | None:
    tried, failed = metrics(stats).tried, attempts_of(stats, _FAILED)
    return None if tried is None or failed is None else Tries(tried, failed)


def _deviations(latest: Tries, before: Tries) -> float:
    """The difference of the shares in standard deviations, were both of one kind."""
    whole = (latest.failed + before.failed) / (latest.tried + before.tried)
    spread = math.sqrt(whole * (1 - whole) * (1 / latest.tried + 1 / before.tried))
    difference = latest.failed / latest.tried - before.failed / before.tried
    return difference / spread if spread else 0.0
