"""Money beside credits on the page of a broadcast, and in no export."""

from decimal import Decimal

import pytest
from django.test import Client
from pytest_django import Settings

from simulator.server import Simulator

AUTUMN, TEXTS = "/broadcasts/11741873003/", "/broadcasts/6117119003/"


@pytest.fixture
def visitor(person: Client, callfire: Simulator, clock: Settings) -> Client:
    clock.CREDIT_PRICE, clock.CREDIT_CURRENCY = Decimal("0.0245"), "USD"
    return person


def text_of(visitor: Client, address: str) -> str:
    return " ".join(visitor.get(address).content.decode().split())


@pytest.mark.parametrize(("address", "tiles"), [(AUTUMN, 2), (TEXTS, 1)])
def test_the_page_has_money_beside_credits_and_says_once_whose_it_is(
    visitor: Client, address: str, tiles: int
) -> None:
    text = text_of(visitor, address)
    assert text.count('<p class="money">≈ ') == tiles
    assert "credits, not money · ≈ " in text
    assert text.count("Money is this site&#39;s own reckoning at 0.0245 USD a credit") == 1
    assert "$" not in text


def test_without_a_price_there_is_no_money(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    text = text_of(person, AUTUMN)
    assert "≈" not in text
    assert "own reckoning" not in text


@pytest.mark.parametrize("name", ["summary.csv", "results.csv", "stats.json"])
def test_exports_stay_credits(visitor: Client, clock: Settings, name: str) -> None:
    with_price = visitor.get(f"{AUTUMN}{name}").getvalue()
    clock.CREDIT_PRICE = None
    assert visitor.get(f"{AUTUMN}{name}").getvalue() == with_price
