"""Results as people read them: labels, meanings, order, totals."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

from dashboard import charts, words
from dashboard.changes import Change
from stats.metrics import Metrics
from stats.results import Group, is_tried

ALARMING_ERRORS: Final = Decimal("0.1")  # of the tried attempts
ALARMING_FROM: Final = 20  # tried attempts; fewer say little


def result_label(code: str) -> str:
    """Name a result."""
    return words.result_label(code)


def result_meaning(code: str) -> str:
    """Say what a result means."""
    return words.result_meaning(code)


def group_label(group: Group) -> str:
    """Name a group of results."""
    return words.group_label(group)


def in_order(groups: Iterable[Group]) -> list[Group]:
    """Each group once, in the order in which they are stacked; those in no stack after them."""
    found = set(groups)
    return [group for group in (*charts.STACKED, "pending", "leg") if group in found]


def of_result(changes: Mapping[str, Change], code: str) -> Change | None:
    """The change of a result, where there is one."""
    return changes.get(code)


def was_tried(code: str) -> bool:
    """Whether attempts that ended in this code are in the divisor of shares."""
    return is_tried(code)


def is_alarming(metrics: Metrics) -> bool:
    """Whether so many attempts failed that a person should look: a tenth of 20 or more."""
    rate, tried = metrics.error_rate, metrics.tried
    return (
        rate is not None
        and tried is not None
        and rate >= ALARMING_ERRORS
        and (tried >= ALARMING_FROM)
    )
