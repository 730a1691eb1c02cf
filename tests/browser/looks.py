"""How a page looks: photographed light and dark, wide and narrow, and without a fault for axe."""

from pathlib import Path
from typing import Final, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

FOLDER: Final = Path(__file__).resolve().parent.parent.parent / "screenshots"
SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")
SIZES: Final = ((1280, 900), (360, 760))

# A chart takes its new width a frame or two after the page does. Gives what still stands out.
_TOO_WIDE: Final = """async () => {
  const page = document.documentElement;
  for (let frames = 0; frames < 120 && page.scrollWidth > page.clientWidth; frames += 1)
    await new Promise(requestAnimationFrame);
  if (page.scrollWidth <= page.clientWidth) return [];
  return [...document.querySelectorAll("body *")]
    .filter((each) => each.getBoundingClientRect().right > page.clientWidth)
    .map((each) => `${each.tagName}.${each.className}`);
}"""


def photograph(page: Page, name: str) -> None:
    """Keep NAME-SCHEME-WIDTH.png in `screenshots/`; assert that axe and the width find no fault."""
    FOLDER.mkdir(exist_ok=True)
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            assert_no_sideways_scrolling(page)
            assert_axe_finds_nothing(page)
            page.screenshot(path=FOLDER / f"{name}-{scheme}-{width}.png", full_page=True)


def assert_no_sideways_scrolling(page: Page) -> None:
    assert page.evaluate(_TOO_WIDE) == [], f"{page.url} scrolls sideways"


def assert_axe_finds_nothing(page: Page) -> None:
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
