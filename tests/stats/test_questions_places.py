from concurrent.futures import ThreadPoolExecutor

import pytest

from stats.questions import places
from stats.questions.places import Places


def test_a_round_takes_all_there_is_and_no_more() -> None:
    some = Places(8)
    assert (some.take(held=0), some.take(held=8)) == (8, 0)
    some.give_back(3)
    assert some.take(held=5) == 3


def test_rounds_share_evenly() -> None:
    some = Places(8)
    with some.shared(), some.shared():
        assert some.take(held=0) == 4
        assert some.take(held=4) == 0
        assert some.take(held=0) == 4
    some.give_back(8)
    with some.shared():
        assert some.take(held=0) == 8


def test_with_more_rounds_than_places_each_may_still_have_one() -> None:
    some = Places(1)
    with some.shared(), some.shared():
        assert some.take(held=0) == 1
        some.give_back()
        assert some.take(held=0) == 1


def test_who_waits_for_one_goes_before_a_round() -> None:
    some = Places(1)
    some.take(held=0)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(some.wait_for_one, 20)
        while not some._waiting:
            pass
        some.give_back()
        assert some.take(held=0) == 0
        assert waiting.result(20)


def test_who_gets_no_place_gives_up(monkeypatch: pytest.MonkeyPatch) -> None:
    assert places.PLACE_SECONDS == 2
    some = Places(1)
    some.take(held=0)
    assert not some.wait_for_one(0.01)
    assert not some.wait_for_one(-1)
    monkeypatch.setattr(places, "PLACE_SECONDS", 0.01)
    assert not some.wait_for_one(15)
    some.give_back()
    assert some.wait_for_one(0)
