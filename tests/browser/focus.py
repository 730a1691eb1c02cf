"""Where the focus is, whether it is seen there, and going to a stop with Tab alone."""

from typing import Final

from playwright.sync_api import Page

MOST_STOPS: Final = 90  # more than any page of the journey has before its end
RATIO: Final = 3.0  # WCAG 1.4.11: what shows the focus, against what it stands on

# What has the focus, as a person would call it.
FOCUSED: Final = """() => {
  const { activeElement: at } = document;
  const label = at.labels?.[0]?.textContent ?? at.getAttribute("aria-label") ?? at.innerText;
  return label.trim().replace(/\\s+/g, " ");
}"""

# The outline of what has the focus (or, in a row of segments, of its inside), its contrast with the
# ground, and whether something else lies over the middle of it (WCAG 2.4.11).
_SEEN: Final = """() => {
  const at = document.activeElement;
  const style = getComputedStyle(at);
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const dots = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const luminance = (colour) => {
    const [red, green, blue] = dots(colour).map((each) => {
      const part = each / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  let ground = at.parentElement;
  while (ground && dots(getComputedStyle(ground).backgroundColor)[3] === 0)
    ground = ground.parentElement;
  const behind = getComputedStyle(ground ?? document.body).backgroundColor;
  const [low, high] = [style.outlineColor, behind].map(luminance)
    .sort((one, other) => one - other);
  const box = at.getBoundingClientRect();
  const middle = (from, to, most) => (Math.max(from, 0) + Math.min(to, most)) / 2;
  const top = document.elementFromPoint(
    middle(box.left, box.right, innerWidth), middle(box.top, box.bottom, innerHeight));
  return {
    style: style.outlineStyle,
    width: parseFloat(style.outlineWidth),
    contrast: dots(style.outlineColor)[3] < 255 ? 1 : (high + 0.05) / (low + 0.05),
    isInside: box.bottom > 0 && box.top < innerHeight,
    isFree: Boolean(top) && (at.contains(top) || top.contains(at)),
  };
}"""


# What has the focus and what is seen of it, once no colour changes any more; what waits for figures
# moves for ever. One question a stop: there are hundreds on a way.
_STOP: Final = f"""async () => {{
  const moves = () => document.getAnimations().some(({{ playState, effect }}) =>
    playState === "running" && effect.getComputedTiming().endTime !== Infinity);
  while (moves()) await new Promise((next) => setTimeout(next, 10));
  return [({FOCUSED})(), ({_SEEN})()];
}}"""


def focused(page: Page) -> str:
    return str(page.evaluate(FOCUSED))


def assert_the_focus_is_seen(page: Page) -> str:
    """Gives what has it, as a person would call it."""
    name, seen = page.evaluate(_STOP)
    assert seen["style"] not in ("none", ""), f"“{name}” does not show that it has the focus"
    assert seen["width"] >= 2, f"“{name}” has an outline of {seen['width']} px"
    assert seen["contrast"] >= RATIO, f"“{name}” has an outline of {seen['contrast']:.1f} : 1"
    assert seen["isInside"], f"“{name}” has the focus outside of the window"
    assert seen["isFree"], f"“{name}” has the focus below something else"
    return str(name)


def tab_to(page: Page, name: str, key: str = "Tab") -> None:
    """Press Tab until what is called so has the focus, which is seen at every stop on the way."""
    passed = []
    for _ in range(MOST_STOPS):
        page.keyboard.press(key)
        passed.append(assert_the_focus_is_seen(page))
        if passed[-1] == name:
            return
    raise AssertionError(f"no stop is called “{name}”, only {passed}")
