"""The programs of Node.js that look at the pages: pinned in package-lock.json, installed once."""

import fcntl
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).resolve().parent
INSTALLED: Final = HERE / "node_modules"
LOCK: Final = HERE / "package-lock.json"
LEAST: Final = (20, 19)
PACKAGES: Final = ("nodejs", "npm")
NEEDED: Final = (
    f"Node.js {LEAST[0]}.{LEAST[1]} or newer and its npm are needed to look at the pages as they "
    "are served: apt-get install nodejs npm where Debian's is as new (from Debian 13 on), else "
    "from https://nodejs.org/."
)


class NoNodeError(Exception):
    """There is none that is new enough; the message says what to install."""


def program(name: str) -> Path:
    """The path of an installed program, such as "html-validate"; installs all at the first call.

    Node.js itself is installed where it is missing and the user is root. Raises NoNodeError.
    """
    with (Path(tempfile.gettempdir()) / f"broadcast-stats-node-{os.geteuid()}.lock").open("w") as f:
        fcntl.flock(f, fcntl.LOCK_EX)  # the workers of a test run ask at the same time
        _need_node()
        if not _is_installed():
            _install()
    return INSTALLED / ".bin" / name


def _need_node() -> None:
    if not shutil.which("node") or not shutil.which("npm"):
        _install_node()
    version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True)
    found = tuple(int(part) for part in re.findall(r"\d+", version.stdout)[:2])
    if found < LEAST:
        raise NoNodeError(f"{NEEDED} Here is {version.stdout.strip()}.")


def _install_node() -> None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise NoNodeError(NEEDED)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (("update", "-qq"), ("install", "-y", "-qq", *PACKAGES)):
        done = subprocess.run(
            ["apt-get", *command], env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise NoNodeError(f"{NEEDED}\napt-get {command[0]} failed: {done.stderr.strip()}")


def _is_installed() -> bool:
    # npm writes it at the end, so that half an installation is begun anew.
    written = INSTALLED / ".package-lock.json"
    return written.is_file() and written.stat().st_mtime >= LOCK.stat().st_mtime


def _install() -> None:
    done = subprocess.run(
        ["npm", "ci", "--no-progress"], cwd=HERE, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise NoNodeError(f"npm ci failed:\n{done.stderr.strip()}")
