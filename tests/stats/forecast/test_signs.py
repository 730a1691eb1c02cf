from dataclasses import replace
from decimal import Decimal

import pytest

from stats.broadcast_stats import BroadcastStats
from stats.forecast.signs import Failing, Tries, counts_machines_as_live, failing
from tests.stats.forecast.looked_at import BEGIN, FIVE, every, look, minutes, stats


def tried(good: int, failed: int) -> BroadcastStats:
    return stats(100, 0, good + failed, LA=good, CARRIER_ERROR=failed, UNDIALED=5)


def test_the_last_hour_is_held_against_the_life_before() -> None:
    looks = every(minutes(30), [tried(500, 5), tried(900, 10), tried(950, 40), tried(980, 70)])
    found = failing(looks)
    assert found == Failing(
        BEGIN + minutes(30), BEGIN + minutes(90), Tries(140, 60), Tries(910, 10)
    )
    assert found.latest.share == Decimal("0.428571")
    assert found.is_far_above


def test_a_state_that_lasted_into_the_hour_is_the_one_before_it() -> None:
    looks = [
        look(tried(900, 10), BEGIN, for_=minutes(50)),
        look(tried(980, 70), BEGIN + minutes(80)),
    ]
    found = failing(looks)
    assert found is not None
    assert found.since == BEGIN + minutes(20)


@pytest.mark.parametrize(
    ("latest", "before", "is_so"),
    [
        (Tries(140, 60), Tries(910, 10), True),
        (Tries(99, 60), Tries(910, 10), False),
        (Tries(140, 60), Tries(99, 1), False),
        (Tries(1_000, 19), Tries(100_000, 10), False),
        (Tries(100, 29), Tries(1_000, 100), False),  # less than three times
        (Tries(100, 30), Tries(1_000, 100), True),
        (Tries(200, 20), Tries(120, 2), False),  # that may be chance
        (Tries(100, 20), Tries(1_000, 0), True),
        (Tries(100, 100), Tries(100, 100), False),
    ],
)
def test_far_above_is_far_and_not_by_chance(latest: Tries, before: Tries, is_so: bool) -> None:
    assert Failing(BEGIN, BEGIN, latest, before).is_far_above is is_so


def test_nothing_tried_has_no_share() -> None:
    assert Tries(0, 0).share is None


def test_nothing_is_said_where_nobody_looked_an_hour_ago() -> None:
    assert failing([]) is None
    assert failing([look(tried(9, 1), BEGIN, for_=minutes(50))]) is None
    assert failing([look(tried(9, 1), BEGIN), look(tried(10, 1), BEGIN + minutes(76))]) is None


def test_nothing_is_said_where_results_are_not_reported_or_counts_fell() -> None:
    looks = every(minutes(30), [tried(500, 5), tried(900, 10), tried(950, 40)])
    assert failing([*looks[:2], replace(looks[2], stats=BroadcastStats())]) is None
    assert failing([*looks[:2], replace(looks[2], stats=tried(400, 10))]) is None


@pytest.mark.parametrize(
    ("seen", "is_so"),
    [
        (stats(0, 0, 9, LA=190, XFER=10), True),
        (stats(0, 0, 9, LA=199), False),
        (stats(0, 0, 9, LA=500, AM=1), False),
        (stats(0, 0, 9, LA=500, SD=1), False),
        (stats(0, 0, 9, SENT=500), False),
        (stats(0, 0, 9), False),
    ],
)
def test_live_answers_without_any_machine_look_like_detection_off(
    seen: BroadcastStats, is_so: bool
) -> None:
    assert counts_machines_as_live(every(FIVE, [seen])[0].stats) is is_so
