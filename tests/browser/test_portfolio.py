"""The portfolio in a browser: filled by itself, stopped, gone on with, read without scripts."""

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from simulator.server import Simulator
from stats import catalogue
from tests.browser.broadcasts import figures_asked
from tests.browser.looks import photograph, says

PORTFOLIO = "/portfolio/?period=28d"
COVERS = "[data-part=loading] .covers"


@pytest.fixture
def account(callfire: Simulator, clock: Settings, user: object) -> Simulator:
    callfire.account.histories()  # made once a process: the first answer would be a slow one
    list(catalogue.import_pages())
    return callfire


def complete(page: Page) -> None:
    expect(page.locator("[data-part=loading]")).to_have_attribute("data-stands", "complete")


def test_an_open_page_fills_itself_and_says_of_how_many_broadcasts_it_is(
    page: Page, account: Simulator
) -> None:
    page.goto(PORTFOLIO)
    complete(page)
    said = re.compile(r"Figures of (\d+) of \1 broadcasts\.")
    expect(page.locator(COVERS)).to_contain_text(said)
    says(page, "Each day is of all")
    photograph(page, "portfolio")
    asked = len(figures_asked(account))
    page.reload()
    complete(page)
    assert len(figures_asked(account)) == asked
