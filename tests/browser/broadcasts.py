"""Broadcasts of the stand-in CallFire, their addresses, and the time between two looks."""

from datetime import datetime, timedelta
from typing import Any

from playwright.sync_api import Page
from pytest_django import Settings

from simulator.server import Asked, Simulator
from stats import details
from tests.conftest import NOW

AUTUMN, TEXTS, NOT_STARTED, UNKNOWN = 11741873003, 6117119003, 6280378003, 135
LATER = NOW + timedelta(minutes=5)


def address(broadcast_id: int = AUTUMN, query: str = "") -> str:
    return f"/broadcasts/{broadcast_id}/" + (f"?{query}" if query else "")


def document(page: Page, broadcast_id: int = AUTUMN, query: str = "") -> Any:
    """The same report as JSON, asked for by the same person."""
    path = f"/broadcasts/{broadcast_id}/stats.json" + (f"?{query}" if query else "")
    return page.request.get(path).json()


def look_before(page: Page, query: str = "") -> None:
    """Have the figures and the details kept, as somebody did who looked at the page before."""
    assert page.request.get(address(query=query)).ok
    details.refresh(AUTUMN)


def look_to_the_end_before(page: Page, query: str = "") -> None:
    """The same of somebody who waited until the timeline was complete."""
    look_before(page, query)
    timeline = page.request.get(address() + f"timeline.json?{query}").json()
    assert timeline["complete"]


def figures_asked(callfire: Simulator) -> list[Asked]:
    """The questions for figures among all that came."""
    return [each for each in callfire.requests if each.path.endswith("/stats")]


def let_pass(clock: Settings, callfire: Simulator, until: datetime = LATER) -> None:
    """Set the clocks of the site and of CallFire; what was kept is older figures then."""
    clock.DEMO_NOW = callfire.now = until
