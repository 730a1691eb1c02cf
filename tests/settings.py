"""The site's settings as the tests see them: nothing of this machine's .env or environment."""

import os
import tempfile
from pathlib import Path

from dashboard.environment import NAMES

for _name in NAMES:
    os.environ.pop(_name, None)
os.environ.update(
    ENV_FILE=os.devnull,
    SECRET_KEY="a key for tests alone, of no use elsewhere",
    HTTPS="false",
    TIME_ZONE="UTC",
    CALLFIRE_API_URL="http://127.0.0.1:9/api/1.1/rest/",
    CALLFIRE_API_LOGIN="login",
    CALLFIRE_API_PASSWORD="password",
    DATABASE_URL=os.environ.get("TEST_DATABASE_URL", "sqlite:///:memory:"),
)

from dashboard.settings import *  # noqa: E402, F403

# A file: SQLite's shared memory answers "table is locked" at once, where a file waits its turn.
DATABASES["default"]["TEST"] = {  # noqa: F405
    "NAME": str(Path(tempfile.gettempdir()) / f"broadcast-stats-{os.getpid()}.sqlite3")
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
