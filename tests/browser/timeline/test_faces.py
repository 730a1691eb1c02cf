"""The timeline by keyboard, without scripts, and to the eye."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from simulator.server import Simulator
from tests.browser.broadcasts import (
    AUTUMN,
    NOT_STARTED,
    TEXTS,
    address,
    let_pass,
    look_before,
)
from tests.browser.looks import SCHEMES, Scheme
from tests.browser.timeline.pages import (
    MONDAY,
    MORE,
    WEEK,
    Turnstile,
    complete,
    document,
    looks_well,
    missing,
    progress,
    when,
)


def test_the_keyboard_alone_reaches_everything_and_keeps_its_place(
    begun: Page, turnstile: Turnstile
) -> None:
    press, focused = begun.keyboard.press, begun.locator(":focus")
    measures = begun.get_by_role("group", name="What is drawn", exact=True)
    measures.get_by_role("button", name="Attempts").focus()
    press("Tab")
    press("Space")
    expect(focused).to_have_text("Actions")
    expect(focused).to_have_attribute("aria-pressed", "true")
    seen = []
    for _ in range(10):
        press("Tab")
        seen.append(focused.inner_text().strip())
    assert seen == [
        *("Live-answer rate", "Credits", "Call time", "Hour", "Day", "Week", "Month"),
        *("PNG", "Stop", "Show as table"),
    ]
    press("Shift+Tab")
    press("Enter")
    expect(focused).to_have_text(MORE)
    press("Enter")
    expect(focused).to_have_text("Stop")
    turnstile.open()
    complete(begun)
    expect(focused).to_have_text("Show as table")
    press("Enter")
    press("Tab")
    expect(focused).to_have_attribute("aria-label", "Table of buckets")
    heads = begun.locator("[data-part=when-table] th .sorts")
    for index in range(heads.count()):
        press("Tab")
        expect(heads.nth(index)).to_be_focused()
    press("Tab")
    expect(focused).to_have_text("Mon 23 Nov")
    press("Enter")
    expect(begun.locator("[data-part=resolved]")).to_contain_text("Mon 23 Nov 2026 00:00 to")


def test_without_scripts_a_button_does_the_same_until_nothing_is_missing(
    scriptless: Page, callfire: Simulator, clock: Settings, slices: None
) -> None:
    page = scriptless
    page.goto(address(query=WEEK))
    expect(page.locator("[data-part=measures]")).to_be_hidden()
    expect(page.get_by_role("button", name="Stop")).to_be_hidden()
    for days in (0, 3, 6):
        progress(page, days)
        expect(missing(page)).to_have_count(7 - days)
        page.get_by_role("button", name=MORE).click()
    complete(page)
    page.get_by_text("Show as table").click()
    attempts = [f"{each['usage']['attempts']:,}" for each in document(page)["buckets"]]
    cells = when(page).locator("tbody td:nth-child(2)")
    assert cells.all_inner_texts() == attempts[::-1]
    expect(when(page)).to_contain_text(MONDAY)


def test_without_scripts_a_refusal_says_why(
    scriptless: Page, callfire: Simulator, clock: Settings
) -> None:
    page = scriptless
    look_before(page, WEEK)
    page.goto(address(query=WEEK))
    callfire.fault = "http-403"
    page.get_by_role("button", name=MORE).click()
    expect(page.locator("[data-part=why]")).to_contain_text("This account may not read broadcast")
    callfire.fault = None
    let_pass(clock, callfire)
    page.get_by_role("button", name=MORE).click()
    complete(page)


@pytest.mark.parametrize(
    ("broadcast_id", "query", "sentence"),
    [
        (TEXTS, "", "Sent rate"),
        (AUTUMN, "begin=2025-11-01&end=2025-11-30", "no attempts in this period"),
        (NOT_STARTED, "", "Nothing to draw yet: no calls or texts so far."),
        (AUTUMN, "begin=2024-01-01&bucket=day", "more than 400 buckets of one day"),
    ],
)
def test_how_it_looks(
    page: Page,
    callfire: Simulator,
    clock: Settings,
    broadcast_id: int,
    query: str,
    sentence: str,
) -> None:
    page.goto(address(broadcast_id, query))
    expect(when(page)).to_contain_text(sentence)
    expect(page.locator("[data-load-form]")).to_have_count(0)
    looks_well(page)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_how_the_whole_of_it_looks(known: Page, scheme: Scheme) -> None:
    known.emulate_media(color_scheme=scheme)
    known.goto(address(query=WEEK))
    complete(known)
    known.get_by_role("button", name="Live-answer rate").click()
    known.get_by_text("Show as table").click()
    looks_well(known)
