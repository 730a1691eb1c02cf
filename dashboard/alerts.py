"""Alerts -> sentences: what is wrong or done, what it rests on, and how it went on."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from dashboard import numbers, times, words
from dashboard.templatetags.figures import count, credits_short, percent
from dashboard.words import Text
from stats.alerts.kinds import Name
from stats.alerts.told import Told

# Why something is looked for no more, where nobody can say that it is well.
ENDS: Final[dict[str, Text]] = {
    "done": lazy("Then the broadcast was done."),
    "hours": lazy("Then that day's calling hours were over."),
    "unwanted": lazy("Then it was switched off, or its limit was changed."),
    "unwatched": lazy("Then the broadcast was no longer watched."),
}


def subject(told: Told, *, is_over: bool = False) -> str:
    """What it is about in a few words, as a mail's subject: "Autumn reminder: it is done"."""
    what = _in_short(told, is_over=is_over)
    return f"{shown_name(told)}: {what}"


def limit(value: Decimal) -> str:
    """As it was typed: no zeros behind that nobody wrote."""
    return numbers.written(value.normalize())


def shown_name(told: Told) -> str:
    """The broadcast's name, else "Broadcast 135"."""
    return told.name or _("Broadcast %d") % told.broadcast_id


def sentence(told: Told, zone: ZoneInfo, now: datetime) -> str:
    """What was seen when it was told."""
    return _SENTENCES[told.kind](told, zone, now)


def end_sentence(told: Told, zone: ZoneInfo, now: datetime) -> str:
    """How it ended; empty while it is open."""
    if told.ended_at is None:
        return ""
    if not told.is_recovered:
        return str(ENDS[told.end_facts.get("why", "unwatched")])
    return _ENDS[told.kind](told, times.clock(told.ended_at, zone, now))


def _in_short(told: Told, *, is_over: bool) -> str:
    over: dict[Name, str] = {
        "done": _("it goes on"),
        "stalled": _("it dials again"),
        "error_burst": _("the burst of errors is over"),
        "error_rate": _("errors are back under the limit"),
        "live_answer_rate": _("live answers are back over the limit"),
        "credits": _("credits are back under the limit"),
        "calling_hours": _("today's calling hours will do"),
    }
    begun: dict[Name, str] = {
        "done": _("it is done"),
        "stalled": _("it has stalled"),
        "error_burst": _("a burst of errors (%s)") % words.result_label(told.code),
        "error_rate": _("many errors"),
        "live_answer_rate": _("few live answers"),
        "credits": _("many credits"),
        "calling_hours": _("today's calling hours won't do"),
    }
    return (over if is_over else begun)[told.kind]


def _done(told: Told, zone: ZoneInfo, now: datetime) -> str:
    said = ngettext(
        "%(finished)s action is finished and nothing is left to be tried, seen at %(at)s.",
        "%(finished)s actions are finished and nothing is left to be tried, seen at %(at)s.",
        told.facts["finished"],
    )
    at = datetime.fromisoformat(told.facts["at"])
    return said % {"finished": count(told.facts["finished"]), "at": times.clock(at, zone, now)}


def _stalled(told: Told, zone: ZoneInfo, now: datetime) -> str:
    facts = told.facts
    said = ngettext(
        "No attempt for %(silence)s, since %(since)s, while %(left)s is left; the usual gap is "
        "under %(gap)s. Often: credits used up, or stopped.",
        "No attempt for %(silence)s, since %(since)s, while %(left)s are left; the usual gap is "
        "under %(gap)s. Often: credits used up, or stopped.",
        facts["left"],
    )
    return said % {
        "silence": times.span(timedelta(seconds=facts["silence_seconds"])),
        "since": times.clock(datetime.fromisoformat(facts["since"]), zone, now),
        "left": count(facts["left"]),
        "gap": times.span(timedelta(seconds=facts["usual_gap_seconds"], minutes=1)),
    }


def _error_burst(told: Told, zone: ZoneInfo, now: datetime) -> str:
    facts = told.facts
    said = _(
        "In the hour to %(at)s, %(failed)s of %(tried)s attempts ended in %(what)s (%(share)s), "
        "before that %(before)s."
    ) % {
        "at": times.clock(told.fired_at, zone, now),
        "failed": count(facts["failed"]),
        "tried": count(facts["tried"]),
        "what": f"{words.result_label(told.code)} ({told.code})",
        "share": _share(facts["failed"], facts["tried"]),
        "before": _share(facts["failed_before"], facts["tried_before"]),
    }
    return f"{said} {words.result_meaning(told.code)}"


def _error_rate(told: Told, zone: ZoneInfo, now: datetime) -> str:
    return _(
        "In the hour to %(at)s, %(failed)s of %(tried)s attempts failed: %(share)s, over the "
        "%(limit)s set here."
    ) % (_rate_of(told, "failed") | {"at": times.clock(told.fired_at, zone, now)})


def _live_answer_rate(told: Told, zone: ZoneInfo, now: datetime) -> str:
    return _(
        "By %(at)s, %(live_answers)s of %(tried)s tried attempts were answered live: %(share)s, "
        "under the %(limit)s set here."
    ) % (_rate_of(told, "live_answers") | {"at": times.clock(told.fired_at, zone, now)})


def _credits(told: Told, zone: ZoneInfo, now: datetime) -> str:
    return _("%(credits)s credits billed by %(at)s, over the %(limit)s set here.") % {
        "at": times.clock(told.fired_at, zone, now),
        "credits": credits_short(Decimal(told.facts["credits"])),
        "limit": limit(told.limit or Decimal()),
    }


def _calling_hours(told: Told, zone: ZoneInfo, now: datetime) -> str:
    facts = told.facts
    closes_at = datetime.fromisoformat(facts["closes_at"])
    said = ngettext(
        "At %(at)s up to %(high)s of dialing left for %(left)s action, and %(hours)s of that "
        "day's calling hours, until %(closes)s.",
        "At %(at)s up to %(high)s of dialing left for %(left)s actions, and %(hours)s of that "
        "day's calling hours, until %(closes)s.",
        facts["left"],
    )
    return said % {
        "at": times.clock(told.fired_at, zone, now),
        "high": times.span(timedelta(seconds=facts["high_seconds"])),
        "left": count(facts["left"]),
        "hours": times.span(timedelta(seconds=facts["hours_left_seconds"])),
        "closes": times.clock(closes_at, zone, now),
    }


_SENTENCES: Final[dict[Name, Callable[[Told, ZoneInfo, datetime], str]]] = {
    "done": _done,
    "stalled": _stalled,
    "error_burst": _error_burst,
    "error_rate": _error_rate,
    "live_answer_rate": _live_answer_rate,
    "credits": _credits,
    "calling_hours": _calling_hours,
}


def _end_of_done(told: Told, at: str) -> str:
    left = told.end_facts["left"]
    said = ngettext(
        "It goes on: %(left)s action was left at %(at)s.",
        "It goes on: %(left)s actions were left at %(at)s.",
        left,
    )
    return said % {"left": count(left), "at": at}


def _end_of_stalled(told: Told, at: str) -> str:
    attempts = told.end_facts["attempts"]
    said = ngettext(
        "It dials again: %(attempts)s attempt by %(at)s.",
        "It dials again: %(attempts)s attempts by %(at)s.",
        attempts,
    )
    return said % {"attempts": count(attempts), "at": at}


def _end_of_errors(told: Told, at: str) -> str:
    facts = told.end_facts
    said = _("In the hour to %(at)s, %(failed)s of %(tried)s attempts failed so (%(share)s).")
    share = _share(facts["failed"], facts["tried"])
    return said % {
        "failed": count(facts["failed"]),
        "tried": count(facts["tried"]),
        "share": share,
        "at": at,
    }


def _end_of_live_answer_rate(told: Told, at: str) -> str:
    facts = told.end_facts
    said = _("By %(at)s, %(share)s of %(tried)s tried attempts were answered live.")
    share = _share(facts["live_answers"], facts["tried"])
    return said % {"share": share, "tried": count(facts["tried"]), "at": at}


def _end_of_credits(told: Told, at: str) -> str:
    credits_ = credits_short(Decimal(told.end_facts["credits"]))
    return _("%(credits)s credits by %(at)s.") % {"credits": credits_, "at": at}


def _end_of_calling_hours(told: Told, at: str) -> str:
    facts = told.end_facts
    said = _("At %(at)s up to %(high)s of dialing left, and %(hours)s of that day's calling hours.")
    return said % {
        "at": at,
        "high": times.span(timedelta(seconds=facts["high_seconds"])),
        "hours": times.span(timedelta(seconds=facts["hours_left_seconds"])),
    }


_ENDS: Final[dict[Name, Callable[[Told, str], str]]] = {
    "done": _end_of_done,
    "stalled": _end_of_stalled,
    "error_burst": _end_of_errors,
    "error_rate": _end_of_errors,
    "live_answer_rate": _end_of_live_answer_rate,
    "credits": _end_of_credits,
    "calling_hours": _end_of_calling_hours,
}


def _rate_of(told: Told, what: str) -> dict[str, Any]:
    facts = told.facts
    return {
        what: count(facts[what]),
        "tried": count(facts["tried"]),
        "share": _share(facts[what], facts["tried"]),
        "limit": numbers.with_percent(limit(told.limit or Decimal())),
    }


def _share(part: int, whole: int) -> str:
    share = Fraction(part, whole) if whole else Fraction(0)
    return percent(Decimal(share.numerator) / Decimal(share.denominator))
