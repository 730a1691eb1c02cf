"""Outlook -> sentences: when it will be done, whether it stalls, whether it is worth going on."""

from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from dashboard import times, words
from stats.forecast import estimate as estimates
from stats.forecast.burndown import Point
from stats.forecast.estimate import Estimate, NoEstimate
from stats.forecast.finishing import Finishing
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
        "left": f"{found.left:,}",
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
    return f"{said} {_('Such a range is right 8 times in 10.')}"


def _grew(growth: Growth | None, zone: ZoneInfo, now: datetime) -> str:
    if growth is None:
        return ""
    return _("The list grew by %(by)s, seen at %(at)s; the pace is counted from there.") % {
        "by": f"{growth.by:,}",
        "at": times.clock(growth.at, zone, now),
    }


def _stalled(found: Stall | None) -> str:
    if found is None:
        return ""
    return _(
        "No attempt for %(silence)s while %(left)s are left; the usual gap is under %(gap)s. "
        "Often: credits used up, or stopped."
    ) % {
        "silence": times.span(found.silence),
        "left": f"{found.left:,}",
        "gap": times.span(found.usual_gap + timedelta(minutes=1)),
    }


def _failing(found: Failing | None) -> str:
    if found is None or not found.is_far_above:
        return ""
    said = _("In the last hour %(latest)s of %(tried)s attempts failed, before that %(before)s.")
    return (
        said
        % {
            "latest": f"{found.latest.share:.1%}",
            "tried": f"{found.latest.tried:,}",
            "before": f"{found.before.share:.1%}",
        }
        + " "
        + words.result_meaning("CARRIER_ERROR")
    )


def _finishing(found: object, zone: ZoneInfo, now: datetime) -> str:
    if not isinstance(found, Finishing):
        return ""
    parts = []
    if found.credits is not None:
        credits_ = f"{found.credits.low:,.0f}", f"{found.credits.high:,.0f}"
        parts.append(_("cost %s to %s credits") % credits_)
    if found.live_answers is not None:
        answers = f"{found.live_answers.low:,.0f}", f"{found.live_answers.high:,.0f}"
        parts.append(_("bring %s to %s live answers") % answers)
    if not parts:
        return ""
    said = _("The %(left)s left are likely to %(what)s, by what the last ones did since %(at)s.")
    return said % {
        "left": f"{found.left:,}",
        "what": _(" and to ").join(parts),
        "at": times.clock(found.since, zone, now),
    }


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
    said = ngettext("%s attempt", "%s attempts", part.attempts) % f"{part.attempts:,}"
    live = ngettext("%s live answer", "%s live answers", part.live_answers)
    said += f", {live % f'{part.live_answers:,}'}"
    if part.live_answer_rate is not None:
        said += f" ({part.live_answer_rate:.1%})"
    if part.cost_per_live_answer is not None:
        said += ", " + _("%s credits each") % f"{part.cost_per_live_answer:,.2f}"
    return said


def _burn_down(points: tuple[Point, ...]) -> dict[str, Any] | None:
    """What is left over time, for Chart.js; None where nothing ever was.

    A first look is a single point: the page does not grow when the second one comes.
    """
    if not any(point.left for point in points):
        return None
    return {
        "points": [{"x": round(each.at.timestamp() * 1000), "y": each.left} for each in points],
        "label": _("Left"),
        "summary": _("What is left: from %(first)s to %(last)s, by the looks kept.")
        % {"first": f"{points[0].left:,}", "last": f"{points[-1].left:,}"},
    }
