"""Numbers as people read them: 82 h 14 m, 34.9%, 5,462.0 credits.

How a number is written is decided here and nowhere else. None is always "n/a".
"""

from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from dashboard import numbers, words
from stats.metrics import Metrics

Number = int | Decimal
MILLION: Final = 1_000_000
BILLION: Final = 1_000_000_000
TILE_HOURS: Final = 1_000  # from here on a tile has no room for the minutes


def count(value: int | None) -> str:
    """Write a whole number in full: 11,980."""
    return _na() if value is None else numbers.written(value)


def percent(fraction: Decimal | None, places: int = 1) -> str:
    """Write a fraction as a percentage: 39.0%. What is not all and not nothing never looks so."""
    return _na() if fraction is None else _percent(fraction, places, get_language())


@lru_cache(maxsize=4_096)  # a page says the same ones again each time that it is asked for
def _percent(fraction: Decimal, places: int, _language: str | None) -> str:
    least = Decimal(1).scaleb(-places)
    shown = (fraction * 100).quantize(least, ROUND_HALF_EVEN)
    before = ""
    if fraction and not shown:
        before, shown = ("<", least) if fraction > 0 else ("", -least)
    elif fraction < 1 and shown == 100:
        before, shown = ">", 100 - least
    return before + numbers.with_percent(numbers.written(shown))


def ratio(value: Decimal | None) -> str:
    """Write a ratio to two places: 1.35."""
    return _na() if value is None else _fixed(value, 2)


def credits_exact(amount: Decimal | None) -> str:
    """Write an amount of credits with every digit that CallFire sent."""
    return _na() if amount is None else numbers.written(amount)


def credits_short(amount: Decimal | None) -> str:
    """Write an amount of credits as sent, or to two places where it has more."""
    if amount is None:
        return _na()
    exponent = amount.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) else 0
    return _fixed(amount, min(max(places, 1), 2))


def cost(value: Decimal | None) -> str:
    """Write credits for one of something: 1.20; small ones, which two places would hide, 0.0312."""
    if value is None:
        return _na()
    return _fixed(value, 4 if 0 < abs(value) < Decimal("0.1") else 2)


def cost_exact(value: Decimal | None) -> str:
    """Write credits for one of something to four places: 1.2026."""
    return _na() if value is None else _fixed(value, 4)


def duration(seconds: Number | None) -> str:
    """Write seconds as people speak of them: 37 s, 4 m 05 s, 82 h 14 m (whole minutes)."""
    if seconds is None:
        return _na()
    whole = int(Decimal(seconds).to_integral_value(ROUND_HALF_EVEN))
    sign, (minutes, rest) = "-" if whole < 0 else "", divmod(abs(whole), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return sign + _("%(hours)s h %(minutes)02d m") % {"hours": count(hours), "minutes": minutes}
    if minutes:
        return sign + _("%(minutes)d m %(seconds)02d s") % {"minutes": minutes, "seconds": rest}
    return sign + _("%(seconds)d s") % {"seconds": rest}


def tile_count(value: int | None) -> str:
    """Write a count for a tile: in full, from a million on short, titled with the exact one."""
    return count(value) if value is None else _short(value, count(value)) or count(value)


def tile_credits(amount: Decimal | None) -> str:
    """Write credits for a tile, likewise."""
    if amount is None:
        return _na()
    return _short(amount, credits_exact(amount)) or _titled(
        credits_short(amount), credits_exact(amount)
    )


def tile_duration(seconds: int | None) -> str:
    """Write a duration for a tile: whole hours where the minutes find no room."""
    if seconds is None or seconds < TILE_HOURS * 3600:
        return duration(seconds)
    hours = _("%(hours)s h") % {"hours": count(seconds // 3600)}
    return _titled(hours, duration(seconds))


def because(metrics: Metrics, key: str) -> str:
    """Say why a derived figure is n/a: "no live answers yet"; empty where it is given."""
    reason = metrics.reasons.get(key)
    return words.reason(reason) if reason else ""


def _na() -> str:
    return pgettext("a figure that can't be given", "n/a")


def _fixed(value: Decimal, places: int) -> str:
    return numbers.written(value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN))


def _short(value: Number, exact: str) -> SafeString | None:
    """Such as "1.28 million"; None below a million."""
    amount = Decimal(value)
    if abs(amount) < MILLION:
        return None
    size, unit = (BILLION, _("billion")) if abs(amount) >= BILLION else (MILLION, _("million"))
    short = _fixed(amount / size, 2)
    return format_html('<span title="{}">{} <small>{}</small></span>', exact, short, unit)


def _titled(text: str, exact: str) -> str:
    return text if text == exact else format_html('<span title="{}">{}</span>', exact, text)
