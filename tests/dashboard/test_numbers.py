"""Numbers in the languages of the site."""

from decimal import Decimal

import pytest
from django.conf import settings
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from dashboard import numbers

LANGUAGES = [code for code, _name in settings.LANGUAGES]
NBSP = "\N{NO-BREAK SPACE}"
AMOUNTS = st.decimals(min_value=-(10**12), max_value=10**12, places=4)


def read(text: str, language: str) -> Decimal:
    """The number that somebody of that language reads."""
    signs = numbers.SIGNS[language]
    text = text.removesuffix(signs.percent).replace(signs.group, "")
    return Decimal(text.replace(signs.decimal, "."))


def test_every_language_of_the_site_has_its_signs() -> None:
    assert set(numbers.SIGNS) == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
@given(value=st.integers(-(10**15), 10**15) | AMOUNTS)
def test_what_is_written_in_full_reads_as_the_same_number(
    language: str, value: int | Decimal
) -> None:
    with translation.override(language):
        assert read(numbers.written(value), language) == value
        assert read(numbers.written(value, signed=True), language) == value


@pytest.mark.parametrize("language", LANGUAGES)
@given(value=AMOUNTS, places=st.integers(0, 4))
def test_what_is_rounded_reads_as_the_rounded_number(
    language: str, value: Decimal, places: int
) -> None:
    with translation.override(language):
        assert read(numbers.written(value, places), language) == round(value, places)


@pytest.mark.parametrize("language", LANGUAGES)
@given(part=st.decimals(min_value=-5, max_value=5, places=6), places=st.integers(0, 2))
def test_a_part_reads_as_its_per_cent(language: str, part: Decimal, places: int) -> None:
    with translation.override(language):
        text = numbers.percent(part, places)
    assert text.endswith(numbers.SIGNS[language].percent)
    assert read(text, language) == round(part * 100, places)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["980", "1,980", "11,980", "-1,234.50", "+1,234,567", "38.9%"]),
        ("es", ["980", "1980", "11.980", "-1234,50", "+1.234.567", f"38,9{NBSP}%"]),
        ("es-mx", ["980", "1980", "11.980", "-1234,50", "+1.234.567", f"38,9{NBSP}%"]),
    ],
)
def test_each_language_writes_numbers_its_own_way(language: str, said: list[str]) -> None:
    with translation.override(language):
        assert [
            numbers.written(980),
            numbers.written(1980),
            numbers.written(11_980),
            numbers.written(Decimal("-1234.50")),
            numbers.written(1_234_567, signed=True),
            numbers.percent(0.389, 1),
        ] == said


def test_without_a_language_numbers_are_english() -> None:
    with translation.override(None):
        assert numbers.written(11_980) == "11,980"
