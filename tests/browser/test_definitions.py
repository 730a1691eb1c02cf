"""From a figure to what it means: one click, on a real page."""

import pytest
from playwright.sync_api import Page, expect

from simulator.server import Simulator
from tests.browser import looks
from tests.browser.broadcasts import AUTUMN

# What stands on the page as a figure, without a link from it or its label to a definition.
UNDEFINED = """() => {
  const leads = (each) => each.querySelector('a[href*="#"]');
  const tiles = [...document.querySelectorAll(".tile")];
  const figures = tiles.flatMap((tile) => [
    ...[tile.querySelector("h2")],
    ...[...tile.querySelectorAll(":scope > p:not(.figure, .change, .money)")]
      .filter((line) => /[0-9]/.test(line.textContent)),
  ]);
  const steps = [...document.querySelectorAll("[data-part=progress] .legend dt")];
  const tables = [...document.querySelectorAll("main table:not([data-part=definitions] *)")]
    .map((table) => table.closest("details:not(.fold), .card"));
  const without = [...figures, ...steps, ...tables].filter((each) => !leads(each));
  return without.map((each) => each.outerHTML);
}"""


@pytest.fixture(autouse=True)
def histories(callfire: Simulator) -> None:
    """Made once a process: the first answer would be a slow one."""
    callfire.account.histories()


def test_every_tile_step_and_table_leads_to_a_definition(page: Page) -> None:
    page.goto(f"/broadcasts/{AUTUMN}/")
    expect(page.locator(".tile")).to_have_count(6)
    assert page.evaluate(UNDEFINED) == []


def test_one_click_opens_the_fold_at_the_figure_and_again_after_it_was_closed(page: Page) -> None:
    page.goto(f"/broadcasts/{AUTUMN}/")
    fold = page.locator("[data-part=definitions]")
    row = page.locator("#live_answers")
    for _ in range(2):
        expect(row).to_be_hidden()
        page.get_by_role("link", name="Live answers", exact=True).click()
        expect(row).to_be_in_viewport()
        fold.locator("summary").click()


def test_an_address_with_a_figure_opens_its_definition(page: Page) -> None:
    page.goto(f"/broadcasts/{AUTUMN}/#cost_per_minute")
    expect(page.locator("#cost_per_minute")).to_be_in_viewport()


def test_the_definitions_are_for_everybody(page: Page) -> None:
    page.goto("/definitions/#live_answer_rate")
    expect(page.locator("#live_answer_rate")).to_be_in_viewport()
    looks.photograph(page, "definitions")
