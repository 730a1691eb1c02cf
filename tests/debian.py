"""Programs that checks need beside Python: there already, else Debian's where they may come."""

import os
import shutil
import subprocess


class MissingError(Exception):
    """It is not there and could not be installed; the message says what to install."""


def need(program: str, package: str) -> None:
    """Have a program on the PATH; installs Debian's package where the user is root.

    Raises MissingError.
    """
    if shutil.which(program):
        return
    wanted = f"{program} is needed: install Debian's package (apt-get install {package})."
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise MissingError(wanted)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (("update", "-qq"), ("install", "-y", "-qq", package)):
        done = subprocess.run(
            ["apt-get", *command], env=quiet, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise MissingError(f"{wanted}\napt-get {command[0]} failed: {done.stderr.strip()}")
