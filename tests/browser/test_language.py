"""The language, chosen in a real browser: in words, in charts, and without scripts."""

import pytest
from django.conf import settings as site
from django.utils import translation
from playwright.sync_api import Page, expect
from pytest_django import Settings

from dashboard import numbers
from simulator.server import Simulator
from tests.browser.broadcasts import AUTUMN, address
from tests.browser.drawn import canvas_of
from tests.browser.looks import photograph

VALUES = [0, 7, 999, 1000, 1980, 9999, 10_000, 11_980, 1_234_567, -1980, -11_980, 0.5, 1980.5]
WRITTEN = "([language, values]) => values.map((value) => value.toLocaleString(language))"
PER_CENT = """([language, values]) => values.map((value) =>
  value.toLocaleString(language, { style: "percent", minimumFractionDigits: 1 }))"""
TICK = """(canvas) => {
  const { callback } = Chart.getChart(canvas).options.scales.y.ticks;
  return [1980, 11980].map((value) => callback(value));
}"""


@pytest.mark.parametrize("language", [code for code, _name in site.LANGUAGES])
def test_browsers_write_numbers_as_the_site_does(stranger: Page, language: str) -> None:
    stranger.goto("/accounts/login/")
    parts = [0.0, 0.389, 1.0, 12.5]
    in_browser = stranger.evaluate(WRITTEN, [language, VALUES])
    in_per_cent = stranger.evaluate(PER_CENT, [language, parts])
    with translation.override(language):
        of_site = [
            numbers.written(value, None if isinstance(value, int) else 1) for value in VALUES
        ]
        per_cent = [numbers.percent(part, 1) for part in parts]
    assert (in_browser, in_per_cent) == (of_site, per_cent)


def test_a_chart_speaks_the_language_that_was_chosen_at_the_foot(
    page: Page, callfire: Simulator, clock: Settings
) -> None:
    page.goto(address(AUTUMN))
    page.get_by_role("button", name="Español").click()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.get_by_role("button", name="Español")).to_have_attribute("aria-current", "true")
    assert canvas_of(page, "when").evaluate(TICK) == ["1980", "11.980"]
    photograph(page, "broadcast-spanish", schemes=("light",))


def test_a_language_is_chosen_without_scripts(scriptless: Page) -> None:
    scriptless.goto("/alerts/")
    scriptless.get_by_role("button", name="Español").click()
    expect(scriptless.locator("html")).to_have_attribute("lang", "es")
    assert scriptless.url.endswith("/alerts/")
    scriptless.get_by_role("button", name="English").click()
    expect(scriptless.locator("html")).to_have_attribute("lang", "en")
