"""The Chromium that the browser tests drive: one that is there, else Debian's where it may come."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests import debian

# Draws pages and nothing else. A whole one takes longer, since it draws its own windows beside each
# page; it alone keeps pages that are left.
SHELL: Final = "chromium-headless-shell"
WHOLE: Final = ("chromium", "chromium-browser", "google-chrome")
PACKAGES: Final = (SHELL, "chromium", "fonts-inter")
NEEDED: Final = (
    "The browser tests need Chromium: install Debian's packages (apt-get install "
    f"{' '.join(PACKAGES)}) or Playwright's own (.venv/bin/playwright install chromium)."
)
# Chromium's sandbox refuses root; what it fetches by itself would be a request to another host.
FLAGS_OF_ROOT: Final = ("--no-sandbox", "--disable-background-networking")


class NoChromiumError(Exception):
    """There is none and none could be installed; the message says what to install."""


def executable(own: Path) -> Path:
    """Path of the Chromium to start, a shell where there may be one; `own` is Playwright's.

    Installs Debian's where it is missing and the user is root: once, whoever asks at the same time.
    Raises NoChromiumError.
    """
    return _had((SHELL,), own)


def whole(own: Path) -> Path:
    """The same with all that a person's has, such as a memory for pages that are left."""
    return _had(WHOLE, own)


def _had(commands: Sequence[str], own: Path) -> Path:
    with _alone():
        there = _found(commands)
        if there is None and debian.may_install():
            problem = _install()
            there = _found(commands)
        else:
            problem = NEEDED
    there = there or _found(WHOLE) or (own if own.is_file() else None)
    if there is None:
        raise NoChromiumError(problem)
    return there


def flags() -> list[str]:
    """What Chromium is told when it starts."""
    return [*FLAGS_OF_ROOT] if _is_root() else []


def _found(commands: Sequence[str]) -> Path | None:
    return next((Path(path) for each in commands if (path := shutil.which(each))), None)


def _is_root() -> bool:
    return os.geteuid() == 0


def _install() -> str:
    """Install Debian's; what to say where there is none after it."""
    try:
        debian.install(PACKAGES, NEEDED)
    except debian.MissingError as error:
        return str(error)
    return NEEDED


@contextmanager
def _alone() -> Iterator[None]:
    """One process at a time: the workers of a test run all want a browser at its beginning."""
    lock = Path(tempfile.gettempdir()) / f"broadcast-stats-chromium-{os.geteuid()}.lock"
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
