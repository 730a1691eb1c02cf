"""Every state of the two pages, reached for real, by its words and its looks."""

import re
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.db import DatabaseError
from playwright.sync_api import Page, expect
from pytest_django import Settings

from simulator.server import Simulator
from stats.models import Snapshot
from tests.browser.broadcasts import (
    AUTUMN,
    NOT_STARTED,
    TEXTS,
    UNKNOWN,
    address,
    let_pass,
    look_before,
)
from tests.browser.gate import Gate, wait_at_most
from tests.browser.looks import SCHEMES, Scheme, photograph
from tests.browser.watch import Watch
from tests.stats.callfire.client.far_end import FarEnd, answer

DOCUMENTS = Path(__file__).resolve().parent.parent / "documents"


def says(page: Page, *sentences: str | re.Pattern[str]) -> None:
    for sentence in sentences:
        expect(page.locator("main")).to_contain_text(sentence)


def says_below(page: Page, sentence: str) -> None:
    """In the line that floats over the page's lower end."""
    expect(page.locator("[data-updating]")).to_contain_text(sentence)
    expect(page.locator("[data-updating]")).to_be_visible()


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


@pytest.mark.parametrize("name", ["Export", "Custom", "Time zone", "Account"])
def test_an_open_menu(page: Page, callfire: Simulator, clock: Settings, name: str) -> None:
    page.goto(address())
    page.locator("[data-menu] > summary").filter(has_text=name).click()
    expect(page.locator("[data-menu][open]")).to_have_count(1)
    photograph(page, f"menu-{name.lower().replace(' ', '-')}")


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
    for name, path in (("home", "/"), ("page", address())):
        page.goto(path)
        expect(page.locator("header").first).to_contain_text("Demo data: these numbers come from")
        photograph(page, f"demo-{name}")


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
    photograph(page, "loading", [scheme])
    expect(page.locator("#report")).to_have_attribute("aria-busy", "true")


def test_signed_out_while_open(
    page: Page, callfire: Simulator, clock: Settings, watch: Watch
) -> None:
    page.goto(address())
    Session.objects.all().delete()
    watch.expect(401)
    page.get_by_role("button", name="Refresh").click()
    says_below(page, "You were signed out at 22:00.")
    says(page, "live answers")
    expect(page.get_by_role("link", name="Sign in to go on")).to_be_visible()
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


# --- trouble -------------------------------------------------------------------------------------


def test_stale(
    page: Page, callfire: Simulator, clock: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_before(page)
    let_pass(clock, callfire)
    wait_at_most(1, monkeypatch)
    callfire.fault = "silent"
    page.goto(address())
    says(page, "Could not refresh at 22:05:", "CallFire did not answer within 15 s")
    says(page, "These are the figures of 22:00.", "live answers")
    expect(page.get_by_role("button", name="Try again")).to_be_visible()
    photograph(page, "stale")


def test_not_saved(
    page: Page, callfire: Simulator, clock: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**_: object) -> None:
        raise DatabaseError("database or disk is full")

    monkeypatch.setattr(Snapshot.objects, "create", full)
    page.goto(address())
    says(page, "These figures could not be kept", "live answers")
    photograph(page, "not-saved")


@pytest.mark.parametrize(
    ("name", "fault", "status", "sentence"),
    [
        ("credentials", "http-401", 502, "Check CALLFIRE_API_LOGIN and CALLFIRE_API_PASSWORD"),
        ("forbidden", "http-403", 502, f"This account may not read broadcast {AUTUMN}."),
        ("busy", "http-429", 503, re.compile(r"CallFire is busy\. Next try at .*\d\d:\d\d\.")),
        ("unreadable", "html-page", 502, "CallFire's answer could not be read."),
        ("unavailable", "hang-up", 503, "CallFire could not be reached, or failed."),
        ("timeout", "silent", 504, "CallFire did not answer within 15 s."),
    ],
)
def test_a_problem_stands_alone_where_nothing_is_kept(
    page: Page,
    callfire: Simulator,
    clock: Settings,
    watch: Watch,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    fault: str,
    status: int,
    sentence: str | re.Pattern[str],
) -> None:
    wait_at_most(1, monkeypatch)
    callfire.fault = fault
    watch.expect(status)
    page.goto(address(query="period=7d"))
    says(page, sentence)
    expect(page.locator("[aria-current=true]").first).to_have_text("7 days, incl. today")
    photograph(page, name)

    callfire.fault = None
    page.get_by_role("link", name="Try again").click()
    expect(page).to_have_url(re.compile(r"period=7d$"))


def test_not_found(page: Page, callfire: Simulator, clock: Settings, watch: Watch) -> None:
    watch.expect(404)
    page.goto(address(UNKNOWN, "period=yesterday"))
    says(page, "CallFire has no broadcast 135 in this account.")
    photograph(page, "not-found")


def test_bad_input_on_the_page(
    page: Page, callfire: Simulator, clock: Settings, watch: Watch
) -> None:
    watch.expect(400)
    page.goto(address(query="begin=2026-11-20&end=2014-15-02"))
    says(page, "“2014-15-02” is not a date")
    expect(page.get_by_label("From", exact=True)).to_have_value("2026-11-20")
    expect(page.get_by_label("To", exact=True)).to_have_value("2014-15-02")
    photograph(page, "bad-input-page")


def test_bad_input_on_the_first_page(
    page: Page, callfire: Simulator, clock: Settings, watch: Watch
) -> None:
    page.goto("/")
    watch.expect(400)
    page.get_by_label("Broadcast ID").fill("my broadcast")
    page.get_by_label("From").fill("2026-11-20")
    page.get_by_label("To", exact=True).fill("2026-11-10")
    page.get_by_role("button", name="Show stats").click()
    says(page, "A broadcast ID is a whole number in digits", "The end is before the begin.")
    expect(page.get_by_label("Broadcast ID")).to_have_value("my broadcast")
    photograph(page, "bad-input-home")


def test_no_such_address(page: Page, watch: Watch) -> None:
    watch.expect(404)
    page.goto("/broadcasts/abc/")
    says(page, "There is nothing at this address.")
    photograph(page, "no-such-address")


def test_a_refused_sign_in(stranger: Page, user: object) -> None:
    stranger.goto(address())
    stranger.get_by_label("Username").fill("mk")
    stranger.get_by_label("Password").fill("guessed")
    stranger.get_by_role("button", name="Sign in").click()
    expect(stranger.get_by_role("alert")).to_contain_text("Please enter a correct username")
    photograph(stranger, "sign-in")
