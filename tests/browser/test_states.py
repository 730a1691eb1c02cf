"""The states of the two pages in which nothing went wrong, by their words and their looks."""

from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect
from pytest_django import Settings

from simulator.server import Simulator
from tests.browser.broadcasts import (
    AUTUMN,
    NOT_STARTED,
    TEXTS,
    address,
    let_pass,
    look_before,
)
from tests.browser.gate import Gate
from tests.browser.looks import SCHEMES, Scheme, photograph, says, says_below
from tests.browser.watch import Watch
from tests.stats.callfire.client.far_end import FarEnd, answer

DOCUMENTS = Path(__file__).resolve().parent.parent / "documents"


# --- figures -------------------------------------------------------------------------------------


def test_calls(page: Page, callfire: Simulator, clock: Settings) -> None:
    page.goto(address())
    says(page, "live answers", "All time, to now (as of 22:00) · UTC")
    photograph(page, "calls")


def test_texts(page: Page, callfire: Simulator, clock: Settings) -> None:
    page.goto(address(TEXTS))
    says(page, "texts sent", "Undeliverable", "All finished")
    photograph(page, "texts")


def test_what_is_folded(page: Page, callfire: Simulator, clock: Settings) -> None:
    page.goto(address())
    for fold in page.locator("main details:not([data-menu]) > summary").all():
        fold.click()
    says(page, "Usage, exactly as CallFire reports it", "Answered by a person")
    photograph(page, "folds")


@pytest.mark.parametrize(
    ("name", "scheme"),
    [
        ("menu-export", "light"),
        ("menu-custom", "light"),
        ("menu-more", "light"),
        ("menu-time-zone", "dark"),
        ("menu-account", "dark"),
    ],
)
def test_an_open_menu(
    page: Page, callfire: Simulator, clock: Settings, name: str, scheme: Scheme
) -> None:
    page.goto(address())
    label = name.removeprefix("menu-").replace("-", " ")
    page.locator("[data-menu] > summary").filter(has_text=label).click()
    expect(page.locator("[data-menu][open]")).to_have_count(1)
    photograph(page, name, [scheme])


def test_the_first_page_lists_what_was_seen(
    page: Page, callfire: Simulator, clock: Settings
) -> None:
    for broadcast_id in (AUTUMN, TEXTS, NOT_STARTED):
        page.request.get(address(broadcast_id))
    page.goto("/")
    says(page, "Seen lately", str(TEXTS), "not started")
    photograph(page, "home")


def test_demo(page: Page, callfire: Simulator, clock: Settings) -> None:
    clock.DEMO = True
    for name, path in (("demo-home", "/"), ("demo-page", address())):
        page.goto(path)
        expect(page.locator("header").first).to_contain_text("Demo data: these numbers come from")
        photograph(page, name)


# --- nothing to show -----------------------------------------------------------------------------


def test_first_use(page: Page, callfire: Simulator, clock: Settings) -> None:
    page.goto("/")
    says(page, "No broadcasts yet. Enter a broadcast ID.")
    photograph(page, "first-use")


def test_settings_missing(page: Page, callfire: Simulator, clock: Settings, watch: Watch) -> None:
    clock.CALLFIRE_API_LOGIN = clock.CALLFIRE_API_PASSWORD = ""
    page.goto("/")
    says(page, "CALLFIRE_API_LOGIN", "CALLFIRE_API_PASSWORD", ".env")
    photograph(page, "settings-missing-home")

    watch.expect(502)
    page.goto(address())
    says(
        page, "CallFire can't be asked", "CALLFIRE_API_LOGIN and CALLFIRE_API_PASSWORD are missing"
    )
    photograph(page, "settings-missing-page")


def test_nothing_in_the_period(page: Page, callfire: Simulator, clock: Settings) -> None:
    look_before(page)
    page.goto(address(query="begin=2026-01-01&end=2026-01-02"))
    says(page, "No calls or texts between Thu 1 Jan 2026 and Fri 2 Jan 2026.")
    expect(page.locator(".tile").first.locator(".figure")).to_have_text("0")
    expect(page.locator("[data-chart=results]")).to_have_count(0)
    photograph(page, "nothing")


def test_not_started(page: Page, callfire: Simulator, clock: Settings) -> None:
    page.goto(address(NOT_STARTED))
    says(page, "No calls or texts yet.", "n/a: nothing tried yet")
    photograph(page, "not-started")


@pytest.mark.parametrize(
    ("document", "sentences"),
    [
        ("stats-as-on-callfires-page", ["1 attempt made, no results reported yet."]),
        (
            "stats-without-actionstatistics",
            ["CallFire did not send how many actions are finished.", "20 texts sent"],
        ),
        (
            "stats-empty-sections",
            ["CallFire reported no results.", "n/a: not reported by CallFire", "not reported"],
        ),
    ],
)
def test_what_callfire_did_not_send(
    page: Page, callfire: Simulator, clock: Settings, document: str, sentences: list[str]
) -> None:
    body = (DOCUMENTS / f"{document}.xml").read_bytes()
    with FarEnd(answer(200, body, "Content-Type: application/xml")) as far:
        clock.CALLFIRE_API_URL = far.url
        page.goto(address())
        says(page, *sentences)
        photograph(page, document)
    page.goto("/")
    says(page, str(AUTUMN))


# --- under way -----------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", SCHEMES)
def test_loading(
    page: Page, callfire: Simulator, clock: Settings, gate: Gate, scheme: Scheme
) -> None:
    look_before(page)
    let_pass(clock, callfire)
    gate.shut()
    page.goto(address())
    says_below(page, "Fetching newer figures from CallFire …")
    says(page, "live answers", "As of 22:00:00, 5 min ago")
    expect(page.get_by_role("button", name="Cancel")).to_be_visible()
    expect(page.locator("#report")).to_have_attribute("aria-busy", "true")
    photograph(page, "loading", [scheme])


def test_signed_out_while_open(
    page: Page, callfire: Simulator, clock: Settings, watch: Watch
) -> None:
    page.goto(address())
    Session.objects.all().delete()
    watch.expect(401)
    page.get_by_role("button", name="Refresh").click()
    says_below(page, "You were signed out at 22:00.")
    says(page, "live answers")
    link = page.locator("[data-updating]").get_by_role("link", name="Sign in to go on")
    expect(link).to_be_visible()
    photograph(page, "signed-out")


def test_this_site_unreachable(
    page: Page, callfire: Simulator, clock: Settings, watch: Watch
) -> None:
    page.goto(address())
    page.context.set_offline(True)
    watch.expect("ERR_INTERNET_DISCONNECTED")
    page.get_by_role("button", name="Refresh").click()
    says_below(page, "No connection to this site since 22:00.")
    says(page, "live answers")
    photograph(page, "unreachable")

    page.context.set_offline(False)
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("[data-updating]")).to_be_hidden()
