"""Instants and days as people read them, in the zone of the page: "yesterday, 18:02"."""

from datetime import date, datetime, tzinfo
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from jinja2 import pass_context
from jinja2.runtime import Context

from dashboard import times
from stats import service


def day(value: date) -> str:
    """Write a day: Tue 17 Nov 2026."""
    return times.written(value, "day")


@pass_context
def moment(context: Context, at: datetime) -> SafeString:
    """A `<time>` in the zone of the page: "14:32:10", "yesterday, 18:02", "17 Nov 2026, 18:02"."""
    return _element(times.said(at, _zone(context), service.now()))


@pass_context
def clock(context: Context, at: datetime) -> SafeString:
    """A `<time>` to the minute, for a sentence: "14:32", "17 Nov 2026 14:32"."""
    zone = _zone(context)
    text = times.clock(at, zone, service.now())
    return _element(times.of_local(at.astimezone(zone), text))


def standing_now() -> str:
    """The instant at which the demo's clock stands, for the browser to count from; else empty."""
    return settings.DEMO_NOW.isoformat() if settings.DEMO_NOW else ""


def _element(said: times.Said) -> SafeString:
    return format_html('<time datetime="{}" title="{}">{}</time>', *said)


def _zone(context: Context) -> tzinfo:
    name = (context.get("zone") or {}).get("name")
    return ZoneInfo(name) if name else timezone.get_current_timezone()
