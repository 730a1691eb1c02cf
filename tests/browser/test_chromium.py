"""Where the browser comes from, and what is said where there is none."""

import os
import tempfile
from pathlib import Path

import pytest

from tests.browser import chromium


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine with an empty PATH, and a user who is not root."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))  # for the lock
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    return tmp_path


def program(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def test_one_on_the_path_comes_first(bare: Path) -> None:
    there = program(bare, "google-chrome")
    assert chromium.executable(program(bare, "playwrights-own")) == there


def test_else_playwrights_own(bare: Path) -> None:
    own = program(bare, "playwrights-own")
    assert chromium.executable(own) == own


def test_where_there_is_none_a_sentence_says_what_to_install(bare: Path) -> None:
    with pytest.raises(chromium.NoChromiumError, match="apt-get install chromium-headless-shell"):
        chromium.executable(bare / "none")


def test_root_has_debians_package_installed(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    apt = program(bare, "apt-get")
    apt.write_text(
        f'#!/bin/sh\n[ "$1" = update ] && exit 0\necho "$*" > {bare}/asked\n'
        f"echo > {bare}/{chromium.SHELL}\n/bin/chmod +x {bare}/{chromium.SHELL}\n"
    )
    assert chromium.executable(bare / "none") == bare / chromium.SHELL
    assert (bare / "asked").read_text() == f"install -y -qq {chromium.SHELL} chromium fonts-inter\n"


def test_a_shell_comes_before_a_whole_one_but_where_that_is_wanted(bare: Path) -> None:
    shell, there = program(bare, chromium.SHELL), program(bare, "chromium")
    assert chromium.executable(bare / "none") == shell
    assert chromium.whole(bare / "none") == there


def test_a_whole_one_will_do_where_no_shell_can_be_installed(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    program(bare, "apt-get").write_text("#!/bin/sh\nexit 100\n")
    there = program(bare, "chromium")
    assert chromium.executable(bare / "none") == there


def test_an_installation_that_fails_is_told(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    program(bare, "apt-get").write_text("#!/bin/sh\necho no network >&2\nexit 100\n")
    with pytest.raises(chromium.NoChromiumError, match="apt-get update failed: no network"):
        chromium.executable(bare / "none")


def test_the_sandbox_is_left_out_for_root_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert "--no-sandbox" in chromium.flags()
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert chromium.flags() == []
