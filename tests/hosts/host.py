"""A host of the site, as far as one machine can stand in for it.

It has the files that the image holds in a folder of its own, its own folders for what is temporary
and for its user, and a process group of its own: gunicorn as `gunicorn.conf.py` has it, and a
collector beside it.
"""

import compileall
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import requests
from django.core.management import call_command
from django.test import override_settings

from simulator.server import Simulator
from tests import databases

PROJECT: Final = Path(__file__).resolve().parents[2]
LOOPBACK: Final = "127.0.0.1"
NAME: Final = "stats.example.com"  # by which all hosts are met


def release(folder: Path) -> Path:
    """What an image of the site is made from, in that folder: its code and collected files."""
    lines = (PROJECT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    for name in (line[1:] for line in lines if line.startswith("!")):
        if (PROJECT / name).is_dir():
            unwanted = shutil.ignore_patterns("__pycache__")
            shutil.copytree(PROJECT / name, folder / name, ignore=unwanted)
        else:
            shutil.copy(PROJECT / name, folder)
    with override_settings(
        STORAGES={"staticfiles": {"BACKEND": "dashboard.storage.Storage"}},
        STATIC_ROOT=folder / "staticfiles",
        # Packed files say the same, and packing them as tight as can be takes half a minute.
        WHITENOISE_SKIP_COMPRESS_EXTENSIONS=["css", "js", "svg", "txt", "md", "toml"],
    ):
        call_command("collectstatic", interactive=False, verbosity=0)
    assert compileall.compile_dir(folder, quiet=1)
    return folder


def of_production(door: Simulator, database: str = "") -> dict[str, str]:
    """Settings of a host behind a load balancer, with CallFire behind that door.

    database: its address, where it is not that of the test.
    """
    return {
        "DATABASE_URL": database or databases.url(),
        "SECRET_KEY": "one for all hosts, as long and as random as it is made for people",
        "ALLOWED_HOSTS": NAME,
        "TRUSTED_PROXIES": LOOPBACK,
        "HTTPS": "false",
        "CALLFIRE_API_URL": door.url,
        "CALLFIRE_API_LOGIN": door.account.login,
        "CALLFIRE_API_PASSWORD": door.account.password,
        # Longer than any test: whatever is asked twice is asked twice too soon.
        "STATS_FRESH_SECONDS": "3600",
    }


@contextmanager
def serving(*hosts: "Host") -> Iterator[None]:
    """Have them all serve, with two workers each, until the block ends."""
    try:
        for each in hosts:
            each.start()
        for each in hosts:
            assert requests.get(f"{each.address}/readyz", timeout=120).text == "ok\n"
        yield
    finally:
        for each in hosts:
            each.kill()


class Host:
    """`with serving(host):` has it serve; `kill` ends all of it at once, as a power cut does."""

    def __init__(self, folder: Path, released: Path, settings: dict[str, str]) -> None:
        """Start nothing yet. settings: those of the site, by their names in the environment."""
        self.files = shutil.copytree(released, folder / "site")
        self.log = folder / "log"
        self.address = ""
        own = {"HOME": str(folder / "home"), "TMPDIR": str(folder / "tmp")}
        for each in own.values():
            Path(each).mkdir()
        self._environment = {
            "PATH": os.environ["PATH"],
            "PYTHONDONTWRITEBYTECODE": "1",
            "ENV_FILE": os.devnull,
            **own,
            **settings,
        }
        self._processes: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        """Serve on a port that is free; what is asked of it waits until it is ready."""
        with socket.create_server((LOOPBACK, 0), backlog=64) as listener:
            number = listener.fileno()
            self._start("-m", "gunicorn", f"--bind=fd://{number}", "dashboard.wsgi", passed=number)
            self.address = f"http://{LOOPBACK}:{listener.getsockname()[1]}"

    def collect(self, *options: str) -> subprocess.Popen[bytes]:
        """Start a collector, in the same process group."""
        return self._start("manage.py", "collect", *options)

    def manage(self, *words: str) -> str:
        """What a command of the site says."""
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=self.files,
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def kill(self) -> None:
        """kill -9 for the whole process group, and wait until nobody listens any more."""
        if not self._processes:
            return
        os.killpg(self._processes[0].pid, signal.SIGKILL)
        for process in self._processes:
            process.wait()
        self._processes = []
        until(self._is_silent, "its workers are gone")

    def written(self) -> set[str]:
        """The files that it has by now where its code is."""
        found = self.files.rglob("*")
        return {str(path.relative_to(self.files)) for path in found if path.is_file()}

    def _start(self, *command: str, passed: int | None = None) -> subprocess.Popen[bytes]:
        group = self._processes[0].pid if self._processes else 0
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, *command],
                cwd=self.files,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=() if passed is None else [passed],
                process_group=group,
            )
        self._processes.append(process)
        return process

    def _is_silent(self) -> bool:
        where = (LOOPBACK, int(self.address.rpartition(":")[2]))
        try:
            socket.create_connection(where, timeout=5).close()
        except OSError:
            return True
        return False


def until(is_so: Callable[[], bool], what: str, *, seconds: float = 120) -> None:
    """Wait for a condition. Raises TimeoutError where it does not come about."""
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            raise TimeoutError(f"not within {seconds} s: {what}")
        time.sleep(0.01)
