"""Ages, where the clocks do not agree."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from simulator.server import Simulator
from tests.browser.broadcasts import address, look_before
from tests.conftest import NOW


@pytest.mark.parametrize("back", [timedelta(seconds=30), timedelta(hours=3)])
def test_an_age_is_never_negative_when_the_clock_was_set_back(
    page: Page, callfire: Simulator, clock: Settings, back: timedelta
) -> None:
    look_before(page)
    clock.DEMO_NOW = callfire.now = NOW - back
    page.goto(address())
    expect(page.locator(".fresh [data-age]").first).to_have_text(", just now")
