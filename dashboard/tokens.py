"""API tokens: made, found again, counted. A token is a person's, and reads what that person may.

A token is 32 random bytes, so one hash without a salt keeps it: nobody guesses it, however fast.
"""

import logging
import secrets
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from math import ceil
from typing import Final, TypeVar

from django.conf import settings
from django.contrib.auth.models import User
from django.db import DatabaseError
from django.db.models import F, Q
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from dashboard.models import Token

log = logging.getLogger("dashboard.tokens")

PREFIX: Final = "bstats_"  # so that one that leaked is recognised for what it is
MOST: Final = 20  # a person
MINUTE: Final = timedelta(minutes=1)
View = TypeVar("View", bound=Callable[..., object])


def by_token_only(view: View) -> View:
    """Have the view refuse whoever brings no token, a signed-in browser too."""
    view.by_token_only = True  # type: ignore[attr-defined]
    return view


@sensitive_variables()
def made(user: User, name: str) -> str:
    """A new token of that person; this is the only time that anybody sees it."""
    secret = PREFIX + secrets.token_urlsafe(32)
    Token.objects.create(user=user, name=name, digest=_digest(secret))
    return secret


@sensitive_variables()
def found(secret: str) -> Token | None:
    """The token, if it is one, was not revoked, and its person may still sign in."""
    known = Token.objects.select_related("user").filter(digest=_digest(secret))
    return known.filter(user__is_active=True).first()


def seconds_to_wait(token: Token) -> int:
    """Count a use; 0 where it is within API_PER_MINUTE, else for how long it is not.

    Where the count can't be written, the use is let through: reading is all that it can do.
    """
    now = timezone.now()
    # A clock that was set back leaves a minute ahead of now: that one is over too.
    is_this_minute = Q(minute_began_at__gt=now - MINUTE, minute_began_at__lte=now)
    mine = Token.objects.filter(pk=token.pk)
    try:
        if mine.filter(is_this_minute, minute_uses__lt=settings.API_PER_MINUTE).update(
            minute_uses=F("minute_uses") + 1, used_at=now
        ) or mine.exclude(is_this_minute).update(minute_began_at=now, minute_uses=1, used_at=now):
            return 0
        token.refresh_from_db()
    except DatabaseError as error:
        log.warning("uses of an API token are not counted: %s", error)
        return 0
    return max(1, ceil((token.minute_began_at + MINUTE - now).total_seconds()))


@sensitive_variables()
def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
