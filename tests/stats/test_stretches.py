from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats.buckets import Bucket, cut
from stats.stretches import Finding, Interval, Plan, plan

DAY = timedelta(days=1)
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
WAVE = 8


def days(count: int) -> tuple[Bucket, ...]:
    return cut(BEGIN, BEGIN + count * DAY, ZoneInfo("UTC"), "day")


def interval(buckets: tuple[Bucket, ...]) -> Interval:
    return buckets[0].begin, buckets[-1].end


@dataclass
class FarEnd:
    """Knows when something happened, and what has been asked."""

    busy: list[datetime]
    answers: dict[Interval, int] = field(default_factory=dict)
    waves: int = 0

    def ask(self, wave: Iterable[Interval]) -> None:
        self.waves += 1
        for asked in wave:
            assert asked not in self.answers, "asked again"
            self.answers[asked] = sum(asked[0] <= at < asked[1] for at in self.busy)

    def finding(self, asked: Interval) -> Finding | None:
        if asked not in self.answers:
            return None
        return "busy" if self.answers[asked] else "empty"

    def is_known(self, bucket: Bucket) -> bool:
        return (bucket.begin, bucket.end) in self.answers

    def plan(self, buckets: tuple[Bucket, ...]) -> Plan:
        return plan(buckets, self.finding, self.is_known)

    def asked_for_all_of(self, buckets: tuple[Bucket, ...]) -> "FarEnd":
        """Itself, after waves until nothing is wanted."""
        while wanted := self.plan(buckets).wanted:
            self.ask(wanted[:WAVE])
        return self


def far_end(*numbers: int) -> FarEnd:
    """Busy on those days, an hour before they end."""
    return FarEnd([BEGIN + (number + 1) * DAY - timedelta(hours=1) for number in numbers])


def planned(
    buckets: tuple[Bucket, ...],
    findings: dict[Interval, Finding],
    is_known: Callable[[Bucket], bool] = lambda _: False,
) -> Plan:
    return plan(buckets, findings.get, is_known)


def numbers(of: Plan) -> list[tuple[int, int]]:
    """The wanted stretches as the numbers of their first day and of the one after their last."""
    return [((begin - BEGIN) // DAY, (end - BEGIN) // DAY) for begin, end in of.wanted]


def test_the_whole_comes_first() -> None:
    assert numbers(planned(days(90), {})) == [(0, 90)]


def test_an_empty_stretch_is_asked_no_further() -> None:
    buckets = days(90)
    assert planned(buckets, {interval(buckets): "empty"}) == Plan((), frozenset(buckets))


def test_a_busy_stretch_of_16_is_asked_bucket_by_bucket_newest_first() -> None:
    buckets = days(16)
    found = planned(buckets, {interval(buckets): "busy"})
    assert numbers(found) == [(number, number + 1) for number in reversed(range(16))]


@pytest.mark.parametrize("count", [17, 90, 365, 400])
def test_a_longer_one_is_split_into_eight_of_nearly_the_same_size(count: int) -> None:
    buckets = days(count)
    found = numbers(planned(buckets, {interval(buckets): "busy"}))
    assert len(found) == 8
    assert [*reversed(found)] == sorted(found)
    assert {end - begin for begin, end in found} <= {count // 8, count // 8 + 1}
    assert found[0][1] == count
    assert found[-1][0] == 0
    assert {begin for begin, _ in found[:-1]} == {end for _, end in found[1:]}


def test_a_quiet_part_waits_for_nobody_and_nobody_waits_for_it() -> None:
    buckets = days(32)
    findings: dict[Interval, Finding] = {
        interval(buckets): "busy",
        interval(buckets[28:]): "empty",
        interval(buckets[24:28]): "busy",
    }
    found = planned(buckets, findings)
    assert numbers(found) == [
        *((number, number + 1) for number in (27, 26, 25, 24)),
        *((first, first + 4) for first in (20, 16, 12, 8, 4, 0)),
    ]
    assert found.empty == frozenset(buckets[28:])


def test_a_known_bucket_in_an_empty_stretch_is_not_counted_as_empty() -> None:
    buckets = days(20)
    found = planned(buckets, {interval(buckets): "empty"}, lambda bucket: bucket == buckets[3])
    assert found.empty == frozenset(buckets) - {buckets[3]}


def test_known_buckets_do_not_stand_in_for_the_stretch_about_them() -> None:
    found = planned(days(90), {}, lambda bucket: bucket.begin > BEGIN)
    assert numbers(found) == [(0, 90)]


@pytest.mark.parametrize("count", [1, 16, 90])
def test_where_every_bucket_is_known_nothing_is_wanted(count: int) -> None:
    assert planned(days(count), {}, lambda _: True) == Plan((), frozenset())


def test_a_part_whose_buckets_are_known_is_not_wanted() -> None:
    buckets = days(32)
    found = planned(buckets, {interval(buckets): "busy"}, lambda bucket: bucket not in buckets[4:8])
    assert numbers(found) == [(4, 8)]


@pytest.mark.parametrize("count", [1, 2, 16, 17, 90, 365])
def test_the_second_view_wants_the_open_bucket_alone(count: int) -> None:
    buckets = days(count)
    seen = far_end(*range(count)).asked_for_all_of(buckets)
    # As a bucket it is out of date; it stays a stretch with activity.
    found = plan(
        buckets, seen.finding, lambda bucket: bucket != buckets[-1] and seen.is_known(bucket)
    )
    assert found == Plan((interval(buckets[-1:]),), frozenset())


def test_one_bucket_is_its_own_stretch() -> None:
    buckets = days(1)
    assert numbers(planned(buckets, {})) == [(0, 1)]
    assert far_end(0).asked_for_all_of(buckets).answers == {interval(buckets): 1}
    assert planned(buckets, {interval(buckets): "empty"}).empty == frozenset(buckets)


def test_no_buckets_want_nothing() -> None:
    assert planned((), {}) == Plan((), frozenset())


def test_ninety_busy_days_cost_about_a_hundred_questions_in_fourteen_waves() -> None:
    asked = far_end(*range(90)).asked_for_all_of(days(90))
    assert len(asked.answers) <= 100
    assert asked.waves <= 14


@given(st.lists(st.integers(0, 364), min_size=3, max_size=3))
def test_a_quiet_year_with_three_busy_days_costs_at_most_sixty_questions(
    busy: list[int],
) -> None:
    assert len(far_end(*busy).asked_for_all_of(days(365)).answers) <= 60


def test_a_year_in_which_nothing_happened_costs_one_question() -> None:
    assert len(far_end().asked_for_all_of(days(365)).answers) == 1


@given(st.integers(1, 400), st.lists(st.integers(0, 399)))
def test_every_bucket_ends_known_or_empty_and_they_add_up_to_the_whole(
    count: int, busy: list[int]
) -> None:
    buckets = days(count)
    asked = far_end(*(number for number in busy if number < count)).asked_for_all_of(buckets)
    known = {bucket for bucket in buckets if asked.is_known(bucket)}
    assert asked.plan(buckets).empty == set(buckets) - known
    total = sum(asked.answers[bucket.begin, bucket.end] for bucket in known)
    assert total == len(asked.busy) == asked.answers[interval(buckets)]


@given(st.integers(1, 400), st.lists(st.integers(0, 399)))
def test_seeing_it_again_asks_nothing(count: int, busy: list[int]) -> None:
    asked = far_end(*busy).asked_for_all_of(days(count))
    waves = asked.waves
    assert asked.asked_for_all_of(days(count)).waves == waves


@given(st.integers(17, 400), st.lists(st.integers(0, 399), max_size=20), st.data())
def test_stopped_anywhere_it_goes_on_without_a_question_too_many(
    count: int, busy: list[int], data: st.DataObject
) -> None:
    buckets = days(count)
    at_once = far_end(*busy).asked_for_all_of(buckets)
    in_bits = far_end(*busy)
    while wanted := in_bits.plan(buckets).wanted:
        in_bits.ask(data.draw(st.lists(st.sampled_from(wanted), min_size=1, unique=True)))
    assert in_bits.answers == at_once.answers
