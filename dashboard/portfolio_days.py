"""Portfolio -> what the section "Day by day" of its page takes: rows, sentences, a chart."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dashboard import addresses, charts, numbers, when, words
from dashboard.chart import Chart
from dashboard.templatetags import figures
from stats.period import Period
from stats.portfolio import Day, Portfolio

Context = dict[str, Any]


@dataclass(frozen=True, slots=True)
class DayRow:
    """One day of the table."""

    label: str
    href: str
    day: Day
    state: str

    @property
    def is_missing(self) -> bool:
        """Whether nothing is known of it."""
        return not self.day.known


def of(found: Portfolio) -> Context:
    """The section "Day by day"; the newest day is the table's first row."""
    if found.too_many is not None:
        return {"why_not": words.too_many_buckets(found.too_many)}
    if found.period.is_all:
        return {"why_not": _("All time has no days here: choose a period to see its days.")}
    zone, days = found.period.zone, found.days
    rows = [
        DayRow(
            when.label(day.bucket, "day", zone),
            addresses.of_portfolio(
                "portfolio", Period("custom", day.bucket.begin, day.bucket.end, zone)
            ),
            day,
            _state(day),
        )
        for day in days
    ]
    return {
        "rows": rows[::-1],
        "chart": _chart(rows, found) if any(day.known for day in days) else None,
        "said": _said(days),
    }


def _chart(rows: Sequence[DayRow], found: Portfolio) -> Chart:
    """What `when_chart.js` draws: a day that is not over, or not of all broadcasts, is hollow."""
    days = [row.day for row in rows]
    drawn = [_drawn(day) for day in days]
    is_gap = [state == "missing" for state in drawn]
    rates, amounts = (
        [None if gap else _float(value) for gap, value in zip(is_gap, values, strict=True)]
        for values in ([day.live_answer_rate for day in days], [day.credits for day in days])
    )
    label = charts.rate_label(is_of_texts=False)
    return Chart(
        labels=[row.label for row in rows],
        hrefs=[row.href for row in rows],
        ticks=when.ticks([day.bucket for day in days], "day", found.period.zone),
        states=drawn,
        attempts=[day.attempts for day in days],
        tried=[day.tried for day in days],
        notes={at: _note(day) for at, day in enumerate(days) if drawn[at] == "open"},
        measures={
            "rate": [
                {
                    "label": label,
                    "group": "reached",
                    "values": rates,
                    "parts": [day.live_answers for day in days],
                }
            ],
            "credits": [{"label": _("Credits"), "group": None, "values": amounts}],
        },
        summary=_summary(rows),
    )


def _summary(rows: Sequence[DayRow]) -> str:
    """One sentence: the day with the highest rate."""
    rated = [(row.day.live_answer_rate, row) for row in rows]
    best = max(((rate, row.label) for rate, row in rated if rate is not None), default=None)
    if best is None:
        return _("Live-answer rate by day: none can be said.")
    said = _("Live-answer rate by day: the highest, %(rate)s, on %(day)s.")
    return said % {"rate": figures.percent(best[0]), "day": best[1]}


def _drawn(day: Day) -> str:
    """A day of which some are missing, and nothing is known to have happened, is a gap."""
    if not day.known or (day.known < day.of and not day.attempts):
        return "missing"
    return "open" if day.is_open or day.known < day.of else "settled"


def _state(day: Day) -> str:
    if not day.known:
        return _("not known yet")
    if day.known < day.of:
        return _("some are missing")
    return _("in progress") if day.is_open else _("complete")


def _note(day: Day) -> str:
    """Why it is hollow: not over, or not of all broadcasts, or both."""
    said = ngettext("%(known)s of %(of)s broadcast", "%(known)s of %(of)s broadcasts", day.of)
    of = said % {
        "known": numbers.written(day.known),
        "of": numbers.written(day.of),
    }
    open_, some = _("in progress"), day.known < day.of
    return " · ".join(said for said, is_so in ((open_, day.is_open), (of, some)) if is_so)


def _said(days: Sequence[Day]) -> str:
    """Of how many broadcasts the days are."""
    known = [day.known for day in days]
    if not known or not days[0].of:
        return ""
    of, least, most = numbers.written(days[0].of), min(known), max(known)
    if least == days[0].of:
        said = ngettext(
            "Each day is of %s broadcast.", "Each day is of all %s broadcasts.", days[0].of
        )
        return said % of
    hollow = _("Hollow: not over, or not of all of them; hatched: nothing known yet.")
    if least == most:
        return (
            _("Each day is of %(known)s of %(of)s broadcasts.")
            % {
                "known": numbers.written(least),
                "of": of,
            }
            + f" {hollow}"
        )
    said = _(
        "Each day is of those broadcasts of which it is known: %(least)s to %(most)s of %(of)s."
    )
    return (
        said % {"least": numbers.written(least), "most": numbers.written(most), "of": of}
        + f" {hollow}"
    )


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
