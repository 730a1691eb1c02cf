"""Numbers as XML Schema writes them, read exactly (xs:int and xs:float, XML Schema Part 2).

Surrounding white space is the reader's to drop. ASCII patterns come first, since int() and
Decimal() also take the digits of other scripts, underscores, NaN and numbers of any length. Each
pattern is linear on any text.
"""

import re
from decimal import Decimal
from typing import Final

LARGEST_COUNT: Final = 2**63 - 1  # xs:int has 32 bits; room is kept for the 64 of databases
# The characters of an amount without its sign; the smallest xs:float, 1.4E-45, takes 48.
LONGEST_AMOUNT: Final = 64

_COUNT: Final = re.compile("([+-]?)([0-9]+)")
_AMOUNT: Final = re.compile(
    r"([+-]?)([0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE]([+-]?)([0-9]+))?",
)


def count(text: str) -> int:
    """Read a count, 0 to 2^63 - 1; leading zeros and `+` are dropped. Raises ValueError."""
    if len(text) < 19 and text.isascii() and text.isdigit():
        return int(text)  # as nearly all are written, and below 2^63 whatever the digits
    match = _COUNT.fullmatch(text)
    if match is None:
        raise ValueError("not a whole number")
    sign, digits = match[1], match[2].lstrip("0") or "0"
    if len(digits) > 19 or not 0 <= int(sign + digits) <= LARGEST_COUNT:
        raise ValueError("out of range")
    return int(digits)


def amount(text: str) -> Decimal:
    """Read an amount digit for digit; its Decimal never has an exponent above 0.

    Leading zeros and `+` are dropped, an exponent is written out (1.50E1 is 15.0), a negative zero
    is 0. Raises ValueError for NaN, INF and what is no number or too long.
    """
    match = _AMOUNT.fullmatch(text)
    if match is None:
        raise ValueError("not a number")
    sign, mantissa, exponent = match[1], match[2].lstrip("0"), (match[4] or "").lstrip("0")
    if len(mantissa) > 2 * LONGEST_AMOUNT or len(exponent) > 2:
        raise ValueError("too long")
    number = Decimal(f"{sign}0{mantissa}E{match[3] or ''}{exponent or 0}")
    written = format(number, "f")
    if len(written.lstrip("-")) > LONGEST_AMOUNT:
        raise ValueError("too long")
    return Decimal(written) if number else Decimal(written).copy_abs()
