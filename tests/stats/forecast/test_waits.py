from datetime import timedelta

import pytest

from stats.broadcast_details import RetryPlan
from stats.forecast.waits import dialing_of_a_wait, last_wait, wait_of
from tests.stats.forecast.looked_at import stats

# A tenth of the attempts is retried.
TENTH = stats(1_000, 0, 1_000, LA=900, BUSY=60, NO_ANS=40)


@pytest.mark.parametrize(
    ("plan", "unattempted", "per_hour", "hours"),
    [
        (RetryPlan(), 1_000, 100, 0),  # one attempt
        (RetryPlan(2, 60, ("BUSY", "NO_ANS")), 1_000, 100, 1),  # the plan allows one wait
        (RetryPlan(9, 60, ("BUSY", "NO_ANS")), 1_000, 100, 2),  # 100, then 10, then 1
        (RetryPlan(9, 60), 1_000, 100, 2),
        (RetryPlan(9, 60, ()), 1_000, 100, 0),  # nothing is retried
        (RetryPlan(9, 600, ("BUSY", "NO_ANS")), 10, 100, 10),  # 10 are left at all
        (RetryPlan(9, None, ("BUSY", "NO_ANS")), 1_000, 100, 2),
        (RetryPlan(0, -5, ("BUSY", "NO_ANS")), 1_000, 100, 0),
        (RetryPlan(2, 60, ("BUSY", "NO_ANS")), 1_000, 0, 0),
    ],
)
def test_waits_go_on_until_one_number_is_left_or_the_plan_allows_no_more(
    plan: RetryPlan, unattempted: int, per_hour: float, hours: float
) -> None:
    assert last_wait(TENTH, plan, unattempted, per_hour) == pytest.approx(hours)


def test_numbers_that_callfire_puts_off_wait_an_hour_at_least() -> None:
    put_off = stats(1_000, 0, 1_000, LA=900, UNDIALED=100)
    assert last_wait(put_off, RetryPlan(2, 15), 1_000, 100) == pytest.approx(2)


def test_nothing_is_waited_for_where_no_result_is_reported() -> None:
    assert last_wait(stats(9, 0, 0), RetryPlan(3, 60), 9, 9) == 0


def test_a_plan_out_of_all_measure_waits_a_year() -> None:
    assert wait_of(RetryPlan(2, 2**62)) == timedelta(days=365)


def test_where_hours_are_unknown_a_day_holds_twelve_of_dialing() -> None:
    assert dialing_of_a_wait(timedelta(hours=8)) == timedelta(hours=8)
    assert dialing_of_a_wait(timedelta(hours=20)) == timedelta(hours=12)
    assert dialing_of_a_wait(timedelta(hours=50)) == timedelta(hours=26)
