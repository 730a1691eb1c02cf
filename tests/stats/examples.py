"""Documents whose figures were worked out by hand, and Reports of them."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from stats.broadcast_stats import ActionStatistics, BroadcastStats, ResultStat, UsageStats
from stats.period import Period, resolve
from stats.report import Freshness, Report
from stats.results import ordered

AS_OF = datetime(2026, 11, 23, 22, 32, 10, tzinfo=UTC)
LOS_ANGELES = ZoneInfo("America/Los_Angeles")
ALL = Period("all", None, None, ZoneInfo("UTC"))
WEEK = resolve(begin="2026-11-17", end="2026-11-23", zone=LOS_ANGELES, now=AS_OF)


def results(**came: tuple[int | None, int | None] | int) -> tuple[ResultStat, ...]:
    """ResultStats of code=(attempts, actions), or code=n for both."""
    pairs = {name: (pair, pair) if isinstance(pair, int) else pair for name, pair in came.items()}
    return tuple(ResultStat(name, *pairs[name]) for name in ordered(pairs))


# Tried are all but 70 UNDIALED and 91 XFER_LEG: 3,053.
VOICE = BroadcastStats(
    UsageStats(296_040, 303_120, Decimal("5462.1850"), 3_123, 2_842),
    results(
        LA=(1_207, 1_201),
        XFER=(91, 91),
        AM=(800, 780),
        NO_ANS=(600, 400),
        BUSY=(200, 150),
        DNC=(40, 40),
        INVALID_NUMBER=(30, 30),
        CARRIER_ERROR=(85, 80),
        UNDIALED=(70, 70),
        XFER_LEG=(91, 91),
    ),
    ActionStatistics(500, 42, 2_300),
)
# Tried are all but 24 RECEIVED: 400.
TEXTS = BroadcastStats(
    UsageStats(0, 0, Decimal(400), 400, 400),
    results(RECEIVED=24, SENT=360, DNT=8, TOO_BIG=12, CARRIER_ERROR=20),
    ActionStatistics(0, 0, 400),
)
# The document on CallFire's own page: an attempt, no action, no result.
CALLFIRES_OWN = BroadcastStats(
    UsageStats(0, 0, Decimal("0.0"), 1, 0), (), ActionStatistics(2, 0, 0)
)
NOTHING_REPORTED = BroadcastStats()


def report_of(stats: BroadcastStats = VOICE, period: Period = ALL, **facts: Any) -> Report:
    """A Report of those figures, fresh at AS_OF where `facts` say nothing else."""
    given = {"broadcast_id": 135, "name": "Autumn", "as_of": AS_OF, "freshness": Freshness.FRESH}
    return Report(period=period, stats=stats, **{**given, **facts})
