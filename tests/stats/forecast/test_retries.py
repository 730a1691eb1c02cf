from decimal import Decimal

import pytest

from stats.broadcast_stats import BroadcastStats
from stats.forecast.retries import NoRetries, Part, Reason, Retries, retries
from stats.report import Look
from tests.stats.forecast.looked_at import BEGIN, FIVE, every, look, minutes, stats

FIRST = stats(40, 60, 900, 1_000, Decimal("400.5"), LA=400, XFER=45, BUSY=60, AM=495)
EMPTIED = stats(0, 90, 910, 1_050, Decimal("414.0"), LA=410, XFER=50, BUSY=90, AM=500)
LATER = stats(0, 20, 980, 1_960, Decimal("474.8"), LA=446, XFER=52, BUSY=900, AM=562)
TEXTS = stats(0, 0, 900, 900, SENT=900)


def test_what_came_since_no_number_was_untried_is_all_retries() -> None:
    found = retries(every(FIVE, [FIRST, EMPTIED, LATER]))
    assert isinstance(found, Retries)
    assert found.at == BEGIN + FIVE
    assert found.since == Part(910, 38, Decimal("60.8"))
    assert found.since.live_answer_rate == Decimal("0.041758")
    assert found.since.cost_per_live_answer == Decimal("1.6000")
    assert found.before == Part(1_050, 460, Decimal("414.0"))
    assert found.before.cost_per_live_answer == Decimal("0.9000")
    assert found.attempts_per_action == Decimal("1.997961")


def test_a_list_that_grew_is_counted_from_when_it_was_empty_again() -> None:
    found = retries(every(FIVE, [FIRST, EMPTIED, FIRST, FIRST, EMPTIED, LATER]))
    assert isinstance(found, Retries)
    assert found.at == BEGIN + 4 * FIVE


@pytest.mark.parametrize(
    ("looks", "reason"),
    [
        ([], "not_reported"),
        (every(FIVE, [FIRST, BroadcastStats()]), "not_reported"),
        (every(FIVE, [FIRST, stats(None, 0, 900, 1, LA=1)]), "not_reported"),
        (every(FIVE, [FIRST]), "still_untried"),
        (every(FIVE, [EMPTIED, LATER]), "not_seen"),
        (every(minutes(16), [FIRST, EMPTIED, LATER]), "not_seen"),
        (every(FIVE, [BroadcastStats(), EMPTIED, LATER]), "not_seen"),
        (every(FIVE, [FIRST, EMPTIED]), "no_attempts_since"),
        (every(FIVE, [TEXTS]), "of_texts"),
    ],
)
def test_it_is_not_given_with_the_reason(looks: list[Look], reason: Reason) -> None:
    found = retries(looks)
    assert isinstance(found, NoRetries)
    assert found.reason == reason


def test_attempts_per_action_is_given_in_any_case() -> None:
    found = retries([look(FIRST, BEGIN)])
    assert found.attempts_per_action == Decimal("1.109878")


def test_a_part_without_live_answers_or_credits_has_no_cost() -> None:
    assert Part(10, 0, Decimal(5)).cost_per_live_answer is None
    assert Part(10, 5, None).cost_per_live_answer is None
    assert Part(0, 0, None).live_answer_rate is None


def test_credits_that_are_not_reported_leave_the_rest() -> None:
    answers = [stats(1, 9, 90, 100, LA=9), stats(0, 9, 91, 110, LA=9), stats(0, 0, 100, 150, LA=9)]
    found = retries(every(FIVE, answers))
    assert isinstance(found, Retries)
    assert found.since == Part(40, 0, None)
