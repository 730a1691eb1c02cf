from datetime import UTC, datetime, time, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

from simulator import instants
from simulator.campaign import Hours

ANCHOR = datetime(2026, 3, 6, 17, 30, tzinfo=UTC)  # a Friday; clocks go forward on Sunday
NEW_YORK = "America/New_York"


def local(instant: int) -> datetime:
    return instants.aware(instant).astimezone(ZoneInfo(NEW_YORK))


def test_calling_hours_keep_the_time_on_the_wall_when_clocks_change() -> None:
    hours = Hours(NEW_YORK, 0, time(9), timedelta(hours=8))
    windows = list(islice(hours.windows(ANCHOR), 4))
    assert [local(begin).time() for begin, _ in windows] == [time(9)] * 4
    assert [later[0] - earlier[0] for earlier, later in pairwise(windows)] == [
        24 * 3600,
        23 * 3600,
        24 * 3600,
    ]


def test_calling_hours_on_weekdays_leave_the_weekend_out() -> None:
    hours = Hours(NEW_YORK, 0, time(9), timedelta(hours=8), weekdays_only=True)
    days = [local(begin).weekday() for begin, _ in islice(hours.windows(ANCHOR), 7)]
    assert days == [4, 0, 1, 2, 3, 4, 0]


def test_calling_hours_around_the_anchor_open_so_far_from_it() -> None:
    hours = Hours(NEW_YORK, -2, timedelta(hours=-2), timedelta(hours=13))
    begin, end = list(islice(hours.windows(ANCHOR), 3))[2]
    assert begin == instants.of(ANCHOR - timedelta(hours=2))
    assert end - begin == 13 * 3600
