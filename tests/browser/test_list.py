"""The list of broadcasts in a browser: fetched, found while typing, sorted, named, forgotten."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django import Settings

from simulator.server import Simulator
from stats import catalogue
from tests.browser.broadcasts import AUTUMN, address, look_before
from tests.browser.looks import photograph

LIST = "/broadcasts/"


@pytest.fixture
def account(callfire: Simulator, clock: Settings) -> Simulator:
    callfire.account.histories()  # made once a process: the first answer would be a slow one
    return callfire


@pytest.fixture
def imported(page: Page, account: Simulator) -> Page:
    list(catalogue.import_pages())
    look_before(page)
    return page


def names(page: Page) -> Locator:
    return page.locator("tbody th > a:first-child")


def test_the_list_is_fetched_from_callfire_at_a_press(page: Page, account: Simulator) -> None:
    page.goto(LIST)
    expect(page.locator("main")).to_contain_text("No broadcasts yet. Fetch the list from CallFire")
    photograph(page, "list-empty")
    page.get_by_role("button", name="Fetch the list from CallFire").click()
    expect(page.locator("main")).to_contain_text("The list is complete: 12 broadcasts came")
    expect(names(page)).to_have_count(12)
    photograph(page, "list")


def test_a_long_import_goes_on_by_itself_and_shows_how_far_it_is(
    page: Page, account: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "PAGE", 5)
    monkeypatch.setattr("dashboard.views.catalogue.IMPORT_SECONDS", 0.0)
    shown: list[str] = []
    page.on("framenavigated", lambda frame: shown.append(frame.url.partition("?")[2]))
    page.goto(LIST)
    page.get_by_role("button", name="Fetch the list from CallFire").click()
    expect(page.locator("main")).to_contain_text("The list is complete: 12 broadcasts came")
    assert [each for each in shown if each] == ["import=5&of=12", "import=10&of=12", "got=12&of=12"]


def test_an_import_that_ends_half_way_says_why_and_goes_on_at_a_press(
    page: Page, account: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "PAGE", 5)
    account.next_faults.extend([None, *["http-503"] * 3])
    page.goto(LIST)
    page.get_by_role("button", name="Fetch the list from CallFire").click()
    expect(page.locator("[data-part=problem]")).to_be_visible()
    expect(page.locator("main")).to_contain_text("5 of 12 broadcasts fetched")
    expect(names(page)).to_have_count(5)
    photograph(page, "list-stopped", ["light"])
    page.get_by_role("button", name="Go on").click()
    expect(page.locator("main")).to_contain_text("The list is complete: 12 broadcasts came")


def test_it_is_found_while_its_name_is_typed(imported: Page) -> None:
    imported.goto(LIST)
    field = imported.get_by_label("Name, label or ID")
    field.press_sequentially("rem au")
    expect(names(imported)).to_have_text(["Autumn reminder"])
    expect(imported.locator("#found")).to_contain_text("1 broadcast")
    expect(imported).to_have_url(re.compile(r"\?q=rem\+au$"))
    expect(field).to_be_focused()
    field.fill("nobody")
    expect(imported.locator("main")).to_contain_text("No broadcast fits.")
    imported.get_by_role("link", name="Show all").click()
    expect(names(imported)).to_have_count(12)


@pytest.mark.parametrize("stop", ["Autumn reminder", "Compare Autumn reminder", "Export CSV"])
def test_who_goes_on_while_the_list_comes_keeps_the_focus(imported: Page, stop: str) -> None:
    page = imported
    page.goto(LIST)
    page.get_by_label("Name, label or ID").fill("autumn")
    there = page.get_by_role("checkbox" if stop.startswith("Compare") else "link", name=stop)
    there.first.focus()
    expect(page).to_have_url(re.compile(r"\?q=autumn$"))
    expect(there.first).to_be_focused()


def test_filters_sort_and_labels_are_kept_in_the_address(imported: Page) -> None:
    imported.goto(LIST)
    imported.get_by_label("Type").select_option("VOICE")
    expect(imported).to_have_url(re.compile(r"\?type=VOICE$"))
    imported.get_by_role("link", name="Credits").click()
    expect(imported).to_have_url(re.compile(r"\?type=VOICE&sort=-credits$"))
    expect(imported.locator("[aria-sort=descending]")).to_have_text(re.compile("Credits"))
    expect(names(imported).first).to_have_text("Autumn reminder")  # alone looked at so far
    imported.reload()
    expect(imported.get_by_label("Type")).to_have_value("VOICE")
    imported.get_by_role("link", name="reminders").first.click()
    expect(names(imported)).to_have_count(2)


def test_without_scripts_it_is_found_all_the_same(scriptless: Page, account: Simulator) -> None:
    list(catalogue.import_pages())
    scriptless.goto(LIST)
    scriptless.get_by_label("Name, label or ID").fill("autumn")
    scriptless.get_by_role("button", name="Find").click()
    expect(names(scriptless)).to_have_text(["Autumn reminder"])


def test_the_jump_box_finds_by_name(imported: Page) -> None:
    imported.goto(address())
    imported.keyboard.press("/")
    imported.keyboard.type("flu")
    imported.keyboard.press("Enter")
    expect(names(imported)).to_have_text(["Flu clinic, evening"])


def test_a_name_of_ones_own_and_a_note_are_given_on_the_page(imported: Page) -> None:
    imported.goto(address())
    imported.get_by_role("heading", name="Name and note").click()
    imported.get_by_label("Name here").fill("Our reminder")
    imported.get_by_label("Note").fill("for the council")
    imported.get_by_role("button", name="Save").click()
    expect(imported.get_by_role("heading", level=1)).to_have_text("Our reminder")
    imported.goto(f"{LIST}?q=our")
    expect(names(imported)).to_have_text(["Our reminder"])
    expect(imported.locator("tbody")).to_contain_text("for the council")


def test_forgetting_is_asked_twice(imported: Page) -> None:
    imported.goto(address())
    imported.get_by_role("heading", name="Name and note").click()
    imported.get_by_role("link", name="Forget this broadcast").click()
    expect(imported.get_by_role("heading", level=1)).to_have_text("Forget this broadcast?")
    photograph(imported, "forget", ["light"])
    imported.get_by_role("link", name="Keep it").click()
    expect(imported.get_by_role("heading", level=1)).to_have_text("Autumn reminder")
    imported.goto(f"{address()}forget/")
    imported.get_by_role("button", name="Forget it").click()
    expect(imported).to_have_url(re.compile(rf"{LIST}$"))
    imported.goto(f"{LIST}?q={AUTUMN}")
    expect(imported.locator("main")).to_contain_text("No broadcast fits.")
