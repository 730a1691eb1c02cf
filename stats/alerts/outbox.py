"""What is to be sent, to whom, and when it is tried again; by the real clock.

A notice is queued together with what it tells of, in one transaction, so that neither is lost
without the other. It is sent at least once: a sender that was killed after it sent, and before it
said so, leaves the notice to the next one (the webhook's `webhook-id` stays the same).
"""

from collections.abc import Iterator, Sequence
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
SHOWN: Final = timedelta(days=7)  # for how long what could not be sent is shown
KEPT_DAYS: Final = 30  # how long notices are kept that are sent or given up
LATEST_DIGEST: Final = timedelta(hours=12)
WAITS: Final = tuple(timedelta(minutes=each) for each in (1, 5, 15, 60, 180, 360, 720, 720))


@dataclass(frozen=True, slots=True)
class Due:
    """One notice that is to be sent now. `number` is the same at every try."""

    number: int
    event: Event
    channel: Channel
    address: str
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


def channels() -> list[tuple[Channel, str]]:
    """Where a notice goes now: each address while mail is set up, and the webhook if it is."""
    mails: list[tuple[Channel, str]] = [("mail", each) for each in tellings().addresses]
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


def due(channel: Channel, numbers: Sequence[int] | None = None) -> Iterator[Due]:
    """Claim and give what is due by a channel when this begins, one after the other.

    Of those numbers alone, where given. What is for an address that is no longer listed is let go.
    """
    began = service.wall_clock()
    listed = tellings().addresses
    while True:
        rows = Notice.objects.due(began).filter(channel=channel)
        if numbers is not None:
            rows = rows.filter(pk__in=numbers)
        row = rows.first()
        if row is None:
            return
        mine = Notice.objects.due(began).filter(pk=row.pk).order_by()
        if not mine.update(claimed_until=service.wall_clock() + CLAIM):
            continue
        if channel == "mail" and row.address not in listed:
            settle(row.pk, "not_listed", is_final=True)
            continue
        told = told_of([row.alert_id]) if row.alert_id else []
        yield Due(row.pk, *_what(row), told[0] if told else None)


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
    elif row.tries <= len(WAITS) and row.event != "test" and not is_final:
        row.next_try_at = now + WAITS[row.tries - 1]
    row.save()


def give_up(numbers: Sequence[int]) -> int:
    """Try these no more; how many were not sent."""
    rows = Notice.objects.filter(pk__in=numbers, sent_at=None)
    rows.filter(problem="").update(problem="not_tried")
    return rows.update(next_try_at=None, claimed_until=None)


def unsent(most: int) -> list[Unsent]:
    """What could not be sent in the last days, so far or at all, the latest first."""
    lately = Notice.objects.filter(sent_at=None, created_at__gt=service.wall_clock() - SHOWN)
    rows = lately.exclude(problem__in=("", "not_listed")).order_by("-pk")[:most]
    return [Unsent(*_what(row), row.tries, row.problem, row.next_try_at) for row in rows]


def tellings() -> Tellings:
    """Who is told."""
    row = Recipients.objects.filter(pk=1).first()
    return Tellings(tuple(row.addresses), row.digest_hour) if row else Tellings()


def set_tellings(wanted: Tellings) -> None:
    """Keep who is told."""
    columns: dict[str, Any] = {
        "addresses": list(wanted.addresses),
        "digest_hour": wanted.digest_hour,
    }
    if wanted.digest_hour is not None and wanted.digest_hour != tellings().digest_hour:
        columns["digested_on"] = _last_due(wanted.digest_hour).date()  # the first one is to come
    Recipients.objects.update_or_create(pk=1, defaults=columns)


@transaction.atomic
def queue_digest() -> None:
    """Queue the daily summary once a local day, where it is wanted and anything is watched.

    One that nobody came round to for LATEST_DIGEST is left out.
    """
    row = Recipients.objects.select_for_update().filter(pk=1).first()
    if row is None or row.digest_hour is None or not Watch.objects.exists():
        return
    due_at = _last_due(row.digest_hour)
    if row.digested_on is not None and due_at.date() <= row.digested_on:
        return
    row.digested_on = due_at.date()
    row.save()
    if service.now() - due_at < LATEST_DIGEST:
        queue("digest")


def prune(*, is_dry: bool) -> int:
    """Delete notices that were sent or given up long ago; with `is_dry` only count them."""
    rows = Notice.objects.filter(
        next_try_at=None, created_at__lt=service.wall_clock() - timedelta(days=KEPT_DAYS)
    )
    return rows.count() if is_dry else rows.delete()[0]


def _last_due(hour: int) -> datetime:
    """When the summary was last due, by the clocks of the site."""
    local = service.now().astimezone(ZoneInfo(settings.TIME_ZONE))
    due_at = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    return due_at if due_at <= local else due_at - timedelta(days=1)


def _what(row: Notice) -> tuple[Event, Channel, str]:
    return cast("Event", row.event), cast("Channel", row.channel), row.address
