"""The site as it is served, for as long as a bench needs it: gunicorn with the site's own file.

The stand-in for CallFire answers from the bench's own process, where a bench can slow it down and
count what it was asked.
"""

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

import requests

from dashboard.env_file import NAMES
from simulator.campaign import Campaign
from simulator.campaigns import CAMPAIGNS
from simulator.server import Simulator

HOME: Final = Path(__file__).resolve().parents[2]
USER: Final = "bench"
PASSWORD: Final = "a password for a bench alone"
BROADCAST: Final = 11741873003  # calls for six days, and goes on
SECONDS: Final = 60.0  # any answer comes within
# As a browser asks; the site answers in gzip.
HEADERS: Final = {"Accept-Encoding": "gzip, deflate, br", "Accept-Language": "en"}


@dataclass(frozen=True, slots=True)
class Site:
    """A site that is running, and somebody who is signed in.

    address: without a slash at its end. master: the process that started the workers.
    """

    address: str
    browser: requests.Session
    callfire: Simulator
    master: int

    def headers(self) -> dict[str, str]:
        """What a signed-in browser sends with every request."""
        cookies = "; ".join(f"{each.name}={each.value}" for each in self.browser.cookies)
        return {**HEADERS, "Cookie": cookies}

    def get(self, path: str) -> requests.Response:
        """A page. Raises HTTPError where it is none."""
        answer = self.browser.get(self.address + path, timeout=SECONDS)
        answer.raise_for_status()
        return answer


@contextmanager
def site(
    *,
    workers: int = 2,
    kept: Sequence[int] = (),
    campaigns: Sequence[Campaign] = CAMPAIGNS,
    database_url: str | None = None,
    **settings: str,
) -> Iterator[Site]:
    """A site of so many processes, over a SQLite file of its own where no other database is named.

    kept: broadcasts that a site has watched for a day. settings: beside those of a bench.
    """
    with (
        tempfile.TemporaryDirectory(prefix="broadcast-stats-bench-") as folder,
        Simulator(campaigns=campaigns) as callfire,
    ):
        environ = _environ(database_url or _sqlite(Path(folder)), callfire.url, settings)
        command = [sys.executable, "-m", "tests.bench.kept", *map(str, kept)]
        subprocess.run(command, cwd=HOME, env=environ, check=True, stdout=subprocess.DEVNULL)
        with _served(workers, environ) as (address, master):
            yield Site(address, _signed_in(address), callfire, master)


def _sqlite(folder: Path) -> str:
    return f"sqlite:///{quote(str(folder / 'db.sqlite3'))}"


def _environ(database_url: str, callfire: str, settings: Mapping[str, str]) -> dict[str, str]:
    """Nothing of this machine's own settings; lines are logged as in production, to nowhere."""
    return {name: value for name, value in os.environ.items() if name not in NAMES} | {
        "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
        "ENV_FILE": os.devnull,
        "SECRET_KEY": "a key for a benchmark alone, of no use elsewhere",
        "HTTPS": "false",
        "TIME_ZONE": "America/Los_Angeles",
        "DATABASE_URL": database_url,
        "CALLFIRE_API_URL": callfire,
        "CALLFIRE_API_LOGIN": "demo",
        "CALLFIRE_API_PASSWORD": "demo",
        "CALLFIRE_PER_MINUTE": "100000",
        "STATS_FRESH_SECONDS": "3600",  # fresh for as long as a bench takes
        **settings,
    }


@contextmanager
def _served(workers: int, environ: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    """Address and master of a server whose socket listens before it is started."""
    with socket.create_server(("127.0.0.1", 0), backlog=512) as listener:
        number = listener.fileno()
        command = [
            *(sys.executable, "-m", "gunicorn", f"--workers={workers}", f"--bind=fd://{number}"),
            *("--log-level", "warning", "dashboard.wsgi"),
        ]
        with subprocess.Popen(
            command, cwd=HOME, env=environ, pass_fds=[number], stdout=subprocess.DEVNULL
        ) as server:
            try:
                yield f"http://127.0.0.1:{listener.getsockname()[1]}", server.pid
            finally:
                server.terminate()


def _signed_in(address: str) -> requests.Session:
    """A browser in which somebody signed in by the form."""
    browser = requests.Session()
    browser.trust_env = False
    browser.headers.update(HEADERS)
    browser.get(f"{address}/accounts/login/", timeout=SECONDS).raise_for_status()
    form = {
        "username": USER,
        "password": PASSWORD,
        "csrfmiddlewaretoken": browser.cookies["csrftoken"],
    }
    answer = browser.post(
        f"{address}/accounts/login/", form, timeout=SECONDS, allow_redirects=False
    )
    if answer.status_code != 302:
        raise RuntimeError(f"nobody could sign in: {answer.status_code}")
    return browser
