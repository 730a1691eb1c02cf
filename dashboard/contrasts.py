"""Differences between broadcasts in words: how large, how sure, and never why."""

from collections.abc import Sequence
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext_lazy

from dashboard import numbers, words
from stats.abreast import Cause, Column, Contrast, causes, contrasts, without_plan
from stats.buckets import MOST
from stats.metrics import RateKey
from stats.spread import LEAST_HOURS, LEVEL

WHAT: Final[dict[RateKey, str | Promise]] = {
    "live_answer_rate": lazy("Live answers"),
    "sent_rate": lazy("Texts sent"),
    "error_rate": lazy("Errors"),
}
CAUSES: Final[dict[Cause, str | Promise]] = {
    "retry_plan": lazy("Their retry plans differ."),
    "calling_hours": lazy("Their calling hours differ."),
    "completion": lazy("How far they are finished differs."),
}

# By rate, and whether it is more.
_BY_RATE: Final[dict[tuple[RateKey, bool], Any]] = {
    ("live_answer_rate", True): ngettext_lazy(
        "%(by)s point more live answers than %(name)s",
        "%(by)s points more live answers than %(name)s",
        "number",
    ),
    ("live_answer_rate", False): ngettext_lazy(
        "%(by)s point fewer live answers than %(name)s",
        "%(by)s points fewer live answers than %(name)s",
        "number",
    ),
    ("sent_rate", True): ngettext_lazy(
        "%(by)s point more texts sent than %(name)s",
        "%(by)s points more texts sent than %(name)s",
        "number",
    ),
    ("sent_rate", False): ngettext_lazy(
        "%(by)s point fewer texts sent than %(name)s",
        "%(by)s points fewer texts sent than %(name)s",
        "number",
    ),
    ("error_rate", True): ngettext_lazy(
        "%(by)s point more errors than %(name)s",
        "%(by)s points more errors than %(name)s",
        "number",
    ),
    ("error_rate", False): ngettext_lazy(
        "%(by)s point fewer errors than %(name)s",
        "%(by)s points fewer errors than %(name)s",
        "number",
    ),
}


def name_of(column: Column) -> str:
    """What a broadcast is called, by its ID where it has no name."""
    return column.broadcast.name or _("broadcast %d") % column.broadcast_id


def of(columns: Sequence[Column]) -> dict[str, Any]:
    """What the first broadcast has more or less of than each other one, and what to heed."""
    first, *others = columns
    return {
        "first": name_of(first),
        "others": [
            {"name": name_of(other), "sentences": sentences(first, other)} for other in others
        ],
        "warnings": warnings(columns),
        "unknown": ", ".join(name_of(each) for each in without_plan(columns) if each.report),
        "explained": explained(columns),
    }


def sentences(first: Column, other: Column) -> list[str]:
    """What is said of two of them, or why nothing is."""
    found = [sentence(each) for each in contrasts(first, other)]
    if found:
        return found
    partly = [each for each in (first, other) if not each.has_all_buckets and not each.is_complete]
    if any(each.problem for each in partly):
        return [_("Nothing can be said: not all of it could be had.")]
    if partly:
        return [_("Said once all hours are here, by which it is reckoned.")]
    return [_("Nothing can be said: there is no rate that both have.")]


def sentence(contrast: Contrast) -> str:
    """How far one rate is from another, with its interval in points.

    Such as "6.2 points more live answers than Spring reminder (2.8 to 9.6)".
    """
    if contrast.interval is None:
        return _unsure(contrast)
    low, high = contrast.interval
    if not contrast.is_seen:
        said = _("%(what)s: no difference to be seen (%(low)s to %(high)s)")
        ends = {"low": _points(low), "high": _points(high)}
        return said % {"what": WHAT[contrast.rate], **ends}
    if contrast.by < 0:
        low, high = -high, -low
    ends = {"low": _points(low), "high": _points(high)}
    return _("%(more)s (%(low)s to %(high)s)") % {"more": _more(contrast), **ends}


def warnings(columns: Sequence[Column]) -> list[str]:
    """In what they differ so that rates of attempts differ by themselves."""
    return [str(CAUSES[cause]) for cause in causes(columns)]


def explained(columns: Sequence[Column]) -> str:
    """By what the intervals are reckoned."""
    sizes = {each.series.size for each in columns if each.series} - {"hour"}
    said = _("By the spread between hours; an interval holds the truth in %d of 100 cases.")
    if sizes:
        said = _(
            "By the spread between days or longer where there are more than %(most)d hours, else "
            "between hours; an interval holds the truth in %(level)d of 100 cases."
        )
        return said % {"most": MOST, "level": round(LEVEL * 100)}
    return said % round(LEVEL * 100)


def _unsure(contrast: Contrast) -> str:
    column, number = contrast.fewest
    size = column.series.size if column.series else "hour"
    said = _(
        "%(more)s; no interval, as %(name)s had attempts in %(buckets)s and %(least)d are needed"
    )
    return said % {
        "more": _more(contrast),
        "name": name_of(column),
        "buckets": words.buckets(number, size),
        "least": LEAST_HOURS,
    }


def _more(contrast: Contrast) -> str:
    """The difference itself, without how sure it is."""
    by = _points(abs(contrast.by))
    said = _BY_RATE[contrast.rate, contrast.by >= 0]
    number = 1 if round(abs(contrast.by) * 100, 1) == 1 else 2
    return str(said % {"number": number, "by": by, "name": name_of(contrast.other)})


def _points(part: float) -> str:
    """A part of 1 in points of per cent, to one place; never "-0.0"."""
    return numbers.written(round(part * 100, 1) + 0.0, 1)
