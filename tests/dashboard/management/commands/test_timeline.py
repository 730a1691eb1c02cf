"""`manage.py timeline`: fetched to the end, as CSV."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from simulator.server import Simulator

AUTUMN = "11741873003"
WEEK = ("--begin", "2026-11-17", "--end", "2026-11-23", "--tz", "America/Los_Angeles")
pytestmark = pytest.mark.django_db


def run(capsys: pytest.CaptureFixture[str], *arguments: Any) -> str:
    call_command("timeline", *arguments)
    return capsys.readouterr().out


def test_it_writes_what_the_address_gives(
    person: Client, callfire: Simulator, clock: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    written = run(capsys, AUTUMN, *WEEK, "--bucket", "day")
    query = "begin=2026-11-17&end=2026-11-23&tz=America/Los_Angeles&bucket=day"
    given = person.get(f"/broadcasts/{AUTUMN}/timeline.csv?{query}").content.decode()
    assert written.splitlines() == given.removeprefix("\ufeff").splitlines()
    assert len(written.splitlines()) == 8


def test_what_cannot_be_fetched_is_said_and_is_an_error(
    callfire: Simulator, clock: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    callfire.fault = "http-403"
    with pytest.raises(CommandError, match=r"7 days missing\. This account may not read broadcast"):
        run(capsys, AUTUMN, *WEEK)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["0"], "A broadcast ID is a whole number"),
        ([AUTUMN, "--begin", "yesterday"], "is not a date"),
        ([AUTUMN, "--begin", "2026-11-23", "--end", "2026-11-17"], "The end is before the begin"),
        ([AUTUMN, "--begin", "2026-11-17", "--tz", "Mars/Phobos"], "is not a time zone"),
        ([AUTUMN, "--begin", "2020-01-01", "--bucket", "hour"], "more than 400 buckets"),
    ],
)
def test_what_is_typed_wrongly_is_answered_in_words_and_nothing_is_asked(
    callfire: Simulator,
    clock: Settings,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    says: str,
) -> None:
    with pytest.raises(CommandError, match=says):
        run(capsys, *arguments)
    assert callfire.requests == []
