"""Where programs of checks come from."""

import os
from pathlib import Path

import pytest

from tests import debian


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine with an empty PATH, and a user who is not root."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    return tmp_path


def program(folder: Path, name: str, text: str = "") -> None:
    (folder / name).write_text(f"#!/bin/sh\n{text}\n")
    (folder / name).chmod(0o755)


def test_what_is_there_is_taken(bare: Path) -> None:
    program(bare, "msgfmt")
    debian.need("msgfmt", "gettext")


def test_where_it_is_missing_a_sentence_says_what_to_install(bare: Path) -> None:
    with pytest.raises(debian.MissingError, match="apt-get install gettext"):
        debian.need("msgfmt", "gettext")


def test_root_has_debians_package_installed(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    program(bare, "apt-get", f'echo "$*" >> {bare}/asked')
    debian.need("msgfmt", "gettext")
    assert (bare / "asked").read_text() == "update -qq\ninstall -y -qq gettext\n"


def test_an_installation_that_fails_is_told(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    program(bare, "apt-get", "echo no network >&2\nexit 100")
    with pytest.raises(debian.MissingError, match="apt-get update failed: no network"):
        debian.need("msgfmt", "gettext")
