"""A rate's interval, and that of a difference, by the spread between hours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats.spread import Rate, _student, difference, rate_of

HOURS = st.lists(
    st.integers(0, 500).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))),
    max_size=40,
)


@pytest.mark.parametrize(
    ("freedom", "quantile"), [(9, 2.262157), (10, 2.228139), (20, 2.085963), (100, 1.983972)]
)
def test_the_quantiles_are_those_of_students_t(freedom: int, quantile: float) -> None:
    assert _student(freedom) == pytest.approx(quantile, abs=0.0005)


def test_a_rate_is_that_of_the_sums() -> None:
    found = rate_of([(10, 100), (0, 0), (30, 100)])
    assert (found.part, found.whole, found.hours, found.share) == (40, 200, 2, 0.2)
    assert found.variance is None
    assert found.interval is None


def test_hours_that_are_alike_leave_the_doubt_of_dice_and_unlike_ones_more() -> None:
    alike, unlike = rate_of([(20, 100)] * 10), rate_of([(10, 100), (30, 100)] * 5)
    assert alike.interval == pytest.approx((0.1713, 0.2287), abs=0.0001)
    assert unlike.interval == pytest.approx((0.12459, 0.27541), abs=0.0001)


def test_nothing_is_said_under_ten_hours() -> None:
    few, many = rate_of([(10, 100), (30, 100)] * 4), rate_of([(10, 100), (30, 100)] * 5)
    assert few.interval is None
    assert difference(few, many) is None
    assert difference(many, Rate(0, 0, 0, None, 0.0)) is None


@given(hours=HOURS)
def test_an_interval_holds_its_rate_and_lies_within_all_and_nothing(
    hours: list[tuple[int, int]],
) -> None:
    found = rate_of(hours)
    if found.interval is None or found.share is None:
        assert found.hours < 10
        return
    low, high = found.interval
    assert 0 <= low <= found.share <= high <= 1


@given(one=HOURS, other=HOURS)
def test_a_difference_reads_the_same_from_both_sides(
    one: list[tuple[int, int]], other: list[tuple[int, int]]
) -> None:
    there, back = difference(rate_of(one), rate_of(other)), difference(rate_of(other), rate_of(one))
    if there is None or back is None:
        assert there is back is None
        return
    assert there[0] == pytest.approx(-back[1], abs=1e-12)
    assert there[0] <= there[1]


@pytest.mark.parametrize("part", [0, 1])
def test_hours_without_any_or_without_any_other_leave_doubt(part: int) -> None:
    few = rate_of([(part, 1)] * 12)
    assert few.interval is not None
    low, high = few.interval
    assert high - low > 0.15
    many = rate_of([(part * 1_000 + 10 - 20 * part, 1_000)] * 48)  # 1% from it
    found = difference(few, many)
    assert found is not None
    assert found[0] < 0 < found[1]
