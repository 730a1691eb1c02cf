"""What every test may ask for: a stand-in CallFire, a signed-in browser, a clock that stands."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.test import Client
from hypothesis import settings as hypothesis_settings
from pytest_django.fixtures import SettingsWrapper
from simulator.server import Simulator, running

# Machines differ and are shared: no property is failed for being slow.
hypothesis_settings.register_profile("house", deadline=None)
hypothesis_settings.load_profile("house")

ANCHOR = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 23, 22, 0, tzinfo=UTC)


@pytest.fixture
def clock(settings: SettingsWrapper) -> SettingsWrapper:
    """The site's clock stands at NOW; set `clock.DEMO_NOW` to move it."""
    settings.DEMO_NOW = NOW
    return settings


@pytest.fixture
def callfire(settings: SettingsWrapper) -> Iterator[Simulator]:
    """A stand-in CallFire on loopback whose clock stands at NOW, and the site pointed at it."""
    with running(login="login", password="password", anchor=ANCHOR, now=NOW) as simulator:
        settings.CALLFIRE_API_URL = simulator.url
        yield simulator


@pytest.fixture
def person(db: None) -> Client:
    """Somebody signed in."""
    client = Client()
    client.force_login(User.objects.create_user("mk", password="a password of mk"))
    return client
