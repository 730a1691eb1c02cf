from datetime import time, timedelta

from stats.forecast.hours import DialingHours
from stats.forecast.moves import Growth, moves, since_growth, stands
from tests.stats.forecast.looked_at import (
    BEGIN,
    CHICAGO,
    FIVE,
    every,
    falling,
    look,
    minutes,
    stats,
)

HOURS = DialingHours(time(9), time(20), CHICAGO)


def test_looks_that_differ_in_replies_alone_are_one_stand() -> None:
    looks = every(FIVE, [stats(5, 0, 2, RECEIVED=count) for count in range(4)])
    (stand,) = stands(looks)
    assert (stand.begin, stand.end) == (BEGIN, BEGIN + 3 * FIVE)
    assert (stand.left, stand.total) == (5, 7)


def test_a_look_without_all_statuses_is_passed_over() -> None:
    looks = every(FIVE, [stats(5, 0, 2), stats(None, 0, 3), stats(4, None, 3), stats(3, 0, 4)])
    assert [stand.unattempted for stand in stands(looks)] == [5, 3]


def test_the_list_grew_where_unattempted_and_the_total_rose() -> None:
    looks = every(FIVE, [stats(5, 0, 0), stats(3, 0, 2), stats(101, 0, 4), stats(90, 0, 15)])
    seen, growth = since_growth(stands(looks))
    assert growth == Growth(BEGIN + 2 * FIVE, 100)
    assert [stand.unattempted for stand in seen] == [101, 90]


def test_a_number_that_goes_back_to_unattempted_is_no_growth() -> None:
    found = stands(every(FIVE, [stats(5, 2, 0), stats(6, 1, 0)]))
    assert since_growth(found) == (found, None)


def test_a_move_takes_the_gap_in_which_it_happened_and_the_pause_before_it() -> None:
    looks = [
        look(stats(5, 0, 0), BEGIN, for_=minutes(20)),
        look(stats(3, 0, 2), BEGIN + minutes(25)),
    ]
    (move,) = moves(stands(looks), None)
    assert (move.dialing, move.finished, move.untried) == (minutes(25), 2, 2)
    assert move.at == BEGIN + minutes(25)


def test_a_long_pause_is_a_rest_where_the_hours_are_not_known() -> None:
    looks = [
        look(stats(5, 0, 0), BEGIN, for_=minutes(61)),
        look(stats(3, 0, 2), BEGIN + minutes(66)),
    ]
    assert [move.dialing for move in moves(stands(looks), None)] == [FIVE]
    assert [move.dialing for move in moves(stands(looks), HOURS)] == [minutes(66)]


def test_a_night_is_no_dialing_time_where_the_hours_are_known() -> None:
    evening = BEGIN + timedelta(hours=10, minutes=30)  # 19:30
    looks = [
        look(stats(5, 0, 0), evening, for_=timedelta(hours=13, minutes=30)),
        look(stats(3, 0, 2), evening + timedelta(hours=13, minutes=35)),
    ]
    assert [move.dialing for move in moves(stands(looks), HOURS)] == [minutes(35)]


def test_looks_over_fifteen_minutes_apart_say_nothing_of_what_is_between() -> None:
    assert len(moves(stands(every(minutes(15), falling(50, 5, 3))), None)) == 2
    assert moves(stands(every(minutes(15.1), falling(50, 5, 3))), None) == []


def test_what_goes_backwards_is_no_negative_work() -> None:
    looks = every(FIVE, [stats(5, 0, 9), stats(6, 0, 4)])
    (move,) = moves(stands(looks), None)
    assert (move.finished, move.untried) == (0, 0)


def test_looks_that_overlap_make_no_move() -> None:
    looks = [look(stats(5, 0, 0), BEGIN, for_=FIVE), look(stats(3, 0, 2), BEGIN + FIVE)]
    assert moves(stands(looks), None) == []
