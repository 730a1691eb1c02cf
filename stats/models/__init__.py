"""What is kept: broadcasts, what CallFire said of them, and what the site remembers of asking."""

from stats.models.asking import Allowance, Lease
from stats.models.broadcasts import Broadcast, Snapshot, interval, stats_of
from stats.models.columns import columns, details_columns
from stats.models.watching import Collector, Watch

__all__ = [
    "Allowance",
    "Broadcast",
    "Collector",
    "Lease",
    "Snapshot",
    "Watch",
    "columns",
    "details_columns",
    "interval",
    "stats_of",
]
