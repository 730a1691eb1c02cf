"""The site's settings as the tests see them: nothing of this machine's .env or environment.

TEST_DATABASE_URL names another database than a new SQLite file (`tests.postgres`), and
TEST_CALLFIRE_API_URL the stand-in CallFire for a server that a test starts.
"""

import os
import tempfile
from pathlib import Path

from dashboard.env_file import NAMES

# A file: SQLite's shared memory answers "table is locked" at once, where a file waits its turn.
_FILE = Path(tempfile.gettempdir()) / f"broadcast-stats-{os.getpid()}.sqlite3"
for _name in NAMES:
    os.environ.pop(_name, None)
os.environ.update(
    ENV_FILE=os.devnull,
    SECRET_KEY="a key for tests alone, of no use elsewhere",
    HTTPS="false",
    TIME_ZONE="UTC",
    CALLFIRE_API_URL=os.environ.get("TEST_CALLFIRE_API_URL", "http://127.0.0.1:9/api/1.1/rest/"),
    CALLFIRE_API_LOGIN="login",
    CALLFIRE_API_PASSWORD="password",
    DATABASE_URL=os.environ.get(
        "TEST_DATABASE_URL", f"sqlite:///{tempfile.gettempdir()}/unused.sqlite3"
    ),
)

from dashboard.settings import *  # noqa: E402, F403

if "TEST_DATABASE_URL" not in os.environ:
    DATABASES["default"]["TEST"] = {"NAME": str(_FILE)}  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
