"""Single keys: what each does, that none does anything while somebody types, and the switch."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django import Settings

from simulator.server import Simulator
from tests.browser.broadcasts import address

NO_MORE = "There is no step into the future."
ALL_TIME = "All time has no period before or after it: choose a period first."
# How a browser tells of a key that takes AltGr: on Windows as Ctrl and Alt too, on Linux not.
PRESS = """(options) => document.body.dispatchEvent(
  new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...options })
)"""

BELOW = "(footer) => parseFloat(getComputedStyle(footer).paddingBottom)"


def opened(page: Page, path: str) -> Page:
    """The page, with the focus on nothing that takes a key."""
    page.goto(path)
    page.locator("h1").first.click()
    return page


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Keyboard shortcuts")


def test_the_brackets_step_through_periods_and_say_where_there_is_none(
    page: Page, callfire: Simulator, clock: Settings
) -> None:
    opened(page, address(query="period=7d"))
    page.keyboard.press("[")
    expect(page).to_have_url(re.compile("begin=2026-11-10&end=2026-11-16"))
    page.keyboard.press("]")
    expect(page).to_have_url(re.compile("begin=2026-11-17&end=2026-11-23"))
    page.keyboard.press("]")
    expect(page.locator("#news")).to_have_text(NO_MORE)
    expect(page.locator("[data-key-said]")).to_be_visible()
    expect(page.locator("[data-key-said]")).to_have_text(NO_MORE)
    # What is last on the page can be scrolled above that line, as long as it is there.
    expect(page.locator("body > footer")).to_have_css("padding-bottom", "75px")
    page.locator("[data-key-said]").evaluate("(line) => (line.hidden = true)")
    expect(page.locator("html")).not_to_have_attribute("data-floor", "")
    assert page.locator("body > footer").evaluate(BELOW) < 75
    opened(page, address())
    page.keyboard.press("[")
    expect(page.locator("#news")).to_have_text(ALL_TIME)


def test_e_opens_the_exports_and_r_refreshes(
    page: Page, callfire: Simulator, clock: Settings
) -> None:
    opened(page, address())
    page.keyboard.press("e")
    expect(page.get_by_role("link", name="Report with charts (Excel)")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("summary", has_text="Export")).to_be_focused()
    with page.expect_request(re.compile("/refresh/$")) as asked:
        page.keyboard.press("r")
    assert asked.value.method == "POST"


def test_other_pages_have_the_keys_that_they_have_something_for(
    page: Page, callfire: Simulator, clock: Settings
) -> None:
    page.goto("/portfolio/?period=7d")
    page.locator("h1").click()
    page.keyboard.press("[")
    expect(page).to_have_url(re.compile("begin=2026-11-10&end=2026-11-16"))
    opened(page, "/alerts/")
    page.keyboard.press("?")
    expect(dialog(page).get_by_role("definition")).to_have_text(
        [
            "Go to the field for a broadcast's name or ID",
            "Show these keys",
            *("One period back", "not on this page"),
            *("One period forward", "not on this page"),
            *("Export", "not on this page"),
            *("Refresh, or fetch the rest", "not on this page"),
        ]
    )


def test_the_dialog_shows_the_keys_and_gives_the_focus_back(
    page: Page, callfire: Simulator, clock: Settings
) -> None:
    opened(page, address())
    refresh = page.get_by_role("button", name="Refresh", exact=True)
    refresh.focus()
    page.keyboard.press("?")
    expect(dialog(page)).to_be_visible()
    expect(dialog(page).locator("kbd")).to_have_text(["/", "?", "[", "]", "e", "r"])
    expect(dialog(page).get_by_text("not on this page")).to_have_count(0)
    page.keyboard.press("e")
    page.keyboard.press("/")
    expect(page.locator("[data-menu][open]")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(dialog(page)).to_have_count(0)
    expect(refresh).to_be_focused()


def test_the_accounts_menu_leads_to_the_keys_too(
    page: Page, callfire: Simulator, clock: Settings
) -> None:
    opened(page, address())
    account = page.locator("summary", has_text="Account")
    account.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Keyboard shortcuts").press("Enter")
    expect(dialog(page)).to_be_visible()
    page.keyboard.press("Enter")  # on "Close"
    expect(dialog(page)).to_have_count(0)
    expect(account).to_be_focused()


def test_no_key_does_anything_while_somebody_types(
    page: Page, callfire: Simulator, clock: Settings
) -> None:
    opened(page, address(query="period=7d"))
    field = page.get_by_label("Go to broadcast")
    field.focus()
    page.keyboard.type("/?[]er")
    expect(field).to_have_value("/?[]er")
    page.get_by_text("Name and note").first.click()
    note = page.get_by_label("Note")
    note.focus()
    page.keyboard.type("[er?")
    expect(note).to_have_value("[er?")
    expect(dialog(page)).to_have_count(0)
    expect(page.locator("[data-menu][open]")).to_have_count(0)
    expect(page).to_have_url(re.compile(r"\?period=7d$"))


@pytest.mark.parametrize(
    "options",
    [
        {"ctrlKey": True},
        {"metaKey": True},
        {"altKey": True},
        {"ctrlKey": True, "altKey": True},
        {"repeat": True},
        {"isComposing": True},
    ],
)
def test_what_is_no_plain_press_is_left_alone(
    page: Page, callfire: Simulator, clock: Settings, options: dict[str, bool]
) -> None:
    page.goto("/alerts/")
    assert page.evaluate(PRESS, {"key": "?", **options}) is True  # nobody took it
    expect(dialog(page)).to_have_count(0)


@pytest.mark.parametrize("more", [{}, {"ctrlKey": True, "altKey": True}])
def test_a_character_that_takes_altgr_is_a_plain_press(
    page: Page, callfire: Simulator, clock: Settings, more: dict[str, bool]
) -> None:
    opened(page, address(query="period=7d"))
    page.evaluate(PRESS, {"key": "[", "modifierAltGraph": True, **more})
    expect(page).to_have_url(re.compile("begin=2026-11-10&end=2026-11-16"))


def test_switched_off_no_key_does_anything_until_it_is_switched_on(
    page: Page, callfire: Simulator, clock: Settings
) -> None:
    opened(page, "/alerts/")
    field = page.get_by_label("Go to broadcast")
    expect(field).to_have_attribute("aria-keyshortcuts", "/")
    page.keyboard.press("?")
    dialog(page).get_by_role("switch", name="Single keys").press("Space")
    page.keyboard.press("Escape")
    for _ in range(2):
        for key in ("/", "?"):
            page.keyboard.press(key)
        expect(field).not_to_be_focused()
        expect(dialog(page)).to_have_count(0)
        expect(field).not_to_have_attribute("aria-keyshortcuts", "/")
        expect(page.locator(".jump kbd")).to_be_hidden()
        page.reload()
    page.locator("summary", has_text="Account").click()
    page.get_by_role("button", name="Keyboard shortcuts").click()
    switch = dialog(page).get_by_role("switch", name="Single keys")
    expect(switch).not_to_be_checked()
    switch.press("Space")
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.press("/")  # the focus was on the account's menu, now it is in the field
    expect(field).to_have_value("/")


def test_where_the_browser_keeps_nothing_the_switch_holds_for_the_page(
    page: Page, callfire: Simulator, clock: Settings
) -> None:
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('refused'); } });"
    )
    opened(page, "/")
    page.keyboard.press("?")
    dialog(page).get_by_role("switch", name="Single keys").press("Space")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(dialog(page)).to_have_count(0)


def test_without_scripts_nothing_speaks_of_keys(scriptless: Page) -> None:
    scriptless.goto("/alerts/")
    scriptless.locator("summary", has_text="Account").click()
    expect(scriptless.get_by_role("link", name="Change password")).to_be_visible()
    expect(scriptless.get_by_text("Keyboard shortcuts").first).to_be_hidden()
    expect(scriptless.locator(".jump kbd")).to_be_hidden()
