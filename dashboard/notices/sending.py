"""What is due is sent, and tried again later where it could not be."""

import json
import logging
import smtplib
import time
from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.views.decorators.debug import sensitive_variables

from dashboard.notices.mails import mail, said
from dashboard.notices.messages import document
from stats import service
from stats.alerts import outbox
from stats.alerts.outbox import Due
from stats.callfire.errors import CallFireError
from stats.webhook import WebhookError, post

log = logging.getLogger("dashboard.notices")

# After one of these the rest of a channel waits: a server that is not there is asked once a round.
BREAKING: Final = frozenset(
    {
        "unreachable",
        "timeout",
        "login_refused",
        "unresolved",
        "private",
        "tls",
        "insecure",
        "not_set",
    }
)
SECONDS: Final = 60.0  # after which no further notice is begun


def send_due(numbers: list[int] | None = None, is_over: Callable[[], bool] = lambda: False) -> int:
    """Send what is due, or those of it with these numbers; how many were tried in vain.

    is_over: asked before each whether to leave the rest for another time.
    """
    ends_at = time.monotonic() + SECONDS
    with _Mails() as mails:
        ways: dict[outbox.Channel, Callable[[Due], str]] = {"mail": mails.sent, "webhook": _posted}
        return sum(
            _send_by(channel, way, numbers, lambda: is_over() or time.monotonic() > ends_at)
            for channel, way in ways.items()
        )


def _send_by(
    channel: outbox.Channel,
    way: Callable[[Due], str],
    numbers: list[int] | None,
    is_over: Callable[[], bool],
) -> int:
    failed = 0
    for due in outbox.due(channel, numbers):
        problem = _tried(way, due)
        outbox.settle(due.number, problem)
        if problem:
            failed += 1
            log.warning("notice %d by %s not sent: %s", due.number, channel, problem)
        if problem in BREAKING or is_over():
            break
    return failed


@sensitive_variables()
def _tried(way: Callable[[Due], str], due: Due) -> str:
    """Try one; "" or why it could not be sent: one that can't be written holds up no other."""
    try:
        return way(due)
    except CallFireError as error:  # no figures are kept, and none can be had
        return error.kind
    except (ValueError, LookupError) as error:
        log.warning("notice %d can't be written: %s", due.number, type(error).__name__)
        return "not_written"


class _Mails:
    """One connection to the mail server for all mails that are due; none where there is no mail."""

    def __init__(self) -> None:
        self._connection: BaseEmailBackend | None = None
        self._digest: dict[str, Any] = {}  # the same for everybody

    def __enter__(self) -> "_Mails":
        return self

    def __exit__(self, *_error: object) -> None:
        if self._connection is not None:
            self._connection.close()

    @sensitive_variables()
    def sent(self, due: Due) -> str:
        """Send one; "" or why it could not be."""
        if due.event == "digest":
            self._digest = self._digest or said(due)
        message = mail(due, self._digest if due.event == "digest" else said(due))
        try:
            if self._connection is None:
                self._connection = get_connection()
                self._connection.open()
            message.connection = self._connection
            message.send()
        except smtplib.SMTPRecipientsRefused:
            return "recipient_refused"
        except smtplib.SMTPAuthenticationError:
            return "login_refused"
        except smtplib.SMTPResponseException as error:
            return f"smtp_{error.smtp_code}"
        except TimeoutError:
            return "timeout"
        except (smtplib.SMTPException, OSError):
            return "unreachable"
        return ""


@sensitive_variables()
def _posted(due: Due) -> str:
    """Post it to the webhook; "" or why it could not be."""
    if not settings.WEBHOOK_URL:
        return "not_set"
    at = service.wall_clock()
    try:
        body = json.dumps(document(due, at)).encode()
        post(
            settings.WEBHOOK_URL,
            body,
            message_id=f"notice-{due.number}",
            secret=settings.WEBHOOK_SECRET,
            at=at,
        )
    except WebhookError as error:
        return f"http_{error.status}" if error.status else error.kind
    return ""
