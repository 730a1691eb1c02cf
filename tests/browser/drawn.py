"""What charts draw and say: their data, what is beside the pointer, and pictures that are saved."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Locator, Page, expect

# The picture in the browser: its size, and of each band how much of it is not the ground.
_READ: Final = """async (bytes) => {
  const image = await createImageBitmap(new Blob([new Uint8Array(bytes)], { type: "image/png" }));
  const { width, height } = image;
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const ink = canvas.getContext("2d", { willReadFrequently: true });
  ink.drawImage(image, 0, 0);
  const { data } = ink.getImageData(0, 0, width, height);
  const ground = data.slice(0, 4).join(",");
  const bands = Array.from({ length: Math.ceil(height / 16) }, () => 0);
  const colours = {};
  for (let at = 0; at < data.length; at += 4) {
    const colour = data.slice(at, at + 3).join(",");
    if (`${colour},255` !== ground) bands[Math.floor(at / 4 / width / 16)] += 1;
    colours[colour] = (colours[colour] ?? 0) + 1;
  }
  const frequent = Object.keys(colours).filter((each) => colours[each] > 60);
  return { width, height, ground, bands, colours: frequent };
}"""


@dataclass(frozen=True)
class Picture:
    """A saved picture: bands are 16 pixels high, each with its number of pixels drawn on."""

    name: str
    width: int
    height: int
    ground: str
    bands: list[int]
    colours: list[str]


def canvas_of(page: Page, name: str) -> Locator:
    """The canvas of that name, come near to, once Chart.js has drawn on it and given it a size."""
    canvas = page.locator(f"[data-chart={name}] canvas")
    canvas.evaluate("(canvas) => canvas.parentElement.scrollIntoView({ block: 'nearest' })")
    expect(canvas).to_have_attribute("style", re.compile("width: [1-9]"))
    return canvas


def draw_all(page: Page) -> None:
    """Come near every chart there is, so that it is drawn, and go back to the page's begin."""
    names = page.locator("[data-chart]:has(canvas)").evaluate_all(
        "(charts) => charts.map(({ dataset }) => dataset.chart)"
    )
    for name in names:
        canvas_of(page, name)
    if names:
        page.evaluate("scrollTo(0, 0)")


def picture(page: Page, name: str, within: Path) -> Picture:
    """Save the chart of that name by its button, and look at what came."""
    with page.expect_download() as begun:
        page.get_by_role("button", name=f"Download PNG: {name}", exact=True).click()
    path = within / "picture.png"
    begun.value.save_as(path)
    found = page.evaluate(_READ, list(path.read_bytes()))
    return Picture(name=begun.value.suggested_filename, **found)


def sets(canvas: Locator) -> Any:
    """The label, data and visibility of each line of values."""
    return canvas.evaluate(
        "(canvas) => Chart.getChart(canvas).data.datasets.map(({ label, data }, index) => "
        "({ label, data, isShown: Chart.getChart(canvas).isDatasetVisible(index) }))"
    )


def highest(canvas: Locator, axis: str = "y") -> float:
    """Up to where an axis goes."""
    max_of = "(canvas, axis) => Chart.getChart(canvas).scales[axis].max"
    found: float = canvas.evaluate(max_of, axis)
    return found


# A page says that it was scrolled with its next frame, and a tip is put away then.
_SCROLLED: Final = """() => new Promise((next) =>
  requestAnimationFrame(() => requestAnimationFrame(next)))"""


def tip_at(page: Page, canvas: Locator, across: float, down: float = 0.5) -> str:
    """What is said at a place of the canvas, on one line."""
    canvas.scroll_into_view_if_needed()
    page.evaluate(_SCROLLED)
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * across, box["y"] + box["height"] * down)
    expect(page.locator(".tip")).to_be_visible()
    return " | ".join(page.locator(".tip > *").all_inner_texts())
