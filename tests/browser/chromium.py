"""The Chromium that the browser tests drive: one that is there, else Debian's where it may come."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests import debian

COMMANDS: Final = ("chromium", "chromium-browser", "google-chrome")
PACKAGES: Final = ("chromium", "fonts-inter")
NEEDED: Final = (
    "The browser tests need Chromium: install Debian's packages (apt-get install chromium "
    "fonts-inter) or Playwright's own (.venv/bin/playwright install chromium)."
)
# Chromium's sandbox refuses root; what it fetches by itself would be a request to another host.
FLAGS_OF_ROOT: Final = ("--no-sandbox", "--disable-background-networking")


class NoChromiumError(Exception):
    """There is none and none could be installed; the message says what to install."""


def executable(own: Path) -> Path:
    """Path of the Chromium to start; `own` is where Playwright's would be.

    Installs Debian's where there is none and the user is root: once, whoever asks at the same time.
    Raises NoChromiumError.
    """
    with _alone():
        there = _found(own)
        if there is None and debian.may_install():
            _install()
            there = _found(own)
    if there is None:
        raise NoChromiumError(NEEDED)
    return there


def flags() -> list[str]:
    """What Chromium is told when it starts."""
    return [*FLAGS_OF_ROOT] if _is_root() else []


def _found(own: Path) -> Path | None:
    for command in COMMANDS:
        if path := shutil.which(command):
            return Path(path)
    return own if own.is_file() else None


def _is_root() -> bool:
    return os.geteuid() == 0


def _install() -> None:
    try:
        debian.install(PACKAGES, NEEDED)
    except debian.MissingError as error:
        raise NoChromiumError(str(error)) from error


@contextmanager
def _alone() -> Iterator[None]:
    """One process at a time: the workers of a test run all want a browser at its beginning."""
    lock = Path(tempfile.gettempdir()) / f"broadcast-stats-chromium-{os.geteuid()}.lock"
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
