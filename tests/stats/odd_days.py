"""Days on which clocks were changed in some uncommon way, and strategies that seek them out."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from stats.days import zone_names

ODD_DAYS = [
    ("Africa/Cairo", date(2026, 4, 24)),  # 00:00 is skipped
    ("Africa/Casablanca", date(2026, 2, 15)),  # back for Ramadan
    ("America/Havana", date(2026, 11, 1)),  # 00:00 to 01:00 twice on one day
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("America/Sao_Paulo", date(2018, 11, 4)),  # 00:00 is skipped
    ("America/Sao_Paulo", date(2018, 2, 18)),  # 23:00 of the day before twice
    ("America/St_Johns", date(2010, 11, 7)),  # back from 00:01 to 23:01
    ("America/St_Johns", date(2011, 3, 13)),  # 00:01 is skipped
    ("Antarctica/Casey", date(2010, 3, 5)),  # back by three hours
    ("Antarctica/Troll", date(2026, 3, 29)),  # forward by two hours
    ("Asia/Beirut", date(2026, 10, 25)),  # 23:00 of the day before twice
    ("Asia/Pyongyang", date(2015, 8, 15)),  # back by half an hour at midnight
    ("Australia/Lord_Howe", date(2026, 4, 5)),  # back by half an hour
    ("Pacific/Apia", date(2011, 12, 30)),  # skipped
    ("Pacific/Fakaofo", date(2011, 12, 30)),  # skipped
]

_ANY_DAY = st.tuples(st.sampled_from(zone_names()), st.dates(date(2000, 1, 8), date(2100, 12, 25)))
_ODD_DAY = st.builds(
    lambda odd, days: (odd[0], odd[1] + timedelta(days=days)),
    st.sampled_from(ODD_DAYS),
    st.integers(-2, 2),
)


@st.composite
def zoned_days(draw: st.DrawFn) -> tuple[ZoneInfo, date]:
    """A zone and a date in it, one time in two a date on which it changed its clocks."""
    name, day = draw(_ODD_DAY | _ANY_DAY)
    return ZoneInfo(name), day


def times() -> st.SearchStrategy[time]:
    """Times of day in whole seconds, many on the hours and half hours of changes."""
    changes = st.sampled_from([time(0), time(0, 1), time(1, 30), time(2), time(23), time(23, 30)])
    return changes | st.times().map(lambda at: at.replace(microsecond=0))


@st.composite
def zoned_instants(draw: st.DrawFn) -> tuple[ZoneInfo, datetime]:
    """A zone and an instant in whole seconds on such a day."""
    zone, day = draw(zoned_days())
    wall = datetime.combine(day, draw(times()), zone)
    return zone, wall.replace(fold=draw(st.integers(0, 1))).astimezone(UTC)
