import json
import logging
import logging.config
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from dashboard import logs
from simulator.server import Simulator

FORMATTER = logging.config.DictConfigurator(
    logs.configuration("INFO", readable=False)
).configure_formatter(logs.configuration("INFO", readable=False)["formatters"]["line"])


def record(
    message: str, *arguments: object, error: BaseException | None = None, **extra: Any
) -> logging.LogRecord:
    trace = (type(error), error, error.__traceback__) if error else None
    made = logging.LogRecord("stats", logging.INFO, "", 1, message, arguments, trace)
    made.__dict__.update(extra)
    return made


def line(made: logging.LogRecord) -> dict[str, Any]:
    text = FORMATTER.format(made)
    assert len(text.splitlines()) == 1
    parsed = json.loads(text)
    assert isinstance(parsed, dict)
    return parsed


def test_a_line_says_when_from_where_how_grave_and_what() -> None:
    said = line(record("broadcast %d: “Grüße”", 135, broadcast=135))
    assert said["event"] == "broadcast 135: “Grüße”"
    assert (said["level"], said["logger"], said["broadcast"]) == ("info", "stats", 135)
    assert said["timestamp"].endswith("Z")


def test_a_traceback_is_on_the_line_of_its_record() -> None:
    with pytest.raises(ValueError, match="two") as caught:
        int("one\ntwo")
    assert "ValueError: invalid literal" in line(record("failed", error=caught.value))["exception"]


@given(st.text())
def test_whatever_is_logged_stays_on_one_line(text: str) -> None:
    assert line(record("%s", text))["event"] == text


def lines_of(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    return [vars(each) for each in caplog.records if each.name == "dashboard.request"]


def test_each_request_is_one_line_with_its_reference(
    person: Client, callfire: Simulator, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    response = person.get("/broadcasts/11741873003/?period=7d")
    (said,) = lines_of(caplog)
    assert (said["method"], said["path"]) == ("GET", "/broadcasts/11741873003/")
    assert said["status"] == 200
    assert said["user"] == "mk"
    assert said["milliseconds"] >= 0
    assert said["reference"] == response["X-Request-Reference"]


def test_a_reference_belongs_to_one_request_alone(
    person: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    person.get("/nothing")
    person.get("/nothing")
    first, second = lines_of(caplog)
    assert first["reference"] != second["reference"]


@pytest.mark.parametrize("fault", ["http-500", "http-404", "http-403"])
def test_a_problem_of_callfires_is_one_line_of_the_request_and_one_of_the_question(
    person: Client, callfire: Simulator, caplog: pytest.LogCaptureFixture, fault: str
) -> None:
    caplog.set_level("INFO")
    callfire.fault = fault
    response = person.get("/broadcasts/11741873003/")
    assert [record.message for record in caplog.records] == ["asked", "answered"]
    assert vars(caplog.records[1])["reference"] == response["X-Request-Reference"]
