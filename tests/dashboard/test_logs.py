import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.logs import OneLine

LINE = OneLine("%(levelname)s %(name)s %(message)s")


def record(
    message: str, *arguments: object, error: BaseException | None = None
) -> logging.LogRecord:
    trace = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("stats", logging.INFO, "", 1, message, arguments, trace)


def test_a_plain_line_stays_as_it_is() -> None:
    assert LINE.format(record("broadcast %d: “Grüße”", 135)) == "INFO stats broadcast 135: “Grüße”"


def test_a_typed_line_break_cannot_begin_a_line_of_its_own() -> None:
    line = LINE.format(record("not found: %s", "/x\r\nINFO stats all is well\x1b[2K"))
    assert line == r"INFO stats not found: /x\r\nINFO stats all is well\x1b[2K"


def test_a_traceback_is_on_the_line_of_its_record() -> None:
    with pytest.raises(ValueError, match="two") as caught:
        int("one\ntwo")
    line = LINE.format(record("failed", error=caught.value))
    assert len(line.splitlines()) == 1
    assert line.startswith(r"INFO stats failed\nTraceback (most recent call last):\n")
    assert "ValueError: invalid literal" in line


@given(st.text())
def test_whatever_is_logged_stays_on_one_line_and_can_be_written(text: str) -> None:
    line = LINE.format(record("%s", text))
    assert len(line.splitlines()) == 1
    assert line.isprintable()
    line.encode()
