"""What the alerts page's template takes: occurrences, what could not be sent, how a test went."""

from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from dashboard import addresses, alert_kinds, alerts, times
from dashboard.words import Text
from stats.alerts.outbox import Unsent
from stats.alerts.told import Told
from stats.period import Period

# Why a notice could not be sent, by the code that is kept (`dashboard.notices.sending`).
PROBLEMS: Final[dict[str, Text]] = {
    "recipient_refused": lazy("the mail server does not take this address"),
    "login_refused": lazy(
        "the mail server refused EMAIL_HOST_USER and EMAIL_HOST_PASSWORD, or wants none"
    ),
    "timeout": lazy("no answer within 10 s"),
    "unreachable": lazy("no connection, or it broke off"),
    "insecure": lazy("WEBHOOK_URL is not an https address without a user in it"),
    "private": lazy("WEBHOOK_URL leads to an address that is not of the public internet"),
    "unresolved": lazy("WEBHOOK_URL names a host that there is not"),
    "refused": lazy("the receiver refused it"),
    "tls": lazy("the receiver's certificate is not good"),
    "not_set": lazy("WEBHOOK_URL is not set any more"),
    "not_tried": lazy("the one before it had failed"),
    "not_written": lazy("it could not be written; the log says more"),
}
EVENTS: Final[dict[str, Text]] = {
    "fired": lazy("an alert"),
    "recovered": lazy("the end of an alert"),
    "digest": lazy("the daily summary"),
    "test": lazy("a test"),
}


def row(told: Told, period: Period, now: datetime) -> dict[str, Any]:
    """One occurrence: what, where, since when, and how it ended; its link is of that period."""
    here = period.zone
    return {
        "told": told,
        "name": alerts.shown_name(told),
        "link": addresses.of_broadcast("show", told.broadcast_id, period),
        "label": alert_kinds.LABELS[told.kind],
        "sentence": alerts.sentence(told, here, now),
        "end": alerts.end_sentence(told, here, now),
    }


def unsent(each: Unsent, here: ZoneInfo, now: datetime) -> dict[str, Any]:
    """What could not be sent, why, and when it is tried again."""
    said = ngettext("given up after %d try", "given up after %d tries", each.tries) % each.tries
    if each.next_try_at is not None:
        said = _("next try at %s") % times.clock(each.next_try_at, here, now)
    return {
        "what": EVENTS[each.event],
        "to": each.address or _("the webhook"),
        "why": problem(each.problem),
        "next": said,
    }


def problem(code: str) -> str:
    """Why a notice could not be sent, in words."""
    kind, _sign, number = code.partition("_")
    if kind in ("smtp", "http") and number.isdigit():
        far_end = _("the mail server") if kind == "smtp" else _("the receiver")
        return _("%(who)s answered %(number)s") % {"who": far_end, "number": number}
    return str(PROBLEMS.get(code, _("its figures could not be had")))


def tested(channel: str, sent: str) -> str:
    """How a test went that was asked for a moment ago; empty where none was."""
    if channel not in ("mail", "webhook") or not (sent.isascii() and sent.isdigit()):
        return ""
    number = min(int(sent[:4]), 9_999)
    if not number:
        return _("The test could not be sent.")
    if channel == "webhook":
        return _("The webhook took the test.")
    said = ngettext(
        "The test was sent to %d address.", "The test was sent to %d addresses.", number
    )
    return said % number


def channels() -> dict[str, bool]:
    """What of the settings is there."""
    return {
        "has_mail": bool(settings.EMAIL_HOST),
        "has_webhook": bool(settings.WEBHOOK_URL),
        "has_site_url": bool(settings.SITE_URL),
    }
