"""Pictures: each chart as a PNG, with what it is of, of when and from where."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from simulator.server import Simulator
from tests.browser.broadcasts import AUTUMN, address, look_to_the_end_before
from tests.browser.drawn import canvas_of, picture
from tests.browser.test_charts import colours
from tests.browser.test_side_by_side import BOTH, account, loaded
from tests.browser.timeline.pages import WEEK, complete

__all__ = ["account"]

DAYS = "2026-11-17-2026-11-23"
WIDTH = 2 * 960
TITLE = slice(4, 9)  # the bands of the first line: from the margin on, as high as its letters


@pytest.fixture
def week(page: Page, callfire: Simulator, clock: Settings) -> Page:
    """A week's page whose timeline is complete."""
    page.request.get(address())
    look_to_the_end_before(page, WEEK)
    page.goto(address(query=WEEK))
    complete(page)
    for name in ("progress", "burn-down", "when", "results"):
        canvas_of(page, name)
    return page


@pytest.mark.parametrize(
    ("chart", "file", "drawn"),
    [
        ("When", f"when-{DAYS}", ("--reached", "--delivered", "--missed")),
        ("What came back", f"results-{DAYS}", ("--reached", "--delivered", "--failed")),
        ("Progress", "progress-all", ("--done", "--todo")),
        ("What is left", "left-all", ("--accent",)),
    ],
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_each_chart_is_saved_with_its_title_in_the_colours_of_the_page(
    week: Page, tmp_path: Path, chart: str, file: str, drawn: tuple[str, ...], scheme: str
) -> None:
    week.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    found = picture(week, chart, tmp_path)
    assert found.name == f"broadcast-{AUTUMN}-{file}.png"
    assert found.width == WIDTH
    assert 300 < found.height < 2_000
    assert found.ground == f"{colours(week, '--surface')[0]},255"
    assert set(colours(week, *drawn)) <= set(found.colours)
    assert sum(found.bands[:3]) == 0  # the margin
    assert sum(found.bands[TITLE]) > 300


def test_what_is_taken_out_is_not_in_the_picture(week: Page, tmp_path: Path) -> None:
    blocked, missed = colours(week, "--blocked", "--missed")
    week.locator("[data-legend=when]").get_by_role("button", name="Missed").click()
    found = picture(week, "When", tmp_path)
    assert missed not in found.colours
    assert blocked in found.colours


def test_a_picture_from_a_phone_is_as_large(week: Page, tmp_path: Path) -> None:
    week.set_viewport_size({"width": 360, "height": 800})
    assert picture(week, "When", tmp_path).width == WIDTH


def test_broadcasts_side_by_side_are_saved_as_they_are_shown(
    page: Page, account: Simulator, tmp_path: Path
) -> None:
    page.goto(f"{BOTH}&period=7d")
    loaded(page)
    both = picture(page, "When", tmp_path)
    note = page.locator("[data-row-height]")
    expect(note).to_contain_text("A pale bar is not over yet")
    note.evaluate("(note) => delete note.dataset.caption")
    assert picture(page, "When", tmp_path).height < both.height
    note.evaluate("(note) => (note.dataset.caption = '')")
    assert both.name == f"compare-when-{DAYS}.png"
    assert set(colours(page, "--accent")) <= set(both.colours)
    assert sum(both.bands[TITLE]) > 300
    page.locator("[data-legend=compare-when] button").first.click()
    assert picture(page, "When", tmp_path).height < both.height
    groups = picture(page, "What came back", tmp_path)
    assert groups.name == f"compare-results-{DAYS}.png"
    assert set(colours(page, "--reached", "--failed")) <= set(groups.colours)


def test_the_portfolio_has_pictures_of_its_own(
    page: Page, account: Simulator, tmp_path: Path
) -> None:
    page.goto("/portfolio/?period=7d")
    canvas_of(page, "results")
    found = picture(page, "What came back", tmp_path)
    assert found.name == f"portfolio-results-{DAYS}.png"
    assert sum(found.bands[TITLE]) > 300


def test_without_scripts_nothing_is_offered_that_needs_them(
    scriptless: Page, callfire: Simulator, clock: Settings
) -> None:
    scriptless.goto(address())
    expect(scriptless.locator("[data-part=progress]")).to_contain_text("Waiting to retry")
    expect(scriptless.locator(".toggle:visible, .download:visible")).to_have_count(0)
