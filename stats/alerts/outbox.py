"""What is to be sent, to whom, and when it is tried again; by the real clock.

A notice is queued together with what it tells of, in one transaction, so that neither is lost
without the other. It is sent at least once: a sender that was killed after it sent, and before it
said so, leaves the notice to the next one (the webhook's `webhook-id` stays the same).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal, cast
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from stats import service
from stats.alerts.told import Told, told_of
from stats.models import Alert, Notice, Recipients, Watch

Event = Literal["fired", "recovered", "digest", "test"]
Channel = Literal["mail", "webhook"]
CLAIM: Final = timedelta(minutes=2)  # longer than any sending takes
# After each try in vain; then it is given up, a day and a half after the first.
WAITS: Final = tuple(timedelta(minutes=each) for each in (1, 5, 15, 60, 180, 360, 720, 720))


@dataclass(frozen=True, slots=True)
class Due:
    """One notice that is to be sent now. `number` is the same at every try."""

    number: int
    event: Event
    channel: Channel
    address: str
    created_at: datetime
    told: Told | None


@dataclass(frozen=True, slots=True)
class Unsent:
    """A notice that could not be sent yet; next_try_at (UTC) is None where it was given up."""

    event: Event
    channel: Channel
    address: str
    tries: int
    problem: str
    next_try_at: datetime | None


@dataclass(frozen=True, slots=True)
class Tellings:
    """Who is told: mail addresses, and the hour of the evening's summary (None for none)."""

    addresses: tuple[str, ...] = ()
    digest_hour: int | None = None


def channels(recipients: Sequence[str] | None = None) -> list[tuple[Channel, str]]:
    """Where a notice goes now: each address while mail is set up, and the webhook if it is."""
    addresses = tellings().addresses if recipients is None else recipients
    mails: list[tuple[Channel, str]] = [("mail", each) for each in addresses]
    hooks: list[tuple[Channel, str]] = [("webhook", "")] if settings.WEBHOOK_URL else []
    return (mails if settings.EMAIL_HOST else []) + hooks


def queue(event: Event, alert: Alert | None = None, only: Channel | None = None) -> list[int]:
    """Queue a notice for each channel, or for one alone; their numbers."""
    now = service.wall_clock()
    rows = [
        Notice(
            alert=alert,
            event=event,
            channel=channel,
            address=address,
            created_at=now,
            next_try_at=now,
        )
        for channel, address in channels()
        if only in (None, channel)
    ]
    for row in rows:
        row.save()
    return [row.pk for row in rows]


def due(numbers: Sequence[int] | None = None) -> Iterator[Due]:
    """Claim and give what is due, one after the other; of those numbers alone, where given."""
    while True:
        now = service.wall_clock()
        rows = Notice.objects.due(now)
        if numbers is not None:
            rows = rows.filter(pk__in=numbers)
        row = rows.first()
        if row is None:
            return
        mine = Notice.objects.due(now).filter(pk=row.pk).order_by()
        if mine.update(claimed_until=now + CLAIM):
            told = told_of([row.alert_id])[0] if row.alert_id else None
            yield Due(row.pk, *_what(row), row.created_at, told)


def settle(number: int, problem: str = "", *, is_final: bool = False) -> None:
    """Say that a notice was sent, or why not; then it is tried again, or given up."""
    row = Notice.objects.filter(pk=number).first()
    if row is None:  # its broadcast was forgotten meanwhile
        return
    now = service.wall_clock()
    row.tries += 1
    row.claimed_until = row.next_try_at = None
    row.problem = problem
    if not problem:
        row.sent_at = now
    elif row.tries <= len(WAITS) and not is_final:
        row.next_try_at = now + WAITS[row.tries - 1]
    row.save()


def unsent(most: int) -> list[Unsent]:
    """What could not be sent so far or at all, the latest first."""
    rows = Notice.objects.filter(sent_at=None).exclude(problem="").order_by("-pk")[:most]
    return [Unsent(*_what(row), row.tries, row.problem, row.next_try_at) for row in rows]


def tellings() -> Tellings:
    """Who is told."""
    row = Recipients.objects.filter(pk=1).first()
    return Tellings(tuple(row.addresses), row.digest_hour) if row else Tellings()


def set_tellings(wanted: Tellings) -> None:
    """Keep who is told."""
    columns: Mapping[str, Any] = {
        "addresses": list(wanted.addresses),
        "digest_hour": wanted.digest_hour,
    }
    Recipients.objects.update_or_create(pk=1, defaults=columns)


@transaction.atomic
def queue_digest() -> None:
    """Queue the evening's summary once a local day, where it is wanted and anything is watched."""
    local = service.now().astimezone(ZoneInfo(settings.TIME_ZONE))
    row = Recipients.objects.select_for_update().filter(pk=1).first()
    if row is None or row.digest_hour is None or local.hour < row.digest_hour:
        return
    if row.digested_on == local.date() or not Watch.objects.exists():
        return
    row.digested_on = local.date()
    row.save()
    queue("digest")


def _what(row: Notice) -> tuple[Event, Channel, str]:
    return cast("Event", row.event), cast("Channel", row.channel), row.address
