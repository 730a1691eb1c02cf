"""Numbers and instants as people read them: 82 h 14 m, 34.9%, 5,462.0 credits, "yesterday, 18:02".

How a number is written is decided here and nowhere else. None is always "n/a".
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta, tzinfo
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.template import Context
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dashboard import charts, times, words
from stats import service
from stats.metrics import Metrics
from stats.report import Progress, ResultRow
from stats.results import is_tried

register = template.Library()

Number = int | Decimal
MILLION: Final = 1_000_000
BILLION: Final = 1_000_000_000
TILE_HOURS: Final = 1_000  # from here on a tile has no room for the minutes
ALARMING_ERRORS: Final = Decimal("0.1")  # of the tried attempts
ALARMING_FROM: Final = 20  # tried attempts; fewer say little


@register.filter
def count(value: int | None) -> str:
    """Write a whole number in full: 11,980."""
    return _na() if value is None else f"{value:,}"


@register.filter
def percent(fraction: Decimal | None, places: int = 1) -> str:
    """Write a fraction as a percentage: 39.0%. What is not all and not nothing never looks so."""
    if fraction is None:
        return _na()
    text = _fixed(fraction * 100, places)
    least = Decimal(1).scaleb(-places)
    if fraction and not text.strip("-0."):
        return f"<{least}%" if fraction > 0 else f"-{least}%"
    if fraction < 1 and text == _fixed(Decimal(100), places):
        return f">{100 - least}%"
    return f"{text}%"


@register.filter
def ratio(value: Decimal | None) -> str:
    """Write a ratio to two places: 1.35."""
    return _na() if value is None else _fixed(value, 2)


@register.filter
def credits_exact(amount: Decimal | None) -> str:
    """Write an amount of credits with every digit that CallFire sent."""
    return _na() if amount is None else f"{amount:,f}"


@register.filter
def credits_short(amount: Decimal | None) -> str:
    """Write an amount of credits as sent, or to two places where it has more."""
    if amount is None:
        return _na()
    exponent = amount.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) else 0
    return _fixed(amount, min(max(places, 1), 2))


@register.filter
def cost(value: Decimal | None) -> str:
    """Write credits for one of something: 1.20; small ones, which two places would hide, 0.0312."""
    if value is None:
        return _na()
    return _fixed(value, 4 if 0 < abs(value) < Decimal("0.1") else 2)


@register.filter
def cost_exact(value: Decimal | None) -> str:
    """Write credits for one of something to four places: 1.2026."""
    return _na() if value is None else _fixed(value, 4)


@register.filter
def duration(seconds: Number | None) -> str:
    """Write seconds as people speak of them: 37 s, 4 m 05 s, 82 h 14 m (minutes begun not counted)."""
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


@register.filter
def tile_count(value: int | None) -> str:
    """Write a count for a tile: in full, from a million on short with the exact one as its title."""
    return count(value) if value is None else _short(value, count(value)) or count(value)


@register.filter
def tile_credits(amount: Decimal | None) -> str:
    """Write credits for a tile, likewise."""
    if amount is None:
        return _na()
    return _short(amount, credits_exact(amount)) or _titled(
        credits_short(amount), credits_exact(amount)
    )


@register.filter
def tile_duration(seconds: int | None) -> str:
    """Write a duration for a tile: whole hours where the minutes find no room."""
    if seconds is None or seconds < TILE_HOURS * 3600:
        return duration(seconds)
    hours = _("%(hours)s h") % {"hours": count(seconds // 3600)}
    return _titled(hours, duration(seconds))


@register.filter
def because(metrics: Metrics, key: str) -> str:
    """Say why a derived figure is n/a: "no live answers yet"; empty where it is given."""
    reason = metrics.reasons.get(key)
    return words.reason(reason) if reason else ""


@register.filter
def result_label(code: str) -> str:
    """Name a result."""
    return words.result_label(code)


@register.filter
def result_meaning(code: str) -> str:
    """Say what a result means."""
    return words.result_meaning(code)


@register.filter
def group_label(group: Any) -> str:
    """Name a group of results."""
    return words.group_label(group)


@register.filter
def by_attempts(rows: tuple[ResultRow, ...]) -> list[ResultRow]:
    """Put the results with the most attempts first, as the chart does."""
    return charts.by_attempts(rows)


@register.filter
def total(rows: Iterable[ResultRow], column: str) -> int | None:
    """Add up a column; None where a part of it is not reported."""
    parts = [getattr(row, column) for row in rows]
    return None if None in parts else sum(parts)


@register.filter
def was_tried(code: str) -> bool:
    """Whether attempts that ended in this code are in the divisor of shares."""
    return is_tried(code)


@register.filter
def is_alarming(metrics: Metrics) -> bool:
    """Whether so many attempts failed that a person should look: a tenth of 20 or more."""
    rate, tried = metrics.error_rate, metrics.tried
    return (
        rate is not None
        and tried is not None
        and rate >= ALARMING_ERRORS
        and (tried >= ALARMING_FROM)
    )


@register.filter
def part_of(part: int | None, whole: int | None) -> Decimal | None:
    """The fraction that a part is of a whole; None where it can't be said."""
    return None if part is None or not whole else Decimal(part) / Decimal(whole)


class Segment(NamedTuple):
    """A stretch of a progress bar: its step, and where it begins and how wide it is, in percent."""

    step: str
    begin: str
    width: str


@register.filter
def segments(progress: Progress | None) -> list[Segment]:
    """The stretches of a progress bar; none where there is nothing to draw."""
    if progress is None or not progress.total:
        return []
    statuses = progress.statistics
    steps = {
        "finished": statuses.finished or 0,
        "retry_wait": statuses.retry_wait or 0,
        "unattempted": statuses.unattempted or 0,
    }
    found, done = [], 0
    for step, actions in steps.items():
        begin, width = (f"{100 * number / progress.total:.2f}" for number in (done, actions))
        found.append(Segment(step, begin, width))
        done += actions
    return [segment for segment in found if float(segment.width)]


@register.filter
def kind_of_input(text: str | None) -> str:
    """Choose the kind of field that can hold what was typed: a date, with a time, or any text."""
    for kind, form in {"date": "%Y-%m-%d", "datetime-local": "%Y-%m-%dT%H:%M"}.items():
        try:
            if not text or datetime.strptime(text, form).strftime(form) == text:  # noqa: DTZ007
                return kind
        except ValueError:
            continue
    return "text"


@register.filter
def day(value: date) -> str:
    """Write a day: Tue 17 Nov 2026."""
    return date_format(value, "D j M Y")


@register.simple_tag(takes_context=True)
def moment(context: Context, at: datetime) -> SafeString:
    """A `<time>` in the zone of the page: "14:32:10", "yesterday, 18:02", "17 Nov 2026, 18:02"."""
    zone = _zone(context)
    local, today = at.astimezone(zone), service.now().astimezone(zone).date()
    if local.date() == today:
        text = date_format(local, "H:i:s")
    elif local.date() == today - timedelta(days=1):
        text = _("yesterday, %s") % date_format(local, "H:i")
    else:
        text = date_format(local, "j M Y, H:i")
    whole = f"{date_format(local, 'D j M Y H:i:s')} {times.offset(at, zone)}"
    iso = local.isoformat(timespec="seconds")
    return format_html('<time datetime="{}" title="{}">{}</time>', iso, whole, text)


@register.simple_tag
def standing_now() -> str:
    """The instant at which the demo's clock stands, for the browser to count from; else empty."""
    return settings.DEMO_NOW.isoformat() if settings.DEMO_NOW else ""


@register.filter
def options(names: Iterable[str]) -> SafeString:
    """The `<option>` elements of names to choose from."""
    return _options(tuple(names))


@lru_cache(maxsize=4)
def _options(names: tuple[str, ...]) -> SafeString:
    return format_html_join("", '<option value="{}"></option>', ((name,) for name in names))


def _zone(context: Context) -> tzinfo:
    name = (context.get("zone") or {}).get("name")
    return ZoneInfo(name) if name else timezone.get_current_timezone()


def _na() -> str:
    return pgettext("a figure that can't be given", "n/a")


def _fixed(value: Decimal, places: int) -> str:
    return f"{value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN):,f}"


def _short(value: Number, exact: str) -> SafeString | None:
    """Such as "1.28 million"; None below a million."""
    if abs(value) < MILLION:
        return None
    size, unit = (BILLION, _("billion")) if abs(value) >= BILLION else (MILLION, _("million"))
    short = _fixed(Decimal(value) / size, 2)
    return format_html('<span title="{}">{} <small>{}</small></span>', exact, short, unit)


def _titled(text: str, exact: str) -> str:
    return text if text == exact else format_html('<span title="{}">{}</span>', exact, text)
