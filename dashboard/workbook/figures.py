"""Every figure of a report as a line: its label, kind, value, unit, and what it is or why not."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from dashboard import words
from dashboard.definitions import DERIVED
from dashboard.templatetags.money import money
from dashboard.workbook.looks import Kind
from dashboard.workbook.sheet import Value, is_kept, places_of, written
from stats.broadcast_stats import ActionStatistics, BroadcastStats, UsageStats
from stats.metrics import COST_PLACES, COSTS, KEYS, metrics
from stats.report import Report

# For what is said of figures beside none: a note says why a figure is n/a.
ALL_ZERO: Final = BroadcastStats(UsageStats(0, 0, Decimal(0), 0, 0))
OTHERS: Final = ("of_calls", "of_texts")  # why a figure is none of this kind of broadcast


@dataclass(frozen=True, slots=True)
class Line:
    """A figure. key: what CSV and JSON call it. places: decimals of credits."""

    key: str
    label: str
    kind: Kind
    value: Value
    unit: str
    note: str
    places: int = 0


def sections(report: Report, stats: BroadcastStats) -> list[tuple[str, list[Line]]]:
    """The lines of `stats` by section; derived figures of the other kind of broadcast are left out.

    Which those are is said by the report, so that its earlier figures have the same lines.
    """
    reasons = report.metrics.reasons
    derived = [line for line in derived_lines(stats) if reasons.get(line.key) not in OTHERS]
    return [
        (_("Usage, exactly as CallFire reports it"), list(usage_lines(stats))),
        (_("Actions by status, when CallFire was asked"), list(status_lines(stats))),
        (_("Derived figures"), derived),
    ]


def usage_lines(stats: BroadcastStats) -> Iterator[Line]:
    """The five figures of UsageStats; durations as times and in seconds."""
    usage = stats.usage or UsageStats()
    duration, billed = usage.duration_seconds, usage.billed_duration_seconds
    amount, seconds, clock = usage.billed_amount, _("s"), _("h:mm:ss")
    machines, tries = _("machines included"), _("tries to call or text a recipient")
    placed = _("calls and texts placed, one for each recipient")
    bill = _joined(_("credits, not money"), money(amount), digits(amount))
    key, billed_key = "duration_seconds", "billed_duration_seconds"
    lines = (
        Line("attempts", _("Attempts"), "count", usage.attempts, _("attempts"), tries),
        Line("actions", _("Actions placed"), "count", usage.actions, _("actions"), placed),
        Line("", _("Call time"), "time", duration, clock, machines),
        Line(key, _("Call time in seconds"), "count", duration, seconds, machines),
        Line("", _("Billed time"), "time", billed, clock, ""),
        Line(billed_key, _("Billed time in seconds"), "count", billed, seconds, ""),
        Line(
            *("billed_amount", _("Credits billed"), "credits", amount, _("credits"), bill),
            places_of(amount),
        ),
    )
    yield from map(_or_why_not, lines)


def status_lines(stats: BroadcastStats) -> Iterator[Line]:
    """The actions by status."""
    statuses, unit = stats.action_statistics or ActionStatistics(), _("actions")
    lines = (
        Line("finished", _("Finished"), "count", statuses.finished, unit, ""),
        Line("retry_wait", _("Waiting to retry"), "count", statuses.retry_wait, unit, ""),
        Line("unattempted", _("Not attempted"), "count", statuses.unattempted, unit, ""),
    )
    yield from map(_or_why_not, lines)


def derived_lines(stats: BroadcastStats) -> Iterator[Line]:
    """Every derived figure with its definition, or why it can't be given."""
    found = metrics(stats)
    for key in KEYS:
        defined = DERIVED[key]
        value, reason = getattr(found, key), found.reasons.get(key)
        worth = money(value) if key in COSTS else ""
        note = _n_a(words.reason(reason)) if reason else _joined(str(defined.meaning), worth)
        places = COST_PLACES if key in COSTS else 0
        yield Line(key, str(defined.label), kind_of(key), value, unit_of(key), note, places)


def kind_of(key: str) -> Kind:
    """What a derived figure is to Excel."""
    if key.endswith("_rate") or key in ("completion", "billing_overhead"):
        return "percent"
    if key in COSTS:
        return "credits"
    return "ratio" if key in ("attempts_per_action", "seconds_per_answered_call") else "count"


def unit_of(key: str) -> str:
    """The unit of a derived figure."""
    if key in COSTS:
        return _("credits")
    units = {
        "percent": _("per cent"),
        "ratio": _("s") if key.startswith("seconds_") else _("ratio"),
        "count": _("attempts"),
    }
    return units[kind_of(key)]


def digits(amount: Decimal | None) -> str:
    """A sentence with every digit of an amount of which Excel keeps fewer; else empty."""
    if amount is None or is_kept(amount):
        return ""
    return _("Exactly %s; Excel keeps 15 digits of a number.") % written(amount)


def _or_why_not(line: Line) -> Line:
    """The line; where CallFire did not report its figure, with that as its note."""
    if line.value is not None:
        return line
    return replace(line, note=_n_a(words.reason("not_reported")))


def _n_a(reason: str) -> str:
    return _("n/a: %s") % reason


def _joined(*parts: str) -> str:
    return " · ".join(filter(None, parts))
