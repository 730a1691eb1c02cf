"""Money beside credits, as it looks."""

from decimal import Decimal

from playwright.sync_api import Page, expect
from pytest_django import Settings

from simulator.server import Simulator
from tests.browser.broadcasts import TEXTS, address, look_to_the_end_before
from tests.browser.looks import photograph


def test_money_stands_beside_credits_and_is_said_to_be_the_sites_own(
    page: Page, callfire: Simulator, clock: Settings
) -> None:
    clock.CREDIT_PRICE, clock.CREDIT_CURRENCY = Decimal("0.0245"), "USD"
    look_to_the_end_before(page)
    page.goto(address())
    expect(page.locator(".tile .money")).to_have_count(2)
    expect(page.locator("[data-part=money-note]")).to_have_text(
        "Money is this site's own reckoning at 0.0245 USD a credit, not CallFire's bill."
    )
    page.get_by_role("heading", name="Usage, cost and retries").click()
    expect(page.locator("[data-part=usage]")).to_contain_text("USD")
    photograph(page, "money")
    page.goto(address(TEXTS))
    expect(page.locator(".tile .money")).to_have_count(1)
