"""A browser, and people in it: signed in or not, with scripts or without, all of them watched."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site_settings
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from simulator.server import Simulator
from tests.browser import chromium
from tests.browser.gate import SECONDS, Gate, gated, wait_at_most
from tests.browser.under_way import Connections, UnderWay
from tests.browser.watch import Watch

PATIENCE_MILLISECONDS = 10_000
USER, PASSWORD = "mk", "a password of mk"
OpenContext = Callable[..., BrowserContext]
under_way = UnderWay()
connections = Connections()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a worker."""
    # Playwright's loop runs in the tests' own thread, where Django would refuse to touch a table.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE_MILLISECONDS)
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
        try:
            path = chromium.executable(own)
        except chromium.NoChromiumError as error:
            pytest.fail(str(error), pytrace=False)
        with playwright.chromium.launch(executable_path=path, args=chromium.flags()) as started:
            yield started


@pytest.fixture(scope="session")
def live_server(django_db_setup: None, live_server: LiveServer) -> LiveServer:
    """The site on a loopback port, in a thread.

    The test database is there first: before it is, SQLite's looks as if it were in memory, and one
    connection would be shared by all threads.
    """
    connections.of(live_server.thread.httpd)
    return live_server


@pytest.fixture
def watch(live_server: LiveServer) -> Watch:
    """Who listens to all that the browser complains of; at the end nothing unexpected is left."""
    return Watch(live_server.url)


class Browsers:
    """The browsers that a test opened, each of a person's own, without cookies."""

    def __init__(self, browser: Browser, live_server: LiveServer, watch: Watch) -> None:
        self._browser, self._url, self._watch = browser, live_server.url, watch
        self._open: list[BrowserContext] = []
        under_way.begin_anew()

    def __call__(self, **options: Any) -> BrowserContext:
        """Open one; takes Playwright's options."""
        context = self._browser.new_context(
            base_url=self._url,
            locale="en-US",
            # Not the site's: what is worked out in the browser's own zone by mistake shows.
            timezone_id="Pacific/Auckland",
            **{"viewport": {"width": 1280, "height": 900}, **options},
        )
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        self._watch.over(context)
        self._open.append(context)
        return context

    def close(self) -> None:
        """Close all, and wait for what they have asked of the site: it answers nobody's page."""
        while self._open:
            self._open.pop().close()
        connections.wait_for_none()
        under_way.wait_for_none()


@pytest.fixture
def open_context(browser: Browser, live_server: LiveServer, watch: Watch) -> Iterator[Browsers]:
    """Makes a browser of a person's own, without cookies; takes Playwright's options."""
    browsers = Browsers(browser, live_server, watch)
    yield browsers
    browsers.close()
    assert watch.unexpected() == []


@pytest.fixture
def user(transactional_db: None) -> User:
    """Somebody who may sign in with USER and PASSWORD."""
    return User.objects.create_user(USER, password=PASSWORD)


@pytest.fixture
def stranger(open_context: OpenContext) -> Page:
    """A page of somebody who has not signed in."""
    return open_context().new_page()


@pytest.fixture
def page(open_context: OpenContext, live_server: LiveServer, user: User) -> Page:
    """A page of somebody signed in."""
    return signed_in(open_context(), live_server, user).new_page()


@pytest.fixture
def scriptless(open_context: OpenContext, live_server: LiveServer, user: User) -> Page:
    """A page of somebody signed in whose browser runs no JavaScript."""
    return signed_in(open_context(java_script_enabled=False), live_server, user).new_page()


@pytest.fixture
def callfire(
    callfire: Simulator, monkeypatch: pytest.MonkeyPatch, open_context: Browsers
) -> Iterator[Simulator]:
    """The stand-in CallFire, for a site that waits: with a browser beside it a machine is slow.

    Open pages go on asking by themselves, so they are closed before it is.
    """
    wait_at_most(SECONDS, monkeypatch)
    yield callfire
    open_context.close()


@pytest.fixture
def clock(clock: Settings, open_context: Browsers) -> Iterator[Settings]:
    """The site's clocks, which stand as long as a page is open."""
    yield clock
    open_context.close()


@pytest.fixture
def gate(callfire: Simulator, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """The stand-in CallFire answers only while this is open, and the site waits for it."""
    with gated(callfire, monkeypatch) as gate:
        yield gate


def signed_in(context: BrowserContext, live_server: LiveServer, user: User) -> BrowserContext:
    """Sign somebody in without the form, which has its own test."""
    client = Client()
    client.force_login(user)
    name = site_settings.SESSION_COOKIE_NAME
    value = client.cookies[name].value
    context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
    return context
