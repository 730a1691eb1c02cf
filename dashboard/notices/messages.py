"""Notices as JSON documents for the webhook, in English."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import translation

from dashboard import exports, page
from dashboard.notices import about, mails
from stats.alerts.outbox import Due


def document(due: Due, at: datetime) -> dict[str, Any]:
    """Type, timestamp and data, as Standard Webhooks has it; `at` (aware) is now.

    Raises CallFireError where it needs figures that can't be had.
    """
    types = {"fired": "alert.fired", "recovered": "alert.recovered"}
    with translation.override("en"):
        if due.event == "digest":
            data: dict[str, Any] = {"broadcasts": _digest_data()}
        elif due.told is None:
            data = {"text": mails.test_sentence()}
        else:
            data = _alert_data(due)
    return {
        "type": types.get(due.event, due.event),
        "timestamp": at.isoformat(timespec="seconds"),
        "data": {"demo": settings.DEMO, **data},
    }


def _alert_data(due: Due) -> dict[str, Any]:
    found, said = about.alert(due), mails.of_alert(due)
    data = {
        "alert": str(found.number),
        "kind": found.kind,
        "result": found.code or None,
        # A string, as in all documents of this site: JavaScript loses digits above 2^53.
        "broadcast": {"id": str(found.broadcast_id), "name": found.name},
        "limit": None if found.limit is None else float(found.limit),
        "began_at": found.began_at.isoformat(timespec="seconds"),
        "fired_at": found.fired_at.isoformat(timespec="seconds"),
        "facts": dict(found.facts),
        "text": said["over"] or said["text"],
        "url": said["link"] or None,
    }
    if due.event == "recovered":
        data["ended_at"] = found.ended_at and found.ended_at.isoformat(timespec="seconds")
        data["end_facts"] = dict(found.end_facts)
    if "answer" in said:
        data["answer"] = _line(said["answer"])
        data["stats"] = exports.stats_json(about.report(found.broadcast_id), None)
    return data


def _digest_data() -> list[dict[str, Any]]:
    return [
        {
            "broadcast": {"id": str(row.report.broadcast_id), "name": row.report.name},
            "answer": _line(page.answer(row.report)),
            "stats": exports.stats_json(row.report, None) if row.report.whole_life else None,
            "as_of": row.report.as_of.isoformat(timespec="seconds"),
            "url": about.link_to(row.report.broadcast_id) or None,
        }
        for row in about.watched()
    ]


def _line(answer: list[page.Part]) -> str:
    """The answer in one line, as plain text."""
    return " ".join(part["strong"] + part["rest"] for part in answer)
