"""Portfolio -> what its page's template takes: links, sentences, charts, rows."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dashboard import (
    addresses,
    charts,
    numbers,
    page,
    portfolio_days,
    problems,
    tables,
    times,
    words,
)
from dashboard.exports import names
from dashboard.forms import PortfolioForm
from dashboard.problems import Problem
from dashboard.templatetags import figures
from stats import service
from stats.callfire.errors import CallFireError
from stats.period import PRESETS, Period, dates, resolve
from stats.portfolio import DAY_QUESTIONS, LEAST, MOST, Member, Portfolio, errors_of
from stats.report import Report
from stats.steps import stepped

Context = dict[str, Any]


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
        "results": tables.of_results(found.totals.rows),
        "charts": {"results": charts.of_result_rows(found.totals.rows)},
        "days": portfolio_days.of(found),
        "pictures": names.portfolio_pictures(period),
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
        rate = _(", %s of those tried") % numbers.percent(totals.live_answer_rate or 0)
        parts.append({"strong": said % numbers.written(totals.live_answers), "rest": f"{rate}."})
    if totals.texts_sent:
        said = ngettext("%s text sent", "%s texts sent", totals.texts_sent)
        parts.append({"strong": said % numbers.written(totals.texts_sent), "rest": "."})
    if totals.cost_per_live_answer is not None:
        cost = _("%s credits") % numbers.written(totals.cost_per_live_answer, 2)
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
    return said % {"known": numbers.written(len(found.reports)), "whole": numbers.written(whole)}


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


def _top(report: Report) -> TopRow:
    href = addresses.of_broadcast("show", report.broadcast_id, report.period)
    return TopRow(report, href, *errors_of(report))


def _missing(found: Portfolio) -> Context:
    """The broadcasts that were asked for in vain, and how many were not asked for."""
    now, period = service.now(), found.period
    failed = [*(each for each in found.missing if each.problem is not None), *found.stale]
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
        {"key": key, "label": label, "value": value, "by": totals.covers(key)}
        for label, value, key in rows
    ]
