"""The database of a test, for processes that it starts."""

import os
from urllib.parse import urlsplit

from django.db import connection


def url() -> str:
    """As DATABASE_URL says it."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["TEST_DATABASE_URL"])._replace(path=f"/{name}").geturl()
