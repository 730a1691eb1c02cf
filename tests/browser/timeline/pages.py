"""The part "When" of a page, and an entrance by which CallFire's answers come one by one."""

from threading import Semaphore
from typing import Any

from playwright.sync_api import Locator, Page, expect

from simulator.server import Simulator
from tests.browser.broadcasts import (
    AUTUMN,
    figures_asked,
)
from tests.browser.drawn import canvas_of
from tests.browser.gate import SECONDS
from tests.browser.looks import assert_axe_finds_nothing, assert_no_sideways_scrolling

WEEK = "begin=2026-11-17&end=2026-11-23"
NINE_DAYS = "begin=2026-11-15&end=2026-11-23"  # nothing happened on the first two
MONDAY = "Mon 23 Nov is in progress, until 22:00."
MORE = "Load the rest"
AT_A_TIME = 3
CHART = """(canvas) => Chart.getChart(canvas).data.datasets.map((set) => ({
  label: set.label, data: set.data, fill: set.backgroundColor, border: set.borderWidth }))"""
# Which part of a bucket's stretch of the canvas is drawn on.
DRAWN_ON = """(canvas, index) => {
  const { width, height } = canvas;
  const copy = Object.assign(document.createElement("canvas"), { width, height });
  const context = copy.getContext("2d", { willReadFrequently: true });
  context.drawImage(canvas, 0, 0);
  const { chartArea, scales, data } = Chart.getChart(canvas);
  const step = chartArea.width / data.labels.length;
  const left = scales.x.getPixelForValue(index) - step / 2;
  const around = [left + 1, chartArea.top, step - 2, chartArea.height];
  const { data: dots } = context.getImageData(
    ...around.map((each) => (each * width) / canvas.clientWidth));
  const alphas = dots.filter((_, at) => at % 4 === 3);
  return alphas.filter((alpha) => alpha > 20).length / alphas.length;
}"""


class Turnstile:
    """Lets CallFire's answers through by number, once it is shut."""

    def __init__(self) -> None:
        self._is_shut = False
        self._permits = Semaphore(0)

    def shut(self) -> None:
        self._is_shut = True

    def let(self, count: int) -> None:
        self._permits.release(count)

    def open(self) -> None:
        self._is_shut = False
        self.let(100)  # more than anybody waits for

    def wait(self) -> None:
        if self._is_shut:
            self._permits.acquire(timeout=SECONDS)


def when(page: Page) -> Locator:
    return page.locator("[data-part=when]")


def canvas(page: Page) -> Locator:
    return canvas_of(page, "when")


def chart(page: Page) -> Any:
    return canvas(page).evaluate(CHART)


def progress(page: Page, days: int, of: int = 7) -> None:
    expect(when(page).locator("label")).to_contain_text(f"{days} of {of} days")
    expect(when(page).locator("progress")).to_have_js_property("value", days)
    expect(when(page).locator("progress")).to_have_js_property("max", of)


def complete(page: Page) -> None:
    expect(when(page)).to_have_attribute("data-stands", "complete")
    expect(when(page)).not_to_have_attribute("aria-busy", "true")
    expect(when(page).locator("[data-load-form]")).to_have_count(0)
    expect(missing(page)).to_have_count(0)


def ended(page: Page, why: str) -> None:
    """It asks no more, and says why, for the eye and for the ear, and how to go on."""
    expect(page.locator("[data-part=why]")).to_contain_text(why)
    expect(page.locator("[data-part=why]")).to_be_visible()
    expect(page.locator("#timeline-news")).to_contain_text(why)
    expect(when(page)).not_to_have_attribute("aria-busy", "true")
    expect(page.get_by_role("button", name=MORE)).to_be_visible()
    expect(page.get_by_role("button", name="Stop")).to_be_hidden()


def missing(page: Page) -> Locator:
    return when(page).locator("tr.is-missing")


def intervals(callfire: Simulator) -> list[tuple[str, str]]:
    asked = [each.query for each in figures_asked(callfire)]
    return [(query["IntervalBegin"], query["IntervalEnd"]) for query in asked]


def document(page: Page, query: str = WEEK) -> Any:
    return page.request.get(f"/broadcasts/{AUTUMN}/timeline.json?{query}").json()


def tried(results: Any) -> int:
    groups = ("pending", "leg")
    return sum(each["attempts"] for each in results if each["group"] not in groups)


def hide(page: Page, *, is_hidden: bool) -> None:
    page.evaluate(
        """isHidden => {
            Object.defineProperty(document, "hidden", { value: isHidden, configurable: true });
            document.dispatchEvent(new Event("visibilitychange"));
        }""",
        is_hidden,
    )


def looks_well(page: Page) -> None:
    """To axe, and on a phone as on a wide screen."""
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        assert_no_sideways_scrolling(page)
    assert_axe_finds_nothing(page, "[data-part=when]")


def click_bucket(page: Page, index: int) -> None:
    x = canvas(page).evaluate(
        "(canvas, index) => Chart.getChart(canvas).scales.x.getPixelForValue(index)", index
    )
    canvas(page).click(position={"x": x, "y": 60})
