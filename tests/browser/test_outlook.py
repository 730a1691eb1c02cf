"""What the looks say of how a broadcast goes on: an estimate or why there is none, and a stall."""

import re
from datetime import datetime, timedelta

from playwright.sync_api import Page, expect
from pytest_django import Settings

from simulator.server import Simulator
from stats import service
from tests.browser.broadcasts import AUTUMN, address, look_to_the_end_before
from tests.browser.drawn import canvas_of
from tests.browser.looks import photograph
from tests.conftest import NOW
from tests.stats.examples import ALL

EVERY = timedelta(minutes=5)
NARROW = """() => {
  const chart = globalThis.Chart?.getChart(document.querySelector("[data-chart=burn-down] canvas"));
  return chart && chart.width < 340;
}"""
# Whether there are two labels or more, none over another or out of the chart.
LABELS_APART = """(canvas) => {
  const { ctx, width, scales: { x } } = Chart.getChart(canvas);
  ctx.font = `${Chart.defaults.font.size}px ${Chart.defaults.font.family}`;
  const places = x.ticks.map(({ label, value }) => {
    const [middle, half] = [x.getPixelForValue(value), ctx.measureText(label).width / 2];
    return [middle - half, middle + half];
  });
  const isApart = places.every(([left], index) => left > (places[index - 1]?.[1] ?? 0));
  return places.length > 1 && isApart && places.at(-1)[1] <= width;
}"""


def look(clock: Settings, callfire: Simulator, since: datetime, until: datetime) -> None:
    """Have looked every five minutes, while CallFire's clock went as the site's did."""
    at = since
    while at <= until:
        clock.DEMO_NOW = callfire.now = at
        service.report(AUTUMN, ALL, refresh=True)
        at += EVERY


def test_one_look_gives_no_estimate_and_says_what_is_missing(
    page: Page, callfire: Simulator, clock: Settings
) -> None:
    page.goto(address())
    estimate = page.locator("[data-part=estimate]")
    expect(estimate).to_have_text("How long it takes can be said after a second look.")
    expect(page.locator("[data-part=answer]")).not_to_contain_text("of dialing left")
    expect(page.locator("[data-part=stalled]")).to_have_count(0)


def test_looks_in_which_nothing_moved_give_no_estimate_either(
    page: Page, callfire: Simulator, clock: Settings
) -> None:
    callfire.now = NOW
    for minutes in (10, 5, 0):
        clock.DEMO_NOW = NOW - timedelta(minutes=minutes)
        service.report(AUTUMN, ALL, refresh=True)
    page.goto(address())
    expect(page.locator("[data-part=estimate]")).to_have_text(
        "Nothing changed between the looks, so no pace can be said."
    )


def test_dense_looks_give_an_estimate_as_a_range_and_a_burn_down_chart(
    page: Page, callfire: Simulator, clock: Settings
) -> None:
    look(clock, callfire, NOW - timedelta(hours=3), NOW)
    look_to_the_end_before(page)
    page.goto(address())
    said = re.compile(r"About .+ more of dialing, .+ to .+; [\d,]+ left\. .+ right 8 times in 10\.")
    expect(page.locator("[data-part=estimate]")).to_have_text(said)
    expect(page.locator("[data-part=answer]")).to_contain_text("of dialing left")
    expect(page).to_have_title(re.compile(r"^8\d% · Autumn reminder"))
    canvas = canvas_of(page, "burn-down")
    page.set_viewport_size({"width": 360, "height": 800})
    page.wait_for_function(NARROW)
    assert canvas.evaluate(LABELS_APART)
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(canvas).to_have_attribute("aria-label", re.compile("^What is left: from "))
    expect(canvas).to_have_attribute("style", re.compile("width: [1-9]"))
    left = canvas.evaluate("(canvas) => Chart.getChart(canvas).data.datasets[0].data")
    falling = [point["y"] for point in left]
    assert len(falling) > 20
    assert falling == sorted(falling, reverse=True)
    actions = page.request.get(address() + "stats.json").json()["actions"]
    assert falling[-1] == actions["unattempted"] + actions["retry_wait"]
    photograph(page, "estimate")


def test_a_stall_is_called_with_the_silence_and_the_usual_gap(
    page: Page, callfire: Simulator, clock: Settings
) -> None:
    since = NOW - timedelta(hours=4)  # its calling hours end at 20:00
    clock.DEMO_NOW = callfire.now = since - timedelta(hours=3)
    look_to_the_end_before(page)  # the plan is known, and the timeline asks for little
    look(clock, callfire, since - timedelta(hours=3), since)
    minutes = 0
    while minutes < 45:
        minutes += 5
        clock.DEMO_NOW = since + timedelta(minutes=minutes)  # CallFire's figures stand still
        service.report(AUTUMN, ALL, refresh=True)
    page.goto(address())
    stalled = page.locator("[data-part=stalled]")
    expect(stalled).to_have_text(
        re.compile(
            r"No attempt for 4\d min while [\d,]+ are left; the usual gap is under \d+ min\. "
            r"Often: credits used up, or stopped\."
        )
    )
    photograph(page, "stalled")


def test_where_it_goes_on_no_stall_is_called(
    page: Page, callfire: Simulator, clock: Settings
) -> None:
    look(clock, callfire, NOW - timedelta(hours=4), NOW)
    page.goto(address())
    expect(page.locator("[data-part=estimate]")).to_contain_text("more of dialing")
    expect(page.locator("[data-part=stalled]")).to_have_count(0)
