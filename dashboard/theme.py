"""Light, dark, or as the system says: what a person chose, kept in a cookie.

The server writes it into the page, so that no page is shown in one theme and then in another. A
cookie and no column: whoever has not signed in chooses too, and pages of faults need no database.
"""

from typing import Final

from django.conf import settings
from django.http import HttpRequest

COOKIE = "__Host-theme" if settings.HTTPS else "theme"
SYSTEM: Final = "system"
THEMES: Final = ("light", "dark", SYSTEM)


def of_request(request: HttpRequest) -> str:
    """One of THEMES; the system's where nothing that there is was chosen."""
    chosen = request.COOKIES.get(COOKIE, SYSTEM)
    return chosen if chosen in THEMES else SYSTEM
