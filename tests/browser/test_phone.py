"""Narrow windows: nothing has to be scrolled sideways but a wide table, inside its own frame."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from simulator.server import Simulator
from tests.browser.broadcasts import AUTUMN, TEXTS, address
from tests.browser.looks import assert_no_sideways_scrolling


@pytest.mark.parametrize("width", [360, 390, 768])
def test_both_pages_fit(page: Page, callfire: Simulator, clock: Settings, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for path in (
        address(),
        address(query="period=7d&tz=America/Argentina/ComodRivadavia"),
        address(query="period=7d&compare=previous&tz=America/Argentina/ComodRivadavia"),
        address(TEXTS),
        "/",
    ):
        page.goto(path)
        expect(page.locator("h1")).to_be_visible()
        assert_no_sideways_scrolling(page)


@pytest.mark.parametrize(
    "name", ["More", "Export", "Custom …", "Compare", "UTC", "Theme", "Account"]
)
def test_an_open_menu_fits(page: Page, callfire: Simulator, clock: Settings, name: str) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(address())
    page.locator("[data-menu] > summary").filter(has_text=name).click()
    panel = page.locator("[data-menu][open] .menu__panel")
    expect(panel).to_be_visible()
    box = panel.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    assert_no_sideways_scrolling(page)


def test_the_way_with_a_finger(page: Page, callfire: Simulator, clock: Settings) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto("/")
    page.get_by_label("Broadcast: name or ID").fill(str(AUTUMN))
    page.get_by_role("button", name="Show stats").click()
    page.get_by_role("link", name="Month to date").click()
    expect(page.locator("[data-part=resolved]")).to_contain_text("Sun 1 Nov 2026 00:00 to now")
    expect(page.get_by_role("heading", level=1)).to_have_text("Autumn reminder")  # it comes later
    page.goto("/")
    page.get_by_role("link", name="Autumn reminder").click()
    expect(page.locator("[data-part=answer]")).to_contain_text("live answers")
