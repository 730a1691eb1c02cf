"""Dates and times as XML Schema writes them (xs:dateTime and xs:time, XML Schema Part 2).

Surrounding white space is the reader's to drop. ASCII patterns come first, since fromisoformat()
takes much that the schema does not have.
"""

import re
from datetime import UTC, datetime, time
from typing import Final

from stats.moments import FIRST_YEAR, LAST_YEAR

_CLOCK: Final = r"([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]+)?"
_ZONE: Final = r"(Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])?"
_TIME: Final = re.compile(_CLOCK + _ZONE)
_DATE_TIME: Final = re.compile("([0-9]{4}-[0-9]{2}-[0-9]{2})T" + _CLOCK + _ZONE)


def instant(text: str) -> datetime:
    """Read an xs:dateTime as an aware instant in UTC, whole seconds. Raises ValueError.

    Without a zone it names no instant: what CallFire would mean by it is unknown. Nor is one
    outside the years that this site takes.
    """
    match = _DATE_TIME.fullmatch(text)
    if match is None:
        raise ValueError("not a date and time")
    day, hour, minute, second, zone = match.groups()
    if zone is None:
        raise ValueError("in no zone")
    if not FIRST_YEAR <= int(day[:4]) <= LAST_YEAR:
        raise ValueError("in no year that is taken")
    try:
        at = datetime.fromisoformat(f"{day}T{hour}:{minute}:{second}{zone}")
    except ValueError:
        raise ValueError("no such date and time") from None
    return at.astimezone(UTC)


def time_of_day(text: str) -> time:
    """Read an xs:time as clocks show it, whole seconds. Raises ValueError.

    A zone is dropped: the times that CallFire sends are in each recipient's own. 24:00:00, the end
    of a day, is 00:00.
    """
    match = _TIME.fullmatch(text)
    if match is None:
        raise ValueError("not a time of day")
    hour, minute, second = (int(part) for part in match.groups()[:3])
    if (hour, minute, second) == (24, 0, 0):
        hour = 0
    try:
        return time(hour, minute, second)
    except ValueError:
        raise ValueError("no such time of day") from None
