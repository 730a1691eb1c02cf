"""Compared -> what a page says of it: the menu, and the sentences around the figures."""

from datetime import datetime
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from dashboard import addresses, numbers, times
from dashboard.addresses import Chosen
from dashboard.changes import attempts, difference
from dashboard.marks import Marks
from dashboard.templatetags import figures
from stats import timeline
from stats.buckets import TooManyBucketsError
from stats.compare import Compared
from stats.earlier import Against, NoPair, Pair
from stats.metrics import change
from stats.period import Period
from stats.report import Report
from stats.series import Series

WHY_NOT: Final[dict[NoPair, str | Promise]] = {
    "whole_life": lazy("All time has no period before it."),
    "first_hour": lazy("The comparison comes after the first hour of what is compared."),
    "out_of_range": lazy("The period before is too far away. Years go from 2000 to 2100."),
}


def why_not(reason: NoPair) -> str:
    """Why nothing is compared."""
    return str(WHY_NOT[reason])


def before(period: Period) -> str:
    """What the period before is called: "the 7 days before"."""
    if period.name == "month":
        return _("the month before")
    if period.is_whole_days and period.first_day and period.last_day:
        days = (period.last_day - period.first_day).days + 1
        if days == 1:
            return _("the day before")
        return ngettext("the %d day before", "the %d days before", days) % days
    return _("as long a time before")


def called(period: Period, against: Against | None) -> str:
    """What a period is compared with."""
    return before(period) if against == "previous" else _("chosen dates")


def marks(
    report: Report,
    compared: Compared | None,
    against: Against | None,
    found: Series | TooManyBucketsError,
) -> Marks | None:
    """What is kept of the earlier buckets; None where none can be drawn."""
    if compared is None or compared.pair is None or isinstance(found, TooManyBucketsError):
        return None
    pair = compared.pair
    try:
        series = timeline.kept(report.broadcast_id, pair.earlier, found.size)
    except TooManyBucketsError:
        return None
    name = before(pair.period) if against == "previous" else _("the chosen dates")
    return Marks(pair, series, name)


def menu(
    broadcast_id: int, period: Period, chosen: Chosen, against: Against | None
) -> dict[str, Any]:
    """The menu of what to compare with: its label, its entries, what its form keeps."""
    kept = addresses.of_broadcast("show", broadcast_id, period, Chosen(chosen.size))
    previous = Chosen(chosen.size, (("compare", "previous"),))
    is_on = against is not None and not period.is_all
    return {
        "label": _("Compared with %s") % called(period, against) if is_on else _("Compare"),
        "is_on": is_on,
        "previous": {
            "label": _capital(before(period)),
            "href": addresses.of_broadcast("show", broadcast_id, period, previous),
            "is_current": against == "previous",
        },
        "none": kept,
        "hidden": parse_qsl(urlsplit(kept).query),
        "why_not": why_not("whole_life") if period.is_all else "",
    }


def in_answer(compared: Compared | None, against: Against | None) -> dict[str, str]:
    """What the answer in one line says more: ", 3.5 points more than the 7 days before".

    Of the `rate` and, in per cent, of the `cost`; what did not change is left out.
    """
    if compared is None or compared.pair is None or compared.sides is None or against is None:
        return {}
    than = before(compared.pair.period) if against == "previous" else _("on the chosen dates")
    now, then = (each.metrics for each in compared.sides)
    points = difference(now.live_answer_rate, then.live_answer_rate)
    if points is None:
        points = difference(now.sent_rate, then.sent_rate)
    by = change(now.cost_per_live_answer, then.cost_per_live_answer)
    percent = None if by is None else round(by * 100)
    said = {}
    if points:
        rate = _(", %(by)s points more than %(than)s")
        less = _(", %(by)s points less than %(than)s")
        said["rate"] = (rate if points > 0 else less) % {
            "by": numbers.written(abs(points), 1),
            "than": than,
        }
    if percent:
        cost = _(", %s more") if percent > 0 else _(", %s less")
        said["cost"] = cost % numbers.with_percent(numbers.written(abs(percent)))
    return said


def resolved(pair: Pair) -> str:
    """What it is compared with: "compared with Tue 10 Nov 2026 00:00 to Mon 16 Nov 2026 14:30"."""
    period = pair.earlier
    if period.begin is None or period.end is None:
        return ""
    return _("compared with %(begin)s to %(end)s") % {
        "begin": times.moment(period.begin, period.zone),
        "end": times.moment(period.end, period.zone, is_end=True),
    }


def left_over(report: Report, compared: Compared, now: datetime) -> str:
    """What of the period is not compared, where that is some of it."""
    pair, current = compared.pair, compared.current
    if pair is None or not pair.is_cut or pair.current.end in (None, report.as_of):
        return ""
    zone = report.period.zone
    until = times.moment(pair.current.end, zone, is_end=True)
    if pair.current.end.astimezone(zone).date() == now.astimezone(zone).date():
        until = times.clock(pair.current.end, zone, now)
    whole, part = attempts(report), attempts(current) if current else None
    since = None if whole is None or part is None else whole - part
    if since == 0:
        return _("Both sides are compared up to %s; there was no attempt since then.") % until
    if since is None or since < 0:
        return _("Both sides are compared up to %s; what came since is left out.") % until
    return ngettext(
        "Both sides are compared up to %(until)s; %(count)s attempt since then is left out.",
        "Both sides are compared up to %(until)s; %(count)s attempts since then are left out.",
        since,
    ) % {"until": until, "count": figures.count(since)}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
