"""Credits as money, as the owner of the site reckons."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django import Settings

from dashboard import tiles
from dashboard.templatetags.definitions import all_derived
from dashboard.templatetags.money import money, money_note
from tests.stats.examples import TEXTS, VOICE, report_of


@pytest.fixture
def priced(settings: Settings) -> Settings:
    settings.CREDIT_PRICE, settings.CREDIT_CURRENCY = Decimal("0.0245"), "USD"
    return settings


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("5477.5510", "≈ 134.20 USD"),
        ("1.2000", "≈ 0.0294 USD"),
        ("100000000", "≈ 2,450,000.00 USD"),
        ("0", "≈ 0.00 USD"),
        ("0.0001", "≈ 0.00000245 USD"),
        ("-100", "≈ -2.45 USD"),
        ("4.0817", "≈ 0.10 USD"),
    ],
)
def test_money_has_the_decimals_of_its_currency_and_small_amounts_three_digits(
    priced: Settings, amount: str, said: str
) -> None:
    assert money(Decimal(amount)) == said


@pytest.mark.parametrize(
    ("currency", "said"),
    [("USD", "≈ 1,234.56 USD"), ("JPY", "≈ 1,235 JPY"), ("KWD", "≈ 1,234.560 KWD")],
)
def test_currencies_have_decimals_of_their_own(priced: Settings, currency: str, said: str) -> None:
    priced.CREDIT_PRICE, priced.CREDIT_CURRENCY = Decimal(1), currency
    assert money(Decimal("1234.56")) == said


@pytest.mark.parametrize(
    ("amount", "said"), [("0.125", "0.12"), ("0.135", "0.14"), ("0.1250000001", "0.13")]
)
def test_halves_are_rounded_to_even(priced: Settings, amount: str, said: str) -> None:
    priced.CREDIT_PRICE = Decimal(1)
    assert money(Decimal(amount)) == f"≈ {said} USD"


@given(amount=st.decimals(-(10**12), 10**12, places=4))
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_money_is_never_off_by_more_than_half_of_its_last_digit(
    priced: Settings, amount: Decimal
) -> None:
    said = Decimal(money(amount).split()[1].replace(",", ""))
    exponent = said.as_tuple().exponent
    assert isinstance(exponent, int)
    assert abs(said - amount * priced.CREDIT_PRICE) <= Decimal(5).scaleb(exponent - 1)
    assert bool(said) is bool(amount)


@pytest.mark.parametrize("amount", [None, ""])
def test_what_is_not_given_is_no_money(priced: Settings, amount: object) -> None:
    assert money(amount) == ""


def test_without_a_price_nothing_is_said() -> None:
    assert money(Decimal(100)) == ""
    assert money_note() == ""
    assert all(row.money == "" for row in all_derived(report_of().metrics))
    assert not any("≈" in tile.rest for tile in tiles.of(report_of()))


def test_the_note_says_whose_reckoning_it_is(priced: Settings) -> None:
    assert money_note() == (
        "Money is this site's own reckoning at 0.0245 USD a credit, not CallFire's bill."
    )


def test_costs_alone_are_money_among_the_derived_figures(priced: Settings) -> None:
    rows = {row.key: row.money for row in all_derived(report_of().metrics)}
    assert {key for key, said in rows.items() if said} == {
        "cost_per_live_answer",
        "cost_per_transfer",
        "cost_per_action",
        "cost_per_minute",
    }


def test_a_mails_tiles_have_money_beside_credits(priced: Settings) -> None:
    voice = {tile.label: tile.rest for tile in tiles.of(report_of(VOICE))}
    assert voice["Credits billed"] == "≈ 133.82 USD"  # 5462.1850 credits
    assert voice["Credits a live answer"] == "≈ 0.10 USD"  # 4.2081
    texts = {tile.label: tile.rest for tile in tiles.of(report_of(TEXTS))}
    assert texts["Credits billed"] == "≈ 9.80 USD"
