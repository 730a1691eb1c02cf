"""Credits as money, where the site has a price: ≈ 134.20 USD.

It is the site's own reckoning: CREDIT_PRICE is what its owner says one credit costs in
CREDIT_CURRENCY. Without them nothing here says anything.
"""

from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

from dashboard import numbers
from stats.metrics import rounded

# Decimals of a currency by ISO 4217, where they are not two.
DECIMALS: Final[dict[str, int]] = {
    **dict.fromkeys(
        (
            *("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW"),
            *("PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"),
        ),
        0,
    ),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
    **dict.fromkeys(("CLF", "UYW"), 4),
}
DIGITS: Final = 3  # of an amount under ten of the currency's smallest units, such as 0.0294 USD


def money(amount: Any) -> str:
    """Write credits as money: "≈ 134.20 USD"; empty without a price, or of a figure that is n/a.

    Rounded once, half to even, to the currency's decimals; small amounts to three digits.
    """
    # Django makes an empty text of `usage.billed_amount` where `usage` is None.
    if settings.CREDIT_PRICE is None or not isinstance(amount, Decimal):
        return ""
    worth = Fraction(amount) * Fraction(settings.CREDIT_PRICE)
    said = rounded(worth, _places(worth))
    return _("≈ %(amount)s %(currency)s") % {
        "amount": numbers.written(said),
        "currency": settings.CREDIT_CURRENCY,
    }


def money_note() -> str:
    """What money on the page is: a sentence, or empty without a price."""
    if settings.CREDIT_PRICE is None:
        return ""
    return _(
        "Money is this site's own reckoning at %(price)s %(currency)s a credit, not CallFire's "
        "bill."
    ) % {"price": numbers.written(settings.CREDIT_PRICE), "currency": settings.CREDIT_CURRENCY}


def _places(worth: Fraction) -> int:
    """To how many decimal places an amount of the currency is written."""
    usual = DECIMALS.get(settings.CREDIT_CURRENCY, 2)
    places = usual
    if 0 < abs(worth) < Fraction(10, 10**usual):
        while abs(worth) * 10**places < 10 ** (DIGITS - 1):
            places += 1
    return places
