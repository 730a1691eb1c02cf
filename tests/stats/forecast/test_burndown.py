from stats.forecast.burndown import Point, burn_down
from tests.stats.forecast.looked_at import BEGIN, FIVE, every, stats


def test_points_are_the_first_and_last_instant_of_each_state_and_nothing_else() -> None:
    answers = [stats(5, 1, 0), stats(5, 1, 0), stats(5, 1, 0), stats(2, 2, 2), stats(0, 0, 6)]
    assert burn_down(every(FIVE, answers)) == (
        Point(BEGIN, 6),
        Point(BEGIN + 2 * FIVE, 6),
        Point(BEGIN + 3 * FIVE, 4),
        Point(BEGIN + 4 * FIVE, 0),
    )


def test_looks_without_statuses_give_no_point() -> None:
    assert burn_down(every(FIVE, [stats(None, 1, 0)])) == ()
    assert burn_down([]) == ()
