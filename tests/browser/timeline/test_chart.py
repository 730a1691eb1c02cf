"""What of a timeline is drawn, and where a bar leads."""

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from simulator.server import Simulator
from tests.browser.broadcasts import (
    address,
    let_pass,
    look_before,
)
from tests.browser.looks import assert_no_sideways_scrolling
from tests.browser.timeline.pages import (
    AT_A_TIME,
    DRAWN_ON,
    NINE_DAYS,
    WEEK,
    Turnstile,
    canvas,
    chart,
    click_bucket,
    complete,
    document,
    looks_well,
    progress,
    tried,
    when,
)


def test_a_missing_day_is_a_hatched_gap_an_empty_one_is_zero_and_the_open_one_hollow(
    known: Page, turnstile: Turnstile, slices: None
) -> None:
    look_before(known, NINE_DAYS)
    turnstile.shut()
    turnstile.let(AT_A_TIME)
    known.goto(address(query=NINE_DAYS))
    progress(known, 3, of=9)
    for stack in chart(known):
        assert stack["data"][:6] == [None] * 6
        assert None not in stack["data"][6:]
    assert canvas(known).evaluate(DRAWN_ON, 0) > 0.1  # gaps are hatched over the whole height

    turnstile.open()
    complete(known)
    for stack in chart(known):
        assert stack["data"][:2] == [0, 0]
        solid, hollow = stack["fill"][-2:]
        assert (hollow, stack["border"][-2:]) == (f"{solid}55", [0, 1])
    assert canvas(known).evaluate(DRAWN_ON, 0) < 0.05  # the lines of the grid


def test_the_measures_change_the_chart_its_name_and_nothing_else(
    known: Page, callfire: Simulator
) -> None:
    known.goto(address(query=WEEK))
    complete(known)
    buckets = document(known)["buckets"]
    stacks = zip(*(each["data"] for each in chart(known)), strict=True)
    assert [sum(day) for day in stacks] == [tried(each["results"]) for each in buckets]
    name = re.compile(r"attempts in 7 days; the most, [\d,]+, in \w+ \d+ Nov\.$")
    expect(canvas(known)).to_have_attribute("aria-label", name)
    for label, values in {
        "Actions": [each["usage"]["actions"] for each in buckets],
        "Credits": [float(each["usage"]["billed_amount"]) for each in buckets],
        "Call time": [each["usage"]["duration_seconds"] / 3600 for each in buckets],
        "Live-answer rate": [float(each["metrics"]["live_answer_rate"]) for each in buckets],
    }.items():
        measures = known.get_by_role("group", name="What is drawn", exact=True)
        button = measures.get_by_role("button", name=label)
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")
        expect(when(known).locator("[data-measure][aria-pressed=true]")).to_have_count(1)
        (drawn,) = chart(known)
        assert (drawn["label"], drawn["data"]) == (label, pytest.approx(values))
        expect(canvas(known)).to_have_attribute("aria-label", re.compile(f"^{label}: the most, "))


def test_the_measure_stays_chosen_after_a_swap_and_for_another_size(
    known: Page, callfire: Simulator, clock: Settings
) -> None:
    known.goto(address(query=WEEK))
    complete(known)
    credits_ = known.get_by_role("button", name="Credits")
    credits_.click()
    known.get_by_role("button", name="Refresh").click()
    expect(known.locator("[data-part=repeated]")).to_be_visible()  # nothing of the chart is new
    expect(credits_).to_have_attribute("aria-pressed", "true")

    let_pass(clock, callfire)
    known.get_by_role("button", name="Refresh").click()
    expect(when(known)).to_contain_text("until 22:05")
    expect(credits_).to_have_attribute("aria-pressed", "true")
    expect(canvas(known)).to_have_attribute("aria-label", re.compile("^Credits: the most, "))
    assert [each["label"] for each in chart(known)] == ["Credits"]

    when(known).get_by_role("link", name="Week").click()
    complete(known)
    expect(credits_).to_have_attribute("aria-pressed", "true")
    assert [each["label"] for each in chart(known)] == ["Credits"]


def test_a_refresh_brings_the_open_day_up_to_date_without_a_word(
    known: Page, callfire: Simulator, clock: Settings
) -> None:
    known.goto(address(query=WEEK))
    complete(known)
    before = chart(known)
    let_pass(clock, callfire)
    known.get_by_role("button", name="Refresh").click()
    expect(when(known)).to_contain_text("until 22:05")
    complete(known)
    expect(known.locator("#news")).to_have_text("Updated: as of 22:05:00.")
    expect(known.locator("#timeline-news")).to_have_text("The timeline is complete.")
    after = chart(known)
    assert [each["data"][:-1] for each in after] == [each["data"][:-1] for each in before]
    assert [each["data"][-1] for each in after] != [each["data"][-1] for each in before]


def test_a_bar_leads_to_its_day_and_the_way_back_returns(known: Page, callfire: Simulator) -> None:
    known.goto(address(query=WEEK))
    complete(known)
    click_bucket(known, 2)
    expect(known.locator("[data-part=resolved]")).to_contain_text(
        "Thu 19 Nov 2026 00:00 to Thu 19 Nov 2026 24:00"
    )
    complete(known)
    known.go_back()
    expect(known).to_have_url(re.compile(f"{re.escape(WEEK)}$"))
    complete(known)
    assert len(chart(known)[0]["data"]) == 7


def test_a_gap_leads_to_its_own_day(begun: Page, turnstile: Turnstile) -> None:
    begun.get_by_role("button", name="Stop").click()
    turnstile.open()
    click_bucket(begun, 0)
    expect(begun.locator("[data-part=resolved]")).to_contain_text("Tue 17 Nov 2026 00:00 to Tue 17")


def test_hours_are_called_by_their_day_where_it_begins(known: Page, callfire: Simulator) -> None:
    known.goto(address(query="begin=2026-11-21&bucket=hour"))
    complete(known)
    expect(when(known)).to_contain_text("70 of 70 hours fetched.")
    looks_well(known)
    for width, least in ((1280, 6), (360, 3)):
        known.set_viewport_size({"width": width, "height": 800})
        assert_no_sideways_scrolling(known)
        labels = canvas(known).evaluate(
            "canvas => Chart.getChart(canvas).scales.x.ticks.map(({ label }) => label)"
        )
        assert len(labels) >= least
        days = [label[1] for label in labels if label[0] == "00:00"]
        assert days == ["Sat 21 Nov", "Sun 22 Nov", "Mon 23 Nov"]
