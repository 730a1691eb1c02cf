from decimal import Decimal

import pytest

from dashboard.templatetags import definitions
from stats.broadcast_stats import BroadcastStats, ResultStat, UsageStats
from stats.metrics import KEYS, metrics

OF_TEXTS = BroadcastStats(
    usage=UsageStats(attempts=20, actions=20, billed_amount=Decimal(20)),
    results=(ResultStat("SENT", 20, 20),),
)


@pytest.mark.parametrize(
    ("key", "value", "text"),
    [
        ("live_answers", 4570, "4,570"),
        ("live_answer_rate", Decimal("0.390115"), "39.0%"),
        ("completion", Decimal("0.810200"), "81.0%"),
        ("billing_overhead", Decimal("0.107000"), "10.7%"),
        ("attempts_per_action", Decimal("1.354897"), "1.35"),
        ("seconds_per_answered_call", Decimal("37.100000"), "37 s"),
        ("cost_per_transfer", Decimal("14.0773"), "14.0773"),
    ],
)
def test_a_derived_figure_is_written_in_its_unit(key: str, value: int | Decimal, text: str) -> None:
    assert definitions.written(key, value) == text


def test_all_figures_are_listed_with_the_reason_of_those_not_given() -> None:
    rows = {row.key: row for row in definitions.all_derived(metrics(OF_TEXTS))}
    assert tuple(rows) == KEYS
    assert (rows["sent_rate"].value, rows["sent_rate"].reason) == ("100.0%", "")
    assert rows["live_answers"].value == "n/a"
    assert rows["live_answers"].reason == "a figure of calls; these are texts"


def test_the_costs_of_texts_are_not_those_of_calls() -> None:
    keys = [row.key for row in definitions.cost_and_retries(metrics(OF_TEXTS))]
    assert keys == ["attempts_per_action", "cost_per_action"]
