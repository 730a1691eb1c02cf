"""The sheet Timeline: a row a bucket, as timeline.csv has it, with its group and code counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from dashboard import charts, numbers, when, words
from dashboard.exports.cells import iso
from dashboard.workbook.contents import Stretch
from dashboard.workbook.sheet import Column, Sheet, Value, is_kept, places_of, written
from stats.broadcast_stats import BroadcastStats, ResultStat, UsageStats
from stats.counts import attempts_of, kinds
from stats.metrics import metrics
from stats.results import KNOWN, Group, code, ordered
from stats.series import Series, Slot

LABEL, ATTEMPTS = 0, 4  # columns that a chart is made of
GROUPS_FROM = 9  # the column of the first group


@dataclass(frozen=True, slots=True)
class Plan:
    """Which columns a series has beside the fixed ones: groups and codes that came.

    is_exact: whether an amount has more digits than Excel keeps, so that it is written as text too.
    """

    groups: tuple[Group, ...]
    codes: tuple[str, ...]
    places: int
    is_exact: bool
    is_of_texts: bool


def plan(series: Series) -> Plan:
    """The plan of a series."""
    codes = ordered({stat.result for slot in series.slots for stat in _results(slot)})
    came = {code(name).group for name in codes}
    amounts = [
        amount for slot in series.slots if (amount := _usage(slot).billed_amount) is not None
    ]
    return Plan(
        tuple(group for group in words.GROUPS if group in came),
        tuple(codes),
        max(map(places_of, amounts), default=0),
        not all(map(is_kept, amounts)),
        kinds(series.sum) == {"texts"},
    )


def columns(series: Series, zone: ZoneInfo) -> list[Column]:
    """The columns of the sheet."""
    wanted = plan(series)
    clocks, wide = {"zone": zone.key}, max(19, len(zone.key) + 4)
    return [
        Column(str(words.BUCKETS[series.size]), "text", 21),
        Column(_("Begin (%(zone)s)") % clocks, "moment", wide),
        Column(_("End (%(zone)s)") % clocks, "moment", wide),
        Column(_("State"), "text", 17),
        Column(_("Attempts"), "count", 11),
        Column(_("Actions"), "count", 11),
        Column(_("Call time"), "time", 12),
        Column(_("Credits"), "credits", 14, wanted.places),
        Column(charts.rate_label(is_of_texts=wanted.is_of_texts), "percent", 11),
        *(Column(words.group_label(group), "count", 11) for group in wanted.groups),
        *(Column(_code_head(name), "count", 14) for name in wanted.codes),
        Column(_("Call time in seconds"), "count", 12),
        Column(_("Billed time in seconds"), "count", 12),
        *([Column(_("Credits, every digit"), "text", 24)] if wanted.is_exact else []),
        Column(_("Begin, ISO 8601"), "text", 26),
        Column(_("As of (%(zone)s)") % clocks, "moment", wide),
        Column(_("Older figures"), "text", 9),
    ]


def write(sheet: Sheet, stretch: Stretch) -> None:
    """Fill the sheet; what is missing has a row without figures, the sums are those of the rest.

    Printed are the columns up to the groups, which a page has room for.
    """
    period, series = stretch
    wanted = plan(series)
    for slot in series.slots:
        begin, end = slot.bucket.begin, slot.bucket.end
        values: list[Value] = [
            *(when.label(slot.bucket, series.size, period.zone), begin, end),
            str(words.BUCKET_STATES[slot.state]),
            *_figures(slot.stats, wanted),
            *(iso(begin, period.zone), slot.seen_at, _("yes") if slot.is_stale else None),
        ]
        sheet.add(values, is_missing=slot.state == "missing")
    if series.slots:
        sheet.filter()
        label = _("All known") if series.missing else _("All")
        sums = [label, None, None, None, *_figures(series.sum, wanted), None, None, None]
        sheet.add(sums, is_banded=False, is_total=True)
    sheet.page.print_area(0, 0, sheet.row - 1, GROUPS_FROM + len(wanted.groups) - 1)


def missing(series: Series) -> str:
    """How much is missing: "3 of 24 hours are missing: …"; empty where nothing is."""
    if not series.missing:
        return ""
    whole = words.buckets(len(series.slots), series.size)
    return _("%(missing)s of %(whole)s are missing; their rows are empty, which is not 0.") % {
        "missing": numbers.written(series.missing),
        "whole": whole,
    }


def _figures(stats: BroadcastStats | None, wanted: Plan) -> list[Value]:
    """The cells from the attempts on; nothing in them where nothing is known."""
    found = stats or BroadcastStats()
    usage, derived = found.usage or UsageStats(), metrics(found)
    rate = derived.sent_rate if wanted.is_of_texts else derived.live_answer_rate
    amount = usage.billed_amount
    values: list[Value] = [usage.attempts, usage.actions, usage.duration_seconds, amount, rate]
    values += [attempts_of(found, _codes_of(group, wanted)) for group in wanted.groups]
    values += [attempts_of(found, [name]) for name in wanted.codes]
    values += [usage.duration_seconds, usage.billed_duration_seconds]
    return [*values, *([_exactly(amount)] if wanted.is_exact else [])]


def _codes_of(group: Group, wanted: Plan) -> list[str]:
    """All codes of the group, and those not known that came."""
    names = dict.fromkeys([*KNOWN, *wanted.codes])
    return [name for name in names if code(name).group == group]


def _exactly(amount: Decimal | None) -> str | None:
    return None if amount is None else written(amount)


def _code_head(name: str) -> str:
    label = words.result_label(name)
    return name if label == name else f"{label} ({name})"


def _usage(slot: Slot) -> UsageStats:
    return (slot.stats.usage if slot.stats else None) or UsageStats()


def _results(slot: Slot) -> Iterable[ResultStat]:
    return slot.stats.results if slot.stats else ()
