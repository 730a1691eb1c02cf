"""Tooltips: counts and shares beside the pointer, of each chart."""

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from simulator.server import Simulator
from tests.browser.broadcasts import address, document, look_to_the_end_before
from tests.browser.drawn import canvas_of, tip_at
from tests.browser.looks import assert_no_sideways_scrolling
from tests.browser.test_side_by_side import BOTH, account, loaded
from tests.browser.timeline.pages import WEEK, complete
from tests.browser.timeline.pages import document as timeline_document

__all__ = ["account"]


@pytest.fixture
def week(page: Page, callfire: Simulator, clock: Settings) -> Page:
    """A week's page beside the week before, whose timeline is complete."""
    page.request.get(address())
    query = f"{WEEK}&compare=previous"
    look_to_the_end_before(page, query)
    page.goto(address(query=query))
    complete(page)
    expect(page.locator("[data-legend=when]")).to_contain_text("before")
    return page


def test_a_day_says_each_group_with_its_share_of_those_tried_and_the_day_before(
    week: Page,
) -> None:
    canvas = canvas_of(week, "when")
    thursday = timeline_document(week)["buckets"][2]
    reached = sum(each["attempts"] for each in thursday["results"] if each["group"] == "reached")
    tried = thursday["metrics"]["tried"]
    said = tip_at(week, canvas, 0.4)
    assert said.startswith(f"Thu 19 Nov | Reached: {reached:,} ({reached / tried:.1%})")
    assert f"Attempts in all: {thursday['usage']['attempts']:,}" in said
    assert f"Shares are of {tried:,} tried." in said
    assert re.search(r"days before: [\d,]+", said)
    assert "in progress, until 22:00" in tip_at(week, canvas, 0.97)


def test_the_rate_says_what_it_is_of(week: Page) -> None:
    week.get_by_role("button", name="Live-answer rate", exact=True).click()
    said = tip_at(week, canvas_of(week, "when"), 0.4)
    metrics = timeline_document(week)["buckets"][2]["metrics"]
    assert f"({metrics['live_answers']:,} of {metrics['tried']:,} tried)" in said


def test_results_have_a_share_only_where_they_were_tried(week: Page) -> None:
    canvas = canvas_of(week, "results")
    rows = sorted(document(week, query=WEEK)["results"], key=lambda each: -each["attempts"])
    for index, row in enumerate(rows):
        said = tip_at(week, canvas, 0.3, (index + 0.5) / len(rows))
        assert f"({row['result']}) | Attempts: {row['attempts']:,}" in said
        assert said.endswith("of tried") == (row["group"] not in ("pending", "leg"))
    week.keyboard.press("Escape")
    expect(week.locator(".tip")).to_be_hidden()


def test_progress_says_counts_and_shares_also_on_a_phone(week: Page) -> None:
    week.set_viewport_size({"width": 360, "height": 800})
    actions = document(week)["actions"]
    said = tip_at(week, canvas_of(week, "progress"), 0.9)
    assert f"Finished: {actions['finished']:,} ({actions['finished'] / 10_000:.1%})" in said
    box = week.locator(".tip").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    assert_no_sideways_scrolling(week)


def test_the_burn_down_says_how_many_are_left(week: Page) -> None:
    actions = document(week)["actions"]
    left = actions["retry_wait"] + actions["unattempted"]
    assert f"Left: {left:,}" in tip_at(week, canvas_of(week, "burn-down"), 0.9)


def test_one_place_says_what_each_broadcast_had_there(page: Page, account: Simulator) -> None:
    page.goto(f"{BOTH}&period=7d")
    loaded(page)
    row = page.locator(".bars__row").first
    bars = [float(bar.get_attribute("x") or 0) for bar in row.locator("rect").all()]
    place = (bars[len(bars) // 2] + 2) / 1000
    said = tip_at(page, row, place)
    assert re.search(r"\d\d Nov, \d\d:00 \| Autumn reminder: \d+ \(\d+\.\d%\)", said)
    assert "Shares are of each broadcast's own attempts." in said
    share = tip_at(page, page.locator(".share__bar").first, 0.1)
    assert re.search(r"^Autumn reminder \| Reached: [\d,]+ \(\d+\.\d%\)$", share)


def test_a_broadcast_is_taken_out_and_the_others_have_the_height(
    page: Page, account: Simulator
) -> None:
    page.goto(f"{BOTH}&period=7d")
    loaded(page)
    rows = page.locator(".bars[data-row]")
    most = [int(row.get_attribute("data-most") or 0) for row in rows.all()]
    highest = most.index(max(most))
    expect(page.locator("[data-row-height]")).to_contain_text(f"as high as {max(most):,} attempts")
    page.locator("[data-legend=compare-when] button").nth(highest).press("Enter")
    expect(rows.nth(highest)).to_be_hidden()
    expect(rows.nth(1 - highest)).to_be_visible()
    expect(page.locator("[data-row-height]")).to_contain_text(f"as high as {min(most):,} attempts")
    page.locator("[data-legend=compare-when] button").nth(highest).press("Enter")
    expect(rows.nth(highest)).to_be_visible()
    expect(page.locator("[data-row-height]")).to_contain_text(f"as high as {max(most):,} attempts")
