"""A workbook made of figures that were worked out by hand, read back by openpyxl."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django import Settings

from dashboard import words
from dashboard.definitions import DERIVED
from dashboard.workbook.book import report_xlsx
from dashboard.workbook.contents import Contents
from stats.broadcast_stats import BroadcastStats, UsageStats
from stats.buckets import cut
from stats.period import Period, resolve
from stats.report import Freshness
from stats.results import KNOWN
from stats.series import Series, Slot
from tests.dashboard.workbook.read_back import cells, figures, opened, parts, sheet, table
from tests.stats.broadcast_stats_strategy import broadcast_stats
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

DAY = BroadcastStats(
    UsageStats(3_600, 3_660, Decimal("61.50"), 60, 50), results(LA=(20, 20), BUSY=(40, 30))
)
SHEETS = ["Summary", "Results", "Timeline", "Definitions"]


def series_of(period: Period, size: Any, *stats: BroadcastStats | None) -> Series:
    """Buckets of the period with these figures, settled; None is missing."""
    assert period.begin
    assert period.end
    buckets = cut(period.begin, period.end, period.zone, size)
    slots = tuple(
        Slot(bucket, "missing") if each is None else Slot(bucket, "settled", each, AS_OF)
        for bucket, each in zip(buckets, stats, strict=True)
    )
    return Series(size, slots, None, None, is_complete=None not in stats)


def made(stats: BroadcastStats = VOICE, period: Period = WEEK, **facts: Any) -> bytes:
    return report_xlsx(
        Contents(report_of(stats, period, **facts), Series("day", (), None, None, True))
    )


WITH_A_GAP = Contents(report_of(VOICE, WEEK), series_of(WEEK, "day", DAY, None, *[DAY] * 5))


def test_the_sheets_have_the_same_names_in_the_same_order_in_every_language() -> None:
    assert opened(report_xlsx(WITH_A_GAP)).sheetnames == SHEETS


def test_heads_stay_in_view_and_tables_can_be_filtered() -> None:
    book = opened(report_xlsx(WITH_A_GAP))
    frozen = {page.title: page.freeze_panes for page in book.worksheets}
    assert frozen == {"Summary": "B6", "Results": "C6", "Timeline": "B6", "Definitions": "C6"}
    assert sheet(book, "Timeline").auto_filter.ref == "A5:R12"
    assert sheet(book, "Results").auto_filter.ref == "A5:G15"


def test_every_page_is_a4_across_and_repeats_its_head() -> None:
    for page in opened(report_xlsx(WITH_A_GAP)).worksheets:
        assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
        assert page.page_setup.fitToWidth in (None, 1)
        assert page.print_title_rows == "$5:$5"


def test_figures_are_numbers_in_their_formats() -> None:
    page = sheet(opened(made()), "Summary")
    found = {str(row[0].value): row[1] for row in page.iter_rows(min_row=6, max_col=2)}
    for label, value, written in (
        ("Attempts", 3_123, "#,##0"),
        ("Call time", timedelta(seconds=296_040), "[h]:mm:ss"),
        ("Call time in seconds", 296_040, "#,##0"),
        ("Credits billed", 5462.185, "#,##0.0000"),
        ("Not attempted", 500, "#,##0"),
        ("Live answers", 1_298, "#,##0"),
        ("Live-answer rate", 0.425156, "0.0%"),
        ("Attempts per action", 1.098874, "0.00"),
        ("Credits per live answer", 4.2082, "#,##0.0000"),
    ):
        assert (label, found[label].value, found[label].number_format) == (label, value, written)
        assert found[label].data_type in ("n", "d")


def test_dates_are_dates_on_the_clocks_of_the_zone_with_their_offsets_beside() -> None:
    rows = {row["Figure"]: row for row in table(opened(made()), "Summary")}
    assert rows["Begin"]["Value"] == datetime(2026, 11, 17)  # noqa: DTZ001 - Excel knows no zones
    assert rows["Begin"]["Note"] == "2026-11-17T00:00:00-08:00"
    assert rows["Figures as of"]["Value"] == datetime(2026, 11, 23, 14, 32, 10)  # noqa: DTZ001
    assert rows["Time zone"]["Value"] == "America/Los_Angeles"


def test_an_id_is_text_so_that_no_digit_is_rounded() -> None:
    assert figures(opened(made(broadcast_id=2**63 - 1)))["Broadcast ID"] == "9223372036854775807"


def test_what_cannot_be_given_is_empty_and_says_why() -> None:
    rows = {row["Figure"]: row for row in table(opened(made(CALLFIRES_OWN)), "Summary")}
    rate = rows["Credits per action"]
    assert (rate["Value"], rate["Note"]) == (None, "n/a: no actions placed yet")
    rows = {row["Figure"]: row for row in table(opened(made(NOTHING_REPORTED)), "Summary")}
    for label in ("Attempts", "Credits billed", "Finished", "Live answers"):
        assert (rows[label]["Value"], rows[label]["Note"]) == (
            None,
            "n/a: not reported by CallFire",
        )


def test_figures_of_the_other_kind_of_broadcast_are_left_out() -> None:
    assert "Live-answer rate" not in figures(opened(made(TEXTS)))
    assert figures(opened(made(TEXTS)))["Texts sent"] == 360
    assert "Texts sent" not in figures(opened(made(VOICE)))


def test_an_amount_of_more_digits_than_excel_keeps_is_also_written_digit_for_digit() -> None:
    amount = Decimal("9999999999999999.99")
    stats = BroadcastStats(UsageStats(billed_amount=amount))
    book = opened(
        report_xlsx(Contents(report_of(stats, WEEK), series_of(WEEK, "day", *[stats] * 7)))
    )
    (row,) = [row for row in table(book, "Summary") if row["Figure"] == "Credits billed"]
    assert row["Value"] == 1e16
    assert "Exactly 9999999999999999.99; Excel keeps 15 digits of a number." in row["Note"]
    assert {row["Credits, every digit"] for row in table(book, "Timeline")[:7]} == {str(amount)}


def test_results_have_a_row_a_code_and_their_sums_as_values() -> None:
    rows = table(opened(made()), "Results")
    first, *_others, sums = rows
    assert first == {
        "Code": "LA",
        "Result": "Live answer",
        "Group": "Reached",
        "Attempts": 1_207,
        "Actions": 1_201,
        "Of tried": 0.395349,
        "What it means": words.result_meaning("LA"),
    }
    assert [row["Attempts"] for row in rows[:-1]] == sorted(
        (row["Attempts"] for row in rows[:-1]), reverse=True
    )
    assert (sums["Code"], sums["Attempts"], sums["Actions"]) == ("All results", 3_214, 2_933)


def test_without_a_result_it_is_said() -> None:
    book = opened(made(CALLFIRES_OWN))
    assert [row["What it means"] for row in table(book, "Results")] == ["No result has come back."]
    assert parts(made(CALLFIRES_OWN), r"xl/charts/.*") == {}


def test_a_missing_bucket_is_empty_and_hatched_and_counted_above() -> None:
    book = opened(report_xlsx(WITH_A_GAP))
    page = sheet(book, "Timeline")
    assert page["A4"].value == ("1 of 7 days are missing; their rows are empty, which is not 0.")
    rows = table(book, "Timeline")
    gap = rows[1]
    assert gap["State"] == "missing"
    filled = {key for key, value in gap.items() if value is not None}
    assert filled == {
        *("Day", "Begin (America/Los_Angeles)", "End (America/Los_Angeles)"),
        *("State", "Begin, ISO 8601"),
    }
    assert {cell.fill.patternType for cell in page[7]} == {"lightUp"}
    assert (rows[-1]["Day"], rows[-1]["Attempts"], rows[-1]["Credits"]) == ("All known", 360, 369)


def test_a_bucket_has_counts_by_group_and_code_and_a_rate() -> None:
    row = table(opened(report_xlsx(WITH_A_GAP)), "Timeline")[0]
    assert row["Day"] == "Tue 17 Nov"
    assert row["Begin (America/Los_Angeles)"] == datetime(2026, 11, 17)  # noqa: DTZ001
    assert row["Begin, ISO 8601"] == "2026-11-17T00:00:00-08:00"
    assert (row["Reached"], row["Missed"], row["Live answer (LA)"], row["Busy (BUSY)"]) == (
        *(20, 40, 20, 40),
    )
    assert (row["Live-answer rate"], row["Credits"]) == (0.333333, 61.5)
    assert (row["Call time"], row["Call time in seconds"]) == (timedelta(hours=1), 3_600)


def test_the_two_same_hours_of_an_autumn_night_are_told_apart() -> None:
    now = datetime(2026, 11, 2, 12, tzinfo=UTC)
    day = resolve(begin="2026-11-01", end="2026-11-01", zone=LOS_ANGELES, now=now)
    contents = Contents(report_of(VOICE, day), series_of(day, "hour", *[DAY] * 25))
    rows = table(opened(report_xlsx(contents)), "Timeline")[:-1]
    assert len(rows) == 25
    first, second = rows[1], rows[2]
    begin = "Begin (America/Los_Angeles)"
    assert first[begin] == second[begin] == datetime(2026, 11, 1, 1)  # noqa: DTZ001
    assert first["Hour"] != second["Hour"]
    assert [row["Begin, ISO 8601"] for row in (first, second)] == [
        "2026-11-01T01:00:00-07:00",
        "2026-11-01T01:00:00-08:00",
    ]


def test_a_timeline_that_cannot_be_had_says_why_and_the_rest_stands() -> None:
    book = opened(report_xlsx(replace(WITH_A_GAP, series=None, series_problem="Too many.")))
    assert sheet(book, "Timeline")["A4"].value == "Too many."
    assert figures(book)["Attempts"] == 3_123


def test_a_timeline_without_buckets_says_so() -> None:
    book = opened(made(NOTHING_REPORTED, ALL))
    assert sheet(book, "Timeline")["A4"].value == "No activity is known."


def test_older_figures_say_why_on_the_sheets_that_hold_them() -> None:
    report = report_of(VOICE, WEEK, freshness=Freshness.STALE)
    contents = Contents(report, WITH_A_GAP.series, problem="CallFire is busy.")
    book = opened(report_xlsx(contents))
    for name in ("Summary", "Results"):
        assert sheet(book, name)["A4"].value == (
            "Could not refresh: CallFire is busy. These are the figures of "
            "Mon 23 Nov 2026 14:32:10."
        )
    assert figures(book)["Freshness"] == "older figures"


def test_definitions_explain_every_figure_and_every_code_in_the_words_of_the_page() -> None:
    unknown = BroadcastStats(results=results(WAP=3))
    rows = {row["Key in CSV and JSON"]: row for row in table(opened(made(unknown)), "Definitions")}
    meaning = "How it is worked out, or what it means"
    for key, each in DERIVED.items():
        assert (rows[key]["Name"], rows[key][meaning]) == (str(each.label), str(each.meaning))
        assert rows[key]["Unit or group"]
    for name in (*KNOWN, "WAP"):
        assert rows[name][meaning].startswith(words.result_meaning(name))
    assert rows["XFER_LEG"][meaning].endswith("Not among the tried attempts.")
    assert {"attempts", "billed_amount", "retry_wait", "share", "missing"} <= set(rows)


def test_the_demo_says_so_on_every_sheet_and_nothing_else_does(settings: Settings) -> None:
    for is_demo in (True, False):
        settings.DEMO = is_demo
        for page in opened(report_xlsx(WITH_A_GAP)).worksheets:
            said = str(page["A3"].value)
            assert said.startswith("Demo data: these numbers come from") == is_demo


@pytest.mark.parametrize(
    "name",
    [
        '=HYPERLINK("http://example.com","x")',
        *("+1+1", "-2", "@SUM(A1)", "  =1", "http://example.com/", "internal:A1", "123", "1e3"),
    ],
)
def test_a_name_is_text_whatever_it_looks_like(name: str) -> None:
    file = made(name=name, stats=BroadcastStats(results=results(**{name: 3})))
    book = opened(file)
    (row,) = [row for row in table(book, "Summary") if row["Figure"] == "Broadcast ID"]
    assert row["Note"] == name
    assert {cell.data_type for cell in cells(book)} <= {"s", "n", "d"}
    assert "<f>" not in "".join(parts(file, r"xl/worksheets/.*").values())
    assert "hyperlink" not in "".join(parts(file, r"xl/worksheets/.*").values())


def test_what_xml_cannot_carry_is_replaced_and_lines_are_joined() -> None:
    book = opened(made(name="a\x00b\x1f\ud800\ufffe\nc & <d> _x0041_ Grüße 😀"))
    (row,) = [row for row in table(book, "Summary") if row["Figure"] == "Broadcast ID"]
    assert row["Note"] == "a\ufffdb\ufffd\ufffd\ufffd c & <d> _x0041_ Grüße 😀"


def test_a_long_name_spoils_nothing() -> None:
    book = opened(made(name="x" * 40_000))
    assert str(sheet(book, "Summary")["A1"].value) == "x" * 32_767
    assert len(book.properties.title or "") == 200


def test_the_file_says_what_it_is_of() -> None:
    said = opened(made()).properties
    assert said.title == "Autumn · Broadcast 135"
    assert said.subject is not None
    assert "Tue 17 Nov 2026 00:00" in said.subject
    assert "GetBroadcastStats" in (said.description or "")
    assert said.created == AS_OF.replace(tzinfo=None)


def test_the_same_figures_give_the_same_bytes() -> None:
    assert report_xlsx(WITH_A_GAP) == report_xlsx(WITH_A_GAP)


def test_charts_are_drawn_from_the_cells_with_the_colours_of_the_groups() -> None:
    over_time, by_result = parts(report_xlsx(WITH_A_GAP), r"xl/charts/chart\d\.xml").values()
    assert '<c:grouping val="stacked"/>' in over_time
    found = re.findall(r"<c:f>([^<]+)</c:f>", over_time)
    assert found == [
        *("Timeline!$J$5", "Timeline!$A$6:$A$12", "Timeline!$J$6:$J$12"),
        *("Timeline!$K$5", "Timeline!$A$6:$A$12", "Timeline!$K$6:$K$12"),
    ]
    assert re.findall(r'<c:spPr><a:solidFill><a:srgbClr val="(\w+)"', over_time)[:2] == [
        *("019070", "C68303"),
    ]
    assert re.findall(r"<c:f>([^<]+)</c:f>", by_result) == [
        *("Results!$D$5", "Results!$B$6:$B$15", "Results!$D$6:$D$15"),
    ]
    page = sheet(opened(report_xlsx(WITH_A_GAP)), "Timeline")
    assert (page["J5"].value, page["K5"].value) == ("Reached", "Missed")


def test_attempts_stand_by_themselves_where_no_result_came() -> None:
    alone = BroadcastStats(UsageStats(attempts=3))
    contents = Contents(report_of(alone, WEEK), series_of(WEEK, "day", *[alone] * 7))
    (chart,) = parts(report_xlsx(contents), r"xl/charts/chart\d\.xml").values()
    assert "Timeline!$E$6:$E$12" in chart


@hypothesis_settings(max_examples=15)
@given(broadcast_stats(), st.sampled_from(["UTC", "Asia/Kathmandu", "Pacific/Apia"]))
def test_any_document_makes_a_workbook_that_can_be_read(stats: BroadcastStats, zone: str) -> None:
    period = resolve(begin="2026-11-17", end="2026-11-18", zone=ZoneInfo(zone), now=AS_OF)
    contents = Contents(report_of(stats, period), series_of(period, "day", stats, None))
    book = opened(report_xlsx(contents))
    attempts = figures(book)["Attempts"]
    usage = stats.usage or UsageStats()
    # A number of more digits than Excel keeps is text.
    assert (None if attempts is None else int(attempts)) == usage.attempts
    rows = table(book, "Results")[:-1] if stats.results else []
    sent = sorted(str(stat.attempts) for stat in stats.results)
    assert sorted(str(row["Attempts"]) for row in rows) == sent
    assert {cell.data_type for cell in cells(book)} <= {"s", "n", "d"}
