"""A date or date-time as people type it, read as an instant and written back.

Forms: 2026-11-17, 2026-11-17T08:30, 2026-11-17T08:30:15, a date-time also with Z or an offset such
as -08:00; ASCII digits, years 2000 to 2100, nothing else. Without an offset clocks of the given
zone are meant. What a moment means depends on the edge of a period that it is typed as.
"""

import re
from datetime import UTC, date, datetime, time
from typing import Final, Literal, cast, get_args
from zoneinfo import ZoneInfo

from stats.days import day_begin, day_end, instants, is_skipped, last_day

Edge = Literal["begin", "end"]
MomentKind = Literal[
    "not_a_date",  # none of the forms
    "plus_sign_unescaped",  # 2026-11-17T08:30 01:00: in an address + means a space
    "year_out_of_range",  # as typed, or in the zone where an offset was typed
    "no_such_date",  # 2014-15-02
    "no_such_time",  # 24:00, 08:61, +24:00
    "skipped_day",  # Pacific/Apia 2011-12-30
    "skipped_time",  # America/New_York 2026-03-08T02:30
]
MOMENT_KINDS: Final = cast("tuple[MomentKind, ...]", get_args(MomentKind))
FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2100

# datetime.fromisoformat takes 20260101, 2026-W01-1, T08 and +05:99 as well: the form comes first.
_FORM: Final = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)"
    r"(?:T(?P<time>\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:[0-5]\d)?))?",
    re.ASCII,
)
_PLUS_LOST: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)? \d\d:\d\d", re.ASCII)


class MomentError(ValueError):
    """The text is no moment that can be asked about; `kind` says why."""

    def __init__(self, kind: MomentKind) -> None:
        super().__init__(kind)
        self.kind = kind


def is_bare(text: str) -> bool:
    """Whether a readable moment is a date alone."""
    return "T" not in text


def is_in_range(instant: datetime, *, edge: Edge, zone: ZoneInfo) -> bool:
    """Whether its day, for an end the last one before it, lies in the years that can be typed."""
    day = instant.astimezone(zone).date() if edge == "begin" else last_day(instant, zone)
    return FIRST_YEAR <= day.year <= LAST_YEAR


def read(text: str, *, edge: Edge, zone: ZoneInfo) -> datetime:
    """The instant, in UTC. The text is trimmed already.

    A bare date as begin is the day's first instant, as end the first one after it. Of a doubled
    time the first is meant as begin, the second as end. Raises MomentError.
    """
    day, clock = _parts(text)
    if clock is None:
        if is_skipped(day, zone):
            raise MomentError("skipped_day")
        return day_begin(day, zone) if edge == "begin" else day_end(day, zone)
    wall = datetime.combine(day, clock)
    if wall.tzinfo is not None:
        instant = wall.astimezone(UTC)
        if not is_in_range(instant, edge=edge, zone=zone):
            raise MomentError("year_out_of_range")
        return instant
    found = instants(wall, zone)
    if not found:
        raise MomentError("skipped_day" if is_skipped(day, zone) else "skipped_time")
    return found[0] if edge == "begin" else found[-1]


def write(instant: datetime, *, edge: Edge, zone: ZoneInfo, bare: bool = True) -> str:
    """The shortest text that `read` takes for the instant (whole seconds).

    A date where the edge is a day's and `bare` allows it, else the zone's local time, with its
    offset where clocks show that time twice.
    """
    if edge == "begin":
        day = instant.astimezone(zone).date()
        is_edge = instant == day_begin(day, zone)
    else:
        day = last_day(instant, zone)
        is_edge = instant == day_end(day, zone)
    if bare and is_edge:
        return day.isoformat()
    local = instant.astimezone(zone)
    wall = local.replace(tzinfo=None)
    is_doubled = len(instants(wall, zone)) > 1
    return (local if is_doubled else wall).isoformat(
        timespec="seconds" if local.second else "minutes"
    )


def _parts(text: str) -> tuple[date, time | None]:
    match = _FORM.fullmatch(text)
    if match is None:
        raise MomentError("plus_sign_unescaped" if _PLUS_LOST.fullmatch(text) else "not_a_date")
    year, month, day = (int(match[part]) for part in ("year", "month", "day"))
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise MomentError("year_out_of_range")
    try:
        typed_day = date(year, month, day)
    except ValueError:
        raise MomentError("no_such_date") from None
    try:
        return typed_day, time.fromisoformat(match["time"]) if match["time"] else None
    except ValueError:
        raise MomentError("no_such_time") from None
