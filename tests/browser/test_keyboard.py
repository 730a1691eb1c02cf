"""Everything with the keyboard alone: the key to jump, the order of stops, menus, the whole way."""

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from simulator.server import Simulator
from tests.browser.broadcasts import AUTUMN, TEXTS, address
from tests.browser.conftest import PASSWORD, USER
from tests.browser.focus import assert_the_focus_is_seen, focused


def stops(page: Page, count: int) -> list[str]:
    """Where the next presses of Tab lead."""
    found = []
    for _ in range(count):
        page.keyboard.press("Tab")
        found.append(focused(page))
    return found


def test_the_whole_way_without_a_mouse(
    stranger: Page, user: object, callfire: Simulator, clock: Settings
) -> None:
    page = stranger
    page.goto("/")
    for text in (USER, PASSWORD):
        while page.evaluate("document.activeElement.tagName") != "INPUT" or (
            page.evaluate("document.activeElement.value")
        ):
            page.keyboard.press("Tab")
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Broadcast: name or ID")).to_be_focused()
    page.keyboard.type(str(AUTUMN))
    page.keyboard.press("Enter")
    expect(page.locator("[data-part=answer]")).to_contain_text("live answers")

    page.keyboard.press("/")
    page.keyboard.type(str(TEXTS))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"/broadcasts/{TEXTS}/$"))
    expect(page.locator("[data-part=answer]")).to_contain_text("texts sent")


def test_the_stops_follow_the_page_from_its_head_on(
    page: Page, callfire: Simulator, clock: Settings
) -> None:
    page.goto(address())
    expect(page.locator("[data-part=when]")).to_have_attribute("data-stands", "complete")
    assert stops(page, 62) == [
        "Skip to the figures",
        "Broadcast Stats",
        "Broadcasts",
        "Portfolio",
        "Compare",
        "Alerts",
        "Go to broadcast",
        "Time zone: UTC",
        "Theme",
        "mk Account",
        "As of 22:00:00",
        "Refresh",
        "More",
        "All time",
        "Today",
        "Yesterday",
        "7 days, incl. today",
        "28 days, incl. today",
        "Month to date",
        "Custom …",
        "Compare",
        "Export",
        *("Live answers", "38.8% of 10,863 tried", "Attempts", "1.33 per action"),
        *("Actions placed", "50.7% response rate", "Call time", "40 s an answered call"),
        *("Credits billed", "0.64 an action", "Credits a live answer", "14.56 a transfer"),
        "what these mean",
        *("Finished in the chart", "Finished"),
        *("Waiting to retry in the chart", "Waiting to retry"),
        *("Not attempted in the chart", "Not attempted"),
        *("All actions", "Download PNG: Progress"),
        *("How it is estimated", "Download PNG: What is left"),
        *("Attempts", "Actions", "Live-answer rate", "Credits", "Call time"),
        *("Hour", "Day", "Week", "Month"),
        *("Reached", "Delivered", "Missed", "Blocked", "Failed"),
        "Download PNG: When",
        "Show as table",
        "what the codes mean",
    ]


def test_the_first_stop_skips_to_the_figures(
    page: Page, callfire: Simulator, clock: Settings
) -> None:
    page.goto(address())
    expect(page.locator("[data-part=when]")).to_have_attribute("data-stands", "complete")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the figures")).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert stops(page, 3) == ["As of 22:00:00", "Refresh", "More"]


def test_the_slash_jumps_to_the_field_for_a_broadcast_but_can_be_typed(
    page: Page, callfire: Simulator, clock: Settings
) -> None:
    for path, label in ((address(), "Go to broadcast"), ("/", "Broadcast: name or ID")):
        page.goto(path)
        page.locator("h1").first.click()
        page.keyboard.press("/")
        field = page.get_by_label(label)
        expect(field).to_be_focused()
        expect(field).to_have_value("")
        page.keyboard.press("/")
        expect(field).to_have_value("/")


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("More", "Updates by itself"),
        ("Export", "Report with charts (Excel)"),
        ("Custom …", "From"),
        ("UTC", "Another time zone"),
        ("Account", "Change password"),
    ],
)
def test_a_menu_opens_with_enter_and_closes_with_escape(
    page: Page, callfire: Simulator, clock: Settings, name: str, first: str
) -> None:
    page.goto(address())
    summary = page.locator("[data-menu] > summary").filter(has_text=name)
    menu = page.locator("[data-menu]").filter(has=page.locator("summary", has_text=name))
    summary.focus()
    page.keyboard.press("Enter")
    expect(menu).to_have_attribute("open", "")
    assert stops(page, 1) == [first]
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(summary).to_be_focused()


def test_a_menu_closes_when_the_focus_leaves_it(
    page: Page, callfire: Simulator, clock: Settings
) -> None:
    page.goto(address())
    page.locator("summary", has_text="Export").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Refresh").focus()
    expect(page.locator("[data-menu][open]")).to_have_count(0)


def test_every_stop_shows_that_it_has_the_focus(
    page: Page, callfire: Simulator, clock: Settings
) -> None:
    page.goto(address())
    for _ in range(20):
        page.keyboard.press("Tab")
        assert_the_focus_is_seen(page)
