"""The demo's own environment: the bundled simulator, a database of its own, nothing real.

`manage.py` calls `enter` before Django reads a setting; nothing here may read one.
"""

import os
import secrets
import shutil
import socket
from collections.abc import MutableMapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from urllib.parse import quote

from dashboard.env_file import NAMES
from dashboard.environment import Environment

HOME: Final = Path(__file__).resolve().parent.parent / ".demo"
USER: Final = "demo"
PASSWORD: Final = "demo"  # noqa: S105 - of a site on loopback with made-up figures
ANCHOR: Final = "anchor"  # the file beside the database
ANCHOR_BEFORE_START: Final = timedelta(hours=5)  # so that the running campaigns are under way
ANCHOR_LASTS: Final = timedelta(days=1)
KEPT_NAMES: Final = ("DEMO_NOW", "LOG_LEVEL")


def enter(environ: MutableMapping[str, str], home: Path = HOME) -> None:
    """Replace every setting of the real site by the demo's own. Raises ImproperlyConfigured.

    The anchor of the campaigns stands beside the database; both are made anew when they are over a
    day old. A fixed DEMO_NOW has an anchor and a database of its own.
    """
    for name in NAMES:
        if name not in KEPT_NAMES:
            environ.pop(name, None)
    now = Environment(environ).instant("DEMO_NOW")
    folder = folder_of(now, home)
    _renew(folder, now or datetime.now(UTC))
    environ.setdefault("LOG_LEVEL", "WARNING")  # the terminal says how to sign in, and little else
    environ.update(
        DJANGO_SETTINGS_MODULE="dashboard.settings",
        ENV_FILE=os.devnull,
        DEMO="true",
        SECRET_KEY=_secret_key(folder),
        DATABASE_URL=f"sqlite:///{quote(str(folder / 'db.sqlite3'))}",
        HTTPS="false",
        CALLFIRE_API_URL=f"http://127.0.0.1:{free_port()}/api/1.1/rest/",
        CALLFIRE_API_LOGIN=USER,
        CALLFIRE_API_PASSWORD=PASSWORD,
        CALLFIRE_PER_MINUTE="3000",  # the simulator bears it, and nobody waits for a minute to end
    )


def folder_of(now: datetime | None, home: Path = HOME) -> Path:
    """Where a demo keeps its database: one whose clock stands at an instant, or else runs."""
    return home / (f"at-{now:%Y%m%dT%H%M%SZ}" if now else "live")


def free_port() -> int:
    """A loopback port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _renew(folder: Path, now: datetime) -> None:
    """Keep a folder whose anchor is recent; make it anew otherwise, its database included."""
    kept = folder / ANCHOR
    if kept.is_file():
        age = now - datetime.fromisoformat(kept.read_text(encoding="ascii").strip())
        if timedelta() <= age <= ANCHOR_LASTS:
            return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    anchor = (now - ANCHOR_BEFORE_START).replace(microsecond=0)
    kept.write_text(f"{anchor.isoformat()}\n", encoding="ascii")


def _secret_key(folder: Path) -> str:
    """The key of this demo's sessions, kept so that a second start finds people signed in."""
    kept = folder / "secret_key"
    if not kept.is_file():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(50), encoding="ascii")
    return kept.read_text(encoding="ascii")
