"""The days of many broadcasts: what is known of each, and what is asked next."""

from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count

import pytest
from hypothesis import given
from pytest_django import Settings

from stats.broadcast_stats import BroadcastStats
from stats.buckets import Bucket
from stats.counts import tried_of
from stats.kept import is_busy
from stats.portfolio.days import Cell, Known, cell_of, days_of, summed
from stats.portfolio.members import Member
from stats.portfolio.totals import live_of
from stats.series import NOTHING
from tests.conftest import NOW
from tests.stats.broadcast_stats_strategy import broadcast_stats
from tests.stats.examples import TEXTS, VOICE
from tests.stats.timelines import HOUR, period

MONTH = days_of(period("2026-10-27", "2026-11-23"))
BUSY = Cell(NOW, is_empty=False, attempts=10, live_answers=4, tried=8, credits=Decimal("1.5"))
EMPTY = Cell(NOW, is_empty=True)

pytestmark = pytest.mark.usefixtures("clock")


def whole(days: tuple[Bucket, ...]) -> tuple[datetime, datetime]:
    return days[0].begin, days[-1].end


def of(day: Bucket) -> tuple[datetime, datetime]:
    return day.begin, day.end


def known(*cells: tuple[tuple[datetime, datetime], Cell], now: datetime = NOW) -> Known:
    found = Known(MONTH, now)
    for interval, cell in cells:
        found.learn(interval, cell)
    return found


def member(number: int, *, is_of_texts: bool = False) -> Member:
    return Member(number, None, is_of_texts, None, None, is_due=False)


@given(broadcast_stats())
def test_a_cell_says_what_the_metrics_of_its_answer_say(stats: BroadcastStats) -> None:
    cell = cell_of(stats, NOW)
    assert cell.is_empty == (not is_busy(stats))
    if not cell.is_empty:
        assert (cell.live_answers, cell.tried) == (live_of(stats), tried_of(stats))
        usage = stats.usage
        assert (cell.attempts, cell.credits) == (
            (usage.attempts, usage.billed_amount) if usage else (None, None)
        )


def test_a_day_within_a_stretch_without_activity_is_known() -> None:
    quiet = known((whole(MONTH), EMPTY))
    assert [cell and cell.attempts for cell in quiet.cells()] == [0] * 28
    assert quiet.wanted() == ()
    assert quiet.knows(MONTH)


def test_a_stretch_seen_before_a_day_began_says_nothing_of_that_day() -> None:
    seen = MONTH[10].begin
    quiet = known((whole(MONTH), Cell(seen, is_empty=True)))
    cells = quiet.cells()
    assert [number for number, cell in enumerate(cells) if cell] == list(range(10))
    assert not quiet.knows(MONTH)
    assert quiet.wanted() == (whole(MONTH),)  # empty then: it may not have stayed so


def test_a_busy_month_is_asked_for_in_parts_and_then_by_days() -> None:
    busy = known((whole(MONTH), BUSY))
    parts = busy.wanted()
    assert len(parts) == 8
    for begin, end in parts[1:]:
        busy.learn((begin, end), EMPTY, is_new=True)
    busy.learn(parts[0], BUSY, is_new=True)
    days = busy.wanted()
    assert days == tuple(of(day) for day in MONTH[:-5:-1])
    for each in days:
        busy.learn(each, BUSY, is_new=True)
    assert busy.wanted() == ()
    assert busy.knows(MONTH)


@pytest.mark.parametrize(("age", "is_wanted"), [(59, False), (61, True)])
def test_the_day_of_today_is_asked_for_again_after_an_hour(age: int, is_wanted: bool) -> None:
    seen = NOW - timedelta(minutes=age)
    old = Cell(seen, is_empty=False, attempts=1)
    found = known((whole(MONTH), old), *((of(day), old) for day in MONTH))
    # Today's part of the month is asked for first: the other days of it are final.
    parts = [part for part in found.wanted() if part[1] == MONTH[-1].end]
    assert bool(parts) is is_wanted
    for part in parts:
        found.learn(part, BUSY, is_new=True)
        assert of(MONTH[-1]) in found.wanted()
        assert of(MONTH[-4]) not in found.wanted()


def test_a_day_is_the_sum_of_the_broadcasts_of_which_it_is_known() -> None:
    members = [member(1), member(2, is_of_texts=True), member(3), member(4)]
    looks = {
        1: known((of(MONTH[3]), cell_of(VOICE, NOW))),
        2: known((of(MONTH[3]), cell_of(TEXTS, NOW))),
        3: known((whole(MONTH), EMPTY)),
        4: known(),
    }
    days = summed(members, MONTH, looks)
    day = days[3]
    assert (day.known, day.of) == (3, 4)
    assert day.attempts == 3_123 + 400
    assert (day.live_answers, day.tried) == (1_298, 3_053)  # of calls alone
    assert day.credits == Decimal("5862.1850")
    assert (days[2].known, days[2].attempts, days[2].credits) == (1, 0, Decimal(0))


def test_of_a_day_that_nobody_knows_nothing_is_said() -> None:
    (day, *_) = summed([member(1)], MONTH, {1: known()})
    assert (day.known, day.attempts, day.live_answer_rate, day.credits) == (0, None, None, None)


def test_a_day_is_open_as_long_as_one_was_seen_before_its_end() -> None:
    last = of(MONTH[-1])
    early = Cell(NOW - HOUR, is_empty=False, attempts=1)
    (*_, day) = summed([member(1)], MONTH, {1: known((last, early))})
    assert day.is_open
    late = Cell(last[1] + HOUR, is_empty=False, attempts=1)
    (*_, day) = summed([member(1)], MONTH, {1: known((last, late))})
    assert not day.is_open


def test_days_of_no_broadcast_are_days_all_the_same(clock: Settings) -> None:
    days = summed([], MONTH, {})
    assert [(day.known, day.of) for day in days] == [(0, 0)] * 28


def test_questions_end(clock: Settings) -> None:
    found = known((whole(MONTH), BUSY))
    asked: set[tuple[datetime, datetime]] = set()
    for _round in count():
        wanted = found.wanted()
        if not wanted:
            break
        assert not asked & set(wanted)
        asked |= set(wanted)
        for each in wanted:
            found.learn(each, BUSY, is_new=True)
    assert len(asked) == 8 + 28
    assert cell_of(NOTHING, NOW).is_empty
