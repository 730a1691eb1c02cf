import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from simulator.campaigns import CAMPAIGNS
from simulator.faults import FAULTS

HERE = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "simulator"]


@contextmanager
def started(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [*COMMAND, *arguments],
        cwd=HERE,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline()


def test_it_says_where_it_is_and_what_there_is() -> None:
    with started("--now", "2026-11-23T22:32:00Z") as process:
        assert process.stdout
        line, *broadcasts = (process.stdout.readline() for _ in range(1 + len(CAMPAIGNS)))
        assert line.startswith("CallFire simulator on http://127.0.0.1:")
        assert line.endswith("/api/1.1/rest/\n")
        assert broadcasts[0].split(maxsplit=3) == [
            "11741873003",
            "VOICE",
            "RUNNING",
            "Autumn reminder\n",
        ]
        base = line.split()[-1]
        answer = requests.get(base + "broadcast", auth=("demo", "demo"), timeout=20)
        assert answer.status_code == 200


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("fault", ["stall", "http-500"])
def test_a_signal_ends_it_whatever_is_under_way(number: signal.Signals, fault: str) -> None:
    with started("--fault", fault) as process:
        base = first_line(process).split()[-1]
        with requests.get(base + "broadcast", auth=("demo", "demo"), timeout=20, stream=True):
            process.send_signal(number)
            _, errors = process.communicate(timeout=60)
    assert process.returncode == 0
    assert errors == ""


def test_the_end_of_its_input_ends_it_where_asked_for() -> None:
    with started("--until-stdin-closes") as process:
        assert first_line(process)
        _, errors = process.communicate(timeout=60)  # closes its input
    assert process.returncode == 0
    assert errors == ""


def test_a_reader_that_goes_away_ends_it_without_a_traceback() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        COMMAND, cwd=HERE, stdout=writing, stderr=subprocess.PIPE, timeout=60, check=True
    )
    os.close(writing)
    assert done.stderr == b""


def test_help_names_every_fault() -> None:
    done = subprocess.run(
        [*COMMAND, "--help"], cwd=HERE, capture_output=True, text=True, check=True
    )
    for name in FAULTS:
        assert f"\n  {name} " in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["--port", "70000"],
        ["--anchor", "noon"],
        ["--anchor", "0001-01-01T00:00:00+14:00"],
        ["--now", "9999-12-31T23:59:59Z"],
        ["--now", "2026-11-23"],
        ["--latency", "-1"],
        ["--latency", "nan"],
        ["--fault", "flood"],
    ],
)
def test_a_malformed_setting_is_refused_with_a_sentence(arguments: list[str]) -> None:
    done = subprocess.run(
        [*COMMAND, *arguments], cwd=HERE, capture_output=True, text=True, check=False
    )
    assert done.returncode
    assert "Traceback" not in done.stderr
    assert done.stderr


def test_a_port_that_is_taken_is_named() -> None:
    with started() as process:
        port = first_line(process).split("/")[2].rpartition(":")[2]
        done = subprocess.run(
            [*COMMAND, "--port", port], cwd=HERE, capture_output=True, text=True, check=False
        )
    assert done.returncode == 1
    assert done.stderr.startswith(f"Cannot listen on 127.0.0.1:{port}: ")
