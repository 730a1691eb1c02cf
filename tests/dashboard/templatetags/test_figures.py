from decimal import Decimal

import pytest

from dashboard.templatetags import figures
from stats.broadcast_stats import BroadcastStats, ResultStat, UsageStats
from stats.metrics import metrics


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (11_980, "11,980"), (3_000_000_000, "3,000,000,000")]
)
def test_a_count_is_written_in_full(value: int, text: str) -> None:
    assert figures.count(value) == text


@pytest.mark.parametrize(
    "write",
    [
        figures.count,
        figures.percent,
        figures.ratio,
        figures.credits_exact,
        figures.credits_short,
        figures.cost,
        figures.cost_exact,
        figures.duration,
        figures.tile_count,
        figures.tile_credits,
        figures.tile_duration,
    ],
)
def test_what_is_not_given_is_never_a_zero(write: object) -> None:
    assert callable(write)
    assert write(None) == "n/a"


@pytest.mark.parametrize(
    ("fraction", "places", "text"),
    [
        ("0.390115", 1, "39.0%"),
        ("0", 1, "0.0%"),
        ("1", 1, "100.0%"),
        ("1.5", 0, "150%"),
        ("-0.032", 1, "-3.2%"),
        ("12.5", 1, "1,250.0%"),
    ],
)
def test_a_fraction_is_written_as_a_percentage(fraction: str, places: int, text: str) -> None:
    assert figures.percent(Decimal(fraction), places) == text


@pytest.mark.parametrize(
    ("fraction", "places", "text"),
    [
        ("0.000158", 1, "<0.1%"),
        ("-0.0001", 1, "-0.1%"),
        ("0.9999", 1, ">99.9%"),
        ("0.997", 0, ">99%"),
        ("0.001", 0, "<1%"),
    ],
)
def test_a_percentage_looks_like_all_or_nothing_only_where_it_is(
    fraction: str, places: int, text: str
) -> None:
    assert figures.percent(Decimal(fraction), places) == text


@pytest.mark.parametrize(
    ("amount", "exact", "short"),
    [
        ("5462.0", "5,462.0", "5,462.0"),
        ("871.45", "871.45", "871.45"),
        ("12", "12", "12.0"),
        ("0.123456", "0.123456", "0.12"),
        ("1.2E+3", "1,200", "1,200.0"),
        ("-3.5", "-3.5", "-3.5"),
    ],
)
def test_credits_are_exact_in_tables_and_short_elsewhere(
    amount: str, exact: str, short: str
) -> None:
    assert figures.credits_exact(Decimal(amount)) == exact
    assert figures.credits_short(Decimal(amount)) == short


@pytest.mark.parametrize(
    ("value", "text"),
    [("1.2026", "1.20"), ("14.0773", "14.08"), ("0.0312", "0.0312"), ("0", "0.00")],
)
def test_a_small_cost_keeps_the_places_that_tell_it_from_nothing(value: str, text: str) -> None:
    assert figures.cost(Decimal(value)) == text


def test_a_cost_in_a_table_has_its_four_places() -> None:
    assert figures.cost_exact(Decimal("1.2")) == "1.2000"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"),
        (37, "37 s"),
        (Decimal("36.6"), "37 s"),
        (245, "4 m 05 s"),
        (3599, "59 m 59 s"),
        (296_040, "82 h 14 m"),
        (4_320_120, "1,200 h 02 m"),
        (-90, "-1 m 30 s"),
    ],
)
def test_a_duration_is_written_as_people_speak_of_it(seconds: int | Decimal, text: str) -> None:
    assert figures.duration(seconds) == text


def test_a_tile_writes_a_count_in_full_up_to_a_million() -> None:
    assert figures.tile_count(999_999) == "999,999"


@pytest.mark.parametrize(
    ("value", "short"),
    [(1_284_402, "1.28 <small>million</small>"), (-2_500_000_000, "-2.50 <small>billion</small>")],
)
def test_a_tile_shortens_what_finds_no_room_and_keeps_the_exact_number(
    value: int, short: str
) -> None:
    assert figures.tile_count(value) == f'<span title="{value:,}">{short}</span>'


def test_a_tile_keeps_the_digits_of_credits_that_it_does_not_show() -> None:
    assert figures.tile_credits(Decimal("5462.0")) == "5,462.0"
    assert figures.tile_credits(Decimal("0.1234")) == '<span title="0.1234">0.12</span>'
    assert "1.20 <small>million" in figures.tile_credits(Decimal("1200000.5"))


def test_a_tile_leaves_out_the_minutes_of_very_long_durations() -> None:
    assert figures.tile_duration(3_599_999) == "999 h 59 m"
    assert figures.tile_duration(4_320_120) == '<span title="1,200 h 02 m">1,200 h</span>'


def test_a_figure_that_is_not_given_has_its_reason_and_one_that_is_has_none() -> None:
    stats = BroadcastStats(
        usage=UsageStats(attempts=3, actions=2, billed_amount=Decimal("1.5")),
        results=(ResultStat("NO_ANS", 3, 2),),
    )
    assert figures.because(metrics(stats), "cost_per_live_answer") == "no live answers yet"
    assert figures.because(metrics(stats), "error_rate") == ""
