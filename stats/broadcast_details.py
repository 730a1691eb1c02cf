"""What CallFire says of a broadcast itself, beside its figures, as plain frozen values.

The names are CallFire's own (GetBroadcast, REST 1.1). None always means that CallFire said nothing
of it, or nothing that can be read.
"""

from dataclasses import dataclass
from datetime import datetime, time


@dataclass(frozen=True, slots=True)
class CallingHours:
    """Between which times of day recipients are contacted, by the clock where each of them is.

    Either may be missing. An end of 00:00 is the end of the day; one at or before the begin is
    given as CallFire sent it.
    """

    begin: time | None = None
    end: time | None = None


@dataclass(frozen=True, slots=True)
class RetryPlan:
    """How often a recipient is tried, the minutes between two attempts, and after which results.

    `results` are CallFire's codes as sent, known or not; an empty one means that none of them leads
    to another attempt. CallFire's page names 1 attempt and 60 minutes as defaults: they are not
    filled in here.
    """

    max_attempts: int | None = None
    minutes_between: int | None = None
    results: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class BroadcastDetails:
    """One answer of GetBroadcast.

    name and labels: one line each, perhaps cut. type and status: CallFire's codes as sent, known or
    not. created and last_modified: aware, UTC.
    """

    name: str | None = None
    type: str | None = None
    status: str | None = None
    labels: tuple[str, ...] = ()
    created: datetime | None = None
    last_modified: datetime | None = None
    calling_hours: CallingHours | None = None
    retry_plan: RetryPlan | None = None


@dataclass(frozen=True, slots=True)
class BroadcastPage:
    """One answer of QueryBroadcasts: each broadcast's ID and details, in CallFire's order.

    size: how many CallFire sent, those included that could not be read. total: how many there are
    on all pages by its `totalResults`; None where it is missing.
    """

    total: int | None
    size: int
    broadcasts: tuple[tuple[int, BroadcastDetails], ...]
