"""What is due is sent, and tried again later where it could not be."""

import json
import logging
import smtplib

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.views.decorators.debug import sensitive_variables

from dashboard.notices.mails import mail
from dashboard.notices.messages import document
from stats import service
from stats.alerts import outbox
from stats.alerts.outbox import Due
from stats.callfire.errors import CallFireError
from stats.webhook import WebhookError, post

log = logging.getLogger("dashboard.notices")


def send_due(numbers: list[int] | None = None) -> int:
    """Send what is due, or those of it with these numbers; how many could not be sent."""
    failed = 0
    with _Mails() as mails:
        for due in outbox.due(numbers):
            problem = _posted(due) if due.channel == "webhook" else mails.sent(due)
            outbox.settle(due.number, problem)
            if problem:
                failed += 1
                log.warning("notice %d by %s not sent: %s", due.number, due.channel, problem)
    return failed


class _Mails:
    """One connection to the mail server for all mails that are due; none where there is no mail."""

    def __init__(self) -> None:
        self._connection: BaseEmailBackend | None = None
        self._problem = ""

    def __enter__(self) -> "_Mails":
        return self

    def __exit__(self, *_error: object) -> None:
        if self._connection is not None:
            self._connection.close()

    @sensitive_variables()
    def sent(self, due: Due) -> str:
        """Send one; "" or why it could not be: a server that is not there is asked once."""
        if self._problem:
            return self._problem
        try:
            message = mail(due)
            if self._connection is None:
                self._connection = get_connection()
                self._connection.open()
            message.connection = self._connection
            message.send()
        except smtplib.SMTPRecipientsRefused:
            return "recipient_refused"
        except smtplib.SMTPAuthenticationError:
            self._problem = "login_refused"
        except smtplib.SMTPResponseException as error:
            return f"smtp_{error.smtp_code}"
        except TimeoutError:
            self._problem = "timeout"
        except (smtplib.SMTPException, OSError):
            self._problem = "unreachable"
        except CallFireError as error:  # no figures are kept, and none can be had
            return error.kind
        return self._problem


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
    except CallFireError as error:
        return error.kind
    except WebhookError as error:
        return f"http_{error.status}" if error.status else error.kind
    return ""
