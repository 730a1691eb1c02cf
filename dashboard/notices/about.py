"""What a notice is about: the figures and links that mails and messages share."""

from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse

from dashboard import addresses, zone
from stats import service
from stats.alerts.outbox import Due
from stats.alerts.told import Told
from stats.listing import Listed, Wanted, rows
from stats.period import Period
from stats.report import Report


def alert(due: Due) -> Told:
    """What a notice of an alert tells of. Raises ValueError for another notice."""
    if due.told is None:
        raise ValueError(due.event)
    return due.told


def report(broadcast_id: int) -> Report:
    """The newest whole-life figures that are kept. Raises CallFireError where there are none."""
    return service.report(broadcast_id, _whole_life(), wait=False)


def watched() -> Iterator[Listed]:
    """All watched broadcasts, by name."""
    return rows(Wanted(is_watched=True, sort="name", is_descending=False), _whole_life())


def link_to(broadcast_id: int) -> str:
    """The address of its page, from SITE_URL; empty where that is not set."""
    if not settings.SITE_URL:
        return ""
    return settings.SITE_URL + addresses.of_broadcast("show", broadcast_id, _whole_life())


def link(name: str) -> str:
    """The address of a page without arguments, likewise."""
    return settings.SITE_URL + reverse(name) if settings.SITE_URL else ""


def _whole_life() -> Period:
    return Period("all", None, None, zone.of_site())
