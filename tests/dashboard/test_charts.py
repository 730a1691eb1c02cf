import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given

from dashboard import charts
from stats.broadcast_stats import ActionStatistics, BroadcastStats, UsageStats
from stats.buckets import Bucket
from stats.series import Series, Slot, State
from tests.stats.broadcast_stats_strategy import broadcast_stats
from tests.stats.examples import (
    CALLFIRES_OWN,
    NOTHING_REPORTED,
    TEXTS,
    VOICE,
    report_of,
    results,
)


def test_the_bars_are_sorted_by_attempts_each_with_its_group() -> None:
    chart = charts.of_results(report_of(VOICE))
    assert chart is not None
    assert list(zip(chart["labels"], chart["values"], chart["groups"], strict=True))[:4] == [
        ("Live answer", 1_207, "reached"),
        ("Answering machine", 800, "delivered"),
        ("No answer", 600, "missed"),
        ("Busy", 200, "missed"),
    ]
    assert chart["summary"] == (
        "Results in all: 10. The most frequent is Live answer, with 1,207 attempts."
    )


def test_equal_bars_keep_the_order_of_the_table() -> None:
    chart = charts.of_results(report_of(BroadcastStats(results=results(BUSY=5, LA=5, AM=9))))
    assert chart is not None
    assert chart["codes"] == ["AM", "LA", "BUSY"]


def test_a_bar_that_is_not_reported_is_a_gap_and_no_zero() -> None:
    stats = BroadcastStats(results=results(LA=(None, 2), BUSY=3))
    chart = charts.of_results(report_of(stats))
    assert chart is not None
    assert dict(zip(chart["codes"], chart["values"], strict=True)) == {"BUSY": 3, "LA": None}


@pytest.mark.parametrize(
    "stats",
    [
        NOTHING_REPORTED,
        CALLFIRES_OWN,
        BroadcastStats(results=results(LA=0)),
        BroadcastStats(results=results(LA=(None, 3))),
    ],
)
def test_where_nothing_can_be_drawn_there_is_no_chart(stats: BroadcastStats) -> None:
    assert charts.of_results(report_of(stats)) is None


def test_progress_is_finished_then_waiting_then_not_attempted() -> None:
    chart = charts.of_progress(report_of(VOICE))
    assert chart is not None
    assert dict(zip(chart["labels"], chart["values"], strict=True)) == {
        "Finished": 2_300,
        "Waiting to retry": 42,
        "Not attempted": 500,
    }
    assert chart["summary"] == "2,300 of 2,842 actions are finished."


@pytest.mark.parametrize(
    "statuses", [None, ActionStatistics(0, 0, 0), ActionStatistics(5, None, 5)]
)
def test_statuses_that_do_not_add_up_to_a_bar_are_not_drawn(
    statuses: ActionStatistics | None,
) -> None:
    assert charts.of_progress(report_of(BroadcastStats(action_statistics=statuses))) is None


def test_a_label_with_a_percent_sign_breaks_no_summary() -> None:
    chart = charts.of_results(report_of(BroadcastStats(results=results(**{"100%s": 3}))))
    assert chart is not None
    assert "100%s" in chart["summary"]


@given(broadcast_stats())
def test_a_chart_is_json_that_a_browser_reads(stats: BroadcastStats) -> None:
    report = report_of(stats)
    for chart in (charts.of_results(report), charts.of_progress(report)):
        json.dumps(chart, allow_nan=False)
        if chart:
            assert chart["summary"]
            lengths = {len(values) for values in chart.values() if isinstance(values, list)}
            assert len(lengths) == 1


def test_texts_are_drawn_with_their_replies() -> None:
    chart = charts.of_results(report_of(TEXTS))
    assert chart is not None
    assert "RECEIVED" in chart["codes"]


def slot(state: State, **tried: int) -> Slot:
    begin = datetime(2026, 11, 19, tzinfo=UTC)
    usage = UsageStats(attempts=sum(tried.values()) or None)
    stats = None if state == "missing" else BroadcastStats(usage=usage, results=results(**tried))
    return Slot(Bucket(begin, begin + timedelta(days=1)), state, stats, begin)


def of_slots(*slots: Slot) -> dict[str, Any]:
    series = Series("day", slots, None, None, is_complete=True)
    chart = charts.of_series(series, [str(n) for n in range(len(slots))], [""] * len(slots))
    assert chart is not None
    return chart


def test_a_bar_has_its_share_of_those_tried_and_what_was_not_tried_has_none() -> None:
    chart = charts.of_results(report_of(BroadcastStats(results=results(LA=3, AM=1, UNDIALED=6))))
    assert chart is not None
    shares = dict(zip(chart["codes"], chart["shares"], strict=True))
    assert shares == {"LA": 0.75, "AM": 0.25, "UNDIALED": None}


def test_a_bucket_says_how_many_were_tried_and_what_its_rate_is_of() -> None:
    chart = of_slots(slot("settled", LA=30, AM=60, XFER_LEG=5), slot("missing"))
    assert chart["attempts"] == [95, None]
    assert chart["tried"] == [90, None]
    (rate,) = chart["measures"]["rate"]
    assert (rate["values"][1], rate["parts"]) == (None, [30, None])
    assert rate["values"][0] == pytest.approx(30 / 90, abs=1e-6)


def test_replies_are_no_tries_so_they_have_no_share() -> None:
    chart = of_slots(slot("settled", SENT=100, RECEIVED=7))
    shared = {each["group"]: each["is_tried"] for each in chart["measures"]["attempts"]}
    assert shared == {"reached": False, "delivered": True}
    (rate,) = chart["measures"]["rate"]
    assert rate["parts"] == [100]
