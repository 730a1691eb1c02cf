"""A database into another and back: every row, and every page, is the same."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.test import Client
from pytest_django import Settings

from dashboard import copying, tokens
from dashboard.copying import OTHER, CopyError
from simulator.server import Simulator
from stats import watching
from stats.engines import number_of_broadcasts
from stats.models import Broadcast, Snapshot

BROADCAST = "/broadcasts/11741873003/"
READ = (
    f"{BROADCAST}stats.json?period=7d",
    f"{BROADCAST}history.csv",
    f"{BROADCAST}timeline.json?period=7d",
    f"{BROADCAST}summary.csv",
    "/broadcasts.csv",
)


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new SQLite database with every table, made as its owner does it."""
    path = tmp_path_factory.mktemp("migrated") / "new.sqlite3"
    _migrate(path)
    return path


@pytest.fixture
def other(transactional_db: None, migrated: Path, tmp_path: Path) -> Iterator[str]:
    """A new database beside that of the tests; its address."""
    path = shutil.copy(migrated, tmp_path / "other.sqlite3")
    with copying.opened(f"sqlite:///{path}") as connection:
        connection.connect()  # Django's tests open no database but that of the tests by themselves
        yield f"sqlite:///{path}"


def _migrate(path: Path, *more: str) -> None:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "dashboard.settings",
        "DATABASE_URL": f"sqlite:///{path}",
    }
    command = [sys.executable, "manage.py", "migrate", "--skip-checks", "--verbosity=0", *more]
    subprocess.run(command, env=environment, check=True)


@pytest.fixture
def filled(transactional_db: None, person: Client, callfire: Simulator, clock: Settings) -> Client:
    """Somebody who has looked at a few things, so that most tables hold something."""
    for address in (*READ, BROADCAST, f"{BROADCAST}?period=7d", "/broadcasts/6117119003/"):
        person.get(address)
    person.post(f"{BROADCAST}name/", {"own_name": "Herbst ünd Ωmega", "note": "O'Neill\n😀"})
    person.post("/accounts/login/", {"username": "mk", "password": "wrong"})
    watching.watch(11741873003)
    tokens.made(User.objects.get(username="mk"), "the sheet")
    clock.STATS_FRESH_SECONDS = 86_400
    return person


def _rows(alias: str) -> dict[str, list[dict[str, Any]]]:
    models = [each for each in copying._models() if each not in copying.MADE_BY_MIGRATE]
    return {
        model._meta.db_table: list(model._base_manager.using(alias).order_by("pk").values())
        for model in models
    }


def _permissions(alias: str) -> set[tuple[Any, ...]]:
    model = next(each for each in copying.MADE_BY_MIGRATE if each.__name__ == "Permission")
    rows = model._base_manager.using(alias)
    return set(rows.values_list("pk", "codename", "content_type__app_label"))


def _empty(alias: str) -> None:
    with transaction.atomic(alias):
        for model in copying._models():
            if model not in copying.MADE_BY_MIGRATE:
                model._base_manager.using(alias).delete()


def test_there_and_back_every_row_and_every_export_is_the_same(filled: Client, other: str) -> None:
    before, rows = [_answer(filled, each) for each in READ], _rows(DEFAULT_DB_ALIAS)
    assert sum(bool(each) for each in rows.values()) >= 8
    told: list[int] = []
    copied = copying.copy(DEFAULT_DB_ALIAS, OTHER, told.append)
    assert _rows(OTHER) == rows
    assert _permissions(OTHER) == _permissions(DEFAULT_DB_ALIAS)
    assert sum(table.rows for table in copied) == sum(told) >= sum(map(len, rows.values()))

    _empty(DEFAULT_DB_ALIAS)
    copying.copy(OTHER, DEFAULT_DB_ALIAS)
    assert _rows(DEFAULT_DB_ALIAS) == rows
    assert number_of_broadcasts() == Broadcast.objects.count() == 2
    assert [_answer(filled, each) for each in READ] == before


def test_what_is_written_while_it_copies_is_left_out_whole(filled: Client, other: str) -> None:
    source, target = DEFAULT_DB_ALIAS, OTHER
    if connections[DEFAULT_DB_ALIAS].vendor == "sqlite":  # who copies from it lets others write
        copying.copy(DEFAULT_DB_ALIAS, OTHER)
        _empty(DEFAULT_DB_ALIAS)
        source, target = OTHER, DEFAULT_DB_ALIAS
    rows = _rows(source)

    def write() -> None:
        connections[source].connect()
        try:
            Broadcast.objects.using(source).create(pk=7)
            Snapshot.objects.using(source).update(attempts=0)
        finally:
            connections[source].close()

    with ThreadPoolExecutor(1) as somebody:
        copying.copy(source, target, lambda _rows: somebody.submit(write).exception())
    assert Broadcast.objects.using(source).filter(pk=7).exists()
    assert _rows(target) == rows


def test_new_rows_come_after_those_that_were_copied(filled: Client, other: str) -> None:
    copying.copy(DEFAULT_DB_ALIAS, OTHER)
    _empty(DEFAULT_DB_ALIAS)
    copying.copy(OTHER, DEFAULT_DB_ALIAS)
    newest = Snapshot.objects.order_by("-pk")[0]
    newest.pk = None
    newest.save(force_insert=True)
    assert Snapshot.objects.filter(pk__gt=newest.pk).count() == 0


def test_a_database_that_holds_something_is_left_alone(filled: Client, other: str) -> None:
    rows = _rows(DEFAULT_DB_ALIAS)
    with pytest.raises(CopyError, match="holds rows already"):
        copying.copy(OTHER, DEFAULT_DB_ALIAS)
    assert _rows(DEFAULT_DB_ALIAS) == rows


def test_a_copy_that_breaks_off_leaves_nothing(filled: Client, other: str) -> None:
    def breaks(_rows: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copying.copy(DEFAULT_DB_ALIAS, OTHER, breaks)
    assert not any(_rows(OTHER).values())


def test_an_older_database_is_not_copied(transactional_db: None, tmp_path: Path) -> None:
    _migrate(tmp_path / "old.sqlite3", "stats", "0003")
    with copying.opened(f"sqlite:///{tmp_path / 'old.sqlite3'}") as connection:
        connection.connect()
        with pytest.raises(CopyError, match=r"`manage\.py migrate`"):
            copying.copy(OTHER, DEFAULT_DB_ALIAS)


@pytest.mark.parametrize("url", ["", "db.sqlite3", "mysql2://x", "/etc/passwd"])
def test_what_is_no_database_is_said(db: None, url: str) -> None:
    with pytest.raises(CommandError, match="Nothing was copied"):
        call_command("copy_from", url)


def test_the_command_says_how_much_it_copied(
    filled: Client, other: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    copying.copy(DEFAULT_DB_ALIAS, OTHER)
    rows = sum(map(len, _rows(OTHER).values()))
    _empty(DEFAULT_DB_ALIAS)
    monkeypatch.setattr(copying, "opened", lambda _url: nullcontext(connections[OTHER]))
    call_command("copy_from", other)
    said = capsys.readouterr().out
    assert "rows of" in said
    assert int(said.partition(" ")[0].replace(",", "")) >= rows


def _answer(person: Client, address: str) -> bytes:
    response = person.get(address)
    assert response.status_code == 200
    return b"".join(response) if response.streaming else response.content
