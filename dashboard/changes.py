"""Compared -> the changes beside the figures of a page.

A change is coloured by whether it is good; where more is neither good nor bad it is plain. Changes
are of what is compared, which of a running period is less than what is shown.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from dashboard import numbers
from dashboard.templatetags import figures
from stats.broadcast_stats import UsageStats
from stats.compare import Compared
from stats.metrics import change, share
from stats.report import Report, ResultRow
from stats.results import code, is_tried, ordered

Tone = Literal["good", "bad", "plain"]
# Whether more of it is good, bad, or neither.
More = Literal["good", "bad", "neither"]

_MORE_OF_GROUP: Final[Mapping[str, More]] = {"reached": "good", "failed": "bad"}
_LEAST_PERCENT: Final = Decimal("0.05")  # what one place after the point would show as 0
_NO_PLACES_FROM: Final = 1_000  # per cent


@dataclass(frozen=True, slots=True)
class Change:
    """How a figure changed: "+12.4%", what that is, and "against 4,066"; texts may be empty."""

    by: str
    tone: Tone = "plain"
    against: str = ""
    points: Decimal | None = None  # of a share

    @property
    def word(self) -> str:
        """The tone in a word, which is empty where it is neither."""
        return {"good": _("better"), "bad": _("worse"), "plain": ""}[self.tone]


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


def difference(now: Decimal | None, then: Decimal | None) -> Decimal | None:
    """By how many points of per cent a fraction is more, to one place."""
    return None if now is None or then is None else round((now - then) * 100, 1)


def _figures(current: Report, earlier: Report) -> dict[str, Change]:
    now, then = current.metrics, earlier.metrics
    usage, usage_then = (each.stats.usage or UsageStats() for each in (current, earlier))
    is_nothing = attempts(earlier) == 0

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
        return Change(pgettext("a figure", "new")) if then == 0 else Change("", against=against)
    return Change(_percent(by * 100), _tone(more, is_more=by > 0), against)


def _percent(percent: Decimal) -> str:
    if abs(percent) < _LEAST_PERCENT:
        return _("less than 0.1% more") if percent >= 0 else _("less than 0.1% less")
    places = 0 if abs(percent) >= _NO_PLACES_FROM else 1
    return numbers.with_percent(numbers.written(percent, places, signed=True))


def _points(now: Decimal | None, then: Decimal | None, more: More) -> Change:
    """A change of a rate, in points of per cent."""
    points = difference(now, then)
    if points is None:
        return Change("")
    against = _("against %s") % figures.percent(then)
    if not points:
        return Change(_("no change"), against=against)
    by = ngettext("%s point", "%s points", 1 if abs(points) == 1 else 2) % numbers.written(
        points, 1, signed=True
    )
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
        if then is None and now and attempts(earlier) == 0:
            changes[name] = Change(pgettext("a result", "new"))
        elif (points := difference(now, then)) is not None:
            more = _MORE_OF_GROUP.get(code(name).group, "neither") if points else "neither"
            by = numbers.written(points, 1, signed=bool(points))
            against = _("against %s") % figures.percent(then)
            changes[name] = Change(by, _tone(more, is_more=points > 0), against, points)
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


def attempts(report: Report) -> int | None:
    """The attempts of a report, None where they are not reported."""
    return report.stats.usage.attempts if report.stats.usage else None
