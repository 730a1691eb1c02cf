import random
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection

from stats import lease
from stats.models import Lease

NOW = datetime(2026, 11, 23, 22, 0, tzinfo=UTC)
KEY = lease.key_of(135, None, None)
SECOND = timedelta(seconds=1)

pytestmark = pytest.mark.django_db


def test_the_first_takes_it_and_all_others_wait() -> None:
    assert lease.take(KEY, "one", NOW) == "taken"
    assert lease.take(KEY, "two", NOW) == "under_way"
    assert lease.take(KEY, "one", NOW + SECOND) == "under_way"


def test_other_broadcasts_and_other_periods_are_other_questions() -> None:
    keys = {
        lease.key_of(135, None, None),
        lease.key_of(136, None, None),
        lease.key_of(135, NOW, NOW + SECOND),
        lease.key_of(135, NOW - SECOND, NOW),
        lease.details_key_of(135),
        lease.details_key_of(136),
    }
    assert [lease.take(key, "one", NOW) for key in keys] == ["taken"] * 6


def test_the_longest_name_of_a_question_fits_its_column() -> None:
    far = datetime(2100, 12, 31, 23, 59, 59, tzinfo=UTC)
    key = lease.key_of(2**63 - 1, far, far)
    assert len(key) <= (Lease._meta.get_field("key").max_length or 0)


def test_a_holder_that_died_holds_others_up_until_its_lease_expires() -> None:
    lease.take(KEY, "dead", NOW)
    just_before = NOW + lease.HOLD - timedelta(microseconds=1)
    assert lease.take(KEY, "two", just_before) == "under_way"
    assert lease.take(KEY, "two", NOW + lease.HOLD) == "taken"
    assert lease.take(KEY, "three", NOW + lease.HOLD) == "under_way"


@pytest.mark.parametrize("outcome", [{}, {"kind": "not_found"}], ids=["answer", "problem"])
def test_an_outcome_stays_five_seconds_then_somebody_asks_anew(outcome: lease.Outcome) -> None:
    lease.take(KEY, "one", NOW)
    lease.finish(KEY, "one", outcome, NOW + SECOND)
    for after in (timedelta(seconds=1), timedelta(seconds=5.9)):
        assert lease.take(KEY, "two", NOW + after) == outcome
    assert lease.take(KEY, "two", NOW + timedelta(seconds=6)) == "taken"
    assert lease.take(KEY, "three", NOW + timedelta(seconds=6)) == "under_way"


def test_where_there_is_nothing_to_tell_the_next_one_asks_at_once() -> None:
    lease.take(KEY, "one", NOW)
    lease.finish(KEY, "one", None, NOW + SECOND)
    assert lease.take(KEY, "two", NOW + SECOND) == "taken"


def test_who_lost_the_lease_does_not_write_over_its_new_holder() -> None:
    lease.take(KEY, "slow", NOW)
    lease.take(KEY, "two", NOW + lease.HOLD)
    lease.finish(KEY, "slow", {}, NOW + lease.HOLD + SECOND)
    assert lease.take(KEY, "three", NOW + lease.HOLD + SECOND) == "under_way"


def test_who_goes_on_asking_holds_it_for_longer() -> None:
    lease.take(KEY, "one", NOW)
    lease.renew([KEY], "one", NOW + SECOND)
    assert lease.take(KEY, "two", NOW + lease.HOLD) == "under_way"
    assert lease.take(KEY, "two", NOW + lease.HOLD + SECOND) == "taken"


def test_what_was_told_or_has_gone_to_somebody_else_is_not_renewed() -> None:
    lease.take(KEY, "one", NOW)
    lease.renew([KEY], "slow", NOW + SECOND)
    assert lease.take(KEY, "two", NOW + lease.HOLD) == "taken"
    lease.finish(KEY, "two", {}, NOW + lease.HOLD)
    lease.renew([KEY], "two", NOW + lease.HOLD)
    assert lease.take(KEY, "three", NOW + lease.HOLD + lease.OUTCOME_STAYS) == "taken"


def test_who_looked_at_the_clock_before_another_took_it_does_not_take_it_too() -> None:
    # Both look at the clock, then queue for the database, which lets the later one in first.
    lease.take(KEY, "one", NOW)
    assert lease.take(KEY, "two", NOW - timedelta(milliseconds=1)) == "under_way"
    assert lease.take(KEY, "three", NOW - timedelta(seconds=4)) == "under_way"


def test_an_outcome_is_told_to_one_whose_clock_is_a_little_behind() -> None:
    lease.take(KEY, "one", NOW)
    lease.finish(KEY, "one", {}, NOW)
    assert lease.take(KEY, "two", NOW - SECOND) == {}


@pytest.mark.parametrize("back", [timedelta(seconds=6), timedelta(days=400)])
@pytest.mark.parametrize("outcome", ["none", {}], ids=["under way", "answered"])
def test_a_clock_set_back_leaves_no_lease_stuck(outcome: object, back: timedelta) -> None:
    lease.take(KEY, "one", NOW)
    if isinstance(outcome, dict):
        lease.finish(KEY, "one", outcome, NOW)
    assert lease.take(KEY, "two", NOW - back) == "taken"


def test_a_clock_set_back_a_little_delays_by_no_more_than_that() -> None:
    lease.take(KEY, "one", NOW)
    back = NOW - timedelta(seconds=3)
    assert lease.take(KEY, "two", back + lease.HOLD + timedelta(seconds=3)) == "taken"


def test_a_clock_set_forward_frees_the_lease() -> None:
    lease.take(KEY, "one", NOW)
    assert lease.take(KEY, "two", NOW + timedelta(days=400)) == "taken"


@pytest.mark.parametrize("jump", [timedelta(days=-400), timedelta(minutes=2)])
def test_rows_of_long_ago_and_of_a_clock_set_back_are_swept(jump: timedelta) -> None:
    lease.take(KEY, "one", NOW)
    lease.finish(KEY, "one", {}, NOW)
    other = lease.key_of(136, None, None)
    lease.take(other, "two", NOW + jump)
    lease.finish(other, "two", {}, NOW + jump)
    assert [row.key for row in Lease.objects.all()] == [other]


def test_a_row_that_somebody_holds_is_not_swept() -> None:
    lease.take(KEY, "one", NOW)
    other = lease.key_of(136, None, None)
    lease.take(other, "two", NOW - SECOND)
    lease.finish(other, "two", {}, NOW - SECOND)
    assert Lease.objects.filter(key=KEY).exists()


# --- many at once --------------------------------------------------------------------------------


def test_many_are_taken_at_once_as_one_by_one() -> None:
    under_way, told, gone, new = (lease.key_of(number, None, None) for number in range(1, 5))
    lease.take(under_way, "one", NOW)
    lease.take(told, "one", NOW)
    lease.finish(told, "one", {"kind": "not_found"}, NOW)
    lease.take(gone, "one", NOW - lease.HOLD)
    keys = [new, gone, told, under_way]
    assert lease.take_many(keys, "two", NOW) == {
        new: "taken",
        gone: "taken",
        told: {"kind": "not_found"},
        under_way: "under_way",
    }
    assert [lease.take(key, "three", NOW) for key in (new, gone)] == ["under_way"] * 2


def test_many_of_nothing_are_nothing() -> None:
    assert lease.take_many([], "one", NOW) == {}


def test_one_who_takes_many_twice_is_told_what_has_become_of_them() -> None:
    assert lease.take_many([KEY], "one", NOW) == {KEY: "taken"}
    assert lease.take_many([KEY], "one", NOW + SECOND) == {KEY: "under_way"}
    lease.tell_many([KEY], "one", {}, NOW + SECOND)
    assert lease.take_many([KEY], "one", NOW + 2 * SECOND) == {KEY: {}}


def test_a_clock_set_back_leaves_none_of_many_stuck() -> None:
    lease.take_many([KEY], "one", NOW)
    assert lease.take_many([KEY], "two", NOW - timedelta(days=1)) == {KEY: "taken"}


def test_what_is_given_back_is_free_at_once_unless_it_is_somebody_elses() -> None:
    theirs = lease.key_of(136, None, None)
    lease.take(theirs, "other", NOW)
    lease.take_many([KEY], "one", NOW)
    lease.tell_many([KEY, theirs], "one", None, NOW)
    assert lease.take_many([KEY, theirs], "two", NOW) == {KEY: "taken", theirs: "under_way"}


@pytest.mark.django_db(transaction=True)
def test_owners_who_want_the_same_in_any_order_share_them_and_never_lock_each_other_out() -> None:
    keys = [lease.key_of(number, None, None) for number in range(1, 17)]
    gate = Barrier(6)

    def take(number: int) -> list[str]:
        mine = random.Random(number).sample(keys, len(keys))  # noqa: S311 - an order, no secret
        gate.wait(20)
        try:
            states = lease.take_many(mine, str(number), NOW)
            lease.sweep(NOW)
        finally:
            connection.close()
        return [key for key, state in states.items() if state == "taken"]

    with ThreadPoolExecutor(6) as pool:
        for _ in range(2):  # rows that are new, then rows that are there
            taken = [key for each in pool.map(take, range(6)) for key in each]
            assert sorted(taken) == sorted(keys)
            Lease.objects.update(free_at=NOW)
