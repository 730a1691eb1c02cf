"""Updating in place: the older figures first, then their successors, and nothing else changes."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from simulator.server import Simulator
from tests.browser.broadcasts import (
    LATER,
    address,
    document,
    figures_asked,
    let_pass,
    look_before,
    look_to_the_end_before,
)
from tests.browser.drawn import canvas_of
from tests.browser.gate import Gate

FETCHING = "Fetching newer figures from CallFire …"
FETCHING_PROGRESS = "Fetching the progress of the whole broadcast …"


def open_older(page: Page, callfire: Simulator, clock: Settings, gate: Gate) -> str:
    """Open the page of older figures while their successors are held back; the live answers."""
    look_to_the_end_before(page)
    let_pass(clock, callfire)
    gate.shut()
    page.goto(address())
    expect(page.locator("[data-sentence]")).to_have_text(FETCHING)
    return page.locator(".tile--lead .figure").inner_text()


def updated(page: Page) -> None:
    expect(page.locator("#news")).to_have_text("Updated: as of 22:05:00.")
    expect(page.locator("[data-updating]")).to_be_hidden()
    expect(page.locator("#report")).not_to_have_attribute("aria-busy", "true")


def test_the_older_figures_stand_until_their_successors_come(
    page: Page, callfire: Simulator, clock: Settings, gate: Gate
) -> None:
    before = open_older(page, callfire, clock, gate)
    expect(page.locator(".fresh")).to_contain_text("As of 22:00:00, 5 min ago")
    expect(page.locator("#report")).to_have_attribute("aria-busy", "true")
    expect(page.locator("#news")).to_have_text(FETCHING)

    gate.open()
    updated(page)
    after = document(page)["metrics"]["live_answers"]
    assert before != f"{after:,}"
    expect(page.locator(".tile--lead .figure")).to_have_text(f"{after:,}")
    expect(page.locator(".fresh")).to_contain_text("As of 22:05:00, just now")
    expect(page.locator("[data-part=resolved]")).to_have_text(
        "All time, to now (as of 22:05) · UTC"
    )
    expect(page).to_have_title(re.compile(r"^8\d% · Autumn reminder"))


def test_the_state_says_what_changed_between_the_two_looks(
    page: Page, callfire: Simulator, clock: Settings, gate: Gate
) -> None:
    open_older(page, callfire, clock, gate)
    gate.open()
    updated(page)
    expect(page.locator(".pill")).to_have_text(
        re.compile(r"^\d+ more attempts between 22:00 and 22:05$")
    )


def test_the_charts_take_over_the_new_figures_on_the_same_canvas(
    page: Page, callfire: Simulator, clock: Settings, gate: Gate
) -> None:
    open_older(page, callfire, clock, gate)
    canvas = canvas_of(page, "results")
    canvas.evaluate("(canvas) => { canvas.isTheSame = true; }")
    gate.open()
    updated(page)
    attempts = [each["attempts"] for each in document(page)["results"]]
    assert canvas.evaluate("(canvas) => canvas.isTheSame") is True
    assert canvas.evaluate("(canvas) => Chart.getChart(canvas).data.datasets[0].data") == sorted(
        attempts, reverse=True
    )


def test_focus_open_parts_and_the_place_of_what_is_seen_survive(
    page: Page, callfire: Simulator, clock: Settings, gate: Gate
) -> None:
    page.set_viewport_size({"width": 1280, "height": 500})
    open_older(page, callfire, clock, gate)
    page.get_by_text("Usage, cost and retries").click()
    table = page.get_by_role("region", name="Table of results")
    table.focus()
    page.evaluate("scrollTo(0, 330)")
    before = table.bounding_box()
    gate.open()
    updated(page)

    assert table.bounding_box() == pytest.approx(before, abs=1)
    expect(table).to_be_focused()
    expect(page.locator("details[data-part=usage]")).to_have_attribute("open", "")


def test_a_menu_stays_open_with_what_was_typed_into_it(
    page: Page, callfire: Simulator, clock: Settings, gate: Gate
) -> None:
    open_older(page, callfire, clock, gate)
    page.locator("summary", has_text="Custom …").click()
    page.get_by_label("From", exact=True).fill("2026-11-18")
    gate.open()
    updated(page)
    expect(page.get_by_label("From", exact=True)).to_be_visible()
    expect(page.get_by_label("From", exact=True)).to_have_value("2026-11-18")
    expect(page.get_by_label("From", exact=True)).to_be_focused()


def test_while_newer_figures_are_fetched_every_link_leads_on(
    page: Page, callfire: Simulator, clock: Settings, gate: Gate
) -> None:
    look_before(page, "period=yesterday")
    open_older(page, callfire, clock, gate)
    page.get_by_role("link", name="Yesterday").click()
    expect(page).to_have_url(re.compile("period=yesterday"))
    expect(page.locator("[data-part=resolved]")).to_contain_text("Sun 22 Nov 2026 24:00")


def test_cancelling_leaves_the_older_figures(
    page: Page, callfire: Simulator, clock: Settings, gate: Gate
) -> None:
    before = open_older(page, callfire, clock, gate)
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator("#news")).to_have_text("Cancelled. The figures shown stay as they were.")
    expect(page.locator("[data-updating]")).to_be_hidden()
    expect(page.locator("#report")).not_to_have_attribute("aria-busy", "true")
    expect(page.locator(".tile--lead .figure")).to_have_text(before)


def test_the_progress_of_the_whole_broadcast_comes_beside_the_figures_of_a_period(
    page: Page, callfire: Simulator, clock: Settings, gate: Gate
) -> None:
    look_before(page, "period=yesterday")
    gate.shut()
    page.goto(address(query="period=yesterday"))
    expect(page.locator("[data-sentence]")).to_have_text(FETCHING_PROGRESS)
    expect(page.locator("[data-part=progress]")).to_have_attribute("aria-busy", "true")
    expect(page.locator("[data-part=progress]")).to_contain_text("with this period")
    tiles = page.locator("[data-part=tiles]").inner_text()

    gate.open()
    expect(page.locator("[data-part=progress]")).to_contain_text("of the whole broadcast")
    expect(page.locator("[data-updating]")).to_be_hidden()
    assert page.locator("[data-part=tiles]").inner_text() == tiles
    asked = ["IntervalBegin" in each.query for each in figures_asked(callfire)]
    assert asked[0]
    assert asked.count(False) == 1  # beside those for the timeline


def test_after_trouble_try_again_brings_the_figures(
    page: Page, callfire: Simulator, clock: Settings
) -> None:
    look_to_the_end_before(page)
    let_pass(clock, callfire)
    callfire.fault = "hang-up"
    page.goto(address())
    expect(page.locator("[data-part=problem]")).to_contain_text("Could not refresh at 22:05:")
    expect(page.locator("#news")).to_have_text("")  # nothing was updated
    callfire.fault = None
    let_pass(clock, callfire, LATER + timedelta(seconds=10))  # a problem is told to all for 5 s
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#news")).to_have_text("Updated: as of 22:05:10.")
    expect(page.locator("[data-part=problem]")).to_have_count(0)


def test_the_age_is_counted_in_the_browser(
    page: Page, callfire: Simulator, clock: Settings
) -> None:
    page.goto(address())
    expect(page.locator(".fresh [data-age]")).to_have_text(", just now")
    for standing, age in (("22:00:07", "7 s"), ("22:59:59", "59 min"), ("23:00:00", "1 h")):
        page.evaluate(
            "(now) => { document.documentElement.dataset.standingNow = now; }",
            f"2026-11-23T{standing}Z",
        )
        expect(page.locator(".fresh [data-age]")).to_have_text(f", {age} ago")
