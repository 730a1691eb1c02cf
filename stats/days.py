"""Days as a time zone cuts them: their first and last instants, however its clocks are changed.

A day is all the instants at which a calendar in the zone shows its date. It may last 23 or 25
hours, begin after midnight (daylight saving skips 00:00 in Cairo), be skipped altogether
(Pacific/Apia 2011-12-30), or end an hour after the next one began (St John's set its clocks back
at 00:01 until 2011). Instants are aware, in UTC, in whole seconds.
"""

from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

_DAY: Final = timedelta(days=1)
_HALF_DAY: Final = timedelta(hours=12)
_SECOND: Final = timedelta(seconds=1)

# Files that lie among the zones: this machine's own zone, and one that asks to be set up.
_NO_ZONES: Final = frozenset({"localtime", "Factory", "posixrules"})


@cache
def zone_names() -> tuple[str, ...]:
    """The IANA names of this machine's zones, sorted."""
    names = available_timezones() - _NO_ZONES
    return tuple(sorted(name for name in names if not name.startswith(("posix/", "right/"))))


def instants(wall: datetime, zone: ZoneInfo) -> tuple[datetime, ...]:
    """When clocks in the zone show `wall` (naive): never, once or twice, in order of time."""
    either = {_utc(wall, zone, fold=0), _utc(wall, zone, fold=1)}
    return tuple(sorted(instant for instant in either if _wall(instant, zone) == wall))


def day_begin(day: date, zone: ZoneInfo) -> datetime:
    """The day's first instant; of a skipped day, that of the next day.

    So the begins of consecutive dates never decrease, and cut time without gap or overlap.
    """
    midnight = datetime.combine(day, time())
    found = instants(midnight, zone)
    return found[0] if found else _gap_end(midnight, zone)


def day_end(day: date, zone: ZoneInfo) -> datetime:
    """The first instant after the day's last one; of a skipped day, its begin.

    That is the next day's begin, save where clocks go back over midnight soon after it: then the
    day has another hour behind the next one's first minutes.
    """
    midnight = datetime.combine(day + _DAY, time())
    found = instants(midnight, zone)
    if not found:
        return _gap_end(midnight, zone)
    # A second midnight ends the day only if the day came back before it, as in St John's. In Havana
    # clocks go back from 01:00 to 00:00: both midnights are the next day's.
    return found[-1] if last_day(found[-1], zone) <= day else found[0]


def last_day(end: datetime, zone: ZoneInfo) -> date:
    """The date of the instant just before `end`: the last day of a period that ends there."""
    return (end - _SECOND).astimezone(zone).date()


def is_skipped(day: date, zone: ZoneInfo) -> bool:
    """Whether the zone's calendar never showed that date."""
    return day_begin(day, zone).astimezone(zone).date() != day


def day_shifted(day: date, days: int, zone: ZoneInfo) -> date:
    """The date so many days later, or earlier if negative; a skipped day does not count.

    Counted from about noon in steps of 24 hours: no zone has moved its clocks by half a day since
    2000 other than by skipping a day, which takes no time.
    """
    return (day_begin(day, zone) + _HALF_DAY + days * _DAY).astimezone(zone).date()


def _utc(wall: datetime, zone: ZoneInfo, *, fold: int) -> datetime:
    return wall.replace(tzinfo=zone, fold=fold).astimezone(UTC)


def _wall(instant: datetime, zone: ZoneInfo) -> datetime:
    return instant.astimezone(zone).replace(tzinfo=None, fold=0)


def _gap_end(wall: datetime, zone: ZoneInfo) -> datetime:
    """The first instant at which clocks are past a time that they skip."""
    # Within a gap fold=1 is read with the later offset: an instant before the gap (PEP 495).
    before, after = _utc(wall, zone, fold=1), _utc(wall, zone, fold=0)
    seconds = range(int((after - before).total_seconds()))
    return before + _SECOND * bisect_left(
        seconds, wall, key=lambda second: _wall(before + _SECOND * second, zone)
    )
