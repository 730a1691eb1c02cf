from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from stats.broadcast_stats import ActionStatistics, BroadcastStats, UsageStats
from stats.buckets import Bucket
from stats.report import Look
from stats.series import NOTHING, Series, Slot, State
from stats.sums import Difference, added
from tests.stats.examples import TEXTS, VOICE, results

BEGIN = datetime(2026, 3, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def slot(
    number: int,
    state: State = "settled",
    stats: BroadcastStats | None = None,
    before: BroadcastStats | None = None,
) -> Slot:
    """The day of that number."""
    bucket = Bucket(BEGIN + number * DAY, BEGIN + (number + 1) * DAY)
    seen_at = None if stats is None else bucket.end + 2 * DAY
    look = None if before is None else Look(before, bucket.end + DAY, bucket.end + DAY)
    return Slot(bucket, state, stats, seen_at, before=look)


def series(*slots: Slot) -> Series:
    return Series("day", slots, None, None, is_complete=True)


def test_what_is_missing_is_counted_and_in_no_sum() -> None:
    found = series(
        slot(0, stats=VOICE), slot(1, "missing"), slot(2, "open", NOTHING), slot(3, "missing")
    )
    assert (found.fetched, found.missing) == (2, 2)
    assert found.sum == added([VOICE, NOTHING])


def test_without_any_bucket_nothing_is_fetched_and_nothing_missing() -> None:
    found = series()
    assert (found.fetched, found.missing) == (0, 0)
    assert found.sum == BroadcastStats(usage=UsageStats(0, 0, Decimal(0), 0))


def test_a_stretch_without_activity_adds_nothing_to_any_figure() -> None:
    assert VOICE.usage
    sum_ = series(slot(0, stats=VOICE), slot(1, stats=NOTHING)).sum
    assert sum_.usage == replace(VOICE.usage, actions=None)
    assert [(stat.result, stat.attempts) for stat in sum_.results] == [
        (stat.result, stat.attempts) for stat in VOICE.results
    ]


def test_a_settled_bucket_that_came_back_different_is_a_change() -> None:
    before = BroadcastStats(TEXTS.usage, results(SENT=346, CARRIER_ERROR=34))
    after = BroadcastStats(TEXTS.usage, results(SENT=360, CARRIER_ERROR=20))
    changed = slot(1, stats=after, before=before)
    assert series(slot(0, stats=TEXTS), changed, slot(2, "missing")).changes == (
        (changed, (Difference("SENT", 346, 360), Difference("CARRIER_ERROR", 34, 20))),
    )


def test_statuses_that_moved_on_are_no_change_of_a_bucket() -> None:
    moved_on = replace(VOICE, action_statistics=ActionStatistics(0, 0, 2_842))
    assert series(slot(0, stats=moved_on, before=VOICE)).changes == ()
