"""Pages whose timeline is filled in as a test lets it."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page
from pytest_django import Settings

from simulator.server import Simulator
from stats import service
from tests.browser.broadcasts import (
    address,
    look_before,
)
from tests.browser.timeline.pages import AT_A_TIME, WEEK, Turnstile, progress


@pytest.fixture
def turnstile(callfire: Simulator, monkeypatch: pytest.MonkeyPatch) -> Iterator[Turnstile]:
    """The stand-in CallFire answers as this lets it."""
    turnstile, consider = Turnstile(), callfire._consider

    def held(*request: Any) -> Any:
        considered = consider(*request)
        turnstile.wait()
        return considered

    monkeypatch.setattr(callfire, "_consider", held)
    yield turnstile
    turnstile.open()


@pytest.fixture
def slices(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each time the page asks for more, a few questions are asked, however fast the answers."""
    ask_all = service.ask_all

    def few(broadcast_id: int, wanted: Callable[[], Iterable[Any]], seconds: float) -> Any:
        begun: list[Any] = []

        def those() -> Iterator[Any]:
            for each in wanted():
                if each not in begun and len(begun) < AT_A_TIME:
                    begun.append(each)
                if each in begun:
                    yield each

        return ask_all(broadcast_id, those, seconds)

    monkeypatch.setattr(service, "ask_all", few)


@pytest.fixture
def known(page: Page, callfire: Simulator, clock: Settings) -> Page:
    """The figures of the page itself are kept: what is asked from now on is the timeline's."""
    for query in ("", WEEK):
        look_before(page, query)
    callfire.requests.clear()
    return page


@pytest.fixture
def begun(known: Page, turnstile: Turnstile, slices: None) -> Page:
    """The week's page with three of its days; the next three are asked for and held back."""
    turnstile.shut()
    turnstile.let(AT_A_TIME)
    known.goto(address(query=WEEK))
    progress(known, 3)
    return known
