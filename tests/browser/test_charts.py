"""The charts: drawn, with the figures of the JSON, in the colours of the theme, without a jump."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django import Settings

from simulator.server import Simulator
from tests.browser.broadcasts import AUTUMN, NOT_STARTED, TEXTS, address, document
from tests.browser.drawn import canvas_of

# The colours that a canvas shows, as "r,g,b", the most frequent first.
COLOURS = """(canvas) => {
  const { width, height } = canvas;
  const copy = Object.assign(document.createElement("canvas"), { width, height });
  const context = copy.getContext("2d", { willReadFrequently: true });
  context.drawImage(canvas, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  const counts = {};
  for (let at = 0; at < data.length; at += 4) {
    const key = data.slice(at, at + 3).join(",");
    if (data[at + 3] === 255) counts[key] = (counts[key] ?? 0) + 1;
  }
  return Object.entries(counts).sort(([, a], [, b]) => b - a).map(([key]) => key);
}"""
TOKEN = """(name) => {
  const probe = document.body.appendChild(document.createElement("span"));
  Object.assign(probe.style, { color: `var(${name})`, forcedColorAdjust: "none" });
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color.match(/\\d+/g).join(",");
}"""
# Layout shifts of charts and of what stands around them, as the browser itself counts them.
COUNT_SHIFTS = """window.shifts = [];
const around = ".chart, .results, .tiles, .legend, .controls, footer, details.card";
const moved = ({ node }) => (node?.closest ? node : node?.parentElement)?.closest(around);
new PerformanceObserver((list) =>
  shifts.push(...list.getEntries().flatMap(({ sources }) => sources.filter(moved).map(
    ({ node }) => (node.closest ? node : node.parentElement).outerHTML.slice(0, 200)))))
  .observe({ type: "layout-shift", buffered: true });"""


def data_of(canvas: Locator) -> Any:
    return canvas.evaluate(
        "(canvas) => { const { labels, datasets } = Chart.getChart(canvas).data; "
        "return { labels, sets: datasets.map(({ data }) => data) }; }"
    )


def colours(page: Page, *tokens: str) -> list[Any]:
    return [page.evaluate(TOKEN, token) for token in tokens]


@pytest.mark.parametrize("broadcast_id", [AUTUMN, TEXTS])
def test_the_bars_are_the_results_with_the_most_attempts_first_as_in_the_table(
    page: Page, callfire: Simulator, clock: Settings, broadcast_id: int
) -> None:
    page.goto(address(broadcast_id))
    data = data_of(canvas_of(page, "results"))
    said = sorted(document(page, broadcast_id)["results"], key=lambda each: -each["attempts"])
    assert data == {
        "labels": [each["label"] for each in said],
        "sets": [[each["attempts"] for each in said]],
    }
    rows = page.locator("[data-part=results] tbody tr").all()
    assert [row.locator("abbr").inner_text() for row in rows] == [each["result"] for each in said]


def test_progress_is_one_bar_of_three_stretches(
    page: Page, callfire: Simulator, clock: Settings
) -> None:
    page.goto(address())
    canvas = canvas_of(page, "progress")
    actions = document(page)["actions"]
    assert data_of(canvas)["sets"] == [
        [actions["finished"]],
        [actions["retry_wait"]],
        [actions["unattempted"]],
    ]
    assert canvas.evaluate(COLOURS)[0] == colours(page, "--done")[0]
    assert set(colours(page, "--waiting", "--todo")) <= set(canvas.evaluate(COLOURS))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_bars_have_the_colours_of_their_groups_also_after_the_theme_changed(
    page: Page, callfire: Simulator, clock: Settings, scheme: Any
) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "light" else "light")
    page.goto(address())
    canvas = canvas_of(page, "results")
    page.emulate_media(color_scheme=scheme)
    expect(canvas).to_have_attribute("style", re.compile("width: [1-9]"))
    groups = {f"--{each['group']}" for each in document(page)["results"]}
    assert len(groups) > 3
    assert set(colours(page, *groups)) <= set(canvas.evaluate(COLOURS))


def test_a_chart_has_a_name_that_sums_it_up_and_a_table(
    page: Page, callfire: Simulator, clock: Settings
) -> None:
    page.goto(address())
    expect(page.get_by_role("img", name="The most frequent is Live answer, with")).to_be_visible()
    finished = document(page)["actions"]["finished"]
    name = f"{finished:,} of 10,000 actions are finished."
    expect(page.get_by_role("img", name=name)).to_be_visible()
    expect(page.get_by_role("region", name="Table of results")).to_be_visible()
    expect(page.locator(".legend")).to_contain_text(f"{finished:,}")


def test_a_chart_follows_the_width_of_the_window(
    page: Page, callfire: Simulator, clock: Settings
) -> None:
    page.goto(address())
    canvas = canvas_of(page, "results")
    page.set_viewport_size({"width": 390, "height": 800})
    room = page.locator("[data-chart=results]").bounding_box()
    assert room is not None
    expect(canvas).to_have_css("width", f"{room['width']:g}px")


@pytest.mark.parametrize("width", [1280, 360])
def test_nothing_moves_when_the_charts_arrive(
    page: Page, callfire: Simulator, clock: Settings, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.add_init_script(COUNT_SHIFTS)
    page.goto(address())
    for name in ("progress", "results"):
        canvas_of(page, name)
    page.screenshot()  # what is drawn by then was laid out
    assert page.evaluate("shifts") == []


def is_drawn(page: Page, name: str) -> bool:
    """Whether Chart.js, which is there, has drawn the chart of that name."""
    page.wait_for_function("() => globalThis.Chart")
    canvas = page.locator(f"[data-chart={name}] canvas")
    return bool(canvas.evaluate("(canvas) => Boolean(Chart.getChart(canvas))"))


def test_a_chart_is_drawn_once_somebody_comes_near_it(
    page: Page, callfire: Simulator, clock: Settings
) -> None:
    page.set_viewport_size({"width": 360, "height": 400})
    page.goto(address())
    canvas_of(page, "progress")
    assert not is_drawn(page, "results")
    canvas_of(page, "results")
    page.evaluate("scrollTo(0, 0)")
    page.emulate_media(color_scheme="dark")  # once drawn it is kept so
    reached = colours(page, "--reached")[0]
    assert reached in page.locator("[data-chart=results] canvas").evaluate(COLOURS)


def test_nothing_is_drawn_where_there_is_nothing(
    page: Page, callfire: Simulator, clock: Settings
) -> None:
    page.goto(address(NOT_STARTED))
    expect(page.locator("[data-part=results]")).to_contain_text("No result has come back.")
    expect(page.locator("[data-chart=results]")).to_have_count(0)
