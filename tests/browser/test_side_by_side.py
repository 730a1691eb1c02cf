"""Broadcasts side by side in a browser: picked, compared, aligned by age, read without scripts."""

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from simulator.server import Simulator
from stats import catalogue, details
from tests.browser.broadcasts import AUTUMN, UNKNOWN, address
from tests.browser.looks import photograph, says
from tests.browser.watch import Watch

DAILY, FLU = 9811204003, 5759746003
BOTH = f"/compare/?id={AUTUMN}&id={DAILY}"


@pytest.fixture
def account(callfire: Simulator, clock: Settings) -> Simulator:
    clock.CALLFIRE_PER_MINUTE = 5_000  # the clock stands: a minute would never be over
    callfire.account.histories()  # made once a process: the first answer would be a slow one
    list(catalogue.import_pages())
    for broadcast_id in (AUTUMN, DAILY, FLU):
        details.refresh(broadcast_id)
    return callfire


def loaded(page: Page) -> None:
    """Wait until the open page has loaded all by itself."""
    expect(page.locator("[data-part=when][data-stands=complete]")).to_be_visible(timeout=30_000)


def test_two_are_ticked_in_the_list_and_compared(page: Page, account: Simulator) -> None:
    page.goto("/broadcasts/?q=rem")
    page.get_by_label("Compare Autumn reminder").check()
    page.get_by_label("Compare Appointment reminders, daily").check()
    photograph(page, "list-ticked", ["light"])
    page.get_by_role("button", name="Compare those ticked").click()
    expect(page).to_have_url(re.compile(r"/compare/\?id=\d+&id=\d+$"))
    says(page, "Autumn reminder", "Appointment reminders, daily", "Live-answer rate")


def test_a_tick_stays_with_its_broadcast_while_the_list_is_searched(
    page: Page, account: Simulator
) -> None:
    page.goto("/broadcasts/?sort=name")
    page.get_by_label("Compare Appointment reminders, daily").check()
    page.get_by_label("Name, label or ID").fill("autumn")
    expect(page.locator("#found")).to_contain_text("1 broadcast")
    expect(page.get_by_label("Compare Autumn reminder")).not_to_be_checked()


def test_more_are_picked_in_place_by_name_and_taken_away_again(
    page: Page, account: Simulator
) -> None:
    page.goto(address())
    page.get_by_text("More", exact=True).click()
    page.get_by_role("link", name="Compare with …").click()
    says(page, "Pick two to 8 broadcasts")
    photograph(page, "compare-empty", ["light"])
    page.get_by_label("Add by name or ID").fill("flu")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Add Flu clinic, evening").click()
    expect(page.locator(".picked li")).to_have_count(2)
    loaded(page)
    page.get_by_role("link", name="Remove Flu clinic, evening").click()
    expect(page.locator(".picked li")).to_have_count(1)


def test_figures_come_first_and_the_page_loads_the_hours_and_says_the_difference(
    page: Page, account: Simulator
) -> None:
    page.goto(f"{BOTH}&id={FLU}&period=7d")
    loaded(page)
    says(page, re.compile(r"points? (more|fewer) live answers than|no difference to be seen"))
    says(page, "an interval holds the truth in 95 of 100 cases")
    photograph(page, "compare")
    page.get_by_text("Show as table").first.click()
    page.get_by_text("Show as table").last.click()
    photograph(page, "compare-tables", ["light"])


def test_at_the_same_age_they_begin_with_their_first_attempts(
    page: Page, account: Simulator
) -> None:
    page.goto(BOTH)
    page.get_by_role("link", name="Same age").click()
    loaded(page)
    says(page, re.compile(r"Of each the first .* from its first attempt on"))
    page.get_by_label("First minutes of each").fill("200")
    page.get_by_role("button", name="Show", exact=True).click()
    says(page, "Of each the first 3 h 20 min")
    loaded(page)
    says(page, "10 are needed")
    photograph(page, "compare-by-age")


def test_one_that_fails_has_its_reason_and_the_other_shows(page: Page, account: Simulator) -> None:
    page.goto(f"{BOTH}&id={UNKNOWN}&period=yesterday")
    says(page, "CallFire has no broadcast 135 in this account.")
    expect(page.locator("[data-part=when][data-stands=stopped]")).to_be_visible(timeout=30_000)
    says(page, re.compile(r"live answers than|no difference to be seen"))
    photograph(page, "compare-failed", ["light"])


def test_eight_find_room_on_every_width(page: Page, account: Simulator) -> None:
    ids = [each.id for each in account.account.campaigns][:8]
    page.goto("/compare/?period=yesterday&" + "&".join(f"id={each}" for each in ids))
    loaded(page)
    expect(page.locator(".abreast__table thead th")).to_have_count(8)
    photograph(page, "compare-eight", ["light"])


def test_what_cannot_be_used_is_said_and_nothing_is_lost(
    page: Page, account: Simulator, watch: Watch
) -> None:
    watch.expect(400)
    nine = "&".join(f"id={number}" for number in range(1, 10))
    page.goto(f"/compare/?{nine}")
    says(page, "At most 8 broadcasts are compared at once. Take away 1 of these.")
    expect(page.locator(".picked li")).to_have_count(9)
    photograph(page, "compare-refused", ["light"])


def test_it_is_read_and_loaded_without_scripts(scriptless: Page, account: Simulator) -> None:
    scriptless.goto(f"{BOTH}&period=yesterday")
    says(scriptless, "Live-answer rate")
    for _ in range(10):
        if not scriptless.get_by_role("button", name="Load the rest").count():
            break
        scriptless.get_by_role("button", name="Load the rest").click()
    says(scriptless, re.compile(r"live answers than|no difference to be seen"))
    expect(scriptless.locator(".bars__row")).to_have_count(2)
    scriptless.get_by_text("Show as table").last.click()
