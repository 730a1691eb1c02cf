from datetime import UTC, datetime, timedelta, timezone

import pytest

from simulator import instants


@pytest.mark.parametrize(
    "written",
    [
        "2012-01-01T21:32:52Z",
        "2012-01-01T21:32:52+00:00",
        "2012-01-01T13:32:52-08:00",
        "2012-01-02T11:32:52+14:00",
    ],
)
def test_every_writing_of_an_instant_is_the_same_second(written: str) -> None:
    assert instants.write(instants.parse(written)) == "2012-01-01T21:32:52Z"


@pytest.mark.parametrize(
    "written",
    [
        "",
        "2014-15-02T19:28:20Z",  # from CallFire's own sample: there is no month 15
        "2012-01-01",
        "2012-01-01T21:32:52",
        "2012-01-01T21:32:52.5Z",
        "2012-01-01T21:32Z",
        "2012-01-01 21:32:52Z",
        "2012-01-01T21:32:52 00:00",  # a plus sign that was not encoded
        "2012-01-01T21:32:52z",
        "2012-01-01T24:00:00Z",
        "2012-01-01T21:32:60Z",
        "2012-02-30T21:32:52Z",
        "2012-01-01T21:32:52+15:00",
        "\uff12\uff1012-01-01T21:32:52Z",
        "1325453572",
    ],
)
def test_what_is_not_a_whole_second_with_a_zone_is_refused(written: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - some are of the calendar, not of the form
        instants.parse(written)


def test_the_first_and_last_instant_of_the_calendar_are_read() -> None:
    assert instants.parse("0001-01-01T00:00:00+14:00") < instants.parse("0001-01-01T00:00:00Z")
    assert instants.parse("9999-12-31T23:59:59-14:00") > instants.parse("9999-12-31T23:59:59Z")


def test_what_is_below_a_second_is_cut_off() -> None:
    late = datetime(2026, 11, 23, 17, 0, 59, 999_999, timezone(timedelta(hours=-8)))
    assert instants.aware(instants.of(late)) == datetime(2026, 11, 24, 1, 0, 59, tzinfo=UTC)
