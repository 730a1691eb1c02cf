"""Instants as people read them, in the zone of the page."""

from datetime import datetime, timedelta, tzinfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _


def day(at: datetime, zone: tzinfo) -> str:
    """Write the day, such as "Tue 17 Nov 2026"."""
    return date_format(at.astimezone(zone), "D j M Y")


def clock(at: datetime, zone: tzinfo, now: datetime) -> str:
    """Write the minute, with its day where that is not today's: "14:32", "17 Nov 2026 14:32"."""
    local = at.astimezone(zone)
    if local.date() == now.astimezone(zone).date():
        return date_format(local, "H:i")
    return date_format(local, "j M Y H:i")


def moment(at: datetime, zone: tzinfo, *, is_end: bool = False) -> str:
    """Write day and time; as an end, midnight is the 24:00 of the day before."""
    local = at.astimezone(zone)
    before = (at - timedelta(seconds=1)).astimezone(zone)
    is_midnight = (local.hour, local.minute, local.second) == (0, 0, 0)
    # Of a midnight that comes twice (Havana) the second one ends no day.
    if is_end and is_midnight and before.date() < local.date():
        return f"{day(before, zone)} 24:00"
    return f"{day(at, zone)} {date_format(local, 'H:i:s' if local.second else 'H:i')}"


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
    return (
        f"{name} ({_('%s to %s') % (offsets[0], offsets[1])})"
        if len(offsets) > 1
        else f"{name} ({offsets[0]})"
    )


def span(span: timedelta) -> str:
    """Write a time to the minute, rougher the longer it is: "6 min", "2 h 10 min", "14 h"."""
    minutes = max(1, round(span / timedelta(minutes=1)))
    if minutes < 60:
        return _("%d min") % minutes
    if minutes >= 600:
        return _("%s h") % f"{round(minutes / 60):,}"
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
