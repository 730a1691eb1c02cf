"""Bars on a common axis, and their table: of columns made by hand."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from dashboard import abreast_when
from stats.abreast import Column
from stats.callfire.errors import NotFound
from stats.period import Period
from stats.side import Wanted
from stats.side_by_side import SideBySide
from tests.stats.test_abreast import BEGIN, HIGH, HOUR, LOW

PERIOD = Period("custom", BEGIN, BEGIN + 12 * HOUR, ZoneInfo("UTC"))


def of(*columns: Column, age: timedelta | None = None) -> dict[str, object]:
    wanted = Wanted(tuple(each.broadcast_id for each in columns), PERIOD, age is not None, age)
    return abreast_when.of(SideBySide(wanted, columns, age))


def moved(column: Column, by: timedelta) -> Column:
    assert column.series
    slots = tuple(
        replace(
            slot,
            bucket=replace(slot.bucket, begin=slot.bucket.begin + by, end=slot.bucket.end + by),
        )
        for slot in column.series.slots
    )
    return replace(column, begins_at=BEGIN + by, series=replace(column.series, slots=slots))


def test_bars_stand_within_their_row_each_where_its_hour_is() -> None:
    found = of(LOW, HIGH)
    assert found["most"] == 108
    for chart in found["charts"]:  # type: ignore[attr-defined]
        assert [round(bar.x) for bar in chart["bars"]] == [round(n * 1000 / 12) for n in range(12)]
        for bar in chart["bars"]:
            assert 0 <= bar.y <= abreast_when.HEIGHT
            assert bar.y + bar.height == pytest.approx(abreast_when.HEIGHT, abs=0.02)
            assert bar.x + bar.width <= abreast_when.WIDTH


def test_at_the_same_age_all_begin_at_the_left_whenever_that_was() -> None:
    spring = moved(HIGH, timedelta(days=-200, minutes=-37))
    found = of(moved(LOW, timedelta(0)), spring, age=12 * HOUR)
    xs = [[bar.x for bar in chart["bars"]] for chart in found["charts"]]  # type: ignore[attr-defined]
    assert xs[0] == xs[1]
    assert found["ticks"] == ["0 min", "6 h 00 min", "12 h 00 min"]
    rows = found["rows"]
    assert isinstance(rows, list)
    assert len(rows) == 12
    assert rows[3]["label"] == "3 h 00 min to 4 h 00 min"
    assert [cell["attempts"] for cell in rows[3]["cells"]] == [100, 106]


def test_a_missing_hour_is_as_high_as_its_row_and_a_row_of_the_table() -> None:
    assert LOW.series
    slots = (*LOW.series.slots[:-1], replace(LOW.series.slots[-1], state="missing", stats=None))
    found = of(replace(LOW, series=replace(LOW.series, slots=slots)), HIGH)
    charts, rows = found["charts"], found["rows"]
    last = charts[0]["bars"][-1]  # type: ignore[index]
    assert (last.state, last.y, last.height) == ("missing", 0, abreast_when.HEIGHT)
    assert rows[-1]["cells"][0] == {"attempts": None, "state": "missing"}  # type: ignore[index]
    assert (found["missing"], found["progress"]) == (1, "23 of 24 hours")


def test_of_one_that_failed_without_anything_nothing_is_drawn() -> None:
    assert LOW.series
    slots = tuple(replace(slot, state="missing", stats=None) for slot in LOW.series.slots)
    failed = replace(LOW, series=replace(LOW.series, slots=slots), problem=NotFound())
    assert of(failed, HIGH)["names"] == ["No. 2"]
