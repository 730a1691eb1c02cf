"""What is said of alerts: a sentence for every kind, at its beginning and its end."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest

from dashboard import alert_kinds, alert_page, alerts
from stats.alerts import outbox
from stats.alerts.kinds import NAMES, Name
from stats.alerts.occurrences import Why
from stats.alerts.told import Told
from stats.webhook.errors import Kind

ZONE = ZoneInfo("America/Los_Angeles")
AT = datetime(2026, 11, 23, 22, 0, tzinfo=UTC)
BURST = {"since": "", "tried": 812, "failed": 61, "tried_before": 7_600, "failed_before": 38}
FACTS: dict[Name, tuple[dict[str, Any], dict[str, Any]]] = {
    "done": ({"finished": 1_000, "at": "2026-11-23T21:55:00+00:00"}, {"left": 1}),
    "stalled": (
        {
            "since": "2026-11-23T21:18:00+00:00",
            "silence_seconds": 2_520,
            "usual_gap_seconds": 300,
            "left": 3_110,
        },
        {"attempts": 4_100},
    ),
    "error_burst": (BURST, {**BURST, "failed": 3}),
    "error_rate": (BURST, {**BURST, "failed": 3}),
    "live_answer_rate": (
        {"tried": 5_521, "live_answers": 1_004},
        {"tried": 6_000, "live_answers": 1_300},
    ),
    "credits": ({"credits": "5120.25"}, {"credits": "4000"}),
    "calling_hours": (
        {
            "high_seconds": 12_000,
            "hours_left_seconds": 7_800,
            "closes_at": "2026-11-24T00:10:00+00:00",
            "left": 2_110,
        },
        {"high_seconds": 3_600, "hours_left_seconds": 7_200},
    ),
}
SAID: dict[Name, tuple[str, str]] = {
    "done": (
        "1,000 actions are finished and nothing is left to be tried, seen at 13:55.",
        "It goes on: 1 action was left at 14:05.",
    ),
    "stalled": (
        "No attempt for 42 min, since 13:18, while 3,110 are left; the usual gap is under 6 min. "
        "Often: credits used up, or stopped.",
        "It dials again: 4,100 attempts by 14:05.",
    ),
    "error_burst": (
        "In the hour to 14:00, 61 of 812 attempts ended in Carrier error (CARRIER_ERROR) (7.5%), "
        "before that 0.5%. The carrier was overloaded or dialed too fast, or the number is "
        "disconnected.",
        "In the hour to 14:05, 3 of 812 attempts failed so (0.4%).",
    ),
    "error_rate": (
        "In the hour to 14:00, 61 of 812 attempts failed: 7.5%, over the 5.5% set here.",
        "In the hour to 14:05, 3 of 812 attempts failed so (0.4%).",
    ),
    "live_answer_rate": (
        "By 14:00, 1,004 of 5,521 tried attempts were answered live: 18.2%, under the 5.5% set "
        "here.",
        "By 14:05, 21.7% of 6,000 tried attempts were answered live.",
    ),
    "credits": (
        "5,120.25 credits billed by 14:00, over the 5.5 set here.",
        "4,000.0 credits by 14:05.",
    ),
    "calling_hours": (
        "At 14:00 up to 3 h 20 min of dialing left for 2,110 actions, and 2 h 10 min of that day's "
        "calling hours, until 16:10.",
        "At 14:05 up to 1 h 00 min of dialing left, and 2 h 00 min of that day's calling hours.",
    ),
}


def told(kind: Name) -> Told:
    facts, end_facts = FACTS[kind]
    code = "CARRIER_ERROR" if kind == "error_burst" else ""
    limit = Decimal("5.5000")
    return Told(1, 135, None, kind, code, limit, AT, AT, None, False, facts, end_facts)


@pytest.mark.parametrize("kind", NAMES)
def test_every_kind_has_its_sentences(kind: Name) -> None:
    begun, over = SAID[kind]
    assert alerts.sentence(told(kind), ZONE, AT) == begun
    assert alerts.end_sentence(told(kind), ZONE, AT) == ""
    ended = replace(told(kind), ended_at=AT + timedelta(minutes=5), is_recovered=True)
    assert alerts.end_sentence(ended, ZONE, AT) == over
    for words in (alert_kinds.LABELS, alert_kinds.ASKED, alert_kinds.MEANINGS):
        assert words[kind]


@pytest.mark.parametrize("kind", NAMES)
def test_every_kind_has_a_subject_for_its_beginning_and_its_end(kind: Name) -> None:
    begun, over = alerts.subject(told(kind)), alerts.subject(told(kind), is_over=True)
    assert begun.startswith("Broadcast 135: ")
    assert begun != over
    assert alerts.subject(replace(told(kind), name="Autumn")).startswith("Autumn: ")


@pytest.mark.parametrize("why", get_args(Why))
def test_every_end_without_a_recovery_has_its_reason(why: Why) -> None:
    ended = replace(told("credits"), ended_at=AT, end_facts={"why": why})
    assert alerts.end_sentence(ended, ZONE, AT) == str(alerts.ENDS[why])


def test_nothing_looks_like_all_or_nothing_that_is_not() -> None:
    facts = {"tried": 1_000_000, "failed": 1}
    said = alerts.sentence(replace(told("error_rate"), facts=facts), ZONE, AT)
    assert "<0.1%" in said


def test_every_problem_of_sending_has_its_words() -> None:
    for code in (*get_args(Kind), "recipient_refused", "login_refused", "not_set"):
        assert alert_page.problem(code) == str(alert_page.PROBLEMS[code])
    assert alert_page.problem("http_503") == "the receiver answered 503"
    assert alert_page.problem("smtp_451") == "the mail server answered 451"
    assert alert_page.problem("not_found") == "its figures could not be had"
    assert set(alert_page.EVENTS) == set(get_args(outbox.Event))


@pytest.mark.parametrize(
    ("channel", "sent", "said"),
    [
        ("mail", "0", "The test could not be sent."),
        ("mail", "1", "The test was sent to 1 address."),
        ("webhook", "1", "The webhook took the test."),
        ("mail", "x", ""),
        ("", "1", ""),
    ],
)
def test_how_a_test_went_is_said(channel: str, sent: str, said: str) -> None:
    assert alert_page.tested(channel, sent) == said
