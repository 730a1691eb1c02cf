"""Backup and restore by the very commands of docs/running.md, on the database of this run.

The backup is taken while the site runs and a process writes; the site is then started anew on what
was restored elsewhere.
"""

import os
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import connection

from dashboard import copying
from simulator.campaign import Hours
from simulator.campaigns import CAMPAIGNS
from simulator.server import Simulator, running
from stats.models import Snapshot
from tests import databases, debian, postgres
from tests.docs import documents
from tests.hosts.host import Host, of_production, serving
from tests.hosts.people import Person
from tests.stats.process import Process, figures

LOOKED_AT: Final = 1001
WRITTEN: Final = 135  # the broadcast that `Process` writes of
ANCHOR: Final = datetime(2025, 11, 20, tzinfo=UTC)
DAYS: Final = "?begin=2025-11-12&end=2025-11-13"
BROADCAST: Final = f"/broadcasts/{LOOKED_AT}/"
PAGES: Final = (BROADCAST, BROADCAST + DAYS)
EXPORTS: Final = (
    *(f"{BROADCAST}{name}" for name in ("stats.json", "summary.csv", "results.csv", "history.csv")),
    f"{BROADCAST}timeline.csv{DAYS}&bucket=day",
)
Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture
def door() -> Iterator[Simulator]:
    all_day = Hours("UTC", -9, timedelta(), timedelta(days=1))
    small = replace(CAMPAIGNS[0], id=LOOKED_AT, size=40, per_hour=0.5, hours=all_day)
    with running(anchor=ANCHOR, campaigns=[small]) as simulator:
        yield simulator


def test_what_is_restored_is_the_site_as_it_was_at_the_backup(
    door: Simulator, tmp_path: Path, released: Path, mk: User
) -> None:
    live = Host(tmp_path / "live", released, of_production(door))
    mind = Person()
    with elsewhere(tmp_path) as (folder, address), serving(live):
        mind.sign_in(live)
        seen_at(live, mind)
        mind.post(live, f"{BROADCAST}name/", own_name="Herbst ünd Ωmega", note="O'Neill\n😀")
        mind.post(live, f"{BROADCAST}watch/", watch="yes")
        before = rows("default")

        to_back_up, to_restore = commands()
        written = backed_up(to_back_up, tmp_path, door)
        leave_remains(folder)
        backup = next(tmp_path.glob("backup.*"))
        backup.rename(folder / backup.name)
        run(to_restore, folder, address)

        with copying.opened(address) as other:
            other.connect()  # Django's tests open no other database by themselves
            assert rows(copying.OTHER) == before
            numbers = kept_numbers()
        assert numbers == list(range(1, len(numbers) + 1))
        assert len(numbers) in written

        restored = Host(tmp_path / "restored", released, of_production(door, address))
        assert "No planned migration operations." in restored.manage("migrate", "--plan")
        restored.manage("migrate", "--check")
        with serving(restored):
            # Nobody has to sign in again, and each page is the very one that a browser has.
            assert seen_at(restored, mind) == seen_at(live, mind)
            assert mind.post(restored, f"{BROADCAST}refresh/").status_code == 302
            assert "2 broadcasts\n" in mind.get(restored, "/broadcasts/").text
            mind.post(restored, "/broadcasts/7/watch/", watch="yes")
            assert "3 broadcasts\n" in mind.get(restored, "/broadcasts/").text


def commands() -> tuple[Sequence[str], Sequence[str]]:
    """Those that take a backup of the database of this run, and those that restore it."""
    program = "sqlite3 " if connection.vendor == "sqlite" else "pg_dump "
    blocks = documents.blocks("docs/running.md")
    [at] = [n for n, block in enumerate(blocks) if block.lines[0].startswith(program)]
    return blocks[at].lines, blocks[at + 1].lines


def run(lines: Sequence[str], folder: Path, address: str) -> None:
    with started(lines, folder, address) as process:
        assert process.wait(120) == 0


def started(lines: Sequence[str], folder: Path, address: str) -> "subprocess.Popen[bytes]":
    """The commands as a person types them there, with the database at that address."""
    path = os.environ["PATH"]
    if connection.vendor == "sqlite":
        debian.need("sqlite3", "sqlite3")
    else:
        path = f"{postgres.programs()}:{path}"
    return subprocess.Popen(
        ["sh", "-ec", "\n".join(lines)],
        cwd=folder,
        env={**os.environ, "PATH": path, "DATABASE_URL": address},
    )


def backed_up(lines: Sequence[str], folder: Path, door: Simulator) -> range:
    """Take a backup while somebody writes; how many writes may be in it."""
    if connection.vendor == "sqlite":
        (folder / "db.sqlite3").symlink_to(connection.settings_dict["NAME"])
    with Process(database=connection.settings_dict["NAME"], url=door.url) as process:
        process.tell("write", 1)
        writer = process.line()
        before = last = process.line()
        with started(lines, folder, databases.url()) as backup:
            while backup.poll() is None:
                last = process.line()
        assert backup.returncode == 0
        assert last > before
        os.kill(writer, signal.SIGKILL)
        while process.line() != signal.SIGKILL:
            pass
    return range(before, last + 2)  # one more may be kept that was not told yet


@contextmanager
def elsewhere(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """An empty place to restore into: a folder, and the address of a database."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    if connection.vendor == "sqlite":
        yield folder, f"sqlite:///{folder / 'db.sqlite3'}"
        return
    name = f"{connection.settings_dict['NAME']}_restored"
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    try:
        yield folder, urlsplit(databases.url())._replace(path=f"/{name}").geturl()
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def leave_remains(folder: Path) -> None:
    """What a site on SQLite leaves behind where it was cut off, of another file than the backup."""
    if connection.vendor == "sqlite":
        for ending in ("", "-wal", "-shm"):
            (folder / f"db.sqlite3{ending}").write_bytes(b"of another database")


def seen_at(host: Host, person: Person) -> dict[str, object]:
    """What programs get, and the tags of pages: two pages with one tag are the same."""
    exports = {path: person.get(host, path) for path in EXPORTS}
    assert {each.status_code for each in exports.values()} == {200}
    return {path: each.content for path, each in exports.items()} | {
        path: person.get(host, path).headers["ETag"] for path in PAGES
    }


def rows(alias: str) -> Rows:
    """Every row of every table, but for what the process writes."""
    return {
        model._meta.db_table: [
            row
            for row in model._base_manager.using(alias).order_by("pk").values()
            if row.get("broadcast_id") != WRITTEN
        ]
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }


def kept_numbers() -> list[int]:
    """The answers that the process wrote, each checked to be whole."""
    written = Snapshot.objects.using(copying.OTHER).filter(broadcast_id=WRITTEN).order_by("pk")
    numbers = [row.attempts or 0 for row in written]
    assert [row.look.stats for row in written] == [figures(number) for number in numbers]
    return numbers
