"""The menu of what to compare with, what follows from it in place, and the same without scripts."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django import Settings

from simulator.server import Simulator
from tests.browser.broadcasts import address, document, figures_asked, let_pass, look_before
from tests.browser.gate import Gate
from tests.browser.looks import assert_axe_finds_nothing, assert_no_sideways_scrolling
from tests.browser.timeline.pages import canvas, chart
from tests.browser.watch import Watch
from tests.conftest import NOW

DAILY = 9811204003
AWAITED = "The figures to compare with are not here yet."
COULD_NOT = "The figures to compare with could not be fetched."
WIDE, NARROW = 1280, 360


def menu(page: Page) -> Locator:
    return page.locator("[data-part=compare-menu]")


def choose(page: Page, name: str) -> None:
    menu(page).locator("summary").click()
    menu(page).get_by_role("link", name=name, exact=True).click()


def tiles(page: Page) -> Locator:
    return page.locator("[data-part=tiles]")


def says_the_change_of_attempts(page: Page, query: str) -> None:
    found = document(page, DAILY, query)
    current, earlier = found["previous"]["current"], found["previous"]
    now, then = (each["usage"]["attempts"] for each in (current, earlier))
    expect(tiles(page)).to_contain_text(f"{100 * (now / then - 1):+.1f}% against {then:,}")


@pytest.mark.parametrize(
    ("period", "name", "begin"),
    [
        ("period=today", "The day before", "Sun 22 Nov 2026 00:00 to Sun 22 Nov 2026 22:00"),
        ("period=yesterday", "The day before", "Sat 21 Nov 2026 00:00 to Sat 21 Nov 2026 24:00"),
        ("period=7d", "The 7 days before", "Tue 10 Nov 2026 00:00 to Mon 16 Nov 2026 22:00"),
        ("period=28d", "The 28 days before", "Tue 29 Sep 2026 00:00 to Mon 26 Oct 2026 22:00"),
        ("period=month", "The month before", "Thu 1 Oct 2026 00:00 to Fri 23 Oct 2026 22:00"),
    ],
)
def test_the_period_before_comes_in_place_by_one_choice(
    page: Page, callfire: Simulator, clock: Settings, period: str, name: str, begin: str
) -> None:
    page.goto(address(DAILY, period))
    choose(page, name)
    expect(page).to_have_url(re.compile(rf"{period}&compare=previous$"))
    expect(page.locator("[data-part=resolved]")).to_contain_text(f"compared with {begin}")
    says_the_change_of_attempts(page, f"{period}&compare=previous")
    expect(menu(page).locator("summary")).to_have_text(f"Compared with t{name[1:]}")
    expect(page.locator("[data-part=results] thead")).to_contain_text("Change")
    expect(page.get_by_text(AWAITED)).to_have_count(0)


def test_no_comparison_takes_it_away_again(
    page: Page, callfire: Simulator, clock: Settings
) -> None:
    page.goto(address(DAILY, "period=yesterday&compare=previous"))
    expect(tiles(page)).to_contain_text("against")
    choose(page, "No comparison")
    expect(page).to_have_url(re.compile(r"period=yesterday$"))
    expect(tiles(page)).not_to_contain_text("against")
    expect(menu(page).locator("summary")).to_have_text("Compare")


def test_chosen_dates_are_typed_into_the_menu(
    page: Page, callfire: Simulator, clock: Settings
) -> None:
    page.goto(address(DAILY, "period=yesterday"))
    menu(page).locator("summary").click()
    page.get_by_label("Compare from").fill("2026-11-15")
    page.get_by_label("Compare to").fill("2026-11-15")
    page.get_by_role("button", name="Compare with these dates").click()
    query = "period=yesterday&compare_begin=2026-11-15&compare_end=2026-11-15"
    expect(page).to_have_url(re.compile(re.escape(query) + "$"))
    expect(page.locator("[data-part=resolved]")).to_contain_text(
        "compared with Sun 15 Nov 2026 00:00 to Sun 15 Nov 2026 24:00"
    )
    says_the_change_of_attempts(page, query)
    page.get_by_role("link", name="One period back").click()
    expect(page).to_have_url(re.compile("compare_begin=2026-11-15&compare_end=2026-11-15$"))


def test_all_time_says_that_nothing_is_before_it(
    page: Page, callfire: Simulator, clock: Settings
) -> None:
    page.goto(address(DAILY))
    menu(page).locator("summary").click()
    expect(menu(page)).to_contain_text("All time has no period before it.")
    expect(menu(page).get_by_role("link")).to_have_count(0)


def test_the_pages_own_figures_stand_while_the_earlier_ones_are_awaited(
    page: Page, callfire: Simulator, clock: Settings, gate: Gate
) -> None:
    look_before(page)
    page.request.get(address(DAILY))
    page.request.get(address(DAILY, "period=yesterday"))
    gate.shut()
    page.goto(address(DAILY, "period=yesterday&compare=previous"))
    figure = tiles(page).locator(".figure").first.inner_text()
    expect(page.locator("[data-part=compared]")).to_have_attribute("aria-busy", "true")
    expect(page.get_by_text(AWAITED)).to_be_visible()
    gate.open()
    expect(tiles(page)).to_contain_text("against")
    assert tiles(page).locator(".figure").first.inner_text() == figure
    expect(page.locator("[data-part=compared]")).not_to_have_attribute("aria-busy", "true")


def test_a_failure_is_said_in_place_and_can_be_tried_again(
    page: Page, callfire: Simulator, clock: Settings
) -> None:
    for query in ("", "period=yesterday"):
        page.request.get(address(DAILY, query))
    page.request.get(f"/broadcasts/{DAILY}/timeline.json?period=yesterday")
    callfire.fault = "hang-up"
    page.goto(address(DAILY, "period=yesterday&compare=previous"))
    # The buckets are asked for at the same moment, and fail as well: both are told.
    expect(page.locator("[data-part=compared]")).to_contain_text(COULD_NOT)
    expect(page.locator("[data-part=why]")).to_contain_text("CallFire")
    expect(page.locator("[data-part=problem]")).to_have_count(0)
    expect(page.locator("h1")).to_be_visible()

    callfire.fault = None
    let_pass(clock, callfire, NOW + timedelta(seconds=10))  # a problem is told to all for 5 s
    page.get_by_role("button", name="Try to compare again").click()
    expect(tiles(page)).to_contain_text("against")
    expect(page.get_by_text(COULD_NOT)).to_have_count(0)


def test_newer_figures_bring_a_newer_comparison(
    page: Page, callfire: Simulator, clock: Settings
) -> None:
    page.goto(address(query="period=today&compare=previous"))
    expect(page.locator("[data-part=resolved]")).to_contain_text("to Sun 22 Nov 2026 22:00")
    expect(tiles(page)).to_contain_text("against")
    let_pass(clock, callfire, NOW + timedelta(minutes=7))
    page.get_by_role("button", name="Refresh").click()
    expect(page.locator("[data-part=resolved]")).to_contain_text("to Sun 22 Nov 2026 22:05")
    expect(page.locator("[data-part=compared]")).to_contain_text("compared up to 22:05;")
    expect(tiles(page)).to_contain_text("against")


def test_each_stretch_is_asked_for_once_however_often_the_page_is_opened(
    page: Page, callfire: Simulator, clock: Settings
) -> None:
    for _ in range(2):
        page.goto(address(DAILY, "begin=2026-11-18&end=2026-11-19&bucket=day&compare=previous"))
        expect(page.locator("[data-part=when]")).to_have_attribute("data-stands", "complete")
        expect(tiles(page)).to_contain_text("against")
    asked = [str(each.query) for each in figures_asked(callfire)]
    assert len(asked) == len(set(asked))


def test_the_chart_marks_the_earlier_days_over_its_bars(
    page: Page, callfire: Simulator, clock: Settings
) -> None:
    query = "begin=2026-11-18&end=2026-11-20&bucket=day"
    page.goto(address(DAILY, f"{query}&compare=previous"))
    expect(page.locator("[data-part=when]")).to_have_attribute("data-stands", "complete")
    timeline = page.request.get(f"/broadcasts/{DAILY}/timeline.json?{query}&compare=previous")
    earlier = timeline.json()["previous"]["buckets"]
    for button, values in (
        ("Actions", [each["usage"]["actions"] for each in earlier]),
        ("Call time", [each["usage"]["duration_seconds"] / 60 for each in earlier]),
    ):
        measures = page.get_by_role("group", name="What is drawn", exact=True)
        measures.get_by_role("button", name=button).click()
        *_, marks = chart(page)
        assert marks["label"] == "The 3 days before"
        assert marks["data"] == pytest.approx(values)
    expect(canvas(page)).to_have_attribute("aria-label", re.compile("Call time"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_looks_well(page: Page, callfire: Simulator, clock: Settings, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(address(DAILY, "period=7d&compare=previous"))
    expect(tiles(page)).to_contain_text("against")
    expect(page.locator("[data-part=when]")).to_have_attribute("data-stands", "complete")
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 800})
        assert_no_sideways_scrolling(page)
    menu(page).locator("summary").click()
    assert_axe_finds_nothing(page)


def test_good_and_bad_are_words_as_well_as_colours(
    page: Page, callfire: Simulator, clock: Settings
) -> None:
    page.goto(address(DAILY, "period=7d&compare=previous"))
    expect(tiles(page)).to_contain_text("against")
    for each in page.locator(".change--good, .change--bad").all():
        expect(each).to_have_text(re.compile("better|worse"))
    for each in page.locator(".change--plain").all():
        expect(each).not_to_have_text(re.compile("better|worse"))


def test_without_scripts_the_menu_leads_to_figures_by_a_button(
    scriptless: Page, callfire: Simulator, clock: Settings
) -> None:
    page = scriptless
    page.goto(address(DAILY, "period=yesterday"))
    choose(page, "The day before")
    expect(page.get_by_text(AWAITED)).to_be_visible()
    expect(tiles(page).get_by_text("…").first).to_be_hidden()
    page.get_by_role("button", name="Fetch them").click()
    says_the_change_of_attempts(page, "period=yesterday&compare=previous")
    expect(page.locator("[data-part=results] thead")).to_contain_text("Change")


def test_without_scripts_the_earlier_days_are_loaded_and_read_as_a_table(
    scriptless: Page, callfire: Simulator, clock: Settings
) -> None:
    page = scriptless
    query = "begin=2026-11-18&end=2026-11-19&bucket=day&compare=previous"
    page.goto(address(DAILY, query))
    page.get_by_role("button", name="Load the rest").click()
    expect(page.locator("[data-part=in-progress]")).to_contain_text("Marks: the 2 days before.")
    page.get_by_text("Show as table").click()
    head = page.locator("[data-part=when-table] thead")
    expect(head).to_contain_text("Attempts before")
    expect(page.locator("[data-part=when-table] tbody tr").first).to_contain_text("17")


def test_without_scripts_a_failure_is_said_in_place(
    scriptless: Page, callfire: Simulator, clock: Settings
) -> None:
    page = scriptless
    page.goto(address(DAILY, "period=yesterday&compare=previous"))
    callfire.fault = "hang-up"
    page.get_by_role("button", name="Fetch them").click()
    expect(page.locator("[data-part=compared]")).to_contain_text(COULD_NOT)
    expect(page.get_by_role("button", name="Try to compare again")).to_be_visible()


def test_without_scripts_dates_that_are_none_are_refused_beside_their_field(
    scriptless: Page, callfire: Simulator, clock: Settings, watch: Watch
) -> None:
    watch.expect(400)
    page = scriptless
    page.goto(address(DAILY, "period=yesterday"))
    menu(page).locator("summary").click()
    page.get_by_label("Compare from").fill("2026-11-16")
    page.get_by_label("Compare to").fill("2026-11-15")
    page.get_by_role("button", name="Compare with these dates").click()
    expect(page.get_by_label("Compare to")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_text("The end is before the begin.")).to_be_visible()
