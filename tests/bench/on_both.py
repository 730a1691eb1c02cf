"""A measurement in a process of its own, on a new database: on SQLite, and on PostgreSQL.

A module that measures calls `do` with its own work where it runs as `--on WHAT …`; `taken` starts
it so, and gives back what the work found.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.postgres import running

SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "dashboard.settings",
    "ENV_FILE": os.devnull,
    "SECRET_KEY": "a key for a benchmark alone, of no use elsewhere",
    "HTTPS": "false",
    "ALLOWED_HOSTS": "testserver",
    "LOG_LEVEL": "ERROR",
    "TIME_ZONE": "UTC",
}


@contextmanager
def databases() -> Iterator[dict[str, str]]:
    """The addresses of two new databases, by the names that people know them by."""
    with tempfile.TemporaryDirectory(prefix="broadcast-stats-bench-") as folder, running() as url:
        yield {"SQLite": f"sqlite:///{Path(folder) / 'db.sqlite3'}", "PostgreSQL": url}


def taken(module: str, url: str, *arguments: str) -> Any:
    """What `python -m MODULE --on` found at that database. Raises CalledProcessError."""
    command = [sys.executable, "-m", module, "--on", *arguments]
    environment = {**os.environ, **SETTINGS, "DATABASE_URL": url}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def do(work: Mapping[str, Callable[..., Any]]) -> None:
    """Do what stands behind `--on`, and print what was found as the last line."""
    what, *arguments = sys.argv[sys.argv.index("--on") + 1 :]
    print(json.dumps(work[what](*arguments)))
