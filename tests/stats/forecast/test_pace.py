from datetime import timedelta

import pytest

from stats.forecast.moves import Move
from stats.forecast.pace import is_unsteady, pace
from tests.stats.forecast.looked_at import BEGIN

HALF_HOUR = timedelta(minutes=30)


def moves_of(*finished: int) -> list[Move]:
    """A move each half hour."""
    return [Move(BEGIN, HALF_HOUR, count, count) for count in finished]


def test_much_left_is_told_by_everything_that_was_seen() -> None:
    found = pace(moves_of(50, 50, 100, 100), 1_000)
    assert found is not None
    assert found.per_hour == pytest.approx(150)
    assert (found.dialing, found.looks) == (4 * HALF_HOUR, 5)


def test_less_than_six_hours_are_told_by_the_latest_third_of_it() -> None:
    found = pace(moves_of(50, 50, 100, 100), 300)  # two hours, so by the last one
    assert found is not None
    assert found.per_hour == pytest.approx(200)
    assert found.looks == 3


def test_where_nothing_finished_lately_the_whole_tells() -> None:
    found = pace(moves_of(50, 50, 0, 0), 10)
    assert found is not None
    assert found.per_hour == pytest.approx(50)


def test_there_is_no_pace_where_nothing_finished() -> None:
    assert pace(moves_of(0, 0), 10) is None


def test_first_tries_have_a_pace_of_their_own() -> None:
    found = pace([Move(BEGIN, HALF_HOUR, 10, 30)], 1_000)
    assert found is not None
    assert found.per_hour == pytest.approx(20)
    assert found.first_tries_per_hour == pytest.approx(60)


@pytest.mark.parametrize(
    ("finished", "is_so"),
    [
        ((50, 50, 150, 150), False),
        ((50, 50, 151, 151), True),
        ((10, 10, 10, 50, 50), True),
        ((1, 20, 1, 20, 1, 20), False),  # few numbers are put together
        ((20, 20, *[100] * 16), False),  # over eight spans ago
        ((50,), False),
        ((), False),
    ],
)
def test_a_pace_is_unsteady_where_one_span_is_over_three_times_another(
    finished: tuple[int, ...], is_so: bool
) -> None:
    assert is_unsteady(moves_of(*finished)) is is_so
