"""Numbers as the language of the person writes them: 11,980 and 38.9%, or 11.980 and 38,9 %.

Every number that people read is written here; figures of one kind are in `templatetags.figures`.
The signs are those of CLDR, which browsers have too (`Intl`), so that charts and tables agree.
"""

from decimal import Decimal
from typing import Final, NamedTuple

from django.utils.translation import get_language

Number = int | float | Decimal


class Signs(NamedTuple):
    """How a language writes numbers: its marks, and from how many digits on it groups them."""

    decimal: str
    group: str
    grouped_from: int
    percent: str


SIGNS: Final = {
    "en": Signs(".", ",", 4, "%"),
    "es": Signs(",", ".", 5, "\N{NO-BREAK SPACE}%"),
}


def written(value: Number, places: int | None = None, *, signed: bool = False) -> str:
    """Write a number in full, or to some places, half to even; with its sign if asked for."""
    sign = "+" if signed else ""
    if places is not None:
        return in_words(f"{value:{sign},.{places}f}")
    return in_words(f"{value:{sign},}" if isinstance(value, int) else f"{value:{sign},f}")


def percent(part: Number, places: int = 0) -> str:
    """Write a part of 1 in per cent: 39%, 38.9%."""
    return with_percent(in_words(f"{part:,.{places}%}"[:-1]))


def with_percent(text: str) -> str:
    """Put the sign behind a number that is written already."""
    return text + _signs().percent


def in_words(text: str) -> str:
    """A number as Python writes it, "1,234.5", with the marks of the language: "1234,5"."""
    signs = _signs()
    if signs is SIGNS["en"]:
        return text
    whole, point, rest = text.partition(".")
    digits = sum(map(str.isdigit, whole))
    mark = signs.group if digits >= signs.grouped_from else ""
    return whole.replace(",", mark) + (signs.decimal + rest if point else "")


def _signs() -> Signs:
    return SIGNS.get((get_language() or "en").partition("-")[0], SIGNS["en"])
