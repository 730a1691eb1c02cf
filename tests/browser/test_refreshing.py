"""The page of a running broadcast refreshes itself, and knows when not to."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from simulator.server import Simulator
from tests.browser.broadcasts import address, figures_asked, let_pass, look_before
from tests.browser.watch import Watch

ON, OFF = "Updates by itself", "Updates paused"
MINUTE = 61_000  # milliseconds: as long as figures are fresh


@pytest.fixture
def running(page: Page, callfire: Simulator, clock: Settings) -> Page:
    """The page of a running broadcast whose browser's clock is the test's."""
    look_before(page)
    page.clock.install()
    page.goto(address())
    expect(page.locator("[data-part=when]")).to_have_attribute("data-stands", "complete")
    expect(page.locator("[data-refreshing]")).to_have_text(ON)
    return page


def as_of(page: Page, text: str) -> None:
    expect(page.locator(".as-of")).to_contain_text(text)


def says(page: Page, why: str) -> None:
    expect(page.locator("[data-refreshing-why]")).to_contain_text(why)


def whole_lives(callfire: Simulator) -> int:
    return sum("IntervalBegin" not in each.query for each in figures_asked(callfire))


def press(page: Page) -> None:
    page.get_by_text("More", exact=True).click()
    page.locator("[data-refreshing]").click()


def pass_a_minute(page: Page, callfire: Simulator, clock: Settings) -> None:
    let_pass(clock, callfire, clock.DEMO_NOW + timedelta(minutes=5))
    page.clock.run_for(MINUTE)


def test_newer_figures_come_by_themselves_and_nothing_else_moves(
    running: Page, callfire: Simulator, clock: Settings
) -> None:
    running.get_by_text("Usage, cost and retries").click()
    running.locator("#report").evaluate("element => (element.dataset.mine = 'kept')")
    running.evaluate("scrollTo(0, 400)")
    before = running.locator("[data-part=results]").bounding_box()
    pass_a_minute(running, callfire, clock)
    as_of(running, "22:05:00")
    expect(running).to_have_title(re.compile(r"^8\d% · Autumn reminder"))
    after = running.locator("[data-part=results]").bounding_box()
    assert after == pytest.approx(before, abs=1)
    expect(running.locator("[data-part=usage]")).to_have_attribute("open", "")


def test_a_pause_is_remembered(running: Page, callfire: Simulator, clock: Settings) -> None:
    press(running)
    expect(running.locator("[data-refreshing]")).to_have_text(OFF)
    asked = whole_lives(callfire)
    running.reload()
    expect(running.locator("[data-refreshing]")).to_have_text(OFF)
    running.clock.run_for(3 * MINUTE)
    assert whole_lives(callfire) == asked

    press(running)
    pass_a_minute(running, callfire, clock)
    as_of(running, "22:05:00")


def hide(page: Page, *, is_hidden: bool) -> None:
    page.evaluate(
        """isHidden => {
            Object.defineProperty(document, "hidden", { value: isHidden, configurable: true });
            document.dispatchEvent(new Event("visibilitychange"));
        }""",
        is_hidden,
    )


def test_a_hidden_tab_asks_nothing_and_once_when_it_is_seen_again(
    running: Page, callfire: Simulator, clock: Settings
) -> None:
    hide(running, is_hidden=True)
    asked = len(callfire.requests)
    for _ in range(3):
        pass_a_minute(running, callfire, clock)
    assert len(callfire.requests) == asked
    hide(running, is_hidden=False)
    as_of(running, "22:15:00")
    assert whole_lives(callfire) == 2


def test_a_refused_login_ends_it_and_is_said(
    running: Page, callfire: Simulator, clock: Settings
) -> None:
    callfire.fault = "http-401"
    pass_a_minute(running, callfire, clock)
    says(running, "CallFire refused: the page no longer updates by itself.")
    expect(running.locator("[data-refreshing]")).to_have_text(OFF)
    expect(running.locator("[data-part=problem]")).to_contain_text("refused the API login")


def test_after_five_failures_it_ends(running: Page, callfire: Simulator, clock: Settings) -> None:
    callfire.fault = "http-400"
    for _ in range(5):
        pass_a_minute(running, callfire, clock)
        minute = f"{clock.DEMO_NOW:%H:%M}"
        expect(running.locator("[data-part=problem]")).to_contain_text(f"refresh at {minute}")
    says(running, "Five times in a row there were no newer figures")
    expect(running.locator("[data-refreshing]")).to_have_text(OFF)


def test_who_was_signed_out_is_told_and_keeps_the_figures(
    running: Page, callfire: Simulator, clock: Settings, watch: Watch
) -> None:
    watch.expect("401")
    before = running.locator("[data-part=tiles]").inner_text()
    running.context.clear_cookies()
    pass_a_minute(running, callfire, clock)
    says(running, "You were signed out")
    assert running.locator("[data-part=tiles]").inner_text() == before


def test_a_period_that_is_over_is_left_alone(
    page: Page, callfire: Simulator, clock: Settings
) -> None:
    page.goto(address(query="period=yesterday"))
    expect(page.locator("[data-refreshing]")).to_be_hidden()
