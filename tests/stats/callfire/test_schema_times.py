from datetime import UTC, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats.callfire.schema_times import instant, time_of_day

zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.datetimes(datetime(2000, 1, 2), datetime(2100, 12, 30)), zones)  # noqa: DTZ001 - any zone
def test_an_instant_is_read_in_utc_at_whole_seconds(at: datetime, zone: timezone) -> None:
    aware = at.replace(tzinfo=zone)
    assert instant(aware.isoformat()) == aware.replace(microsecond=0)
    assert instant(aware.isoformat()).tzinfo is UTC


@pytest.mark.parametrize("text", ["2016-05-23T19:11:24Z", "2016-05-23T12:11:24.000000000-07:00"])
def test_an_instant_may_be_written_in_several_ways(text: str) -> None:
    assert instant(text) == datetime(2016, 5, 23, 19, 11, 24, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2016-05-23T19:11:24",  # no zone
        "2014-15-02T19:28:20Z",
        "2016-02-30T00:00:00Z",
        "2016-05-23T24:00:00Z",
        "1999-12-31T23:59:59Z",
        "2101-01-01T00:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "-2016-05-23T19:11:24Z",
        "2016-05-23T19:11:24+15:00",
        "2016-05-23",
        "2016-W21-1T19:11:24Z",
        "20160523T191124Z",
        "２０１６-05-23T19:11:24Z",  # noqa: RUF001
        "2016-05-23T19:11:24Z ",
        "",
    ],
)
def test_what_is_no_instant_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no"):
        instant(text)


@given(st.times())
def test_a_time_of_day_is_read_as_clocks_show_it(at: time) -> None:
    for zone in ("", "Z", "-08:00"):
        assert time_of_day(at.isoformat() + zone) == at.replace(microsecond=0)


def test_the_end_of_a_day_is_midnight() -> None:
    assert time_of_day("24:00:00") == time(0)


@pytest.mark.parametrize(
    "text", ["9:00:00", "09:00", "25:00:00", "24:00:01", "09:60:00", "09:00:00 PM", "T09", "", "x"]
)
def test_what_is_no_time_of_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no"):
        time_of_day(text)
