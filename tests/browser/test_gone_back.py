"""Pages gone back to, out of the browser's memory: as they are now, or not for this person."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from simulator.server import Simulator
from tests.browser import chromium
from tests.browser.broadcasts import address
from tests.browser.conftest import Browsers, signed_in
from tests.browser.watch import Watch

KEPT = "addEventListener('pageshow', ({ persisted }) => persisted && (name = 'kept'))"
DROPS_IT = "--disable-back-forward-cache"  # which Playwright tells every Chromium


@pytest.fixture
def open_context(browser: Browser, live_server: LiveServer, watch: Watch) -> Iterator[Browsers]:
    """As everywhere, of a Chromium that keeps the pages that are left."""
    kind = browser.browser_type
    path = chromium.whole(Path(kind.executable_path))
    options = {"args": chromium.flags(), "ignore_default_args": [DROPS_IT]}
    with kind.launch(executable_path=path, **options) as keeping:  # type: ignore[arg-type]
        browsers = Browsers(keeping, live_server, watch)
        yield browsers
        browsers.close()
    assert watch.unexpected() == []


@pytest.fixture
def page(open_context: Browsers, live_server: LiveServer, user: User) -> Page:
    """A page of somebody signed in, whose window is named "kept" once a page came out of memory."""
    context = signed_in(open_context(), live_server, user)
    context.add_init_script(KEPT)
    return context.new_page()


def was_kept(page: Page) -> bool:
    return bool(page.evaluate("name === 'kept'"))


def test_who_signed_out_sees_no_figures_any_more(
    page: Page, callfire: Simulator, clock: Settings, watch: Watch
) -> None:
    watch.expect(401)  # what the page was fetching goes on in the moment before it is asked again
    page.goto(address())
    page.locator("summary.chip").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert page.url.endswith(f"?next={address()}")


def test_another_language_is_that_of_the_pages_before_too(page: Page, callfire: Simulator) -> None:
    page.goto("/definitions/")
    page.goto("/alerts/")
    page.get_by_role("button", name="Español").click()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    page.go_back()
    page.go_back()
    expect(page).to_have_url("/definitions/")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    assert was_kept(page)


def test_the_place_on_the_page_stays(page: Page, callfire: Simulator) -> None:
    page.goto("/definitions/")
    page.evaluate("scrollTo(0, 700)")
    page.goto("/alerts/")
    page.go_back()
    expect(page.locator("html")).to_be_visible()
    page.wait_for_function("() => scrollY === 700 && name === 'kept'")


def test_a_form_that_was_answered_is_not_sent_again(page: Page, callfire: Simulator) -> None:
    page.goto("/accounts/password_change/")
    button = page.locator("main form button[type=submit]")
    button.evaluate("(button) => (button.form.noValidate = true)")
    with page.expect_response(lambda response: response.request.method == "POST"):
        button.click()
    expect(page.locator("html")).to_have_attribute("data-answers-form", "")
    posts: list[str] = []
    page.on("request", lambda each: posts.append(each.url) if each.method == "POST" else None)
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(page.locator("html")).not_to_have_attribute("data-answers-form", "")
    assert posts == []
