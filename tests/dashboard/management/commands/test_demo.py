"""The demo from a clean folder: up, signed in, page and CSV fetched, stopped, nothing left."""

import csv
import io
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from dashboard.demo import free_port

PROJECT = Path(__file__).resolve().parents[4]
PARTS = ("manage.py", "gunicorn.conf.py", "dashboard", "stats", "simulator", "templates", "static")
REAL_PASSWORD = "the real password of a real account"
AUTUMN = 11741873003


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The project's files as a fresh checkout has them, beside a real .env."""
    for name in PARTS:
        if (PROJECT / name).is_file():
            shutil.copy(PROJECT / name, tmp_path)
        else:
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(PROJECT / name, tmp_path / name, ignore=ignored)
    real = tmp_path / ".env"
    real.write_text(f"CALLFIRE_API_PASSWORD={REAL_PASSWORD}\nDATABASE_URL=nonsense\n")
    return tmp_path


class Demo:
    """A demo that runs, and what it said at its start."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.said = ""
        self.process = subprocess.Popen(
            [sys.executable, "-u", "manage.py", "demo", "--port", str(self.port)],
            cwd=folder,
            env=os.environ | {"CALLFIRE_API_PASSWORD": REAL_PASSWORD} | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def wait_until_ready(self) -> None:
        """Read what it says up to how to sign in."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said += line
            if line.startswith("Sign in as"):
                return
        pytest.fail(f"the demo ended: {self.said}")

    def stop(self) -> int:
        """Press Ctrl-C and return the exit code."""
        self.process.send_signal(signal.SIGINT)
        rest, _ = self.process.communicate(timeout=60)
        self.said += rest
        return self.process.returncode


@pytest.fixture
def demo(folder: Path) -> Iterator[Demo]:
    demo = Demo(folder)
    demo.wait_until_ready()
    yield demo
    if demo.process.poll() is None:
        demo.stop()


def descendants(of: int) -> dict[int, str]:
    """The processes below one, by ID, with their commands."""
    listing = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True
    )
    rows = [line.split(None, 2) for line in listing.stdout.splitlines()]
    found: dict[int, str] = {}
    parents = {of}
    while parents:
        born = {int(pid): args for pid, parent, args in rows if int(parent) in parents}
        parents = set(born) - set(found)
        found |= born
    return found


def signed_in(demo: Demo) -> requests.Session:
    """Sign in as the demo says."""
    said = re.search(r"Sign in as (\w+) with the password (\w+)", demo.said)
    assert said is not None
    session = requests.Session()
    page = session.get(f"{demo.url}/accounts/login/")
    assert said[1] in page.text
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
    assert token is not None
    answer = session.post(
        f"{demo.url}/accounts/login/",
        {"username": said[1], "password": said[2], "csrfmiddlewaretoken": token[1]},
    )
    assert answer.url == f"{demo.url}/"
    return session


def test_the_demo_does_the_whole_job_leaves_nothing_running_and_knows_people_again(
    demo: Demo, folder: Path
) -> None:
    session = signed_in(demo)
    page = session.get(f"{demo.url}/broadcasts/{AUTUMN}/?period=7d")
    assert page.status_code == 200
    assert "Demo data" in page.text
    assert "live answers" in page.text
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]

    document = session.get(f"{demo.url}/broadcasts/{AUTUMN}/stats.json?period=7d").json()
    assert document["demo"] is True
    download = session.get(f"{demo.url}/broadcasts/{AUTUMN}/results.csv?period=7d")
    assert 'filename="demo-broadcast-' in download.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(download.content.decode("utf-8-sig"))))
    assert [row["attempts"] for row in rows] == [
        str(each["attempts"]) for each in document["results"]
    ]
    for link in re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text):
        assert session.get(f"{demo.url}{link}").status_code == 200, link
    assert REAL_PASSWORD not in demo.said + page.text

    below = descendants(demo.process.pid)
    assert any("simulator" in args for args in below.values())
    assert any("gunicorn" in args for args in below.values())
    assert demo.stop() == 0
    assert "Traceback" not in demo.said
    left = descendants(1)
    assert [args for pid, args in below.items() if left.get(pid) == args] == []
    with pytest.raises(requests.ConnectionError):
        requests.get(demo.url, timeout=5)

    again = Demo(folder)
    try:
        again.wait_until_ready()
        assert session.get(f"{again.url}/").url == f"{again.url}/"  # nobody has to sign in again
    finally:
        again.stop()


def test_a_port_in_use_is_said_before_anything_starts(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        second = subprocess.run(
            [sys.executable, "manage.py", "demo", "--port", str(port)],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
    assert second.returncode != 0
    assert f"Port {port} is in use." in second.stderr
    assert "Traceback" not in second.stderr


def test_a_demo_whose_clock_stands_shows_the_same_figures_at_every_start(folder: Path) -> None:
    documents = []
    for _ in range(2):
        demo = Demo(folder, DEMO_NOW="2026-11-23T22:32:10Z")
        demo.wait_until_ready()
        try:
            address = f"{demo.url}/broadcasts/{AUTUMN}/stats.json?period=today"
            documents.append(signed_in(demo).get(address).json())
        finally:
            demo.stop()
        shutil.rmtree(folder / ".demo")
    assert documents[0] == documents[1]
    assert documents[0]["fetched_at"] == "2026-11-23T22:32:10+00:00"
