"""Programs that checks need beside Python: there already, else Debian's where they may come."""

import os
import shutil
import subprocess
from collections.abc import Sequence


class MissingError(Exception):
    """It is not there and could not be installed; the message says what to install."""


def need(program: str, package: str) -> None:
    """Have a program on the PATH; installs Debian's package where the user is root.

    Raises MissingError.
    """
    if shutil.which(program):
        return
    wanted = f"{program} is needed: install Debian's package (apt-get install {package})."
    if not may_install():
        raise MissingError(wanted)
    install([package], wanted)


def may_install() -> bool:
    """Whether Debian's packages can be installed by whoever runs the checks."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(packages: Sequence[str], wanted: str) -> None:
    """Install Debian's packages. Raises MissingError, which says `wanted` and how it failed."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (("update", "-qq"), ("install", "-y", "-qq", *packages)):
        done = subprocess.run(
            ["apt-get", *command], env=quiet, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise MissingError(f"{wanted}\napt-get {command[0]} failed: {done.stderr.strip()}")
