from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given

from stats.broadcast_stats import ActionStatistics, BroadcastStats
from stats.report import Freshness, Look, Progress
from tests.stats.broadcast_stats_strategy import broadcast_stats
from tests.stats.examples import (
    ALL,
    AS_OF,
    CALLFIRES_OWN,
    NOTHING_REPORTED,
    TEXTS,
    VOICE,
    WEEK,
    report_of,
    results,
)

MINUTE = timedelta(minutes=1)
WHOLE = BroadcastStats(action_statistics=ActionStatistics(10, 20, 70))


def look(stats: BroadcastStats, seen_at: timedelta) -> Look:
    return Look(stats, AS_OF - timedelta(hours=3), AS_OF + seen_at)


def test_the_rows_are_the_results_that_came_with_their_share_of_the_tried() -> None:
    rows = report_of(VOICE).rows
    assert [(row.result, row.group, row.attempts, row.actions) for row in rows[:3]] == [
        ("LA", "reached", 1_207, 1_201),
        ("XFER", "reached", 91, 91),
        ("AM", "delivered", 800, 780),
    ]
    assert {row.result: str(row.share) for row in rows} == {
        "LA": "0.395349",
        "XFER": "0.029807",
        "AM": "0.262037",
        "NO_ANS": "0.196528",
        "BUSY": "0.065509",
        "DNC": "0.013102",
        "INVALID_NUMBER": "0.009826",
        "CARRIER_ERROR": "0.027841",
        "UNDIALED": "None",
        "XFER_LEG": "None",
    }


def test_unknown_codes_follow_the_known_ones_by_name_whatever_order_they_came_in() -> None:
    stats = BroadcastStats(results=results(LA=1, XFER_LEG=1, WAP=1, ALPHA=1)[::-1])
    assert [row.result for row in report_of(stats).rows] == ["LA", "XFER_LEG", "ALPHA", "WAP"]


def test_where_a_count_is_not_reported_no_row_has_a_share() -> None:
    stats = BroadcastStats(results=results(LA=3, BUSY=(None, 2)))
    assert {row.share for row in report_of(stats).rows} == {None}


@pytest.mark.parametrize(
    ("stats", "of_texts"),
    [
        (TEXTS, True),
        (VOICE, False),
        (replace(VOICE, results=results(LA=1, SENT=9)), False),
        (CALLFIRES_OWN, False),
        (BroadcastStats(results=results(RECEIVED=1, WAP=3)), True),
    ],
)
def test_a_report_is_of_texts_where_nothing_but_texts_came(
    stats: BroadcastStats, of_texts: bool
) -> None:
    assert report_of(stats).is_of_texts is of_texts


def test_only_an_answer_that_was_not_given_makes_a_report_stale() -> None:
    stale = {each for each in Freshness if report_of(freshness=each).is_stale}
    assert stale == {Freshness.STALE}


@pytest.mark.parametrize("later", [timedelta(0), MINUTE])
def test_progress_takes_the_whole_life_where_it_is_no_older(later: timedelta) -> None:
    report = report_of(period=WEEK, whole_life=look(WHOLE, later))
    assert report.progress == Progress(ActionStatistics(10, 20, 70), AS_OF + later, True)
    assert report.completion == Decimal("0.7")


def test_progress_takes_the_periods_own_statuses_where_the_whole_life_is_older() -> None:
    report = report_of(period=WEEK, whole_life=look(WHOLE, -MINUTE))
    assert report.progress == Progress(ActionStatistics(500, 42, 2_300), AS_OF, False)
    assert str(report.completion) == "0.809289"


def test_progress_takes_the_periods_own_statuses_where_there_is_no_whole_life() -> None:
    for without in (None, look(NOTHING_REPORTED, MINUTE)):
        progress = report_of(period=WEEK, whole_life=without).progress
        assert progress is not None
        assert progress.as_of == AS_OF
        assert not progress.of_whole_life


def test_progress_takes_older_whole_life_statuses_where_the_period_has_none() -> None:
    report = report_of(NOTHING_REPORTED, WEEK, whole_life=look(WHOLE, -MINUTE))
    assert report.progress is not None
    assert report.progress.as_of == AS_OF - MINUTE
    assert report.progress.of_whole_life


def test_without_any_statuses_there_is_no_progress_and_no_completion() -> None:
    report = report_of(NOTHING_REPORTED, ALL)
    assert report.progress is None
    assert report.completion is None


def test_the_exported_completion_is_that_of_the_asked_document() -> None:
    report = report_of(period=WEEK, whole_life=look(WHOLE, MINUTE))
    assert str(report.metrics.completion) == "0.809289"


def test_what_is_left_is_said_only_where_both_statuses_are_reported() -> None:
    def progress(*statuses: int | None) -> Progress:
        return Progress(ActionStatistics(*statuses), AS_OF, True)

    assert (progress(500, 42, 2_300).left, progress(500, 42, 2_300).total) == (542, 2_842)
    assert (progress(5, 4, None).left, progress(5, 4, None).total) == (9, None)
    assert (progress(None, 4, 1).left, progress(None, 4, 1).total) == (None, None)
    assert (progress(0, 0, 0).left, progress(0, 0, 0).total) == (0, 0)


@given(broadcast_stats())
def test_every_result_that_came_has_one_row_with_its_own_figures(stats: BroadcastStats) -> None:
    rows = {row.result: (row.attempts, row.actions) for row in report_of(stats).rows}
    assert rows == {stat.result: (stat.attempts, stat.actions) for stat in stats.results}
