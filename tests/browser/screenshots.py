"""`make screenshots`: the documents' pictures, from the demo, the same on every run.

The demo's clock stands (`DEMO_NOW`), in a folder of its own; Chromium draws the same figures.
"""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal, NamedTuple

from playwright.sync_api import Browser, sync_playwright

from dashboard.demo import PASSWORD, USER, free_port
from tests.browser import chromium
from tests.browser.drawn import draw_all
from tests.browser.palette import small

PROJECT: Final = Path(__file__).resolve().parents[2]
PICTURES: Final = PROJECT / "docs" / "pictures"
NOW: Final = "2026-11-23T22:32:10Z"
PATIENCE_MILLISECONDS: Final = 120_000
ZONE: Final = "America/Los_Angeles"
AUTUMN: Final = f"/broadcasts/11741873003/?tz={ZONE}"
Theme = Literal["light", "dark"]
COMPARED: Final = f"/compare/?id=11741873003&id=9811204003&period=7d&tz={ZONE}"


class Shot(NamedTuple):
    """A picture: its file's name, the page, and how wide it is. height: of the page, where cut."""

    name: str
    address: str
    theme: Theme = "light"
    width: int = 1280
    height: int | None = None


SHOTS: Final = (
    Shot("broadcast-light", AUTUMN),
    Shot("broadcast-dark", AUTUMN, "dark"),
    Shot("broadcast-phone", AUTUMN, width=390, height=1800),
    Shot("home-light", f"/?tz={ZONE}"),
    Shot("list-light", f"/broadcasts/?tz={ZONE}"),
    Shot("compare-light", COMPARED, height=1400),
    Shot("portfolio-light", f"/portfolio/?tz={ZONE}", height=1400),
    Shot("alerts-light", f"/alerts/?tz={ZONE}", height=1200),
)


@contextmanager
def demo(now: str = NOW) -> Iterator[str]:
    """A demo whose clock stands; its address."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-u", "manage.py", "demo", "--port", str(port)],
        cwd=PROJECT,
        env=os.environ | {"DEMO_NOW": now},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        for line in process.stdout or ():
            if line.startswith("Sign in as"):
                break
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)


def take(browser: Browser, site: str, folder: Path) -> list[Path]:
    """Draw every picture into the folder."""
    taken = []
    for shot in SHOTS:
        context = browser.new_context(
            base_url=site,
            color_scheme=shot.theme,
            timezone_id=ZONE,
            viewport={"width": shot.width, "height": shot.height or 800},
        )
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        page = context.new_page()
        page.goto("/accounts/login/")
        page.fill("[name=username]", USER)
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url(re.compile(r"/$"))
        # A page asked for with the zone of its address has no need to offer another one.
        page.goto(shot.address)
        page.wait_for_load_state("networkidle")
        draw_all(page)
        taken.append(folder / f"{shot.name}.png")
        taken[-1].write_bytes(small(page.screenshot(full_page=shot.height is None)))
        context.close()
    return taken


def main() -> None:
    """Render them all."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, demo() as site:
        try:
            path = chromium.executable(Path(playwright.chromium.executable_path))
        except chromium.NoChromiumError as error:
            sys.exit(str(error))
        with playwright.chromium.launch(executable_path=path, args=chromium.flags()) as browser:
            for picture in take(browser, site, PICTURES):
                print(picture.relative_to(PROJECT))


if __name__ == "__main__":
    main()
