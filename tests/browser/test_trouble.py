"""Every state in which something went wrong, reached for real, by its words and its looks."""

import re

import pytest
from django.db import DatabaseError
from playwright.sync_api import Page, expect
from pytest_django import Settings

from simulator.server import Simulator
from stats.models import Snapshot
from tests.browser.broadcasts import AUTUMN, UNKNOWN, address, let_pass, look_before
from tests.browser.gate import wait_at_most
from tests.browser.looks import photograph, says
from tests.browser.watch import Watch


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


def test_own_limit(page: Page, callfire: Simulator, clock: Settings, watch: Watch) -> None:
    clock.CALLFIRE_PER_MINUTE = 1
    look_before(page)
    watch.expect(503)
    page.goto(f"/broadcasts/{UNKNOWN}/")
    says(page, "This site asks at most 1 times a minute; going on at 22:01.")
    photograph(page, "own-limit")


def test_refreshed_too_soon(page: Page, callfire: Simulator, clock: Settings) -> None:
    page.goto(address())
    page.get_by_role("button", name="Refresh").click()
    says(page, "at most one question every 5 s", "live answers")
    photograph(page, "too-soon")


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
    page.get_by_label("Broadcast: name or ID").fill("my broadcast")
    page.get_by_label("From").fill("2026-11-20")
    page.get_by_label("To", exact=True).fill("2026-11-10")
    page.get_by_role("button", name="Show stats").click()
    says(page, "A broadcast ID is a whole number in digits", "The end is before the begin.")
    expect(page.get_by_label("Broadcast: name or ID")).to_have_value("my broadcast")
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
