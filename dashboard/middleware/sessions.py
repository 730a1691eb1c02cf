"""How long somebody stays signed in."""

import logging
import time
from typing import Final

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse

from dashboard.addresses import is_by_script

log = logging.getLogger("dashboard.sessions")

RENEWED_AT: Final = "renewed_at"  # in a session, seconds since the epoch
RENEWED_EVERY_SECONDS: Final = 15 * 60


class Sessions(SessionMiddleware):
    """Django's sessions, which end eight hours after a person last did something.

    Each renewal is a write, so there is one in a quarter of an hour at most. What a page's script
    asks for by itself is nobody's doing and renews nothing.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Renew if it is time; where that can't be written, the answer goes out all the same."""
        if response.status_code < 500 and _is_renewal_due(request):
            request.session[RENEWED_AT] = int(time.time())
        try:
            return super().process_response(request, response)
        except SessionInterrupted as error:
            # Signed out elsewhere meanwhile, or a database that takes no writes.
            log.warning("a session was not renewed: %s", error)
            return response


def _is_renewal_due(request: HttpRequest) -> bool:
    session = request.session
    # A session that nobody looked at belongs to an address that knows no person.
    if not session.accessed or SESSION_KEY not in session or is_by_script(request):
        return False
    renewed_at: int = session.get(RENEWED_AT, 0)
    return abs(time.time() - renewed_at) >= RENEWED_EVERY_SECONDS
