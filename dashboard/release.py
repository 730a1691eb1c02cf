"""Which release of the site this is: its version, and a digest of what it is made of.

A page that a browser kept is good only for the release that made it.
"""

from functools import cache
from hashlib import sha256
from typing import Final

from django.conf import settings

FOLDERS: Final = ("dashboard", "stats", "templates", "static")
ENDINGS: Final = (".py", ".html", ".css", ".js", ".svg", ".mo")


@cache
def release() -> str:
    """Version and digest, such as "0.1.0+3f0c9a51"; read once a process."""
    digest = sha256()
    for folder in FOLDERS:
        for path in sorted((settings.BASE_DIR / folder).rglob("*")):
            if path.suffix in ENDINGS:
                digest.update(str(path.relative_to(settings.BASE_DIR)).encode())
                digest.update(path.read_bytes())
    return f"{settings.VERSION}+{digest.hexdigest()[:8]}"
