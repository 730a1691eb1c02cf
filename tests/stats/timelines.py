"""Campaigns and periods whose timelines are asked for, and what was asked."""

from collections import Counter
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from pytest_django import Settings

from simulator import instants
from simulator.campaign import Campaign, Hours, Retry, shares
from simulator.server import Simulator
from stats import timeline
from stats.buckets import Bucket, BucketSize
from stats.period import Period, resolve
from stats.series import Series, Slot
from tests.conftest import NOW
from tests.stats.examples import LOS_ANGELES

AUTUMN = 11741873003  # calls since 17 November
DAILY = 9811204003  # calls every day since July
TO_COME = 6280378003
FESTIVAL = 3996240003  # texted in July
OWN = 135
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
UTC_ZONE = ZoneInfo("UTC")

# Two hundred people on one day, none of whom answers; once more 100 and 200 days later.
THREE_DAYS = Campaign(
    id=OWN,
    name="Three days in a year",
    type="VOICE",
    size=200,
    hours=Hours("UTC", -250, time(10), timedelta(hours=6)),
    per_hour=100,
    shares=shares(NO_ANS=1),
    retry=Retry(3, 100 * 1440, ("NO_ANS",)),
)
# Calls through the night in which clocks go back.
AT_NIGHT = Campaign(
    id=OWN,
    name="A night in autumn",
    type="VOICE",
    size=300,
    hours=Hours("America/Los_Angeles", -22, time(0), timedelta(hours=5)),
    per_hour=60,
    shares=shares(LA=1, BUSY=1),
)


def period(begin: str, end: str = "", zone: ZoneInfo = LOS_ANGELES) -> Period:
    return resolve(begin=begin, end=end, zone=zone, now=NOW)


def day(text: str, zone: ZoneInfo = LOS_ANGELES) -> Bucket:
    found = period(text, text, zone)
    assert found.begin
    assert found.end
    return Bucket(found.begin, found.end)


TODAY, YESTERDAY = day("2026-11-23"), day("2026-11-22")
NINETY_DAYS = period("2026-08-26")
WEEK = period("2026-11-17")
ALL = resolve(zone=LOS_ANGELES, now=NOW)


def fetched(
    broadcast_id: int, asked_for: Period, size: BucketSize | None = None, *, seconds: float = 15
) -> Series:
    return timeline.fetched(broadcast_id, asked_for, size, seconds=seconds)


def asked(simulator: Simulator) -> list[Bucket]:
    """What was asked for since the last look, in order."""
    found = [
        Bucket(*(datetime.fromisoformat(each.query[edge]) for edge in EDGES))
        for each in simulator.requests
    ]
    simulator.requests.clear()
    return found


EDGES = ("IntervalBegin", "IntervalEnd")


def move(simulator: Simulator, clock: Settings, at: datetime) -> None:
    """All clocks show that instant; what came of a question is told to others for 5 seconds."""
    simulator.now = clock.DEMO_NOW = at


def of(series: Series, bucket: Bucket) -> Slot:
    (slot,) = [slot for slot in series.slots if slot.bucket == bucket]
    return slot


def attempts(series: Series) -> list[int | None]:
    return [
        slot.stats.usage.attempts if slot.stats and slot.stats.usage else None
        for slot in series.slots
    ]


def states(series: Series) -> dict[str, int]:
    return dict(Counter(slot.state for slot in series.slots))


def truth(simulator: Simulator, broadcast_id: int, bucket: Bucket, at: datetime = NOW) -> int:
    begin, end, now = (instants.of(each) for each in (bucket.begin, bucket.end, at))
    return simulator.history(broadcast_id).figures(begin, end, now).attempts
