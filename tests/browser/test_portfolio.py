"""The portfolio in a browser: filled by itself, stopped, gone on with, read without scripts."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from simulator.server import Simulator
from stats import catalogue
from stats.models import Broadcast
from tests.browser.broadcasts import figures_asked
from tests.browser.gate import Gate
from tests.browser.looks import photograph, says
from tests.browser.watch import Watch
from tests.conftest import NOW

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


def test_it_says_how_far_it_is_can_be_stopped_and_goes_on(
    page: Page, account: Simulator, gate: Gate
) -> None:
    gate.shut()
    page.goto(PORTFOLIO)
    section = page.locator("[data-part=loading]")
    expect(section).to_have_attribute("aria-busy", "true")
    expect(page.locator(COVERS)).to_contain_text("Figures of 0 of 8 broadcasts.")
    says(page, "8 broadcasts were not asked for yet.")
    expect(page.locator(".tile")).to_have_count(0)  # nothing is said of what nobody knows
    photograph(page, "portfolio-begun", ["light"])
    page.get_by_role("button", name="Stop").click()
    expect(section.locator("[data-reason]")).to_have_text("Stopped. What has come so far is kept.")
    expect(page.get_by_role("button", name="Stop")).to_be_hidden()
    gate.open()
    page.get_by_role("button", name="Load the rest").click()
    complete(page)
    expect(page.locator("#timeline-news")).to_have_text("The portfolio is complete.")


def test_days_are_asked_for_up_to_a_limit_and_then_at_a_press(
    page: Page, account: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in ("dashboard.views.portfolio", "dashboard.portfolio_page"):
        monkeypatch.setattr(f"{place}.DAY_QUESTIONS", 30)
    page.goto(PORTFOLIO)
    section = page.locator("[data-part=loading]")
    expect(section).to_have_attribute("data-stands", "stopped")
    expect(section).to_contain_text("30 questions about days were asked: a press asks as many")
    says(page, "Figures of 8 of 8 broadcasts.", "Hollow: not over, or not of all of them;")
    assert len(figures_asked(account)) == 8 + 30
    page.get_by_text("Show as table").click()
    expect(page.locator("[data-part=days] tbody tr").first).to_contain_text(" of 8")
    photograph(page, "portfolio-days", ["light"])
    expect(page.locator("[data-part=days] details")).to_have_attribute("open", "")
    for _press in range(4):
        if section.get_attribute("data-stands") == "complete":
            break
        page.get_by_role("button", name="Load the rest").click()
        expect(section).to_have_attribute("data-stands", re.compile("stopped|complete"))
        expect(section).not_to_have_attribute("aria-busy", "true")
    complete(page)


def test_what_is_missing_has_its_reason_and_can_be_asked_for_again(
    page: Page, account: Simulator
) -> None:
    # The last that is asked: another one meets the fault.
    long_ago = NOW - timedelta(days=27)
    Broadcast.objects.create(broadcast_id=135, created=long_ago, last_modified=long_ago)
    account.next_faults.append("html-page")
    page.goto(PORTFOLIO)
    complete(page)
    missing = page.locator("[data-part=missing]")
    expect(page.locator(COVERS)).to_contain_text("Figures of 7 of 9 broadcasts.")
    expect(missing).to_contain_text("CallFire has no broadcast 135 in this account.")
    expect(missing).to_contain_text("CallFire's answer could not be read.")
    photograph(page, "portfolio-missing")


def test_the_chart_is_of_rates_or_of_credits_and_leads_to_a_day(
    page: Page, account: Simulator
) -> None:
    page.goto(PORTFOLIO)
    complete(page)
    canvas = page.locator("[data-chart=when] canvas")
    expect(canvas).to_have_attribute("aria-label", re.compile("^Live-answer rate: the most, .*%"))
    measures = page.get_by_role("group", name="What is drawn", exact=True)
    measures.get_by_role("button", name="Credits").click()
    expect(measures.get_by_role("button", name="Credits")).to_have_attribute("aria-pressed", "true")
    expect(canvas).to_have_attribute("aria-label", re.compile("^Credits: the most"))
    page.get_by_text("Show as table").click()
    page.get_by_role("link", name="Fri 20 Nov").click()
    expect(page).to_have_url(re.compile(r"/portfolio/\?begin=2026-11-20&end=2026-11-20$"))
    expect(page.locator(".resolved")).to_contain_text("Fri 20 Nov 2026 00:00 to Fri 20 Nov 2026")


def test_it_is_read_and_filled_without_scripts(scriptless: Page, account: Simulator) -> None:
    page = scriptless
    page.goto("/broadcasts/")
    page.get_by_role("link", name="Portfolio").first.click()
    expect(page.locator(COVERS)).to_contain_text("Figures of 0 of 8 broadcasts.")
    page.get_by_role("button", name="Load the rest").click()
    expect(page.locator(COVERS)).to_contain_text("Figures of 8 of 8 broadcasts.")
    expect(page.get_by_role("button", name="Stop")).to_have_count(0)
    for canvas in page.locator("canvas").all():
        expect(canvas).to_be_hidden()
    expect(page.locator("[data-part=results] table")).to_be_visible()
    page.get_by_text("Show as table").click()
    expect(page.locator("[data-part=days] tbody tr")).to_have_count(28)
    page.get_by_text("All sums").click()
    expect(page.locator("[data-part=totals] table")).to_contain_text("8 of 8 broadcasts")
    page.locator("summary", has_text="Custom …").click()
    page.get_by_label("From", exact=True).fill("2026-11-19")
    page.get_by_label("To", exact=True).fill("")
    page.get_by_role("button", name="Show stats").click()
    expect(page).to_have_url(re.compile(r"/portfolio/\?begin=2026-11-19&end="))
    expect(page.locator(".resolved")).to_contain_text("Thu 19 Nov 2026 00:00 to now")


def test_dates_that_can_t_be_used_are_said_beside_their_field(
    page: Page, account: Simulator, watch: Watch
) -> None:
    watch.expect(400)
    page.goto("/portfolio/?begin=2026-11-20&end=2026-11-19")
    expect(page.locator(".field__error")).to_contain_text("The end is before the begin")
    expect(page.get_by_label("From")).to_have_value("2026-11-20")
    photograph(page, "portfolio-refused", ["light"])
