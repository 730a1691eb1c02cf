"""Being told, in a browser: what is wanted, what is wrong, who is told, and a test of it."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from simulator.server import Simulator
from stats import named
from stats.alerts.rules import set_rules
from tests.browser.broadcasts import AUTUMN, address, look_before
from tests.browser.looks import photograph
from tests.browser.watch import Watch
from tests.conftest import NOW
from tests.dashboard.post_office import PostOffice, open_for
from tests.stats.alerts.looked import look_at, look_every
from tests.stats.forecast.looked_at import stats

ALERTS = "/alerts/"
QUIET = "Nothing that you asked to be told of."


@pytest.fixture
def office(clock: Settings) -> Iterator[PostOffice]:
    with open_for(clock) as office:
        clock.SITE_URL = "https://stats.example.com"
        yield office


@pytest.fixture
def in_trouble(page: Page, clock: Settings) -> Page:
    """Autumn reminder costs too much and answers too little; another one was done."""
    begin = NOW - timedelta(hours=2)
    clock.DEMO_NOW = begin - timedelta(hours=1)
    set_rules(
        None,
        {
            "credits": (True, Decimal(5_000)),
            "live_answer_rate": (True, Decimal(20)),
            "done": (True, None),
        },
    )
    named.rename(AUTUMN, "Autumn reminder", "")
    named.rename(135, "A name that is as long as the names of broadcasts now and then are", "")
    look_at(clock, stats(9, 0, 9, amount=Decimal(5_120), LA=10, AM=90), begin, broadcast_id=AUTUMN)
    look_every(clock, [stats(9, 0, 9, LA=9), stats(0, 0, 18, LA=18)], begin)
    clock.DEMO_NOW = NOW
    return page


def test_alerts_are_wanted_and_taken_back_by_keyboard_alone(
    page: Page, callfire: Simulator
) -> None:
    page.goto(ALERTS)
    expect(page.locator("main")).to_contain_text(QUIET)
    page.get_by_label("It has stalled").focus()
    page.keyboard.press("Space")
    page.get_by_label("Errors in the last hour over", exact=True).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("7.5")
    page.keyboard.press("Enter")
    expect(page.get_by_label("It has stalled")).to_be_checked()
    expect(page.get_by_label("It is done")).not_to_be_checked()
    expect(page.get_by_label("Errors in the last hour over … per cent")).to_have_value("7.5")
    photograph(page, "alerts-wanted")
    page.get_by_label("It has stalled").uncheck()
    page.locator("#rules ~ form, form[action$='rules/']").get_by_role("button").click()
    expect(page.get_by_label("It has stalled")).not_to_be_checked()


def test_a_limit_that_is_none_is_said_beside_it(
    page: Page, callfire: Simulator, watch: Watch
) -> None:
    watch.expect(400)
    page.goto(ALERTS)
    page.get_by_label("Cost over", exact=True).check()
    page.get_by_label("Cost over … credits").fill("much")
    page.locator("form[action$='rules/'] button").click()
    expect(page.locator(".rule", has_text="Cost over")).to_contain_text("Enter a number above 0.")
    expect(page.get_by_label("Cost over … credits")).to_have_value("much")
    photograph(page, "alerts-refused")


def test_what_is_wrong_leads_to_its_broadcast_and_back(
    in_trouble: Page, callfire: Simulator
) -> None:
    page = in_trouble
    page.goto("/")
    expect(page.locator("main")).to_contain_text("2 alerts are open")
    photograph(page, "home-alerts")
    page.get_by_role("navigation", name="Parts of the site").get_by_role(
        "link", name="Alerts"
    ).click()
    wrong = page.get_by_role("region", name="Wrong now")
    expect(wrong.get_by_role("listitem")).to_have_count(2)
    expect(wrong).to_contain_text("5,120.0 credits billed by 20:00, over the 5,000 set here.")
    expect(page.get_by_role("region", name="Told before")).to_contain_text("It is done")
    photograph(page, "alerts")
    wrong.get_by_role("link", name="Autumn reminder").first.click()
    look_before(page)
    page.goto(address())
    page.get_by_text("More", exact=True).click()
    page.locator(".fresh").get_by_role("link", name="Alerts").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Autumn reminder")
    expect(page.get_by_role("region", name="Wrong now").get_by_role("listitem")).to_have_count(2)
    photograph(page, "alerts-of-one")


def test_a_broadcast_has_rules_of_its_own(in_trouble: Page, callfire: Simulator) -> None:
    page = in_trouble
    page.goto(f"{ALERTS}?broadcast={AUTUMN}")
    switch = page.get_by_label("Cost over", exact=True)
    expect(switch.locator("option:checked")).to_have_text("as for all watched ones (5,000)")
    switch.select_option("no")
    page.locator("form[action$='rules/'] button").click()
    expect(page.get_by_role("region", name="Wrong now")).not_to_contain_text("credits billed")
    page.goto(ALERTS)
    expect(page.locator("main")).to_contain_text("Rules of their own: Autumn reminder")


def test_who_is_told_gets_a_test_mail(
    page: Page, callfire: Simulator, office: PostOffice, watch: Watch
) -> None:
    watch.expect(400)
    page.goto(ALERTS)
    page.get_by_label("Mail addresses, one a line").fill("a@example.com\nb@example")
    page.locator("form[action$='recipients/'] button").click()
    expect(page.locator("main")).to_contain_text("“b@example” is not a mail address.")
    page.get_by_label("Mail addresses, one a line").fill("a@example.com\nb@example.com")
    page.get_by_label("A summary of all watched broadcasts, once a day").select_option("18:00")
    page.locator("form[action$='recipients/'] button").click()
    page.get_by_role("button", name="Send a test mail").click()
    expect(page.locator("main")).to_contain_text("The test was sent to 2 addresses.")
    assert [mail["To"] for mail in office.mails] == ["a@example.com", "b@example.com"]
    office.refused = {"b@example.com"}
    page.get_by_role("button", name="Send a test mail").click()
    expect(page.locator("main")).to_contain_text(
        "A test to b@example.com: the mail server does not take this address; given up after 1 try."
    )
    photograph(page, "alerts-not-sent")


def test_alerts_are_wanted_without_scripts(scriptless: Page, callfire: Simulator) -> None:
    scriptless.goto(ALERTS)
    scriptless.get_by_label("It is done").check()
    scriptless.locator("form[action$='rules/'] button").click()
    expect(scriptless.get_by_label("It is done")).to_be_checked()
