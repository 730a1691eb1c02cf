import pytest

from dashboard.templatetags import results
from stats.broadcast_stats import BroadcastStats, ResultStat, UsageStats
from stats.metrics import metrics


def test_a_legend_has_each_group_once_in_the_order_of_stacks_those_in_none_at_the_end() -> None:
    found = results.in_order(["pending", "failed", "reached", "failed", "leg", "other"])
    assert found == ["reached", "failed", "other", "pending", "leg"]


@pytest.mark.parametrize(
    ("failed", "tried", "is_alarming"),
    [(2, 20, True), (1, 20, False), (9, 19, False), (0, 0, False)],
)
def test_a_tenth_of_twenty_or_more_failing_is_alarming(
    failed: int, tried: int, is_alarming: bool
) -> None:
    stats = BroadcastStats(
        usage=UsageStats(attempts=tried),
        results=(ResultStat("CARRIER_ERROR", failed), ResultStat("LA", tried - failed)),
    )
    assert results.is_alarming(metrics(stats)) is is_alarming


def test_replies_legs_and_what_was_never_dialed_are_not_tried() -> None:
    names = ("LA", "RECEIVED", "XFER_LEG", "UNDIALED", "NEWLY_INVENTED")
    assert [results.was_tried(name) for name in names] == [True, False, False, False, True]


def test_a_code_that_is_not_known_is_called_what_it_was_sent_as() -> None:
    assert results.result_label("NEWLY_INVENTED") == "NEWLY_INVENTED"
    assert results.result_meaning("NEWLY_INVENTED")
    assert results.group_label("other") == "Other"
