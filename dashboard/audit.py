"""The record of who did what, when, and with what outcome; staff read it in the admin.

What can't be recorded (a full disk, a read-only database) is logged with all that the line would
say, and the deed goes on.
"""

import logging
from typing import Any, Final

from axes.signals import user_locked_out
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import DatabaseError, InterfaceError
from django.dispatch import receiver
from django.http import HttpRequest

from dashboard import logs
from dashboard.models import Record
from stats.callfire.errors import CallFireError

log = logging.getLogger("dashboard.audit")

Deed = Record.Deed
OK: Final = "ok"
# Where a request that came by an API token carries its name.
TOKEN: Final = "broadcast_stats.token"  # noqa: S105 - a place, no token
UNKNOWN: Final = "(unknown name)"  # what was typed may be a password, in the wrong field


def record(  # noqa: PLR0913 - a line has that many columns
    request: HttpRequest,
    deed: Record.Deed,
    outcome: str = OK,
    *,
    broadcast_id: int | None = None,
    what: str = "",
    who: str | None = None,
) -> None:
    """Add a line; what the request says of itself need not be given."""
    columns = {
        "who": request.user.get_username() if who is None else who,
        "token": request.META.get(TOKEN, ""),
        "client": request.META.get("REMOTE_ADDR") or None,
        "deed": str(deed),
        "broadcast_id": broadcast_id,
        "what": what,
        "outcome": outcome,
        "reference": logs.reference(request),
    }
    try:
        Record.objects.create(**columns)
    except (DatabaseError, InterfaceError) as error:
        log.warning("not recorded: %s", error, extra=columns)


def outcome_of(problem: CallFireError | None) -> str:
    """How figures came about: "ok", or why they are older ones."""
    return OK if problem is None else f"kept figures: {problem.kind}"


@receiver(user_logged_in, dispatch_uid="record")
def _signed_in(request: HttpRequest, user: User, **_: Any) -> None:
    record(request, Deed.SIGN_IN, who=user.get_username())


@receiver(user_logged_out, dispatch_uid="record")
def _signed_out(request: HttpRequest, user: User | None, **_: Any) -> None:
    if user is not None:
        record(request, Deed.SIGN_OUT, who=user.get_username())


@receiver(user_login_failed, dispatch_uid="record")
def _refused(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    if request is not None:
        record(request, Deed.SIGN_IN, "refused", who=_known(credentials.get("username")))


@receiver(user_locked_out, dispatch_uid="record")
def _closed(request: HttpRequest, username: str, **_: Any) -> None:
    record(request, Deed.SIGN_IN, "closed", who=_known(username))


def _known(name: str | None) -> str:
    is_known = name is not None and User.objects.filter(username=name).exists()
    return name if is_known and name is not None else UNKNOWN
