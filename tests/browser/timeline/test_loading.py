"""The open page fills its timeline in, and knows how to rest, to stop and to go on."""

import re

from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from simulator.server import Simulator
from tests.browser.broadcasts import (
    AUTUMN,
    address,
    let_pass,
)
from tests.browser.conftest import OpenContext, signed_in, under_way
from tests.browser.looks import photograph
from tests.browser.timeline.pages import (
    AT_A_TIME,
    MONDAY,
    MORE,
    WEEK,
    Turnstile,
    chart,
    complete,
    ended,
    hide,
    intervals,
    looks_well,
    missing,
    progress,
    when,
)
from tests.browser.watch import Watch

# --- filling in ----------------------------------------------------------------------------------


def test_progress_is_shown_and_grows_until_nothing_is_missing(
    begun: Page, turnstile: Turnstile
) -> None:
    expect(when(begun)).to_have_attribute("aria-busy", "true")
    expect(begun.get_by_role("button", name="Stop")).to_be_visible()
    expect(begun.get_by_role("button", name=MORE)).to_be_hidden()
    begun.get_by_text("Show as table").click()
    assert missing(begun).locator("th").all_inner_texts() == [
        *("Fri 20 Nov", "Thu 19 Nov", "Wed 18 Nov", "Tue 17 Nov"),
    ]
    turnstile.let(AT_A_TIME)
    progress(begun, 6)
    turnstile.open()
    complete(begun)
    expect(begun.locator("#timeline-news")).to_have_text("The timeline is complete.")
    expect(when(begun)).to_contain_text(MONDAY)
    expect(begun.locator("[data-part=sums]")).to_contain_text("7 of 7 days fetched")
    expect(when(begun).locator("details")).to_have_attribute("open", "")


def test_how_it_looks_while_it_is_filled(begun: Page) -> None:
    photograph(begun, "when-loading", ["dark"])
    expect(when(begun)).to_have_attribute("aria-busy", "true")


def test_what_is_below_stays_where_it_is(begun: Page, turnstile: Turnstile) -> None:
    below = begun.locator("[data-part=results]")
    before = below.bounding_box()
    turnstile.open()
    complete(begun)
    assert below.bounding_box() == before


def test_leaving_pauses_it_and_coming_back_asks_nothing_again(
    begun: Page, turnstile: Turnstile, callfire: Simulator
) -> None:
    begun.goto("/")
    turnstile.open()
    under_way.wait_for_none()
    asked = len(callfire.requests)
    assert asked == 2 * AT_A_TIME  # those that were under way have come to their end

    begun.go_back()
    complete(begun)
    found = intervals(callfire)
    assert len(found) == len(set(found)) == 7


def test_a_page_out_of_the_browsers_cache_goes_on(begun: Page, turnstile: Turnstile) -> None:
    begun.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    turnstile.open()
    under_way.wait_for_none()
    progress(begun, 3)
    begun.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    complete(begun)


def test_a_hidden_tab_asks_nothing(begun: Page, turnstile: Turnstile, callfire: Simulator) -> None:
    hide(begun, is_hidden=True)
    turnstile.open()
    progress(begun, 6)  # what was under way
    under_way.wait_for_none()
    assert len(callfire.requests) == 6
    hide(begun, is_hidden=False)
    complete(begun)


def test_another_persons_open_page_costs_no_second_question(
    known: Page,
    callfire: Simulator,
    turnstile: Turnstile,
    open_context: OpenContext,
    live_server: LiveServer,
) -> None:
    somebody = User.objects.create_user("sk", password="a password of sk")
    other = signed_in(open_context(), live_server, somebody).new_page()
    turnstile.shut()
    for each in (known, other):
        each.goto(address(query=WEEK))
        progress(each, 0)
    callfire.wait_for(7)
    turnstile.open()
    for each in (known, other):
        complete(each)
    assert len(intervals(callfire)) == len(set(intervals(callfire))) == 7


# --- ending, and going on ------------------------------------------------------------------------


def test_a_refusal_half_way_ends_it_and_it_can_go_on(
    known: Page, callfire: Simulator, clock: Settings, slices: None
) -> None:
    callfire.next_faults.extend([None] * AT_A_TIME + ["http-403"] * AT_A_TIME)
    known.goto(address(query=WEEK))
    ended(known, f"This account may not read broadcast {AUTUMN}.")
    progress(known, 3)
    known.get_by_text("Show as table").click()
    assert missing(known).locator("td").all_inner_texts() == ["", "missing"] * 4
    assert chart(known)[0]["data"][:4] == [None] * 4
    photograph(known, "when-refused", ["light"])

    callfire.next_faults.clear()
    let_pass(clock, callfire)  # a problem is told to all for 5 s
    known.get_by_role("button", name=MORE).click()
    complete(known)
    expect(known.locator("[data-part=why]")).to_be_hidden()
    assert None not in chart(known)[0]["data"]


def test_it_goes_on_by_itself_at_the_time_that_was_said(
    known: Page, callfire: Simulator, clock: Settings
) -> None:
    before = clock.CALLFIRE_PER_MINUTE
    clock.CALLFIRE_PER_MINUTE = 5  # figures, details and figures were asked already
    known.clock.install()
    known.goto(address(query=WEEK))
    ended(known, "This site asks at most 5 times a minute; going on at 22:01.")
    progress(known, 2)
    clock.CALLFIRE_PER_MINUTE = before
    let_pass(clock, callfire)
    known.clock.run_for(61_000)
    complete(known)


def test_a_swap_of_the_page_does_not_go_on_with_what_has_ended(
    known: Page, callfire: Simulator, clock: Settings
) -> None:
    callfire.next_faults.extend(["http-403"] * 7)
    known.goto(address(query=WEEK))
    ended(known, "This account may not read broadcast")
    asked = len(callfire.requests)
    callfire.next_faults.clear()
    let_pass(clock, callfire)
    known.get_by_role("button", name="Refresh").click()
    expect(known.locator("#news")).to_have_text("Updated: as of 22:05:00.")
    under_way.wait_for_none()
    expect(known.locator("[data-part=why]")).to_contain_text("This account may not read broadcast")
    assert len(callfire.requests) == asked + 1


def test_stopping_asks_no_more_and_it_can_go_on(
    begun: Page, turnstile: Turnstile, callfire: Simulator
) -> None:
    begun.get_by_role("button", name="Stop").click()
    ended(begun, "Stopped. What has come so far is kept.")
    turnstile.open()
    under_way.wait_for_none()
    begun.evaluate("fetch(location.href)")  # all that was to come of it has come
    assert len(callfire.requests) == 2 * AT_A_TIME
    progress(begun, 3)

    begun.get_by_role("button", name=MORE).click()
    complete(begun)
    assert len(intervals(callfire)) == len(set(intervals(callfire))) == 7


def test_who_was_signed_out_keeps_the_figures_and_is_told(
    begun: Page, turnstile: Turnstile, watch: Watch
) -> None:
    tiles = begun.locator("[data-part=tiles]").inner_text()
    watch.expect(401)
    Session.objects.all().delete()
    turnstile.open()
    ended(begun, "You were signed out at 22:00.")
    link = when(begun).get_by_role("link", name="Sign in to go on")
    expect(link).to_have_attribute("href", re.compile(r"/accounts/login/\?next=.*begin%3D2026"))
    progress(begun, 3)
    assert begun.locator("[data-part=tiles]").inner_text() == tiles
    looks_well(begun)


def test_without_a_connection_it_says_so_and_can_go_on(
    begun: Page, turnstile: Turnstile, watch: Watch
) -> None:
    watch.expect("ERR_INTERNET_DISCONNECTED")
    begun.route("**/load/**", lambda route: route.abort("internetdisconnected"))
    turnstile.open()
    ended(begun, "No connection to this site since 22:00.")
    expect(when(begun).get_by_role("link", name="Sign in to go on")).to_be_hidden()
    progress(begun, 6)
    begun.unroute("**/load/**")
    begun.get_by_role("button", name=MORE).click()
    complete(begun)
