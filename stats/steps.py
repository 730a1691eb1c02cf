"""The period before or after another one, by its own length."""

from datetime import date, datetime, timedelta
from typing import Final

from stats import moments
from stats.days import day_begin, day_end, day_shifted
from stats.period import Period

_DAY: Final = timedelta(days=1)


def stepped(period: Period, steps: int) -> Period | None:
    """The period so many of its own lengths later, or earlier if negative, as custom dates.

    The month, and dates that are whole months, step by months; other whole days by days in the
    zone, of 23 to 25 hours; anything else by elapsed time. None for the whole life, and beyond
    the years that can be typed.
    """
    if period.begin is None or period.end is None:
        return None
    try:
        begin, end = _moved(period, period.begin, period.end, steps)
        is_in_range = moments.is_in_range(
            begin, edge="begin", zone=period.zone
        ) and moments.is_in_range(end, edge="end", zone=period.zone)
    except (OverflowError, ValueError):  # beyond the years that Python knows
        return None
    return Period("custom", begin, end, period.zone) if is_in_range else None


def _moved(period: Period, begin: datetime, end: datetime, steps: int) -> tuple[datetime, datetime]:
    first, last = period.first_day, period.last_day
    if first is None or last is None or not period.is_whole_days:
        elapsed = end - begin
        return begin + steps * elapsed, end + steps * elapsed
    if period.name == "month" or (period.name == "custom" and _are_whole_months(first, last)):
        first, last = _moved_months(first, last, steps)
    else:
        # The clocks' changes within never add up to half a day; a skipped day takes no time.
        days = steps * round((end - begin) / _DAY)
        first, last = (day_shifted(day, days, period.zone) for day in (first, last))
    return day_begin(first, period.zone), day_end(last, period.zone)


def _are_whole_months(first: date, last: date) -> bool:
    return first.day == 1 and (last + _DAY).day == 1


def _moved_months(first: date, last: date, steps: int) -> tuple[date, date]:
    """The first and last day of the months so many times their number away."""
    begins, ends = (12 * day.year + day.month - 1 for day in (first, last))
    moved = steps * (ends - begins + 1)
    return _month_begin(begins + moved), _month_begin(ends + moved + 1) - _DAY


def _month_begin(month: int) -> date:
    """The first day of a month counted from January of year 0."""
    return date(month // 12, month % 12 + 1, 1)
