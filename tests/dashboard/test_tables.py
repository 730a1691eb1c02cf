"""The tables of a broadcast's page, as they are read and as they are sorted."""

from datetime import UTC, datetime
from decimal import Decimal

from dashboard import tables
from stats.broadcast_stats import ActionStatistics, BroadcastStats, UsageStats
from stats.metrics import metrics
from stats.report import Look, ResultRow

ROWS = (
    ResultRow("LA", "reached", 1_200, 2, Decimal("0.3")),
    ResultRow("AM", "delivered", 2_800, None, Decimal("0.7")),
    ResultRow("UNDIALED", "pending", 5, 5, None),
)
AT = datetime(2026, 11, 23, 22, 32, 10, tzinfo=UTC)
USAGE = UsageStats(
    attempts=1_200,
    actions=1_100,
    duration_seconds=245,
    billed_duration_seconds=300,
    billed_amount=Decimal("31.50"),
)


def test_the_most_attempts_come_first_and_the_codes_as_they_were_sent() -> None:
    found = tables.of_results(ROWS)
    assert [line.result for line in found.lines] == ["AM", "LA", "UNDIALED"]
    assert [line.result for line in found.as_sent] == ["LA", "AM", "UNDIALED"]


def test_a_result_is_written_beside_what_it_is_sorted_by() -> None:
    line = tables.of_result(ROWS[0])
    assert (line.attempts, line.share) == (("1200", "1,200"), ("0.3", "30.0%"))
    assert (line.label, line.group_label) == ("Live answer", "Reached")


def test_what_was_not_tried_has_no_share() -> None:
    assert tables.of_result(ROWS[2]).share is None


def test_columns_are_added_up_where_every_part_is_reported() -> None:
    found = tables.of_results(ROWS)
    assert (found.attempts, found.actions) == ("4,005", "n/a")


def test_a_look_says_when_it_was_and_its_figures_or_that_they_are_not_given() -> None:
    looks = [
        Look(BroadcastStats(usage=USAGE, action_statistics=ActionStatistics(3, 2, 1)), AT, AT),
        Look(BroadcastStats(), AT, AT),
    ]
    whole, empty = tables.of_looks(looks, UTC, AT)
    assert whole.first == (
        "2026-11-23T22:32:10+00:00",
        "Mon 23 Nov 2026 22:32:10 UTC+0",
        "22:32:10",
    )
    assert [cell.text for cell in whole.cells] == ["1,200", "1", "2", "3", "31.50"]
    assert {*empty.cells} == {("", "n/a")}


def test_a_bucket_has_the_rate_of_its_kind() -> None:
    stats = BroadcastStats(usage=USAGE)
    cells = tables.of_bucket(stats, metrics(stats))
    assert cells == (
        ("1200", "1,200"),
        ("1100", "1,100"),
        ("", "n/a"),
        ("31.50", "31.50"),
        ("245", "4 m 05 s"),
    )
