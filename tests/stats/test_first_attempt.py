"""The first attempt to the minute: that of the stand-in CallFire, in few questions, asked once."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from pytest_django import Settings

from simulator.server import Simulator
from stats import service
from stats.buckets import Bucket
from stats.callfire.errors import CallFireError
from stats.first_attempt import FirstAttempt
from tests.conftest import NOW
from tests.stats.examples import LOS_ANGELES
from tests.stats.timelines import (
    AT_NIGHT,
    AUTUMN,
    DAILY,
    OWN,
    TO_COME,
    asked,
    move,
    truth,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def found(broadcast_id: int) -> datetime | None:
    first = FirstAttempt(broadcast_id, LOS_ANGELES, service.now())
    for (begin, end), outcome in service.ask_all(broadcast_id, lambda: first.wanted, 30):
        assert not isinstance(outcome, CallFireError)
        assert begin
        assert end
        first.learn((begin, end), outcome.look)
    assert not first.wanted
    return first.at


def minutes_before(at: datetime) -> Bucket:
    return Bucket(at - timedelta(days=400), at)


@pytest.mark.parametrize("broadcast_id", [AUTUMN, DAILY])
def test_it_is_the_minute_before_which_there_was_none(
    callfire: Simulator, broadcast_id: int
) -> None:
    at = found(broadcast_id)
    assert at is not None
    assert (at.second, at.microsecond) == (0, 0)
    assert truth(callfire, broadcast_id, minutes_before(at)) == 0
    assert truth(callfire, broadcast_id, Bucket(at, at + timedelta(minutes=1))) > 0


def test_it_is_found_in_the_night_in_which_clocks_go_back(callfire: Simulator) -> None:
    callfire.account = replace(callfire.account, campaigns=[AT_NIGHT])
    at = found(OWN)
    assert at is not None
    assert truth(callfire, OWN, minutes_before(at)) == 0
    assert truth(callfire, OWN, Bucket(at, at + timedelta(minutes=1))) > 0


def test_it_costs_some_forty_questions_and_a_settled_one_none_ever_again(
    callfire: Simulator, clock: Settings
) -> None:
    first = found(DAILY)
    assert len(asked(callfire)) <= 60
    assert found(DAILY) == first
    assert asked(callfire) == []
    move(callfire, clock, NOW + timedelta(days=2))
    assert found(DAILY) == first
    assert [each for each in asked(callfire) if first and each.begin <= first < each.end] == []


def test_without_any_attempt_there_is_none(callfire: Simulator) -> None:
    assert found(TO_COME) is None
