from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import exports
from stats.broadcast_stats import ActionStatistics, BroadcastStats, UsageStats
from stats.callfire.errors import Timeout
from stats.period import resolve
from stats.report import Freshness
from tests.dashboard.exported import (
    CODES,
    RESULTS_COLUMNS,
    SUMMARY_COLUMNS,
    document,
    read,
    rows,
    summary,
)
from tests.stats.examples import (
    ALL,
    AS_OF,
    CALLFIRES_OWN,
    LOS_ANGELES,
    NOTHING_REPORTED,
    TEXTS,
    VOICE,
    WEEK,
    report_of,
    results,
)

FORMULA_STARTS = "=+-@\t\r\n\0"


@pytest.mark.parametrize("export", [exports.results_csv, exports.summary_csv])
def test_a_csv_is_utf_8_with_bom_and_crlf(export: Any) -> None:
    text = export(report_of(name="Grüße"))
    assert text.encode().startswith(b"\xef\xbb\xbfbroadcast_id,")
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")


def test_the_columns_are_exactly_these_in_this_order() -> None:
    for stats in (VOICE, TEXTS, NOTHING_REPORTED):
        report = report_of(stats)
        assert ",".join(read(exports.results_csv(report))[0]) == RESULTS_COLUMNS
        assert ",".join(read(exports.summary_csv(report))[0]) == SUMMARY_COLUMNS


def test_a_row_for_each_result_that_came_in_the_tables_order() -> None:
    stats = BroadcastStats(results=results(BUSY=(3, 2), LA=(1, 1), WAP=(4, None), XFER_LEG=2))
    body = read(exports.results_csv(report_of(stats, WEEK)))[1:]
    common = [
        "135",
        "2026-11-17T00:00:00-08:00",
        "2026-11-24T00:00:00-08:00",
        "2026-11-23T14:32:10-08:00",
    ]
    assert body == [
        [*common, "LA", "Live answer", "reached", "1", "1", "0.125000"],
        [*common, "BUSY", "Busy", "missed", "3", "2", "0.375000"],
        [*common, "XFER_LEG", "Transfer leg", "leg", "2", "2", ""],
        [*common, "WAP", "WAP", "other", "4", "", "0.500000"],
    ]


def test_without_results_there_is_the_head_alone() -> None:
    assert exports.results_csv(report_of(CALLFIRES_OWN)) == f"\ufeff{RESULTS_COLUMNS}\r\n"


def test_the_summary_holds_usage_statuses_and_the_main_figures() -> None:
    row = summary(report_of(VOICE, WEEK, freshness=Freshness.STALE, problem=Timeout()))
    assert list(row.items())[:17] == [
        ("broadcast_id", "135"),
        ("name", "Autumn"),
        ("begin", "2026-11-17T00:00:00-08:00"),
        ("end", "2026-11-24T00:00:00-08:00"),
        ("fetched_at", "2026-11-23T14:32:10-08:00"),
        ("stale", "true"),
        ("attempts", "3123"),
        ("actions", "2842"),
        ("duration_seconds", "296040"),
        ("billed_duration_seconds", "303120"),
        ("billed_amount", "5462.1850"),
        ("unattempted", "500"),
        ("retry_wait", "42"),
        ("finished", "2300"),
        ("live_answers", "1298"),
        ("live_answer_rate", "0.425156"),
        ("cost_per_live_answer", "4.2082"),
    ]
    assert (row["LA_attempts"], row["LA_actions"]) == ("1207", "1201")
    assert (row["SD_attempts"], row["OTHER_actions"]) == ("0", "0")


def test_all_time_has_neither_begin_nor_end_and_no_name_is_an_empty_cell() -> None:
    row = summary(report_of(VOICE, ALL, name=None))
    assert (row["begin"], row["end"], row["name"], row["stale"]) == ("", "", "", "false")
    assert row["fetched_at"] == "2026-11-23T22:32:10+00:00"


def test_begin_and_end_carry_the_offsets_of_their_own_days() -> None:
    period = resolve(begin="2026-10-31", end="2026-11-01", zone=LOS_ANGELES, now=AS_OF)
    row = summary(report_of(VOICE, period))
    assert row["begin"] == "2026-10-31T00:00:00-07:00"
    assert row["end"] == "2026-11-02T00:00:00-08:00"


def counts_of(stats: BroadcastStats) -> set[str]:
    """What stands in the columns of all codes that did not come."""
    row, came = summary(report_of(stats)), {stat.result for stat in stats.results}
    return {row[f"{code}_attempts"] for code in CODES if code not in came} | {
        row[f"{code}_actions"] for code in CODES if code not in came
    }


def test_a_code_that_did_not_come_is_0_only_where_the_answer_implies_it() -> None:
    assert counts_of(BroadcastStats(results=results(LA=1))) == {"0"}
    assert counts_of(BroadcastStats(UsageStats(attempts=0))) == {"0"}
    assert counts_of(CALLFIRES_OWN) == {""}
    assert counts_of(NOTHING_REPORTED) == {""}


def test_of_texts_the_figures_of_calls_are_empty_and_the_counts_by_code_are_not() -> None:
    row = summary(report_of(TEXTS))
    assert (row["live_answers"], row["live_answer_rate"]) == ("", "")
    assert (row["LA_attempts"], row["SENT_attempts"], row["RECEIVED_actions"]) == ("0", "360", "24")


def test_all_unknown_codes_are_added_up_as_other() -> None:
    stats = BroadcastStats(results=results(LA=1, WAP=(2, 1), OTHER=(5, 3)))
    row = summary(report_of(stats))
    assert (row["OTHER_attempts"], row["OTHER_actions"]) == ("7", "4")
    unknown = BroadcastStats(results=results(WAP=(2, None)))
    assert summary(report_of(unknown))["OTHER_actions"] == ""


def test_what_is_not_reported_is_an_empty_cell_and_zero_is_0() -> None:
    stats = BroadcastStats(UsageStats(attempts=0), (), ActionStatistics(0, None, 3))
    row = summary(report_of(stats))
    assert (row["attempts"], row["actions"], row["billed_amount"]) == ("0", "", "")
    assert (row["unattempted"], row["retry_wait"], row["finished"]) == ("0", "", "3")
    assert (row["live_answers"], row["live_answer_rate"]) == ("0", "")


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (Decimal("-12.50"), "-12.50"),
        (Decimal("0.0"), "0.0"),
        (Decimal("0E-12"), "0.000000000000"),
        (Decimal("0.00000000012"), "0.00000000012"),
        (Decimal("9999999999999999999.99"), "9999999999999999999.99"),
    ],
)
def test_an_amount_is_written_digit_for_digit_without_quote_or_exponent(
    amount: Decimal, written: str
) -> None:
    stats = BroadcastStats(UsageStats(billed_amount=amount), results(LA=8))
    assert summary(report_of(stats))["billed_amount"] == written
    assert document(report_of(stats))["usage"]["billed_amount"] == written
    assert written in exports.summary_csv(report_of(stats)).split(",")


def test_a_negative_cost_is_a_number_too() -> None:
    stats = BroadcastStats(UsageStats(billed_amount=Decimal(-1)), results(LA=8))
    assert summary(report_of(stats))["cost_per_live_answer"] == "-0.1250"


@pytest.mark.parametrize(
    "name",
    ['=HYPERLINK("http://evil")', "+1", "-1", "@SUM(A1)", "  =1", "\t=1", "\r=1", "\n=1", "\0=1"],
)
def test_a_name_that_would_be_a_formula_is_written_as_text(name: str) -> None:
    assert summary(report_of(name=name))["name"] == f"'{name}"


@pytest.mark.parametrize(
    "name", ['a "quoted" name', "two\r\nlines", "one\rmore", "a,b;c", " spaces ", "1=1", "Ümläut"]
)
def test_any_other_name_is_written_as_it_is(name: str) -> None:
    assert summary(report_of(name=name))["name"] == name


def test_a_code_that_would_be_a_formula_is_text_in_both_its_columns() -> None:
    stats = BroadcastStats(results=results(**{"=1+1": 3}))
    (row,) = rows(exports.results_csv(report_of(stats)))
    assert (row["result"], row["label"]) == ("'=1+1", "'=1+1")
    assert document(report_of(stats))["results"][0]["result"] == "=1+1"


@given(st.text(st.sampled_from([*FORMULA_STARTS, *" ',;\"aü1"]) | st.characters()))
def test_no_name_becomes_a_formula_or_is_lost(name: str) -> None:
    cell = summary(report_of(name=name))["name"]
    assert cell.lstrip(" ")[:1] not in [*FORMULA_STARTS]
    assert cell in (name, f"'{name}")
