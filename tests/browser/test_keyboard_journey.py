"""The whole journey with the keyboard alone: every stop on its way shows that it has the focus."""

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from simulator.server import Simulator
from stats import catalogue
from tests.browser.broadcasts import AUTUMN
from tests.browser.conftest import PASSWORD, USER
from tests.browser.focus import assert_the_focus_is_seen, focused, tab_to
from tests.browser.looks import SCHEMES, Scheme


@pytest.fixture
def account(callfire: Simulator, clock: Settings, user: object) -> Simulator:
    clock.CALLFIRE_PER_MINUTE = 5_000  # the clock stands: a minute would never be over
    callfire.account.histories()  # made once a process: the first answer would be a slow one
    list(catalogue.import_pages())
    return callfire


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def loaded(page: Page) -> None:
    """Wait until nothing of the timeline is to come, which would move the page."""
    part = page.locator("[data-part=when][data-stands=complete]")
    expect(part).to_be_visible(timeout=30_000)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_from_signing_in_to_signing_out(stranger: Page, account: Simulator, scheme: Scheme) -> None:
    page = stranger
    # Without motion no stop is waited for until its colours have changed.
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    sign_in(page)
    ask_for_a_broadcast(page)
    choose_a_period(page)
    read_and_export(page)
    pick_two_in_the_list(page)
    look_at_portfolio_and_alerts(page)
    sign_out(page)


def sign_in(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_label("Username")).to_be_focused()
    assert_the_focus_is_seen(page)
    page.keyboard.type(USER)
    tab_to(page, "Password")
    page.keyboard.type(PASSWORD)
    press(page, "Enter")


def ask_for_a_broadcast(page: Page) -> None:
    expect(page.get_by_label("Broadcast: name or ID")).to_be_focused()
    assert_the_focus_is_seen(page)
    page.keyboard.type(str(AUTUMN))
    press(page, "Enter")
    expect(page.locator("[data-part=answer]")).to_contain_text("live answers")
    loaded(page)
    press(page, "Tab")
    assert focused(page) == "Skip to the figures"
    assert_the_focus_is_seen(page)
    press(page, "Enter", "Tab")
    assert focused(page) == "As of 22:00:00"


def choose_a_period(page: Page) -> None:
    tab_to(page, "7 days, incl. today")
    press(page, "Enter")
    expect(page).to_have_url(re.compile(r"\?period=7d$"))
    loaded(page)
    tab_to(page, "Custom …")
    press(page, "Enter")
    tab_to(page, "From")
    page.keyboard.type("11202026")
    tab_to(page, "Show stats")
    press(page, "Enter")
    expect(page.locator("[data-part=resolved]")).to_contain_text("Fri 20 Nov 2026 00:00 to")
    loaded(page)


def read_and_export(page: Page) -> None:
    tab_to(page, "Export")
    press(page, "Enter")
    tab_to(page, "Summary in one row (CSV)")
    with page.expect_download() as downloading:
        press(page, "Enter")
    assert downloading.value.suggested_filename.endswith(".csv")
    press(page, "Escape")
    assert focused(page) == "Export"
    tab_to(page, "Show as table")
    press(page, "Enter")
    expect(page.locator("[data-part=when] tbody tr").first).to_be_visible()


def pick_two_in_the_list(page: Page) -> None:
    tab_to(page, "Broadcasts", "Shift+Tab")
    press(page, "Enter")
    expect(page.get_by_label("Name, label or ID")).to_be_visible()
    tab_to(page, "Name, label or ID")
    page.keyboard.type("rem")
    expect(page).to_have_url(re.compile(r"\?q=rem$"))
    expect(page.locator("#found")).to_contain_text("2 broadcasts")
    for name in ("Autumn reminder", "Appointment reminders, daily"):
        box = page.get_by_label(f"Compare {name}")
        for _ in range(60):
            press(page, "Tab")
            assert_the_focus_is_seen(page)
            if box.evaluate("box => box === document.activeElement"):
                break
        press(page, "Space")
        expect(box).to_be_checked()
    tab_to(page, "Compare those ticked", "Shift+Tab")
    press(page, "Enter")
    expect(page).to_have_url(re.compile(r"/compare/\?id=\d+&id=\d+$"))
    expect(page.locator("main")).to_contain_text("Live-answer rate")


def look_at_portfolio_and_alerts(page: Page) -> None:
    tab_to(page, "Portfolio")
    press(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Portfolio")
    tab_to(page, "Alerts")
    press(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Alerts")
    tab_to(page, "It is done")
    press(page, "Space")
    expect(page.get_by_label("It is done")).to_be_checked()


def sign_out(page: Page) -> None:
    tab_to(page, "mk Account", "Shift+Tab")
    press(page, "Enter")
    tab_to(page, "Sign out")
    press(page, "Enter")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
