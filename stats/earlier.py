"""Which two stretches are compared: a period, or the part of it that is over, and an earlier one.

Whole days are stepped in the zone, so that weekdays and midnights match, whether a day has 23, 24
or 25 hours; within a day, and in periods that are not of whole days, time is elapsed time. What is
compared of a day that is not over has therefore lasted equally long on both sides. Instants are
aware, in UTC; stretches are half-open, [begin, end). Nothing here reads a clock.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Final, Literal

from stats import moments
from stats.days import day_begin, day_end, day_shifted, last_day
from stats.period import Period

# whole_life: nothing is before all time. first_hour: too little of it has passed.
# out_of_range: before the years that can be typed.
NoPair = Literal["whole_life", "first_hour", "out_of_range"]
# What a period is compared with: the one before it, or chosen dates.
Against = Literal["previous"] | Period

ROUNDED_TO: Final = timedelta(minutes=5)
GIVEN_AFTER: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two stretches to compare.

    period: what is shown. current: what of it is compared, the period itself where both are over or
    the chosen dates have another length. earlier: the other one. days: by how many days the earlier
    one is moved back in the zone, None where it is moved by elapsed time. months: whether its days
    are those of the month before instead. is_of_one_length: whether both last equally long, a day
    being a day however many hours it has; chosen dates may not.
    """

    period: Period
    current: Period
    earlier: Period
    days: int | None = None
    months: bool = False
    is_of_one_length: bool = True

    @property
    def is_cut(self) -> bool:
        """Whether only a part of the period is compared: what came after it is left over."""
        return self.current != self.period

    def moved(self, at: datetime) -> datetime | None:
        """The instant of the earlier stretch that an instant of the period is compared with.

        None where there is no such day in the month before.
        """
        begin, earlier = self.period.begin, self.earlier.begin
        if begin is None or earlier is None:
            return None
        if self.days is None and not self.months:
            return at - (begin - earlier)
        zone = self.period.zone
        day = at.astimezone(zone).date()
        other = self.moved_day(day)
        return None if other is None else day_begin(other, zone) + (at - day_begin(day, zone))

    def moved_stretch(self, begin: datetime, end: datetime) -> tuple[datetime, datetime] | None:
        """The stretch that one of the period is compared with, as far as it is compared at all.

        None where there is none, as of the 25th hour of a day.
        """
        if self.current.end is None or begin >= self.current.end:
            return None
        end = min(end, self.current.end)
        moved, moved_end = self.moved(begin), self._moved_end(end)
        if moved is None or moved_end is None or moved_end <= moved:
            return None
        return moved, moved_end

    def _moved_end(self, end: datetime) -> datetime | None:
        """Where a stretch ends on the other side: a day's end is that of the other day."""
        last = last_day(end, self.period.zone)
        if (self.days is None and not self.months) or end != day_end(last, self.period.zone):
            return self.moved(end)
        other = self.moved_day(last)
        return None if other is None else day_end(other, self.period.zone)

    def moved_day(self, day: date) -> date | None:
        """The date that a date of the period is compared with; None where there is none."""
        if self.months:
            return _month_before(day)
        return None if self.days is None else day_shifted(day, -self.days, self.period.zone)


def pair(
    period: Period, against: Against, as_of: datetime, now: datetime | None = None
) -> Pair | NoPair:
    """What of the period is compared with what, as of that instant; or why nothing is.

    A period that is not over is cut at `as_of`, rounded down to five minutes, and so is the earlier
    one after the same elapsed time; in its first hour nothing is compared. A month to date has the
    same days of the month before, as far as that has them; any other period the stretch of its own
    length before it. Chosen dates that are not over are cut likewise, and so is the period; those
    of another length are compared as far as they are over, the period as it is.

    now: what chosen dates go by beside a period that is over, whose figures may have been seen long
    ago. Without it they go by `as_of`, and dates that begin after that are compared as they are.
    """
    if period.begin is None or period.end is None:
        return "whole_life"
    if against != "previous" and (against.begin is None or against.end is None):
        return "whole_life"
    found = _whole(period, against)
    if not period.is_over(as_of):
        cut = as_of - (as_of - _EPOCH) % ROUNDED_TO
        if cut - period.begin < GIVEN_AFTER:
            return "first_hour"
        found = _cut(found, cut) if against == "previous" or found.is_of_one_length else found
    if against != "previous":
        is_over = period.is_over(as_of)
        seen = now if now and is_over else as_of
        is_known = now is not None or not is_over or against.contains(seen)
        if is_known and not against.is_over(seen):
            cut = seen - (seen - _EPOCH) % ROUNDED_TO
            if cut - _edges(against)[0] < GIVEN_AFTER:
                return "first_hour"
            found = _cut_chosen(found, cut)
    return found if _can_be_typed(found.earlier) else "out_of_range"


def _whole(period: Period, against: Against) -> Pair:
    """The two stretches to their ends."""
    if against != "previous":
        return _chosen(period, against)
    begin, end = _edges(period)
    if not period.is_whole_days:
        return Pair(period, period, _custom(period, begin - (end - begin), begin))
    first, last = _days(period)
    zone = period.zone
    if period.name == "month":
        before = _custom(period, day_begin(_month_begin_before(first), zone), begin)
        return Pair(period, period, before, months=True)
    # The clocks' changes within never add up to half a day; a skipped day takes no time.
    days = round((end - begin) / _DAY)
    first, last = (day_shifted(day, -days, zone) for day in (first, last))
    return Pair(period, period, _custom(period, day_begin(first, zone), day_end(last, zone)), days)


def _chosen(period: Period, chosen: Period) -> Pair:
    begin, end = _edges(period)
    other_begin, other_end = _edges(chosen)
    if period.is_whole_days and chosen.is_whole_days:
        days = round((begin - other_begin) / _DAY)
        last = day_shifted(_days(period)[1], -days, period.zone)
        return Pair(
            period, period, chosen, days, is_of_one_length=day_end(last, period.zone) == other_end
        )
    is_of_one_length = end - begin == other_end - other_begin
    return Pair(period, period, chosen, is_of_one_length=is_of_one_length)


def _cut(found: Pair, cut: datetime) -> Pair:
    """Both stretches, cut after the same elapsed part."""
    zone = found.period.zone
    begin, _ = _edges(found.period)
    earlier_begin, earlier_end = _edges(found.earlier)
    if found.days is None and not found.months:
        return _ended(found, cut, earlier_begin + (cut - begin))
    day = cut.astimezone(zone).date()
    other = found.moved_day(day)
    if other is None:  # the month before is over: both are compared to its last day
        length = earlier_end.astimezone(zone).date() - earlier_begin.astimezone(zone).date()
        same = begin.astimezone(zone).date() + length
        return _ended(found, day_begin(same, zone), earlier_end)
    # A day of 23 hours ends the comparison of the longer one.
    elapsed = min(cut - day_begin(day, zone), day_end(other, zone) - day_begin(other, zone))
    return _ended(found, day_begin(day, zone) + elapsed, day_begin(other, zone) + elapsed)


def _cut_chosen(found: Pair, cut: datetime) -> Pair:
    """The chosen dates, cut where they are not over; of one length, the period after as much."""
    zone = found.period.zone
    earlier_begin, earlier_end = _edges(found.earlier)
    begin, end = _edges(found.current)
    if earlier_end <= cut:  # the period began later, and is cut: no more of them is compared
        return found
    if not found.is_of_one_length:
        return _ended(found, end, cut)
    if found.days is None:
        return _ended(found, begin + (cut - earlier_begin), cut)
    day = cut.astimezone(zone).date()
    other = day_shifted(day, found.days, zone)
    # A day of 23 hours ends the comparison of the longer one.
    elapsed = min(cut - day_begin(day, zone), day_end(other, zone) - day_begin(other, zone))
    return _ended(found, day_begin(other, zone) + elapsed, day_begin(day, zone) + elapsed)


def _ended(found: Pair, current_end: datetime, earlier_end: datetime) -> Pair:
    period, earlier = found.period, found.earlier
    return replace(
        found,
        current=period
        if current_end == period.end
        else _custom(period, _edges(period)[0], current_end),
        earlier=_custom(period, _edges(earlier)[0], earlier_end),
    )


def _custom(period: Period, begin: datetime, end: datetime) -> Period:
    return Period("custom", begin, end, period.zone)


def _edges(period: Period) -> tuple[datetime, datetime]:
    if period.begin is None or period.end is None:
        raise ValueError("the whole life has no edges")
    return period.begin, period.end


def _days(period: Period) -> tuple[date, date]:
    """The first and the last date of a period that is not the whole life."""
    if period.first_day is None or period.last_day is None:
        raise ValueError("the whole life has no days")
    return period.first_day, period.last_day


def _month_begin_before(day: date) -> date:
    return (day.replace(day=1) - _DAY).replace(day=1)


def _month_before(day: date) -> date | None:
    """The same day of the month before; None where that has none."""
    before = _month_begin_before(day)
    moved = before + (day.day - 1) * _DAY
    return moved if moved.month == before.month else None


def _can_be_typed(period: Period) -> bool:
    begin, end = _edges(period)
    return moments.is_in_range(begin, edge="begin", zone=period.zone) and moments.is_in_range(
        end, edge="end", zone=period.zone
    )
