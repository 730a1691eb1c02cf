"""The best time to reach people, as a section in the site's frame."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from tests.browser.looks import photograph


@pytest.fixture
def framed(page: Page, settings: Settings) -> Page:
    """Somebody signed in, on a site that has a page with the section alone."""
    settings.ROOT_URLCONF = "tests.browser.sections"
    return page


def test_a_picture_of_weekdays_by_hours_with_its_sentence_and_table(framed: Page) -> None:
    framed.goto("/best-time/")
    sentence = framed.locator(".best-time__sentence")
    expect(sentence).to_contain_text("Tue to Thu 17 to 19 h: ")
    expect(sentence).to_contain_text("on days not used to pick them")
    expect(framed.locator(".heat td.is-best")).to_have_count(6)
    expect(framed.get_by_role("table")).to_have_count(1)
    photograph(framed, "best-time")
    framed.get_by_text("Show as table").click()
    expect(framed.get_by_role("table")).to_have_count(2)
    photograph(framed, "best-time-table", ["light"])


def test_without_kept_hours_it_says_how_they_come(framed: Page) -> None:
    framed.goto("/best-time/?empty")
    expect(framed.locator("main")).to_contain_text("No hours are kept here.")
    photograph(framed, "best-time-empty", ["light"])
