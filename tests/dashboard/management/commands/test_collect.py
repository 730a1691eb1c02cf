"""`manage.py collect`: once, or again and again until it is told to end."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from dashboard.management.commands import collect as command
from simulator.server import Simulator
from stats import watching

AUTUMN, TEXTS = 11741873003, 6117119003
HOME = Path(__file__).resolve().parents[4]
pytestmark = pytest.mark.django_db


@pytest.fixture
def pinged(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that were called."""
    called: list[str] = []
    settings.COLLECT_PING_URL = "https://ping.example/a-secret"
    monkeypatch.setattr(command, "ping", called.append)
    return called


def test_a_whole_round_says_what_it_did_and_pings(
    callfire: Simulator, clock: Settings, pinged: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    watching.watch(AUTUMN)
    call_command("collect")
    assert capsys.readouterr().out == "1 looked at, 0 failed, 0 let go.\n"
    assert pinged == ["https://ping.example/a-secret"]


def test_a_round_that_is_not_whole_is_an_error_and_pings_nobody(
    callfire: Simulator, clock: Settings, pinged: list[str]
) -> None:
    watching.watch(AUTUMN)
    callfire.fault = "http-401"
    with pytest.raises(CommandError, match="CallFire refused the API login"):
        call_command("collect")
    assert pinged == []


def test_rounds_have_a_least_distance() -> None:
    with pytest.raises(CommandError, match="at least 10 s"):
        call_command("collect", "--every", "1")


@pytest.fixture
def started(transactional_db: None, callfire: Simulator) -> Any:
    """Starts the command as a process of its own on the test's database and CallFire."""
    if connection.vendor != "sqlite":
        url = os.environ["TEST_DATABASE_URL"].rpartition("/")[0]
        database = f"{url}/{connection.settings_dict['NAME']}"
    else:
        database = f"sqlite:///{connection.settings_dict['NAME']}"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "dashboard.settings",
        "ENV_FILE": os.devnull,
        "SECRET_KEY": "a key for tests alone",
        "HTTPS": "false",
        "DATABASE_URL": database,
        "CALLFIRE_API_URL": callfire.url,
        "CALLFIRE_API_LOGIN": "login",
        "CALLFIRE_API_PASSWORD": "password",
        "CALLFIRE_PER_MINUTE": "100000",
        "LOG_LEVEL": "ERROR",
    }
    processes: list[subprocess.Popen[str]] = []

    def start(*arguments: str) -> subprocess.Popen[str]:
        line = [sys.executable, "manage.py", "collect", *arguments]
        process = subprocess.Popen(
            line, cwd=HOME, env=environment, stdout=subprocess.PIPE, text=True
        )
        processes.append(process)
        return process

    yield start
    for process in processes:
        process.kill()
        process.communicate()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_goes_on_until_it_is_told_to_end_and_ends_cleanly(
    callfire: Simulator,
    started: Callable[..., "subprocess.Popen[str]"],
    number: signal.Signals,
) -> None:
    callfire.now = None  # the real time, as the process has it
    watching.watch(AUTUMN)
    process = started("--every", "10")
    assert process.stdout is not None
    assert process.stdout.readline() == "1 looked at, 0 failed, 0 let go.\n"
    assert process.poll() is None
    process.send_signal(number)
    out, _ = process.communicate(timeout=30)
    assert (process.returncode, out) == (0, "Stopped.\n")


@pytest.mark.django_db(transaction=True)
def test_of_two_collectors_one_is_killed_and_each_broadcast_is_taken_once(
    callfire: Simulator, started: Callable[..., "subprocess.Popen[str]"]
) -> None:
    """500 broadcasts; a killed one's claims lapse after 45 s, or are taken over if it came far."""
    callfire.now = None
    for broadcast_id in range(1, 501):
        watching.watch(broadcast_id)
    first, second = started(), started()
    callfire.wait_for(200, seconds=120)
    first.kill()
    out, _ = second.communicate(timeout=180)
    assert (second.returncode, out.count("\n")) == (0, 1), out
    asked = [each.path.split("/")[-2] for each in callfire.requests]
    assert set(asked) == set(map(str, range(1, 501)))
    # What the killed one was asking (8), had in hand or not yet noted (24) is asked once more.
    assert len(asked) <= 500 + 32
