"""Plain values -> the columns of a row."""

from decimal import Decimal
from typing import Any

from stats.broadcast_details import BroadcastDetails, CallingHours, RetryPlan
from stats.broadcast_stats import ActionStatistics, BroadcastStats, UsageStats
from stats.counts import kinds
from stats.metrics import metrics


def details_columns(details: BroadcastDetails) -> dict[str, Any]:
    """The details as a broadcast's row holds them."""
    hours = details.calling_hours or CallingHours()
    plan = details.retry_plan or RetryPlan()
    return {
        "name": details.name,
        "type": details.type,
        "status": details.status,
        "labels": list(details.labels),
        "created": details.created,
        "last_modified": details.last_modified,
        "hours_begin": hours.begin,
        "hours_end": hours.end,
        "retry_max_attempts": plan.max_attempts,
        "retry_minutes_between": plan.minutes_between,
        "retry_results": None if plan.results is None else list(plan.results),
    }


def standing_columns(stats: BroadcastStats) -> dict[str, Any]:
    """The figures of a whole life that the list sorts by; live answers of calls, sent of texts."""
    figures = metrics(stats)
    is_of_texts = kinds(stats) == {"texts"}
    reached = figures.texts_sent if is_of_texts else figures.live_answers
    rate = figures.sent_rate if is_of_texts else figures.live_answer_rate
    amount = stats.usage.billed_amount if stats.usage else None
    return {
        "completion": _float(figures.completion),
        # A sum of counts, each of which may be as large as the column takes.
        "reached": None if reached is None else min(reached, 2**63 - 1),
        "reached_rate": _float(rate),
        "error_rate": _float(figures.error_rate),
        "credits": _float(amount),
    }


def _float(number: Decimal | None) -> float | None:
    return None if number is None else float(number)


def columns(stats: BroadcastStats) -> dict[str, Any]:
    """The figures as a row holds them."""
    usage = stats.usage or UsageStats()
    statuses = stats.action_statistics or ActionStatistics()
    amount = usage.billed_amount
    return {
        "duration_seconds": usage.duration_seconds,
        "billed_duration_seconds": usage.billed_duration_seconds,
        "billed_amount": None if amount is None else f"{amount:f}",
        "attempts": usage.attempts,
        "actions": usage.actions,
        "unattempted": statuses.unattempted,
        "retry_wait": statuses.retry_wait,
        "finished": statuses.finished,
        "results": {stat.result: [stat.attempts, stat.actions] for stat in stats.results},
    }
