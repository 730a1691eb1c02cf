"""Marks, differences and what to heed: from columns made by hand."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from stats.abreast import Column, causes, contrasts, marks, without_plan
from stats.broadcast_details import BroadcastDetails, CallingHours, RetryPlan
from stats.broadcast_stats import ActionStatistics, BroadcastStats, ResultStat, UsageStats
from stats.buckets import Bucket
from stats.period import Period
from stats.report import Freshness, Report
from stats.series import Series, Slot
from stats.sums import added

BEGIN = datetime(2026, 11, 17, tzinfo=UTC)
HOUR = timedelta(hours=1)


def hour(live: int, missed: int, failed: int = 0) -> BroadcastStats:
    results = (
        ResultStat("LA", live, live),
        ResultStat("NO_ANS", missed, missed),
        ResultStat("CARRIER_ERROR", failed, failed),
    )
    return BroadcastStats(UsageStats(attempts=live + missed + failed), results)


def column(
    broadcast_id: int, hours: list[BroadcastStats], *, done: int = 100, **details: Any
) -> Column:
    end = BEGIN + len(hours) * HOUR
    period = Period("custom", BEGIN, end, ZoneInfo("UTC"))
    stats = replace(added(hours), action_statistics=ActionStatistics(100 - done, 0, done))
    known = BroadcastDetails(**details) if details else None
    report = Report(
        broadcast_id, f"No. {broadcast_id}", period, stats, end, Freshness.SETTLED, details=known
    )
    slots = tuple(
        Slot(Bucket(BEGIN + n * HOUR, BEGIN + (n + 1) * HOUR), "settled", each, end)
        for n, each in enumerate(hours)
    )
    series = Series("hour", slots, None, None, is_complete=True)
    return Column(report, None, period, report, series, None, is_complete=True)


LOW = column(1, [hour(20 + n % 3, 80) for n in range(12)])
HIGH = column(2, [hour(40 + n % 3, 60, 5 + n % 2) for n in range(12)])
SHORT = column(3, [hour(90, 10) for _ in range(9)])


def test_best_and_worst_are_marked_where_their_intervals_do_not_overlap() -> None:
    assert marks([LOW, HIGH], "live_answer_rate") == {2: "best", 1: "worst"}
    assert marks([HIGH, LOW], "error_rate") == {1: "best", 2: "worst"}
    assert marks([LOW, LOW], "live_answer_rate") == {}
    assert marks([LOW, SHORT], "live_answer_rate") == {}
    assert marks([LOW, HIGH], "sent_rate") == {}


def test_a_difference_is_of_the_first_less_the_other() -> None:
    live, errors = contrasts(HIGH, LOW)
    assert (live.rate, errors.rate) == ("live_answer_rate", "error_rate")
    assert live.is_seen
    assert live.interval
    assert live.interval[0] < live.by < live.interval[1]
    back, _ = contrasts(LOW, HIGH)
    assert back.by == pytest.approx(-live.by)
    assert not contrasts(LOW, LOW)[0].is_seen


def test_under_ten_hours_there_is_a_difference_without_an_interval() -> None:
    live, _ = contrasts(SHORT, LOW)
    assert live.interval is None
    assert not live.is_seen
    assert live.fewest == (SHORT, 9)


def test_nothing_is_said_until_all_hours_are_known() -> None:
    assert LOW.series
    slots = (replace(LOW.series.slots[0], state="missing", stats=None), *LOW.series.slots[1:])
    partly = replace(LOW, series=replace(LOW.series, slots=slots))
    assert partly.rates == {}
    assert contrasts(partly, HIGH) == ()


def test_what_makes_rates_differ_by_itself_is_named() -> None:
    hours = [hour(1, 1)]
    plan, other = RetryPlan(3, 60, ("NO_ANS",)), RetryPlan(1, 60, ("NO_ANS",))
    day = CallingHours(time(9), time(17))
    one = column(1, hours, retry_plan=plan, calling_hours=day)
    assert causes([one, one]) == ()
    assert causes([one, column(2, hours, retry_plan=other, calling_hours=day)]) == ("retry_plan",)
    assert causes([one, column(2, hours, retry_plan=plan)]) == ()
    evening = CallingHours(time(17), time(21))
    assert causes([one, column(2, hours, calling_hours=evening)]) == ("calling_hours",)
    assert causes([one, column(2, hours, done=96)]) == ()
    assert causes([one, column(2, hours, done=95)]) == ("completion",)
    assert without_plan([one, LOW]) == (LOW,)
