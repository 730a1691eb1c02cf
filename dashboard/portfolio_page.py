"""Portfolio -> what its page's template takes: links, sentences, charts, rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dashboard import addresses, charts, page, problems, times, when, words
from dashboard.forms import PortfolioForm
from dashboard.problems import Problem
from dashboard.templatetags import figures
from stats import service
from stats.callfire.errors import CallFireError
from stats.period import PRESETS, Period, dates, resolve
from stats.portfolio import DAY_QUESTIONS, LEAST, MOST, Day, Member, Portfolio, errors_of
from stats.report import Report
from stats.steps import stepped

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


@dataclass(frozen=True, slots=True)
class TopRow:
    """One broadcast of a list of ten; errors and their rate are given in both."""

    report: Report
    href: str
    errors: int | None
    error_rate: Decimal | None


def of(found: Portfolio, form: PortfolioForm, left: int | None) -> Context:
    """The context of the page; what the last asking came to is the caller's to add.

    left: how many questions about days this press may still ask; None before the first.
    """
    period, now = found.period, service.now()
    as_of = found.seen[0] if found.seen else now
    return {
        **_controls(period),
        "portfolio": found,
        "form": _filled(form, period),
        "is_seen_at_once": found.seen is None or _is_one_minute(*found.seen, period),
        "most": MOST,
        "least": LEAST,
        "resolved": page.resolved(period, as_of, now),
        "answer": answer(found),
        "coverage": coverage(found),
        "loading": _loading(found, left),
        "results": {"rows": found.totals.rows},
        "charts": {"results": charts.of_result_rows(found.totals.rows)},
        "days": _days(found),
        "most_errors": [_top(report) for report in found.most_errors],
        "dearest": [_top(report) for report in found.dearest],
        "missing": _missing(found),
        "totals": _totals(found),
    }


def of_refused(form: PortfolioForm) -> Context:
    """The context of a page whose address can't be used: the same controls, what was typed."""
    return {**_controls(Period("all", None, None, form.zone)), "form": form}


def shown(found: Portfolio) -> object:
    """All that the page shows of it, with a telling `repr`, for its tag."""
    members = [
        (each.broadcast_id, each.name, each.report and each.report.as_of, each.is_due)
        for each in found.members
    ]
    problems_of = [
        (each.broadcast_id, each.problem.facts()) for each in found.members if each.problem
    ]
    return (
        *(found.period, members, problems_of, found.found.count, found.found.undated),
        *(found.totals, found.days, found.too_many, found.days_known, found.days_complete),
        *(found.most_errors, found.dearest),
    )


def problem_of(error: CallFireError, period: Period) -> Problem:
    """A problem that is not of one broadcast alone."""
    return problems.of(error, 0, period)


def why(member: Member, period: Period) -> str:
    """Why a broadcast has no figures, or older ones."""
    if member.problem is None:
        return _("Not asked for yet.")
    return words.problem(member.problem, member.broadcast_id, period, service.now())


def answer(found: Portfolio) -> list[page.Part]:
    """The answer in one line: pieces of {"strong", "rest"}."""
    totals, parts = found.totals, []
    if totals.live_answers and totals.tried_in_calls:
        said = ngettext("%s live answer", "%s live answers", totals.live_answers)
        rate = _(", %s of those tried") % f"{totals.live_answer_rate or 0:.0%}"
        parts.append({"strong": said % f"{totals.live_answers:,}", "rest": f"{rate}."})
    if totals.texts_sent:
        said = ngettext("%s text sent", "%s texts sent", totals.texts_sent)
        parts.append({"strong": said % f"{totals.texts_sent:,}", "rest": "."})
    if totals.cost_per_live_answer is not None:
        cost = _("%s credits") % f"{totals.cost_per_live_answer:,.2f}"
        parts.append({"strong": cost, "rest": _(" a live answer%s.") % ""})
    return parts


def coverage(found: Portfolio) -> str:
    """Of how many broadcasts the figures are."""
    whole = len(found.members)
    said = ngettext(
        "Figures of %(known)s of %(whole)s broadcast.",
        "Figures of %(known)s of %(whole)s broadcasts.",
        whole,
    )
    return said % {"known": f"{len(found.reports):,}", "whole": f"{whole:,}"}


def _is_one_minute(first: datetime, last: datetime, period: Period) -> bool:
    """Whether two instants read the same."""
    return len({times.clock(at, period.zone, service.now()) for at in (first, last)}) == 1


def _loading(found: Portfolio, left: int | None) -> Context:
    """How far the asking is."""
    busy, whole = found.busy, len(found.members)
    return {
        "is_complete": found.is_complete,
        "is_spent": not found.due and left == 0,
        "left": left or DAY_QUESTIONS,
        "questions": DAY_QUESTIONS,
        "answers": found.answers,
        "missing": len(found.missing),
        "fresh": whole - found.due,
        "whole": whole,
        "busy": busy,
        "days_known": found.days_known,
        "address": addresses.of_portfolio("portfolio_load", found.period),
    }


def _controls(period: Period) -> Context:
    """The period's menu, the steps, the ways to take it away."""
    links = {
        name: addresses.of_portfolio(name, period) for name in ("portfolio_csv", "portfolio_json")
    }
    for name, steps in (("back", -1), ("forward", 1)):
        links[name] = _step(period, steps)
    return {"links": links, "presets": [_preset(name, period) for name in PRESETS]}


def _step(period: Period, steps: int) -> str:
    """The neighbouring period; empty where there is none, or it is to come."""
    there = stepped(period, steps)
    if there is None or there.begin is None or there.begin > service.now():
        return ""
    return addresses.of_portfolio("portfolio", there)


def _preset(name: str, period: Period) -> Context:
    preset = resolve(period=name, zone=period.zone, now=service.now())
    return {
        "label": words.PRESET_LABELS[name],
        "href": addresses.of_portfolio("portfolio", preset),
        "is_current": name == period.name,
    }


def _filled(form: PortfolioForm, period: Period) -> PortfolioForm:
    """The form with the dates of the period, so that the next dates start from what is shown."""
    typed = {str(edge): text for edge, text in dates(period).items()}
    return PortfolioForm(
        {**typed, "tz": form.data.get("tz", ""), "period": period.name}, now=form.now
    )


def _days(found: Portfolio) -> Context:
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


def _chart(rows: Sequence[DayRow], found: Portfolio) -> Context:
    """What `when_chart.js` draws: a day that is not over, or not of all broadcasts, is hollow."""
    days = [row.day for row in rows]
    drawn = [_drawn(day) for day in days]
    is_gap = [state == "missing" for state in drawn]
    rates, amounts = (
        [None if gap else _float(value) for gap, value in zip(is_gap, values, strict=True)]
        for values in ([day.live_answer_rate for day in days], [day.credits for day in days])
    )
    label = charts.rate_label(is_of_texts=False)
    return {
        "labels": [row.label for row in rows],
        "hrefs": [row.href for row in rows],
        "ticks": when.ticks([day.bucket for day in days], "day", found.period.zone),
        "states": drawn,
        "measures": {
            "rate": [{"label": label, "group": "reached", "values": rates}],
            "credits": [{"label": _("Credits"), "group": None, "values": amounts}],
        },
        "summary": _summary(rows),
    }


def _summary(rows: Sequence[DayRow]) -> str:
    """One sentence: the day with the highest rate."""
    rated = [(row.day.live_answer_rate, row) for row in rows]
    best = max(((rate, row.label) for rate, row in rated if rate is not None), default=None)
    if best is None:
        return _("Live-answer rate by day: no call was tried.")
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


def _said(days: Sequence[Day]) -> str:
    """Of how many broadcasts the days are."""
    known = [day.known for day in days]
    if not known or not days[0].of:
        return ""
    of, least, most = f"{days[0].of:,}", min(known), max(known)
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
                "known": f"{least:,}",
                "of": of,
            }
            + f" {hollow}"
        )
    said = _(
        "Each day is of those broadcasts of which it is known: %(least)s to %(most)s of %(of)s."
    )
    return said % {"least": f"{least:,}", "most": f"{most:,}", "of": of} + f" {hollow}"


def _top(report: Report) -> TopRow:
    href = addresses.of_broadcast("show", report.broadcast_id, report.period)
    return TopRow(report, href, *errors_of(report))


def _missing(found: Portfolio) -> Context:
    """The broadcasts that were asked for in vain, and how many were not asked for."""
    now, period = service.now(), found.period
    failed = [member for member in found.members if member.problem is not None]
    return {
        "rows": [
            {
                "name": member.name,
                "broadcast_id": member.broadcast_id,
                "href": addresses.of_broadcast("show", member.broadcast_id, period),
                "why": why(member, period),
                "figures_of": member.report and times.clock(member.report.as_of, period.zone, now),
            }
            for member in failed
        ],
        "not_asked": sum(member.problem is None for member in found.missing),
        "again": any(not member.is_due for member in failed),
    }


def _totals(found: Portfolio) -> list[Context]:
    """Every sum, exactly, and how many broadcasts report it."""
    totals, usage = found.totals, found.totals.usage
    rows = (
        (_("Attempts"), figures.count(usage.attempts), "attempts"),
        (_("Actions placed"), figures.count(usage.actions), "actions"),
        (_("Live answers"), figures.count(totals.live_answers), "live_answers"),
        (_("Texts sent"), figures.count(totals.texts_sent), "texts_sent"),
        (_("Errors"), figures.count(totals.errors), "errors"),
        (_("Tried"), figures.count(totals.tried), "tried"),
        (_("Call time"), figures.duration(usage.duration_seconds), "duration_seconds"),
        (
            _("Billed time"),
            figures.duration(usage.billed_duration_seconds),
            "billed_duration_seconds",
        ),
        (_("Credits billed"), figures.credits_exact(usage.billed_amount), "billed_amount"),
    )
    return [
        {"label": label, "value": value, "by": totals.covers(key)} for label, value, key in rows
    ]


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
