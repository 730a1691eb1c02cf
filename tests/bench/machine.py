"""On what was measured, and when."""

import os
import platform
import shutil
import sqlite3
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import django


def facts() -> str:
    """Day, cores and versions, in one line."""
    named = {
        "Python": platform.python_version(),
        "Django": django.get_version(),
        "SQLite": sqlite3.sqlite_version,
        "PostgreSQL": _postgres(),
    }
    versions = ", ".join(f"{name} {version}" for name, version in named.items() if version)
    cores = len(os.sched_getaffinity(0))
    return f"{datetime.now(UTC):%Y-%m-%d}, {cores} cores, {versions}"


def _postgres() -> str:
    """The version of the PostgreSQL that `tests.postgres` starts; empty where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=_major)
    program = found[-1] if found else shutil.which("postgres")
    if program is None:
        return ""
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    return told.stdout.split()[2]


def _major(program: Path) -> int:
    return int(program.parts[-3])
