"""The one line that a question leaves in the log, as fields."""

import logging
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from stats.callfire import errors
from tests.stats.callfire.client.asking import Asking
from tests.stats.callfire.client.far_end import CLOSE, GOOD, FarEnd, answer


def asked_lines(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    """The fields of each line about a question, and its level."""
    nothing = vars(logging.makeLogRecord({})).keys() - {"levelname"} | {"message"}
    lines = [vars(one) for one in caplog.records if one.getMessage() == "asked"]
    return [{name: line[name] for name in line.keys() - nothing} for line in lines]


def test_each_question_is_one_line_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    end = datetime(2026, 11, 18, tzinfo=ZoneInfo("Asia/Tokyo"))
    ticks = iter(range(100))
    with (
        FarEnd(answer(500), answer(), answer(404), [CLOSE]) as far,
        Asking(far.url, clock=lambda: 0.0025 * next(ticks)) as asking,
    ):
        asking.client.broadcast_stats(135, end - timedelta(days=1), end)
        asking.error()
        asking.error()
    lines = asked_lines(caplog)
    took = [line.pop("milliseconds") for line in lines]
    day = {"broadcast": 135, "begin": "2026-11-16T15:00:00Z", "end": "2026-11-17T15:00:00Z"}
    whole_life = {"broadcast": 135, "begin": None, "end": None}
    good = {"levelname": "INFO", "kind": None}
    bad = {"levelname": "WARNING", "bytes": 0}
    assert lines == [
        {**day, **good, "status": 200, "bytes": len(GOOD), "tries": 2},
        {**whole_life, **bad, "status": 404, "tries": 1, "kind": "not_found"},
        {**whole_life, **bad, "status": None, "tries": 3, "kind": "unavailable"},
    ]
    assert all(isinstance(each, int) and each > 0 for each in took)
    assert {record.name for record in caplog.records} == {"stats.callfire"}


def test_a_question_for_a_broadcast_itself_says_so_in_its_line(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    with FarEnd(answer()) as far, Asking(far.url) as asking:
        asking.client.broadcast(135)
    (line,) = asked_lines(caplog)
    assert (line["broadcast"], line["question"]) == (135, "GetBroadcast")
    assert "begin" not in line


def test_a_question_of_another_kind_says_in_its_line_what_it_was_about(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    with FarEnd(answer()) as far, Asking(far.url) as asking:
        asking.client.get("broadcast", about={"first": 1000, "label": "a b"})
    (line,) = asked_lines(caplog)
    assert (line["first"], line["label"], line["status"]) == (1000, "a b", 200)
    assert "broadcast" not in line


def test_a_question_that_is_not_let_through_is_no_line(caplog: pytest.LogCaptureFixture) -> None:
    def forbid() -> None:
        raise errors.RateLimited(own_limit=1, is_paused=True)

    caplog.set_level(logging.INFO)
    with FarEnd(answer()) as far, Asking(far.url) as asking, suppress(errors.RateLimited):
        asking.client.broadcast_stats(135, admit=forbid)
    assert asked_lines(caplog) == []
