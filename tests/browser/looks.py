"""How a page looks, light and dark, wide and narrow and to axe, and what it says."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, Literal

from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.drawn import draw_all
from tests.browser.states import STATES

Scheme = Literal["light", "dark"]

FOLDER: Final = Path(__file__).resolve().parent.parent.parent / "screenshots"
SCHEMES: Final[tuple[Scheme, ...]] = ("light", "dark")
WIDE: Final = 1280
SIZES: Final = ((WIDE, 900), (360, 760))
ENLARGED: Final = (640, 320)  # what is left of 1280 px at 200% and at 400%
OF_COLOURS: Final = ("color-contrast", "link-in-text-block")  # axe's rules that look at colours
OFF: Final = {"enabled": False}
# Colours change over a fifth of a second, and what is half-way between two has no contrast; a chart
# takes its new width a frame or two after the page does. Gives what still stands out.
_SETTLED: Final = """async () => {
  const page = document.documentElement;
  const moves = ({ playState, effect }) =>
    playState === "running" && effect.getComputedTiming().endTime !== Infinity;
  const isSettled = () =>
    page.scrollWidth <= page.clientWidth && !document.getAnimations().some(moves);
  await new Promise((next) => setTimeout(next, 20));
  for (let tries = 0; tries < 150 && !isSettled(); tries += 1)
    await new Promise((next) => setTimeout(next, 20));
  if (page.scrollWidth <= page.clientWidth) return [];
  return [...document.querySelectorAll("body *")]
    .filter((each) => each.getBoundingClientRect().right > page.clientWidth)
    .map((each) => `${each.tagName}.${each.className}`);
}"""


def photograph(page: Page, name: str, schemes: Sequence[Scheme] = SCHEMES) -> None:
    """Keep NAME-SCHEME-WIDTH.png in `screenshots/`; assert that axe and the width find no fault.

    The name is one of `states.STATES`. Narrow and enlarged it is looked at once: no colour makes it
    wider, and no colour is another one where it is narrow. Of axe's rules only those of colours can
    find something else in another scheme.
    """
    assert name in STATES, f"give {name} a line in tests/browser/states.py"
    FOLDER.mkdir(exist_ok=True)
    for scheme in schemes:
        # Without motion nothing is waited for until it has moved or changed its colour.
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        draw_all(page)  # what came since, too
        for width, height in SIZES if scheme == schemes[0] else SIZES[:1]:
            page.set_viewport_size({"width": width, "height": height})
            assert_no_sideways_scrolling(page)
            page.screenshot(path=FOLDER / f"{name}-{scheme}-{width}.png", full_page=True)
            if scheme != schemes[0]:
                _assert_axe_finds_nothing(page, runOnly=list(OF_COLOURS))
            elif width != WIDE:
                _assert_axe_finds_nothing(page, rules=_rules(page) | dict.fromkeys(OF_COLOURS, OFF))
            else:
                assert_axe_finds_nothing(page)
    assert_it_can_be_enlarged(page)


def _rules(page: Page) -> dict[str, Any]:
    """All of axe's rules, WCAG 2.2's on targets too, which it does not run by itself."""
    # What lies under an open menu is covered on purpose, and is no target then.
    is_covered = page.locator("[data-menu][open]").count() > 0
    return {"target-size": {"enabled": not is_covered}}


def assert_it_can_be_enlarged(page: Page) -> None:
    """At 200% and 400%, and with letters alone twice as large, nothing goes out of the window."""
    for width in ENLARGED:
        page.set_viewport_size({"width": width, "height": 760})
        assert_no_sideways_scrolling(page)
    page.set_viewport_size({"width": WIDE, "height": 900})
    page.evaluate("document.documentElement.style.fontSize = '187.5%'")
    assert_no_sideways_scrolling(page)
    page.evaluate("document.documentElement.style.fontSize = ''")


def assert_no_sideways_scrolling(page: Page) -> None:
    wide = page.evaluate(_SETTLED)
    assert not wide, f"{page.url} scrolls sideways because of {wide}"


def assert_axe_finds_nothing(page: Page, part: str | None = None) -> None:
    """On the page, or in the part of it that a selector names."""
    _assert_axe_finds_nothing(page, part, rules=_rules(page))


def _assert_axe_finds_nothing(page: Page, part: str | None = None, **options: Any) -> None:
    axe = Axe()
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe.axe_script)
    # Style sheets are not fetched a second time: only the rule about a locked orientation reads
    # them, and no sheet here locks one. What is well is not described at length, which takes axe
    # as long as finding it out.
    given = {"preload": False, "resultTypes": ["violations"], **options}
    run = "([part, options]) => axe.run(part ?? document, options)"
    results = AxeResults(page.evaluate(run, [part, given]))
    assert results.violations_count == 0, results.generate_report()


def says(page: Page, *sentences: str | re.Pattern[str]) -> None:
    for sentence in sentences:
        expect(page.locator("main")).to_contain_text(sentence)


def says_below(page: Page, sentence: str) -> None:
    """In the line that floats over the page's lower end."""
    expect(page.locator("[data-updating]")).to_contain_text(sentence)
    expect(page.locator("[data-updating]")).to_be_visible()
