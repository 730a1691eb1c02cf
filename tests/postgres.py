"""The suite on PostgreSQL: `python -m tests.postgres`, with pytest's own arguments behind it.

DATABASE_URL names a server on which its user may make databases and which takes 300 connections.
Without it one is started in a temporary folder, from Debian's package `postgresql` (which root gets
installed if it is missing), and stopped in the end. The browser's tests need not run twice, nor do
those that touch no database (`tests.conftest`).
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests import debian

NEEDED = "PostgreSQL is not installed here; set DATABASE_URL to one that runs elsewhere."
SETTINGS = ("listen_addresses=", "max_connections=400", "fsync=off", "full_page_writes=off")


def main(arguments: list[str]) -> int:
    """Run the suite; pytest's exit code."""
    given = os.environ.get("DATABASE_URL")
    if given:
        return _tested(given, arguments)
    with running() as url:
        return _tested(url, arguments)


@contextmanager
def running() -> Iterator[str]:
    """A server of its own, on a socket in a temporary folder that only its user may enter."""
    where = programs()
    folder = tempfile.mkdtemp(prefix="broadcast-stats-postgres-")
    user: dict[str, Any] = {"cwd": folder}
    if os.geteuid() == 0:  # PostgreSQL does not run as root
        shutil.chown(folder, "postgres", "postgres")
        user |= {"user": "postgres", "group": "postgres", "extra_groups": []}

    def run(program: str, *arguments: str) -> None:
        command = [f"{where}/{program}", f"--pgdata={folder}/data", *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **user)

    options = [*SETTINGS, f"unix_socket_directories={folder}"]
    start = ["--wait", f"--log={folder}/log", "--options=" + " ".join(f"-c {o}" for o in options)]
    try:
        run("initdb", "--username=tests", "--auth=trust", "--encoding=UTF8", "--locale=C")
        run("pg_ctl", *start, "start")
        try:
            yield f"postgres://tests@{quote(folder, safe='')}/postgres"
        finally:
            run("pg_ctl", "--wait", "--mode=immediate", "stop")
    finally:
        shutil.rmtree(folder)


def programs() -> Path:
    """Where initdb and pg_ctl are, the newest where there are several."""
    found = _found()
    if found is None and debian.may_install():
        try:
            debian.install(["postgresql"], NEEDED)
        except debian.MissingError as error:
            sys.exit(str(error))
        found = _found()
    if found is None:
        sys.exit(NEEDED)
    return found


def _found() -> Path | None:
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(versions, key=lambda path: int(path.parts[-3]), default=None)
    elsewhere = shutil.which("initdb")
    if newest is not None:
        return newest.parent
    return Path(elsewhere).parent if elsewhere else None


def _tested(url: str, arguments: list[str]) -> int:
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--ignore=tests/browser",
        "--ignore=tests/web",
        *arguments,
    ]
    environment = {**os.environ, "TEST_DATABASE_URL": url}
    return subprocess.run(command, check=False, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
