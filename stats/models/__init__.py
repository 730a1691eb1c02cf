"""What is kept: broadcasts, what CallFire said of them, and what the site remembers of asking."""

from stats.models.alerts import Alert, AlertQuerySet, AlertRule, Notice, Recipients
from stats.models.asking import Allowance, Lease
from stats.models.broadcasts import (
    SORTED_BY,
    Broadcast,
    BroadcastQuerySet,
    Snapshot,
    interval,
    stats_of,
)
from stats.models.catalogue import Label, Word
from stats.models.columns import columns, details_columns, standing_columns
from stats.models.watching import Collector, Watch

__all__ = [
    "SORTED_BY",
    "Alert",
    "AlertQuerySet",
    "AlertRule",
    "Allowance",
    "Broadcast",
    "BroadcastQuerySet",
    "Collector",
    "Label",
    "Lease",
    "Notice",
    "Recipients",
    "Snapshot",
    "Watch",
    "Word",
    "columns",
    "details_columns",
    "interval",
    "standing_columns",
    "stats_of",
]
