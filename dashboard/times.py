"""Instants and days as people read them, in the zone of the page and the person's language.

Clocks have 24 hours in all languages, as the axes of the charts do.
"""

from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _

from dashboard import numbers

Form = Literal["day", "day_of_year", "date", "date_of_year", "weekday", "month", "month_of_year"]

# In the letters of Django's `date` filter, so that a translation can put them in another order, or
# write names of months small (b for M).
_FORMS: Final[dict[Form, str | Promise]] = {
    "day": pgettext_lazy("form of a date: Tue 17 Nov 2026", "D j M Y"),
    "day_of_year": pgettext_lazy("form of a date: Tue 17 Nov", "D j M"),
    "date": pgettext_lazy("form of a date: 17 Nov 2026", "j M Y"),
    "date_of_year": pgettext_lazy("form of a date: 17 Nov", "j M"),
    "weekday": pgettext_lazy("form of a date: Tue", "D"),
    "month": pgettext_lazy("form of a date: Nov 2026", "M Y"),
    "month_of_year": pgettext_lazy("form of a date: Nov", "M"),
}


def written(local: date, form: Form) -> str:
    """Write a day, or the one of a time in its own zone."""
    return _written(local.year, local.month, local.day, form, get_language())


@lru_cache(maxsize=2_048)  # a page writes few days very often
def _written(year: int, month: int, day_of_month: int, form: Form, _language: str | None) -> str:
    return date_format(date(year, month, day_of_month), str(_FORMS[form]))


class Said(NamedTuple):
    """An instant for `<time>`: by ISO 8601, in full, and in short."""

    iso: str
    whole: str
    text: str


def said(at: datetime, zone: tzinfo, now: datetime) -> Said:
    """An instant by its day: "14:32:10", "yesterday, 18:02", "17 Nov 2026, 18:02"."""
    return _said(at, zone, now.astimezone(zone).date(), get_language())


@lru_cache(maxsize=1_024)  # a page says the same one again each time that it is asked for
def _said(at: datetime, zone: tzinfo, today: date, _language: str | None) -> Said:
    local = at.astimezone(zone)
    if local.date() == today:
        return of_local(local, second(local))
    if local.date() == today - timedelta(days=1):
        return of_local(local, _("yesterday, %s") % minute(local))
    return of_local(local, f"{written(local, 'date')}, {minute(local)}")


def of_local(local: datetime, text: str) -> Said:
    """An instant in its own zone, with what is said of it."""
    zone = local.tzinfo or timezone.get_current_timezone()
    whole = f"{written(local, 'day')} {second(local)} {offset(local, zone)}"
    return Said(local.isoformat(timespec="seconds"), whole, text)


def minute(local: datetime) -> str:
    """Write the time of day: 14:32."""
    return f"{local:%H:%M}"


def second(local: datetime) -> str:
    """Write the time of day to the second: 14:32:10."""
    return f"{local:%H:%M:%S}"


def day(at: datetime, zone: tzinfo) -> str:
    """Write the day, such as "Tue 17 Nov 2026"."""
    return written(at.astimezone(zone), "day")


def clock(at: datetime, zone: tzinfo, now: datetime) -> str:
    """Write the minute, with its day where that is not today's: "14:32", "17 Nov 2026 14:32"."""
    local = at.astimezone(zone)
    if local.date() == now.astimezone(zone).date():
        return minute(local)
    return f"{written(local, 'date')} {minute(local)}"


def moment(at: datetime, zone: tzinfo, *, is_end: bool = False) -> str:
    """Write day and time; as an end, midnight is the 24:00 of the day before."""
    local = at.astimezone(zone)
    before = (at - timedelta(seconds=1)).astimezone(zone)
    is_midnight = (local.hour, local.minute, local.second) == (0, 0, 0)
    # Of a midnight that comes twice (Havana) the second one ends no day.
    if is_end and is_midnight and before.date() < local.date():
        return f"{day(before, zone)} 24:00"
    return f"{day(at, zone)} {second(local) if local.second else minute(local)}"


def offset(at: datetime, zone: tzinfo) -> str:
    """Write how far the zone is from UTC at that instant: "UTC-8", "UTC+5:30", "UTC+0"."""
    minutes = round((at.astimezone(zone).utcoffset() or timedelta()) / timedelta(minutes=1))
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02d}" if rest else "")


def minutes_between(earlier: datetime, later: datetime) -> float:
    """The elapsed minutes."""
    return (later - earlier) / timedelta(minutes=1)


def zone_with_offset(name: str, offsets: list[str]) -> str:
    """Write a zone with its offsets: "America/Los_Angeles (UTC-8)"; UTC needs none."""
    if name == "UTC":
        return name
    if len(offsets) == 1:
        return f"{name} ({offsets[0]})"
    both = _("%(begin)s to %(end)s") % {"begin": offsets[0], "end": offsets[1]}
    return f"{name} ({both})"


def span(span: timedelta) -> str:
    """Write a time to the minute, rougher the longer it is: "6 min", "2 h 10 min", "14 h"."""
    minutes = max(1, round(span / timedelta(minutes=1)))
    if minutes < 60:
        return _("%d min") % minutes
    if minutes >= 600:
        return _("%s h") % numbers.written(round(minutes / 60))
    minutes = round(minutes / 5) * 5 if minutes >= 120 else minutes
    return _("%(hours)d h %(minutes)02d min") % {"hours": minutes // 60, "minutes": minutes % 60}


def age(span: timedelta) -> str:
    """Write a time to the minute, however long: "20 min", "3 h 20 min", "2 d 4 h 05 min"."""
    hours, minutes = divmod(span // timedelta(minutes=1), 60)
    days, hours = divmod(hours, 24)
    if days:
        said = _("%(days)d d %(hours)d h %(minutes)02d min")
        return said % {"days": days, "hours": hours, "minutes": minutes}
    if hours:
        return _("%(hours)d h %(minutes)02d min") % {"hours": hours, "minutes": minutes}
    return _("%d min") % minutes
