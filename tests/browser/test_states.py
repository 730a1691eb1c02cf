"""Every state of the two pages, reached for real, by its words and its looks."""

from playwright.sync_api import Page, expect
from pytest_django import Settings

from simulator.server import Simulator
from tests.browser.looks import photograph

AUTUMN = 11741873003
PAGE = f"/broadcasts/{AUTUMN}/"


def test_calls(page: Page, callfire: Simulator, clock: Settings) -> None:
    page.goto(PAGE)
    expect(page.locator("main")).to_contain_text("live answers")
    photograph(page, "calls")
