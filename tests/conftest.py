"""What every test may ask for: a stand-in CallFire, a signed-in browser, a clock that stands."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial

import pytest
from django.conf import settings as site_settings
from django.contrib.auth.models import User
from django.test import Client
from django.utils import translation
from hypothesis import settings as hypothesis_settings
from pytest_django import Settings

from simulator.server import Simulator, running
from stats import service
from stats.callfire import client as callfire_client

# Machines differ and are shared: no property is failed for being slow.
hypothesis_settings.register_profile("house", deadline=None)
hypothesis_settings.load_profile("house")

OF_A_DATABASE = {"db", "transactional_db", "django_db_setup", "no_database", "unwritable"}

ANCHOR = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 23, 22, 0, tzinfo=UTC)


def pytest_xdist_auto_num_workers() -> int:
    """Half as many workers again as there are processors: many tests wait for somebody else."""
    return max(2, (os.cpu_count() or 1) * 3 // 2)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On another database than SQLite run what touches one: all else was run beside SQLite."""
    if "TEST_DATABASE_URL" not in os.environ:
        return
    config.hook.pytest_deselected(items=[each for each in items if not _touches_a_database(each)])
    items[:] = [each for each in items if _touches_a_database(each)]


def _touches_a_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(fixtures & OF_A_DATABASE) or item.get_closest_marker("django_db") is not None


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """Each test begins in the site's language: a request leaves its own behind in the thread."""
    translation.activate(site_settings.LANGUAGE_CODE)
    yield
    translation.activate(site_settings.LANGUAGE_CODE)


@pytest.fixture
def clock(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The site's clocks stand at NOW; set `clock.DEMO_NOW` to move them."""
    settings.DEMO_NOW = NOW
    monkeypatch.setattr(service, "wall_clock", lambda: settings.DEMO_NOW)
    return settings


@pytest.fixture
def callfire(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Simulator]:
    """A stand-in CallFire on loopback whose clock stands at NOW, and the site pointed at it.

    The site's client does not wait between its tries, and gives up after 5 seconds.
    """
    hasty = partial(
        callfire_client.Client,
        limits=callfire_client.Limits(connect_seconds=1, gap_seconds=2, total_seconds=5),
        sleep=lambda _seconds: None,
        jitter=lambda low, _high: low,
    )
    monkeypatch.setattr(service, "Client", hasty)
    service._questions.cache_clear()
    with running(login="login", password="password", anchor=ANCHOR, now=NOW) as simulator:
        settings.CALLFIRE_API_URL = simulator.url
        yield simulator
    service._questions.cache_clear()


@pytest.fixture
def person(db: None) -> Client:
    """Somebody signed in."""
    client = Client()
    client.force_login(User.objects.create_user("mk", password="a password of mk"))
    return client
