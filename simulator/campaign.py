"""What a campaign is made of: declarative values, without any event yet."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from simulator import instants

Type = Literal["VOICE", "IVR", "TEXT"]
Shares = tuple[tuple[str, float], ...]


def shares(**weights: float) -> Shares:
    """Weights of the results of one attempt, as a hashable value; they need not sum to anything."""
    return tuple(weights.items())


@dataclass(frozen=True, slots=True)
class Hours:
    """The calling hours of every day from `first_day` on, in the campaign's zone.

    first_day: whole days from the anchor's day; negative lies before.
    opens: a time of day, or a distance from the anchor for hours that lie around it.
    """

    zone: str
    first_day: int
    opens: time | timedelta
    length: timedelta
    weekdays_only: bool = False

    def first_opening(self, anchor: datetime) -> datetime:
        """Give the first opening, aware in the campaign's zone."""
        zone = ZoneInfo(self.zone)
        if isinstance(self.opens, timedelta):
            local = (anchor + self.opens).astimezone(zone)
        else:
            local = datetime.combine(anchor.astimezone(zone).date(), self.opens, zone)
        return local + timedelta(days=self.first_day)

    def windows(self, anchor: datetime) -> Iterator[tuple[int, int]]:
        """Yield [begin, end) of each day's calling hours in epoch seconds, without end."""
        opening = self.first_opening(anchor)
        while True:
            if not self.weekdays_only or opening.weekday() < 5:
                begin = instants.of(opening)
                yield begin, begin + int(self.length.total_seconds())
            opening += timedelta(days=1)  # the same time on the wall, whatever daylight saving does


@dataclass(frozen=True, slots=True)
class Retry:
    """CallFire's RetryConfig: how often a recipient is tried, how far apart, after what."""

    max_attempts: int = 1
    minutes_between: int = 60
    results: tuple[str, ...] = ("BUSY", "NO_ANS")


@dataclass(frozen=True, slots=True)
class Billing:
    """What an answered call or a sent text costs; credits in whole ten-thousandths."""

    step_seconds: Literal[6, 60] = 6
    credits_per_minute: int = 10_000
    credits_per_text: int = 10_000


@dataclass(frozen=True, slots=True)
class Storm:
    """A stretch in which most attempts fail: from `begins` after the anchor, for `lasts`."""

    begins: timedelta
    lasts: timedelta
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """One broadcast as a plan; its events follow from its id and the anchor alone."""

    id: int
    name: str
    type: Type
    size: int  # recipients on the list
    hours: Hours
    per_hour: float  # attempts an hour, about
    shares: Shares
    retry: Retry = Retry()
    billing: Billing = Billing()
    storm: Storm | None = None
    stops_after: timedelta | None = None  # from the first opening
    transfer_legs: bool = False  # whether the other leg of a transfer is listed
    reply_share: float = 0.0  # of texts sent
    counts_for: int = 1  # each recipient and event stands for so many
    ends_as: Literal["FINISHED", "ARCHIVED"] = "FINISHED"
    labels: tuple[str, ...] = ()
    from_number: str = "12135550142"
