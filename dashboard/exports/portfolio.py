"""Portfolio -> CSV and JSON: a row a broadcast, and their sums."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.conf import settings
from django.utils import translation

from dashboard.exports import figures
from dashboard.exports.cells import Cell, csv_text, iso
from dashboard.exports.report import SUMMARY_HEAD, period_json, summary_row
from stats.broadcast_stats import BroadcastStats
from stats.metrics import metrics
from stats.period import Period
from stats.portfolio import Day, Member, Portfolio, Totals
from stats.report import Report

Json = dict[str, Any]

HEAD: Final = (*SUMMARY_HEAD, "problem")
NOT_ASKED: Final = "not_asked"


def portfolio_csv(found: Portfolio) -> str:
    """One row a broadcast; one that is missing has its reason and no figures."""
    return csv_text(HEAD, (_row(member, found.period) for member in found.members))


def portfolio_json(found: Portfolio, problem: Json | None, messages: Mapping[int, str]) -> Json:
    """The whole portfolio as a document.

    problem: why asking ended, if it did. messages: why each missing broadcast is, by its ID.
    """
    with translation.override("en"):
        return {
            **_head(found.period, problem),
            "broadcasts_found": found.found.count,
            "broadcasts_left_out": found.left_out,
            "broadcasts_undated": found.found.undated,
            "broadcasts_with_figures": len(found.reports),
            "complete": not found.due,
            "totals": _totals(found.totals),
            "results": figures.result_rows(found.totals.rows),
            "days_complete": found.days_complete,
            "days": [_day(day, found.period) for day in found.days],
            "most_errors": [str(report.broadcast_id) for report in found.most_errors],
            "dearest": [str(report.broadcast_id) for report in found.dearest],
            "broadcasts": [_broadcast(report) for report in found.reports],
            "missing": [_lost(each, messages[each.broadcast_id]) for each in found.missing],
        }


def portfolio_problem_json(problem: Json, period: Period | None) -> Json:
    """The same document where no numbers can be given."""
    return {
        **_head(period, problem),
        **dict.fromkeys(("broadcasts_found", "broadcasts_left_out", "broadcasts_undated")),
        "broadcasts_with_figures": 0,
        "complete": False,
        "totals": None,
        "days_complete": False,
        **{name: [] for name in ("results", "days", "most_errors", "dearest", "broadcasts")},
        "missing": [],
    }


def _head(period: Period | None, problem: Json | None) -> Json:
    empty = dict.fromkeys(("name", "begin", "end", "time_zone"))
    return {
        "demo": settings.DEMO,
        "period": empty if period is None else period_json(period),
        "problem": problem,
    }


def _row(member: Member, period: Period) -> Iterator[Cell]:
    if member.report is not None:
        yield from summary_row(member.report)
        yield member.problem.kind if member.problem else None
        return
    said = period_json(period)
    facts: list[Cell] = [member.broadcast_id, member.name, said["begin"], said["end"]]
    yield from (*facts, *[None] * (len(SUMMARY_HEAD) - len(facts)), _kind(member))


def _kind(member: Member) -> str:
    return member.problem.kind if member.problem else NOT_ASKED


def _totals(totals: Totals) -> Json:
    """Amounts and costs as text, so that no digit is lost."""
    cost = totals.cost_per_live_answer
    return {
        "broadcasts": totals.broadcasts,
        **(figures.usage(BroadcastStats(totals.usage)) or {}),
        "live_answers": totals.live_answers,
        "tried_in_calls": totals.tried_in_calls,
        "live_answer_rate": _float(totals.live_answer_rate),
        "texts_sent": totals.texts_sent,
        "errors": totals.errors,
        "tried": totals.tried,
        "error_rate": _float(totals.error_rate),
        "cost_per_live_answer": None if cost is None else f"{cost:f}",
        "reported_by": dict(totals.reporting),
    }


def _day(day: Day, period: Period) -> Json:
    return {
        "begin": iso(day.bucket.begin, period.zone),
        "end": iso(day.bucket.end, period.zone),
        "broadcasts_known": day.known,
        "broadcasts": day.of,
        "open": day.is_open,
        "attempts": day.attempts,
        "live_answers": day.live_answers,
        "tried_in_calls": day.tried,
        "live_answer_rate": _float(day.live_answer_rate),
        "billed_amount": None if day.credits is None else f"{day.credits:f}",
    }


def _broadcast(report: Report) -> Json:
    return {
        "id": str(report.broadcast_id),
        "name": report.name,
        "fetched_at": iso(report.as_of, report.period.zone),
        "stale": report.is_stale,
        "problem": report.problem.kind if report.problem else None,
        "usage": figures.usage(report.stats),
        "results": figures.results(report.stats),
        "metrics": figures.derived(metrics(report.stats)),
    }


def _lost(member: Member, message: str) -> Json:
    return {
        "id": str(member.broadcast_id),
        "name": member.name,
        "kind": _kind(member),
        "message": message,
    }


def _float(value: Any) -> float | None:
    return None if value is None else float(value)
