"""Which broadcasts are watched, and whether collectors still come round."""

from datetime import timedelta

import pytest
from pytest_django import Settings

from stats import watching
from stats.models import Watch
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
MINUTES_5 = timedelta(minutes=5)


def test_to_watch_twice_changes_nothing(clock: Settings) -> None:
    watching.watch(135)
    clock.DEMO_NOW = NOW + MINUTES_5
    watching.watch(135)
    assert watching.is_watched(135)
    assert Watch.objects.get().since == NOW
    watching.unwatch(135)
    assert not watching.is_watched(135)


def test_without_anything_watched_no_collector_is_missed(clock: Settings) -> None:
    assert not watching.heartbeat().is_late(NOW)
    watching.watch(135)
    assert watching.heartbeat().is_late(NOW)


@pytest.mark.parametrize(("minutes", "is_late"), [(0, False), (15, False), (16, True)])
def test_after_three_missed_rounds_it_is_late(clock: Settings, minutes: int, is_late: bool) -> None:
    watching.beat(MINUTES_5)
    assert watching.heartbeat().is_late(NOW + timedelta(minutes=minutes)) is is_late


def test_rounds_that_cron_starts_are_as_far_apart_as_the_last_two(clock: Settings) -> None:
    watching.beat(None)
    assert watching.heartbeat().every is None
    clock.DEMO_NOW = NOW + timedelta(minutes=10)
    watching.beat(None)
    found = watching.heartbeat()
    assert (found.ended_at, found.every) == (clock.DEMO_NOW, timedelta(minutes=10))
