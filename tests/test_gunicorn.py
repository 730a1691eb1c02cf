"""The site as it is served: processes of gunicorn with the threads of gunicorn.conf.py."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
import requests
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client

from dashboard import tokens
from simulator.server import Simulator
from tests import databases

KEPT = 11741873003


@pytest.fixture
def site(transactional_db: None, callfire: Simulator) -> Iterator[str]:
    """The address of a server of one process."""
    with served(callfire, workers=1) as address:
        yield address


@contextmanager
def served(callfire: Simulator, workers: int) -> Iterator[str]:
    """The address of a server whose socket listens before it is started."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        number = listener.fileno()
        command = ["gunicorn", f"--workers={workers}", f"--bind=fd://{number}", "dashboard.wsgi"]
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "TEST_DATABASE_URL": databases.url(),
            "TEST_CALLFIRE_API_URL": callfire.url,
        }
        with subprocess.Popen(
            [sys.executable, "-m", *command], env=environment, pass_fds=[number]
        ) as server:
            try:
                yield f"http://127.0.0.1:{listener.getsockname()[1]}"
            finally:
                server.terminate()


def test_other_pages_stay_quick_while_as_many_questions_wait_as_may(
    site: str, callfire: Simulator, person: Client
) -> None:
    cookies = {settings.SESSION_COOKIE_NAME: person.cookies[settings.SESSION_COOKIE_NAME].value}

    def get(path: str) -> int:
        return requests.get(site + path, cookies=cookies, timeout=60).status_code

    assert get(f"/broadcasts/{KEPT}/") == 200
    callfire.requests.clear()
    callfire.fault = "silent"
    most = settings.CALLFIRE_CONCURRENCY
    # Two more than may ask: they wait 2 s for a place, in a thread of their own.
    with ThreadPoolExecutor(most + 2) as pool:
        waiting = [pool.submit(get, f"/broadcasts/{each}/") for each in range(1, most + 3)]
        callfire.wait_for(most)
        for path in ("/", f"/broadcasts/{KEPT}/", f"/broadcasts/{KEPT}/stats.json", "/livez"):
            assert get(path) == 200
        assert sum(each.done() for each in waiting) <= 2
        assert len(callfire.requests) == most
        callfire.fault = None
        callfire.close()  # hangs up on all of them
        assert {each.result(60) for each in waiting} <= {503, 504}


def test_whichever_process_is_asked_counts_the_requests_of_all(
    transactional_db: None, callfire: Simulator
) -> None:
    secret = tokens.made(User.objects.create_user("monitor"), "monitoring")
    with served(callfire, workers=2) as site:

        def get(path: str) -> requests.Response:
            headers = {"Authorization": f"Bearer {secret}", "Connection": "close"}
            return requests.get(site + path, headers=headers, timeout=60)

        with ThreadPoolExecutor(8) as pool:
            assert {each.status_code for each in pool.map(get, ["/livez"] * 60)} == {200}
        texts = {
            line
            for _ in range(10)
            for line in get("/metrics").text.splitlines()
            if line.startswith('broadcast_stats_requests_total{status="200",view="livez"}')
        }
    assert texts == {'broadcast_stats_requests_total{status="200",view="livez"} 60.0'}
