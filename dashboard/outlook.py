"""Outlook -> sentences: when it will be done, whether it stalls, whether it is worth going on."""

from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from dashboard import numbers, times, words
from dashboard.chart import Chart
from stats.forecast import estimate as estimates
from stats.forecast.burndown import Point
from stats.forecast.estimate import Estimate, NoEstimate
from stats.forecast.finishing import Finishing, Range
from stats.forecast.moves import Growth
from stats.forecast.retries import Part, Retries
from stats.forecast.signs import Failing
from stats.forecast.stall import Stall
from stats.outlook import Outlook

NO_ESTIMATES: Final[dict[estimates.Reason, str | Promise]] = {
    "not_reported": lazy("CallFire did not send how many actions are left."),
    "nothing_left": "",
    "only_retries_left": lazy("Only retries are left: when they are due is not known."),
    "one_look": lazy("How long it takes can be said after a second look."),
    "nothing_changed": lazy("Nothing changed between the looks, so no pace can be said."),
    "looks_too_far_apart": lazy(
        "The looks are more than 15 minutes apart: watch the broadcast, and its pace shows."
    ),
    "nothing_finished": lazy("Attempts were made, and none has finished yet."),
    "paces_disagree": lazy("Its hours differ more than threefold, so no time can be said."),
    "too_far_off": lazy("At this pace it takes more than a year."),
}


def of(found: Outlook, zone: ZoneInfo, now: datetime) -> dict[str, Any]:
    """What the page says; a part that can't be given is empty."""
    return {
        "estimate": _estimate(found.estimate, zone, now),
        "grew": _grew(found.estimate.growth, zone, now),
        "stalled": _stalled(found.stall),
        "failing": _failing(found.failing),
        "finishing": _finishing(found.finishing, zone, now),
        "retries": _retries(found.retries, zone, now),
        "burn_down": _burn_down(found.burn_down),
    }


def in_short(found: Estimate | NoEstimate) -> str:
    """For the answer in one line: "about 2 h 10 min of dialing left"; empty without an estimate."""
    if isinstance(found, NoEstimate):
        return ""
    return _("about %s of dialing left") % times.span(found.middle)


def _estimate(found: Estimate | NoEstimate, zone: ZoneInfo, now: datetime) -> str:
    if isinstance(found, NoEstimate):
        return str(NO_ESTIMATES[found.reason])
    said = _("About %(middle)s more of dialing, %(low)s to %(high)s; %(left)s left.") % {
        "middle": times.span(found.middle),
        "low": times.span(found.low),
        "high": times.span(found.high),
        "left": numbers.written(found.left),
    }
    if found.closes_at is not None and found.closes_at <= now:
        over = _("Today's calling hours are over.")
        said = f"{said} {over}"
    elif found.closes_at is not None:
        closes = times.clock(found.closes_at, zone, now)
        fits = (
            _("That fits into today's calling hours, until %s.")
            if found.fits_today
            else _("That may not fit into today's calling hours, until %s.")
        )
        said = f"{said} {fits % closes}"
    right = _("Such a range is right 8 times in 10.")
    return f"{said} {right}"


def _grew(growth: Growth | None, zone: ZoneInfo, now: datetime) -> str:
    if growth is None:
        return ""
    return _("The list grew by %(by)s, seen at %(at)s; the pace is counted from there.") % {
        "by": numbers.written(growth.by),
        "at": times.clock(growth.at, zone, now),
    }


def _stalled(found: Stall | None) -> str:
    if found is None:
        return ""
    said = ngettext(
        "No attempt for %(silence)s while %(left)s is left; the usual gap is under %(gap)s. "
        "Often: credits used up, or stopped.",
        "No attempt for %(silence)s while %(left)s are left; the usual gap is under %(gap)s. "
        "Often: credits used up, or stopped.",
        found.left,
    )
    return said % {
        "silence": times.span(found.silence),
        "left": numbers.written(found.left),
        "gap": times.span(found.usual_gap + timedelta(minutes=1)),
    }


def _failing(found: Failing | None) -> str:
    if found is None or not found.is_far_above:
        return ""
    said = _("In the last hour %(latest)s of %(tried)s attempts failed, before that %(before)s.")
    return (
        said
        % {
            "latest": numbers.percent(found.latest.share or 0, 1),
            "tried": numbers.written(found.latest.tried),
            "before": numbers.percent(found.before.share or 0, 1),
        }
        + " "
        + words.result_meaning("CARRIER_ERROR")
    )


def _finishing(found: object, zone: ZoneInfo, now: datetime) -> str:
    if not isinstance(found, Finishing):
        return ""
    cost, gain = _ends(found.credits), _ends(found.live_answers)
    if cost and gain:
        said = ngettext(
            "The %(left)s left is likely to cost %(cost)s credits and to bring %(gain)s live "
            "answers, by what the last ones did since %(at)s.",
            "The %(left)s left are likely to cost %(cost)s credits and to bring %(gain)s live "
            "answers, by what the last ones did since %(at)s.",
            found.left,
        )
    elif cost:
        said = ngettext(
            "The %(left)s left is likely to cost %(cost)s credits, by what the last ones did "
            "since %(at)s.",
            "The %(left)s left are likely to cost %(cost)s credits, by what the last ones did "
            "since %(at)s.",
            found.left,
        )
    elif gain:
        said = ngettext(
            "The %(left)s left is likely to bring %(gain)s live answers, by what the last ones "
            "did since %(at)s.",
            "The %(left)s left are likely to bring %(gain)s live answers, by what the last ones "
            "did since %(at)s.",
            found.left,
        )
    else:
        return ""
    return said % {
        "left": numbers.written(found.left),
        "cost": cost,
        "gain": gain,
        "at": times.clock(found.since, zone, now),
    }


def _ends(found: Range | None) -> str:
    """Such as "1,200 to 1,400"; empty where there is none."""
    if found is None:
        return ""
    low, high = numbers.written(found.low, 0), numbers.written(found.high, 0)
    return _("%(low)s to %(high)s") % {"low": low, "high": high}


def _retries(found: object, zone: ZoneInfo, now: datetime) -> str:
    if not isinstance(found, Retries):
        return ""
    said = _("Since %(at)s, when no number was left untried: %(since)s. Before: %(before)s.")
    return said % {
        "at": times.clock(found.at, zone, now),
        "since": _part(found.since),
        "before": _part(found.before),
    }


def _part(part: Part) -> str:
    """Such as "910 attempts, 38 live answers (4.2%), 1.60 credits each"."""
    said = ngettext("%s attempt", "%s attempts", part.attempts) % numbers.written(part.attempts)
    live = ngettext("%s live answer", "%s live answers", part.live_answers)
    said += f", {live % numbers.written(part.live_answers)}"
    if part.live_answer_rate is not None:
        said += f" ({numbers.percent(part.live_answer_rate, 1)})"
    if part.cost_per_live_answer is not None:
        said += ", " + _("%s credits each") % numbers.written(part.cost_per_live_answer, 2)
    return said


def _burn_down(points: tuple[Point, ...]) -> Chart | None:
    """What is left over time, for Chart.js; None where nothing ever was.

    A first look is a single point: the page does not grow when the second one comes.
    """
    if not any(point.left for point in points):
        return None
    return Chart(
        points=[{"x": round(each.at.timestamp() * 1000), "y": each.left} for each in points],
        label=_("Left"),
        summary=_("What is left: from %(first)s to %(last)s, by the looks kept.")
        % {"first": numbers.written(points[0].left), "last": numbers.written(points[-1].left)},
    )
