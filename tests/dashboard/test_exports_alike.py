import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from django.utils.translation.trans_real import DjangoTranslation
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from dashboard import charts, exports
from dashboard.exports import names
from stats.broadcast_stats import BroadcastStats
from stats.period import Period, resolve
from stats.results import KNOWN
from tests.dashboard.exported import (
    CODES,
    SUMMARY_COLUMNS,
    document,
    read,
    rows,
    summary,
)
from tests.stats.broadcast_stats_strategy import broadcast_stats
from tests.stats.examples import (
    ALL,
    AS_OF,
    LOS_ANGELES,
    VOICE,
    WEEK,
    report_of,
)

A_NUMBER = re.compile(r"(-?[0-9]+(\.[0-9]+)?)?")


@pytest.fixture
def other_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """A language in which every text but English is said in X."""
    original = DjangoTranslation.gettext

    def gettext(catalog: DjangoTranslation, text: str) -> str:
        said = str(original(catalog, text))
        return said if catalog.language() == "en" else "X" * len(said)

    monkeypatch.setattr(DjangoTranslation, "gettext", gettext)


def test_labels_and_decimal_points_are_english_whatever_the_language(other_language: None) -> None:
    report = report_of(VOICE, WEEK)
    english = exports.results_csv(report), exports.summary_csv(report), document(report)
    with translation.override("de"):
        assert translation.gettext("Live answer") == "X" * 11
        assert (exports.results_csv(report), exports.summary_csv(report), document(report)) == (
            english
        )


@pytest.mark.parametrize(
    ("period", "name"),
    [
        (WEEK, "broadcast-135-results-2026-11-17-2026-11-23.csv"),
        (ALL, "broadcast-135-results-all.csv"),
        (
            resolve(period="yesterday", zone=LOS_ANGELES, now=AS_OF),
            "broadcast-135-results-2026-11-22-2026-11-22.csv",
        ),
        (
            resolve(period="7d", zone=ZoneInfo("Asia/Tokyo"), now=AS_OF),
            "broadcast-135-results-2026-11-18-2026-11-24.csv",
        ),
        (
            resolve(begin="2026-11-17T08:30", end="2026-11-18T00:00", zone=LOS_ANGELES, now=AS_OF),
            "broadcast-135-results-2026-11-17-2026-11-17.csv",
        ),
    ],
)
def test_a_file_is_named_by_the_days_that_it_includes(period: Period, name: str) -> None:
    assert exports.file_name(135, period, "results") == name


def test_a_picture_is_named_by_its_chart_and_the_days_or_the_age_that_it_is_of() -> None:
    days = "2026-11-17-2026-11-23"
    assert names.pictures(135, WEEK) == {
        "when": f"broadcast-135-when-{days}.png",
        "results": f"broadcast-135-results-{days}.png",
        "progress": "broadcast-135-progress-all.png",
        "progress_of_period": f"broadcast-135-progress-{days}.png",
        "burn_down": "broadcast-135-left-all.png",
    }
    assert set(names.portfolio_pictures(WEEK).values()) == {
        f"portfolio-days-{days}.png",
        f"portfolio-results-{days}.png",
    }
    assert names.compare_pictures(WEEK, None)["when"] == f"compare-when-{days}.png"
    age = timedelta(minutes=200)
    assert names.compare_pictures(WEEK, age)["results"] == "compare-results-age-200-min.png"


def test_a_file_of_the_demo_says_so(settings: Settings) -> None:
    settings.DEMO = True
    assert exports.file_name(135, ALL, "summary") == "demo-broadcast-135-summary-all.csv"
    assert document(report_of())["demo"] is True
    assert ",".join(read(exports.summary_csv(report_of()))[0]) == SUMMARY_COLUMNS


@given(broadcast_stats())
def test_all_renderings_of_one_report_show_the_same_figures(stats: BroadcastStats) -> None:
    report = report_of(stats)
    table, wide, found = rows(exports.results_csv(report)), summary(report), document(report)
    chart = charts.of_results(report)

    def numbers(column: str) -> list[int | None]:
        return [int(row[column]) if row[column] else None for row in table]

    for column in ("attempts", "actions"):
        assert [row[column] for row in found["results"]] == numbers(column)
        columns = [wide[f"{code}_{column}"] for code in CODES]
        if stats.results and None not in numbers(column):
            assert sum(map(int, columns)) == sum(number or 0 for number in numbers(column))
    if chart:
        drawn = dict(zip(chart["codes"], chart["values"], strict=True))
        assert drawn == {row["result"]: row["attempts"] for row in found["results"]}
    for row, line in zip(found["results"], table, strict=True):
        assert row["share"] == (float(line["share"]) if line["share"] else None)
    for key in ("live_answers", "live_answer_rate", "cost_per_live_answer"):
        shown = found["metrics"][key]
        assert (None if shown is None else Decimal(str(shown))) == (
            Decimal(wide[key]) if wide[key] else None
        )
    usage = found["usage"] or dict.fromkeys(("attempts", "actions", "billed_amount"))
    for key, value in usage.items():
        assert wide[key] == ("" if value is None else str(value))


@given(broadcast_stats())
def test_every_number_in_a_csv_is_plain_digits(stats: BroadcastStats) -> None:
    wide = summary(report_of(stats))
    texts = {"broadcast_id", "name", "begin", "end", "fetched_at", "stale"}
    assert [key for key in wide if key not in texts and not A_NUMBER.fullmatch(wide[key])] == []
    for row in rows(exports.results_csv(report_of(stats))):
        assert A_NUMBER.fullmatch(row["share"])


@given(broadcast_stats(), st.datetimes(datetime(2000, 1, 2), datetime(2100, 1, 1)))  # noqa: DTZ001
def test_times_in_exports_are_instants_that_can_be_read_back(
    stats: BroadcastStats, seen: datetime
) -> None:
    at = seen.replace(tzinfo=UTC, microsecond=0)
    report = report_of(stats, WEEK, as_of=at)
    for text in (summary(report)["fetched_at"], document(report)["fetched_at"]):
        assert datetime.fromisoformat(text) == at
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", text)


def test_the_columns_by_code_are_those_of_all_known_codes() -> None:
    assert [*KNOWN, "OTHER"] == CODES
