"""Notices as mails, in the site's language and zone: as text, and the same as HTML."""

import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from dashboard import alerts, page, tiles, times, zone
from dashboard.notices import about
from stats import service
from stats.alerts.outbox import Due
from stats.alerts.told import open_now
from stats.report import Report


def mail(due: Due, said: dict[str, Any]) -> EmailMultiAlternatives:
    """The mail of a notice, to its address; `said` is what it says."""
    with translation.override(settings.LANGUAGE_CODE):
        context = said | {
            "alerts": about.link("alerts"),
            "demo": settings.DEMO,
            "language": settings.LANGUAGE_CODE,
        }
        message = EmailMultiAlternatives(
            # A name may hold line breaks, a subject none.
            " ".join(context["subject"].split()),
            _tidy(render_to_string("mail/notice.txt", context)),
            to=[due.address],
            headers={"Auto-Submitted": "auto-generated"},
        )
        message.attach_alternative(render_to_string("mail/notice.html", context), "text/html")
        return message


def _tidy(text: str) -> str:
    """What a template leaves of its own lines, taken out: no more than one empty line anywhere."""
    lines = "\n".join(line.rstrip() for line in text.strip().splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines) + "\n"


def said(due: Due) -> dict[str, Any]:
    """What the templates of a mail take.

    Raises CallFireError where it needs figures that can't be had.
    """
    with translation.override(settings.LANGUAGE_CODE):
        if due.event == "digest":
            return _digest()
        if due.told is None:
            return {"subject": _("A test by Broadcast Stats"), "text": test_sentence()}
        return of_alert(due)


def test_sentence() -> str:
    """What a test says."""
    return _("This is a test. What Broadcast Stats has to tell reaches you here.")


def of_alert(due: Due) -> dict[str, Any]:
    """What is said of an alert: subject, text, how it ended, the link; what is done has figures."""
    found = about.alert(due)
    is_over = due.event == "recovered"
    here, now = zone.of_site(), service.now()
    text, end = alerts.sentence(found, here, now), alerts.end_sentence(found, here, now)
    context: dict[str, Any] = {
        "subject": alerts.subject(found, is_over=is_over),
        # One that waited long may come after its end.
        "text": text if is_over or not end else f"{text} {end}",
        "over": end if is_over else "",
        "link": about.link_to(found.broadcast_id),
    }
    if found.kind == "done" and not is_over:
        report = about.report(found.broadcast_id)
        context |= {"answer": page.answer(report), "tiles": tiles.of(report)}
    return context


def _digest() -> dict[str, Any]:
    here, now = zone.of_site(), service.now()
    wrong = open_now()
    listed = [
        {
            "name": row.report.name or _("Broadcast %d") % row.report.broadcast_id,
            "answer": page.answer(row.report),
            "tiles": tiles.of(row.report) if row.report.whole_life else (),
            "state": _state(row.report, here, now),
            "wrong": [
                alerts.sentence(each, here, now)
                for each in wrong
                if each.broadcast_id == row.report.broadcast_id
            ],
            "link": about.link_to(row.report.broadcast_id),
        }
        for row in about.watched()
    ]
    return {"subject": _("The watched broadcasts on %s") % times.day(now, here), "listed": listed}


def _state(report: Report, here: ZoneInfo, now: datetime) -> str:
    if report.whole_life is None:
        return _("It was not looked at yet.")
    at = _("As of %s.") % times.clock(report.as_of, here, now)
    state = page.state(report, now)
    return f"{state}. {at}" if state else at
