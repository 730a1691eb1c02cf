"""Legends: buttons that take groups out of a chart and bring them back, also by keyboard."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django import Settings

from simulator.server import Simulator
from tests.browser.broadcasts import address, let_pass, look_to_the_end_before
from tests.browser.conftest import OpenContext, signed_in
from tests.browser.drawn import canvas_of, highest, sets
from tests.browser.timeline.pages import WEEK, complete

# How high the bars of the first group are at once after a click on the next, and at the end.
CLICKED = """(canvas) => {
  const bar = () => Chart.getChart(canvas).getDatasetMeta(0).data[0];
  const before = bar().height;
  document.querySelector("[data-legend=when] [data-toggle=missed]").click();
  return { before, now: bar().height, atLast: bar().getProps(["height"], true).height };
}"""


@pytest.fixture
def week(page: Page, callfire: Simulator, clock: Settings) -> Page:
    """A week's page whose timeline is complete."""
    page.request.get(address())
    look_to_the_end_before(page, WEEK)
    page.goto(address(query=WEEK))
    complete(page)
    canvas_of(page, "when")
    return page


def entry(page: Page, legend: str, name: str) -> Locator:
    return page.locator(f"[data-legend={legend}]").get_by_role("button", name=name)


def shown(canvas: Locator) -> list[Any]:
    return [each["label"] for each in sets(canvas) if each["isShown"]]


def test_a_group_is_taken_out_by_mouse_and_brought_back_by_keyboard(week: Page) -> None:
    canvas, missed = canvas_of(week, "when"), entry(week, "when", "Missed")
    before = highest(canvas)
    expect(missed).to_have_attribute("aria-pressed", "true")
    missed.click()
    expect(missed).to_have_attribute("aria-pressed", "false")
    assert shown(canvas) == ["Reached", "Delivered", "Blocked", "Failed"]
    assert highest(canvas) < before
    missed.press("Space")
    expect(missed).to_have_attribute("aria-pressed", "true")
    expect(missed).to_be_focused()
    assert "Missed" in shown(canvas)
    assert highest(canvas) == before


def test_what_is_out_stays_out_when_newer_figures_come(
    week: Page, callfire: Simulator, clock: Settings
) -> None:
    canvas, missed = canvas_of(week, "when"), entry(week, "when", "Missed")
    missed.click()
    let_pass(clock, callfire)
    week.get_by_role("button", name="Refresh").click()
    expect(week.locator("[data-part=when]")).to_contain_text("until 22:05")
    expect(missed).to_have_attribute("aria-pressed", "false")
    assert "Missed" not in shown(canvas)


def test_where_nothing_is_to_be_told_apart_there_is_no_legend(week: Page) -> None:
    buttons = week.locator("[data-legend=when] button:visible")
    expect(buttons).to_have_count(5)
    measures = week.get_by_role("group", name="What is drawn", exact=True)
    measures.get_by_role("button", name="Credits", exact=True).click()
    expect(buttons).to_have_count(0)
    measures.get_by_role("button", name="Attempts", exact=True).click()
    expect(buttons).to_have_count(5)


def test_results_keep_their_rows_and_lose_the_bars_of_a_group(week: Page) -> None:
    canvas = canvas_of(week, "results")
    (before,) = sets(canvas)
    entry(week, "results", "Reached").click()
    (after,) = sets(canvas)
    assert len(after["data"]) == len(before["data"])
    assert None not in before["data"]
    assert after["data"].count(None) == 2  # live answers and transfers
    assert highest(canvas, "x") < max(before["data"])


def test_steps_of_progress_fill_the_bar_with_what_is_left(week: Page) -> None:
    canvas = canvas_of(week, "progress")
    counts = [each["data"][0] for each in sets(canvas)]
    entry(week, "progress", "Finished").click()
    assert shown(canvas) == ["Waiting to retry", "Not attempted"]
    assert highest(canvas, "x") == sum(counts[1:])


@pytest.mark.parametrize("width", [1280, 360])
def test_entries_and_pictures_are_large_enough_to_be_hit(week: Page, width: int) -> None:
    week.set_viewport_size({"width": width, "height": 800})
    targets = week.locator(".toggle:visible, .download:visible")
    boxes = [each.bounding_box() for each in targets.all()]
    assert len(boxes) > 12
    assert all(box and min(box["width"], box["height"]) >= 24 for box in boxes)


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_bars_move_into_place_only_for_who_does_not_mind(
    open_context: OpenContext,
    live_server: Any,
    user: Any,
    callfire: Simulator,
    clock: Settings,
    motion: Any,
) -> None:
    context = signed_in(open_context(reduced_motion=motion), live_server, user)
    page = context.new_page()
    page.request.get(address())
    look_to_the_end_before(page, WEEK)
    page.goto(address(query=WEEK))
    complete(page)
    canvas = canvas_of(page, "when")
    heights = canvas.evaluate(CLICKED)
    assert heights["atLast"] > heights["before"]
    still = "atLast" if motion == "reduce" else "before"
    assert heights["now"] == pytest.approx(heights[still])
    expect(entry(page, "when", "Missed")).to_have_attribute("aria-pressed", "false")
    moves = page.locator(".quiet").first.evaluate("(e) => getComputedStyle(e).transitionDuration")
    assert (max(float(each[:-1]) for each in re.split(", ", moves)) < 0.01) == (motion == "reduce")
