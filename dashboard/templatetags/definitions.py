"""Derived figures with how each is worked out, and where a label leads to its definition."""

from functools import lru_cache
from typing import Any, Final, NamedTuple

from django.urls import reverse
from django.utils.translation import get_language
from jinja2 import pass_context
from jinja2.runtime import Context

from dashboard.definitions import DERIVED, ON_THE_PAGE, SECTIONS, Definition, Section, Text
from dashboard.templatetags import figures, money
from stats.metrics import COSTS, KEYS, Metrics

COST_AND_RETRIES: Final = (
    "attempts_per_action",
    "seconds_per_answered_call",
    "billing_overhead",
    "cost_per_minute",
    "cost_per_action",
    "cost_per_live_answer",
    "cost_per_transfer",
)


class Derived(NamedTuple):
    """A derived figure as a table shows it; `reason` is why it is n/a, else empty.

    money: what credits are worth by the site's own price, else empty.
    """

    key: str
    label: Text
    definition: Text
    value: str
    reason: str
    money: str


@pass_context
def definition(context: Context, key: str) -> str:
    """Where a figure is defined: on this page where it has the fold, else on the page for it.

    key: a figure, a section of `dashboard.definitions` or a result code. `defined_here` of the
    context says that the page has the fold.
    """
    return f"#{key}" if context.get("defined_here") else f"{reverse('definitions')}#{key}"


def definitions_on_the_page() -> dict[str, Section]:
    """The sections that a broadcast's page defines in place, beside its derived figures."""
    return _on_the_page(get_language())


@lru_cache(maxsize=16)
def _on_the_page(_language: str | None) -> dict[str, Section]:
    return {key: SECTIONS[key].said() for key in ON_THE_PAGE}


@lru_cache(maxsize=16)
def _derived_figures(_language: str | None) -> dict[str, Definition]:
    return {key: figure.said() for key, figure in DERIVED.items()}


def cost_and_retries(metrics: Metrics) -> list[Derived]:
    """The figures of the folded table; those of calls are left out where all is texts."""
    hidden = ("of_calls", "of_texts")
    shown = [key for key in COST_AND_RETRIES if metrics.reasons.get(key) not in hidden]
    return [_derived(metrics, key) for key in shown]


def all_derived(metrics: Metrics) -> list[Derived]:
    """Every derived figure with its definition."""
    return [_derived(metrics, key) for key in KEYS]


def _derived(metrics: Metrics, key: str) -> Derived:
    defined = _derived_figures(get_language())[key]
    value = getattr(metrics, key)
    worth = money.money(value) if key in COSTS else ""
    return Derived(
        key,
        defined.label,
        defined.meaning,
        written(key, value),
        figures.because(metrics, key),
        worth,
    )


def written(key: str, value: Any) -> str:
    """A derived figure in the unit of its key."""
    if key.endswith("_rate") or key in ("completion", "billing_overhead"):
        return figures.percent(value)
    if key.startswith("cost_"):
        return figures.cost_exact(value)
    if key == "attempts_per_action":
        return figures.ratio(value)
    return figures.duration(value) if key.startswith("seconds_") else figures.count(value)
