"""Compared -> what a page says of it: the changes beside its figures, and the sentences around.

A change is coloured by whether it is good; where more is neither good nor bad it is plain. Figures
and changes are of what is compared, which of a running period is less than what is shown.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, Literal
from urllib.parse import parse_qsl, urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext, pgettext

from dashboard import addresses, times
from dashboard.addresses import Chosen
from dashboard.templatetags import figures
from stats.broadcast_stats import UsageStats
from stats.compare import Compared
from stats.earlier import Against, NoPair, Pair
from stats.metrics import change, share
from stats.period import Period
from stats.report import Report, ResultRow
from stats.results import code, is_tried, ordered

Tone = Literal["good", "bad", "plain"]
# Whether more of it is good, bad, or neither.
More = Literal["good", "bad", "neither"]

WHY_NOT: Final[dict[NoPair, str | Promise]] = {
    "whole_life": lazy("All time has no period before it."),
    "first_hour": lazy("The comparison comes after the first hour of the period."),
    "out_of_range": lazy("The period before is too far away. Years go from 2000 to 2100."),
}
_MORE_OF_GROUP: Final[Mapping[str, More]] = {"reached": "good", "failed": "bad"}
_LEAST_PERCENT: Final = Decimal("0.05")  # what one place after the point would show as 0
_NO_PLACES_FROM: Final = 1_000  # per cent


@dataclass(frozen=True, slots=True)
class Change:
    """How a figure changed: "+12.4%", what that is, and "against 4,066"; texts may be empty."""

    by: str
    tone: Tone = "plain"
    against: str = ""

    @property
    def word(self) -> str:
        """The tone in a word, which is empty where it is neither."""
        return {"good": _("better"), "bad": _("worse"), "plain": ""}[self.tone]


def why_not(reason: NoPair) -> str:
    """Why nothing is compared."""
    return str(WHY_NOT[reason])


def before(period: Period) -> str:
    """What the period before is called: "the 7 days before"."""
    if period.name == "month":
        return _("the month before")
    if period.is_whole_days and period.first_day and period.last_day:
        days = (period.last_day - period.first_day).days + 1
        return ngettext("the day before", "the %d days before", days) % (
            () if days == 1 else (days,)
        )
    return _("as long a time before")


def called(period: Period, against: Against) -> str:
    """What a period is compared with."""
    return before(period) if against == "previous" else _("chosen dates")


def menu(
    broadcast_id: int, period: Period, chosen: Chosen, against: Against | None
) -> dict[str, Any]:
    """The menu of what to compare with: its label, its entries, what its form keeps."""
    entries = [] if period.is_all else [(_capital(before(period)), ("compare", "previous"))]
    kept = addresses.of_broadcast("show", broadcast_id, period, Chosen(chosen.size))
    label = _("Compare")
    if against is not None and not period.is_all:
        label = _("Compared with %s") % called(period, against)
    return {
        "label": label,
        "is_on": against is not None and not period.is_all,
        "entries": [
            {
                "label": text,
                "href": addresses.of_broadcast(
                    "show", broadcast_id, period, Chosen(chosen.size, (parameter,))
                ),
                "is_current": against == "previous",
            }
            for text, parameter in entries
        ],
        "none": {"href": kept, "is_current": against is None},
        "is_chosen": against not in (None, "previous"),
        "hidden": parse_qsl(urlsplit(kept).query),
        "why_not": why_not("whole_life") if period.is_all else "",
    }


def of(report: Report, compared: Compared) -> dict[str, Any]:
    """The changes of a page: `figures` by name, `results` by code, and the results that are gone.

    Empty where one of the sides is not known.
    """
    if compared.sides is None:
        return {}
    current, earlier = compared.sides
    return {
        "figures": _figures(current, earlier),
        "results": _shares(report, current, earlier),
        "gone": _gone(report, earlier),
    }


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
    since = _attempts(report) - _attempts(current) if current else 0
    if since <= 0:
        return _("Both sides are compared up to %s; what came since is left out.") % until
    return ngettext(
        "Both sides are compared up to %(until)s; %(count)s attempt since then is left out.",
        "Both sides are compared up to %(until)s; %(count)s attempts since then are left out.",
        since,
    ) % {"until": until, "count": figures.count(since)}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _figures(current: Report, earlier: Report) -> dict[str, Change]:
    now, then = current.metrics, earlier.metrics
    usage, usage_then = (each.stats.usage or UsageStats() for each in (current, earlier))
    is_nothing = _attempts(earlier) == 0

    def of_number(
        one: Decimal | int | None,
        other: Decimal | int | None,
        write: Callable[[Any], str],
        more: More = "neither",
    ) -> Change:
        return _changed(one, other, write, more, is_nothing=is_nothing)

    return {
        "live_answers": of_number(now.live_answers, then.live_answers, figures.count, "good"),
        "live_answer_rate": _points(now.live_answer_rate, then.live_answer_rate, "good"),
        "attempts": of_number(usage.attempts, usage_then.attempts, figures.count),
        "actions": of_number(usage.actions, usage_then.actions, figures.count),
        "duration": of_number(
            usage.duration_seconds, usage_then.duration_seconds, figures.duration
        ),
        "credits": of_number(usage.billed_amount, usage_then.billed_amount, figures.credits_short),
        "cost_per_live_answer": of_number(
            now.cost_per_live_answer, then.cost_per_live_answer, figures.cost, "bad"
        ),
        "texts_sent": of_number(now.texts_sent, then.texts_sent, figures.count),
        "sent_rate": _points(now.sent_rate, then.sent_rate, "good"),
        "replies": of_number(now.replies, then.replies, figures.count, "good"),
        "undeliverable": of_number(now.undeliverable, then.undeliverable, figures.count, "bad"),
    }


def _changed(
    now: Decimal | int | None,
    then: Decimal | int | None,
    write: Callable[[Any], str],
    more: More,
    *,
    is_nothing: bool,
) -> Change:
    """is_nothing: whether there was nothing at all before, so that what is now is new."""
    if now is None:
        return Change("")
    if then is None:
        return Change(pgettext("a figure", "new") if is_nothing else _("n/a before"))
    against = _("against %s") % write(then)
    if now == then:
        return Change(_("no change"), against=against if then else "")
    by = change(now, then)
    if by is None:
        return Change(pgettext("a figure", "new") if then == 0 else "", against=against)
    return Change(_percent(by * 100), _tone(more, is_more=by > 0), against)


def _percent(percent: Decimal) -> str:
    if abs(percent) < _LEAST_PERCENT:
        return _("less than 0.1% more") if percent >= 0 else _("less than 0.1% less")
    return f"{percent:+,.{0 if abs(percent) >= _NO_PLACES_FROM else 1}f}%"


def _points(now: Decimal | None, then: Decimal | None, more: More) -> Change:
    """A change of a rate, in points of per cent."""
    if now is None or then is None:
        return Change("")
    points = round((now - then) * 100, 1)
    against = _("against %s") % figures.percent(then)
    if not points:
        return Change(_("no change"), against=against)
    by = ngettext("%s point", "%s points", 1 if abs(points) == 1 else 2) % f"{points:+,.1f}"
    return Change(by, _tone(more, is_more=points > 0), against)


def _tone(more: More, *, is_more: bool) -> Tone:
    if more == "neither":
        return "plain"
    return "good" if is_more == (more == "good") else "bad"


def _shares(report: Report, current: Report, earlier: Report) -> dict[str, Change]:
    """By how many points of share each result changed; those without a share are left out."""
    tried, tried_then = current.metrics.tried, earlier.metrics.tried
    changes = {}
    for name in {row.result for row in (*report.rows, *earlier.rows)}:
        now, then = share(current.stats, name, tried), share(earlier.stats, name, tried_then)
        if then is None and now and _attempts(earlier) == 0:
            changes[name] = Change(pgettext("a result", "new"))
        elif now is not None and then is not None:
            points = round((now - then) * 100, 1)
            more = _MORE_OF_GROUP.get(code(name).group, "neither") if points else "neither"
            by = f"{points:+.1f}" if points else "0.0"
            against = _("against %s") % figures.percent(then)
            changes[name] = Change(by, _tone(more, is_more=points > 0), against)
    return changes


def _gone(report: Report, earlier: Report) -> list[ResultRow]:
    """The results that came before and not in this period, whose attempts are 0 now."""
    came = {row.result for row in report.rows}
    names = [row.result for row in earlier.rows if row.attempts and row.result not in came]
    zero = Decimal(0)
    return [
        ResultRow(name, code(name).group, 0, 0, zero if is_tried(name) else None)
        for name in ordered(names)
    ]


def _attempts(report: Report) -> int:
    return (report.stats.usage and report.stats.usage.attempts) or 0
