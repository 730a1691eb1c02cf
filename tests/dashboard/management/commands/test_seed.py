"""A new database is filled from the terminal."""

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from stats.models import Broadcast, Snapshot


def test_it_fills_and_says_with_how_much(
    db: None, clock: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("seed", "--broadcasts", "3", "--snapshots", "1200")
    assert capsys.readouterr().out == "1,200 snapshots of 3 broadcasts made up.\n"
    assert (Broadcast.objects.count(), Snapshot.objects.count()) == (3, 1200)


def test_what_can_not_be_is_said_in_a_sentence(db: None, clock: Settings) -> None:
    with pytest.raises(CommandError, match=r"^Nothing was filled in. Each broadcast has one "):
        call_command("seed", "--broadcasts", "3", "--snapshots", "2")
    with pytest.raises(CommandError, match="invalid int value: 'many'"):
        call_command("seed", "--broadcasts", "many")


def test_without_tables_it_says_so(no_database: None) -> None:
    with pytest.raises(CommandError, match=r"^Nothing was filled in. "):
        call_command("seed")
