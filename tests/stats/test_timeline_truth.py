"""What the timelines of the simulator's campaigns say, against the events behind them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from pytest_django import Settings

from simulator import instants
from simulator.campaigns import CAMPAIGNS
from simulator.history import Figures
from simulator.server import Simulator
from stats import timeline
from stats.broadcast_stats import BroadcastStats
from stats.buckets import SIZES, BucketSize
from stats.period import Period
from stats.series import Series
from stats.sums import NO_ATTEMPTS, attempts_by_results, differences
from tests.conftest import NOW

ZONES: Final = ("Pacific/Kiritimati", "Pacific/Niue", "America/Los_Angeles")
# The longest stretch of each size that is looked at, up to the last activity: few questions, and
# edges that are none of any zone's.
LENGTHS: Final[dict[BucketSize, timedelta]] = {
    "hour": timedelta(hours=26, minutes=17),
    "day": timedelta(days=11, hours=3),
    "week": timedelta(weeks=9),
    "month": timedelta(days=200),
}
FESTIVAL: Final = 3996240003
CALLED: Final = [each.id for each in CAMPAIGNS if each.id != 6280378003]  # that one is to come

DAY: Final = timedelta(days=1)
AT: Final = instants.of(NOW)

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Told:
    """The figures of one answer, as both sides can be written."""

    usage: tuple[int | None, int | None, Decimal | None, int | None, int | None]
    results: dict[str, tuple[int | None, int | None]]


def told(stats: BroadcastStats) -> Told:
    assert stats.usage
    usage = stats.usage
    return Told(
        (
            *(usage.duration_seconds, usage.billed_duration_seconds, usage.billed_amount),
            *(usage.attempts, usage.actions),
        ),
        {stat.result: (stat.attempts, stat.actions) for stat in stats.results},
    )


def true(figures: Figures) -> Told:
    return Told(
        (
            *(figures.duration_seconds, figures.billed_seconds),
            Decimal(figures.credits).scaleb(-4),
            *(figures.attempts, figures.actions),
        ),
        {each.name: (each.attempts, each.actions) for each in figures.results},
    )


def figures(simulator: Simulator, broadcast_id: int, begin: datetime, end: datetime) -> Figures:
    return simulator.history(broadcast_id).figures(instants.of(begin), instants.of(end), AT)


def period(simulator: Simulator, broadcast_id: int, size: BucketSize, zone: str) -> Period:
    """Up to an hour after the last attempt, or after now."""
    history = simulator.history(broadcast_id)
    attempts = [each.at for each in history.events if each.result not in NO_ATTEMPTS]
    last = min(NOW, instants.aware(attempts[-1]))
    end = last.replace(minute=30, second=0) + timedelta(hours=1)
    return Period("custom", end - LENGTHS[size], end, ZoneInfo(zone))


def assert_true(simulator: Simulator, broadcast_id: int, series: Series, asked: Period) -> None:
    assert series.is_complete
    for slot in series.slots:
        assert slot.stats
        truth = figures(simulator, broadcast_id, slot.bucket.begin, slot.bucket.end)
        assert told(slot.stats) == true(truth)
    assert asked.begin
    assert asked.end
    whole = figures(simulator, broadcast_id, asked.begin, asked.end)
    assert whole.attempts
    assert series.whole
    assert told(series.whole.stats) == true(whole)
    assert differences(series.sum, series.whole.stats) == ()
    total = told(series.sum)
    assert total.usage[:4] == true(whole).usage[:4]
    assert {name: attempts for name, (attempts, _) in total.results.items()} == {
        each.name: each.attempts for each in whole.results
    }
    assert attempts_by_results(series.sum) == whole.attempts


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("broadcast_id", CALLED)
def test_buckets_say_what_happened_and_sum_to_the_whole(
    callfire: Simulator, clock: Settings, broadcast_id: int, size: BucketSize
) -> None:
    clock.TIME_ZONE = "Asia/Kathmandu"
    zone = ZONES[(CALLED.index(broadcast_id) + SIZES.index(size)) % len(ZONES)]
    asked = period(callfire, broadcast_id, size, zone)
    series = timeline.fetched(broadcast_id, asked, size, seconds=15)
    assert series.size == size
    assert_true(callfire, broadcast_id, series, asked)


@pytest.mark.parametrize("zone", ZONES)
def test_all_time_sums_to_the_whole_life(callfire: Simulator, clock: Settings, zone: str) -> None:
    clock.TIME_ZONE = "Asia/Kathmandu"
    asked = Period("all", None, None, ZoneInfo(zone))
    series = timeline.fetched(FESTIVAL, asked, seconds=15)
    first, last = series.slots[0].bucket, series.slots[-1].bucket
    events = [instants.aware(each.at) for each in callfire.history(FESTIVAL).events]
    assert events[0] - first.begin < DAY
    assert last.end - events[-1] <= DAY
    stretch = Period("custom", first.begin, last.end, ZoneInfo(zone))
    assert_true(callfire, FESTIVAL, series, stretch)
    assert series.whole
    assert told(series.whole.stats) == true(callfire.history(FESTIVAL).figures(None, None, AT))
