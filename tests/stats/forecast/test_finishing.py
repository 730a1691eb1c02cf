from decimal import Decimal

import pytest

from stats.broadcast_stats import BroadcastStats
from stats.forecast.finishing import Finishing, NoFinishing, Reason, finishing
from stats.report import Look
from tests.stats.forecast.looked_at import BEGIN, FIVE, every, look, stats


def costing(finished: int, per_action: str, live_share: float = 0.5) -> BroadcastStats:
    live = round(finished * live_share)
    amount = finished * Decimal(per_action)
    return stats(10_000 - finished, 0, finished, amount=amount, LA=live, AM=finished - live)


def given(looks: list[Look]) -> Finishing:
    found = finishing(looks)
    assert isinstance(found, Finishing)
    return found


def test_the_rest_costs_and_brings_about_what_the_finished_did() -> None:
    found = given(every(FIVE, [costing(1_000, "0.8"), costing(2_000, "0.8")]))
    assert (found.left, found.finished, found.since) == (8_000, 2_000, BEGIN)
    assert found.credits is not None
    assert found.live_answers is not None
    assert 5_000 < found.credits.low < 6_400 < found.credits.high < 7_500
    assert 3_200 < found.live_answers.low < 4_000 < found.live_answers.high < 4_700
    assert found.live_answers.low == int(found.live_answers.low)


def test_the_range_spans_the_whole_and_the_latest_quarter() -> None:
    even = given(every(FIVE, [costing(3_000, "0.8"), costing(4_000, "0.8")]))
    dearer = given(every(FIVE, [costing(3_000, "0.6"), costing(4_000, "0.8")]))
    assert even.credits is not None
    assert dearer.credits is not None
    assert dearer.credits.low == even.credits.low  # by the whole, 0.8
    assert dearer.credits.high > even.credits.high  # by the latest, 1.4


def test_a_first_look_half_way_is_enough() -> None:
    assert given([look(costing(5_000, "0.8"), BEGIN)]).credits is not None


def test_fewer_numbers_make_a_wider_range() -> None:
    few, many = (given([look(costing(count, "1"), BEGIN)]) for count in (100, 9_000))
    assert few.credits is not None
    assert many.credits is not None
    assert few.credits.high / few.credits.low > many.credits.high / many.credits.low


def test_texts_cost_and_bring_no_live_answers() -> None:
    texts = stats(500, 0, 500, amount=Decimal(500), SENT=500)
    found = given([look(texts, BEGIN)])
    assert found.live_answers is None
    assert found.credits is not None


def test_credits_that_are_not_reported_leave_live_answers() -> None:
    found = given([look(stats(500, 0, 500, LA=200), BEGIN)])
    assert found.credits is None
    assert found.live_answers is not None


@pytest.mark.parametrize(
    ("looks", "reason"),
    [
        ([], "not_reported"),
        ([look(BroadcastStats(), BEGIN)], "not_reported"),
        ([look(stats(500, 0, 500), BEGIN)], "not_reported"),
        ([look(stats(0, 0, 500, LA=9), BEGIN)], "nothing_left"),
        ([look(stats(500, 0, 99, LA=9), BEGIN)], "too_little_finished"),
    ],
)
def test_nothing_is_said_with_the_reason(looks: list[Look], reason: Reason) -> None:
    assert finishing(looks) == NoFinishing(reason)
