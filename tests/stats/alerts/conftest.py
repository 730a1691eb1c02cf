"""What tests of alerts may ask for."""

from datetime import timedelta

import pytest
from pytest_django import Settings

from tests.stats.forecast.looked_at import BEGIN


@pytest.fixture
def somebody_is_told(clock: Settings) -> None:
    """There is a webhook, and rules are made an hour before the first look."""
    clock.WEBHOOK_URL = "https://hooks.example.com/here"
    clock.DEMO_NOW = BEGIN - timedelta(hours=1)
