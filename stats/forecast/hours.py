"""Calling hours: when a broadcast dials on any day, and how much of a stretch of time that is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from stats.broadcast_details import CallingHours

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DialingHours:
    """From `begin` to `end` each day, by the clocks of `zone`.

    An end at or before the begin lies on the next day.
    """

    begin: time
    end: time
    zone: ZoneInfo

    def dialing(self, since: datetime, until: datetime) -> timedelta:
        """How much of [since, until) lies within the hours; 0 where it ends before it begins."""
        return _sum_of_parts(self._around(since, until), since, until)

    def dialing_of_pause(self, since: datetime, until: datetime) -> timedelta:
        """The same for a time in which nobody was called: days that lie in it whole are rest days.

        The hours say nothing of weekends, so a day without any call is taken for one.
        """
        days = (day for day in self._around(since, until) if day[0] < since or until < day[1])
        return _sum_of_parts(days, since, until)

    def after(self, since: datetime, dialing: timedelta) -> datetime:
        """The instant (UTC) at which so much of the hours is over, counted from `since`."""
        day = since.astimezone(self.zone).date() - _DAY
        while True:
            begin, end = _window(self, day)
            part = max(end - max(begin, since), timedelta())
            if dialing <= part:
                return max(begin, since) + dialing
            dialing -= part
            day += _DAY

    def today(self, now: datetime) -> tuple[datetime, datetime]:
        """The begin and end (UTC) of the hours that hold `now`, else of those of its local date."""
        for begin, end in self._around(now, now):
            if begin <= now < end:
                return begin, end
        return _window(self, now.astimezone(self.zone).date())

    def _around(self, since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The hours of each day from the one before `since` to that of `until`."""
        day, last = since.astimezone(self.zone).date() - _DAY, until.astimezone(self.zone).date()
        while day <= last:
            yield _window(self, day)
            day += _DAY


def dialing_hours(calling: CallingHours | None, zone: ZoneInfo) -> DialingHours | None:
    """CallFire's calling hours, counted in `zone`; None where begin or end is not known.

    CallFire counts them where each recipient is, and does not say where that is: here all
    recipients are taken to live in `zone`. A list that spans a continent dials some hours longer.
    """
    if calling is None or calling.begin is None or calling.end is None:
        return None
    return DialingHours(calling.begin, calling.end, zone)


@lru_cache(maxsize=1024)
def _window(hours: DialingHours, day: date) -> tuple[datetime, datetime]:
    last = day if hours.begin < hours.end else day + _DAY
    begin = datetime.combine(day, hours.begin, hours.zone)
    return begin.astimezone(UTC), datetime.combine(last, hours.end, hours.zone).astimezone(UTC)


def _sum_of_parts(
    days: Iterable[tuple[datetime, datetime]], since: datetime, until: datetime
) -> timedelta:
    parts = (min(end, until) - max(begin, since) for begin, end in days)
    return sum((max(part, timedelta()) for part in parts), timedelta())
