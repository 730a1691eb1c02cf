from dataclasses import replace

from dashboard import exports
from stats.broadcast_stats import BroadcastStats, UsageStats
from stats.callfire.errors import Timeout
from stats.report import Freshness
from tests.dashboard.exported import (
    METRICS,
    document,
    summary,
)
from tests.stats.examples import (
    NOTHING_REPORTED,
    VOICE,
    WEEK,
    report_of,
    results,
)


def test_the_json_document_has_exactly_these_keys() -> None:
    found = document(report_of(VOICE, WEEK))
    assert list(found) == [
        *("demo", "broadcast", "period", "fetched_at", "stale", "problem", "usage", "results"),
        *("actions", "metrics", "previous", "previous_problem"),
    ]
    assert found["demo"] is False
    assert found["broadcast"] == {"id": "135", "name": "Autumn"}
    assert found["period"] == {
        "name": "custom",
        "begin": "2026-11-17T00:00:00-08:00",
        "end": "2026-11-24T00:00:00-08:00",
        "time_zone": "America/Los_Angeles",
    }
    assert (found["fetched_at"], found["stale"]) == ("2026-11-23T14:32:10-08:00", False)
    assert found["usage"] == {
        "duration_seconds": 296_040,
        "billed_duration_seconds": 303_120,
        "billed_amount": "5462.1850",
        "attempts": 3_123,
        "actions": 2_842,
    }
    assert found["actions"] == {"unattempted": 500, "retry_wait": 42, "finished": 2_300}
    assert found["results"][0] == {
        "result": "LA",
        "label": "Live answer",
        "group": "reached",
        "attempts": 1_207,
        "actions": 1_201,
        "share": 0.395349,
    }
    assert list(found["metrics"]) == METRICS


def test_fractions_are_numbers_and_costs_are_text_with_four_places() -> None:
    found = document(report_of(VOICE))["metrics"]
    assert found["live_answer_rate"] == 0.425156
    assert found["attempts_per_action"] == 1.098874
    assert found["tried"] == 3_053
    costs = {key: value for key, value in found.items() if key.startswith("cost_")}
    assert costs == {
        "cost_per_live_answer": "4.2082",
        "cost_per_transfer": "60.0240",
        "cost_per_action": "1.9220",
        "cost_per_minute": "1.0812",
    }
    assert found["replies"] is None


def test_results_in_json_stand_in_the_tables_order_and_only_those_that_came() -> None:
    stats = BroadcastStats(results=results(WAP=1, XFER_LEG=1, AM=1, ALPHA=1)[::-1])
    codes = [row["result"] for row in document(report_of(stats))["results"]]
    assert codes == ["AM", "XFER_LEG", "ALPHA", "WAP"]


def test_what_is_not_reported_is_null_in_json() -> None:
    found = document(report_of(NOTHING_REPORTED, name=None))
    assert found["usage"] is found["actions"] is found["broadcast"]["name"] is None
    assert found["results"] == []
    assert set(found["metrics"].values()) == {None}
    stats = replace(VOICE, usage=UsageStats(attempts=3))
    assert document(report_of(stats))["usage"]["billed_amount"] is None


def test_an_id_beyond_javascripts_numbers_keeps_its_digits() -> None:
    report = report_of(broadcast_id=2**63 - 1)
    assert document(report)["broadcast"]["id"] == "9223372036854775807"
    assert summary(report)["broadcast_id"] == "9223372036854775807"


def test_a_stale_document_carries_its_problem() -> None:
    problem = {"kind": "timeout", "message": "…", "retry_at": None}
    report = report_of(freshness=Freshness.STALE, problem=Timeout())
    found = document(report, problem)
    assert (found["stale"], found["problem"]) == (True, problem)


def test_without_numbers_the_document_has_the_same_keys() -> None:
    problem = {"kind": "not_found", "message": "…", "retry_at": None}
    whole = document(report_of(VOICE, WEEK))
    found = exports.problem_json(problem, "135", WEEK)
    assert list(found) == list(whole)
    assert found["period"] == whole["period"]
    assert found["broadcast"] == {"id": "135", "name": None}
    assert found["problem"] == problem
    assert (found["stale"], found["fetched_at"], found["results"]) == (False, None, [])
    assert found["usage"] is found["actions"] is None
    assert found["metrics"] == dict.fromkeys(METRICS)
    unread = exports.problem_json(problem, None, None)
    assert unread["period"] == dict.fromkeys(("name", "begin", "end", "time_zone"))
    assert unread["broadcast"] == {"id": None, "name": None}
