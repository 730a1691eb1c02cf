"""The best time in words, and its section as a page gets it."""

from datetime import UTC, datetime, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from django.template.loader import render_to_string

from dashboard import best_time
from stats.best_time import best
from stats.best_time.best import BestTime, WhyNot
from stats.best_time.block import Block, Measured
from stats.best_time.cells import Hour, cells_of
from stats.spread import Rate
from tests.stats.best_time.weeks import dialed, in_the_evening

UTC_ZONE = ZoneInfo("UTC")


def measured(part: int = 290, others: int = 2_400) -> Measured:
    """A rate from 26 to 32 out of 100, by the days of Tuesday to Thursday."""
    rate = Rate(part, 1_000, 12, 0.0136**2, 11.0)
    return Measured(Block(1, 3, 17, 19), rate, Rate(others, 10_000, 14, 0.0, 13.0), (0.02, 0.08))


def said(found: Measured | None, why_not: WhyNot | None = None, days: int = 28) -> str:
    return best_time.sentence(BestTime(UTC_ZONE, cells_of({}), days, found, why_not))


def test_the_sentence_says_when_how_much_and_how_it_was_measured() -> None:
    assert said(measured()) == (
        "Tue to Thu 17 to 19 h: 29% (26 to 32), other hours 24%, on days not used to pick them."
    )


def test_rates_that_look_alike_get_a_decimal() -> None:
    assert said(measured(part=293, others=2_891)) == (
        "Tue to Thu 17 to 19 h: 29.3% (26.3 to 32.3), other hours 28.9%, on days not used to pick "
        "them."
    )


@pytest.mark.parametrize(
    ("block", "words"),
    [
        (Block(1, 3, 17, 19), "Tue to Thu 17 to 19 h"),
        (Block(0, 0, 9, 10), "Mon 9 to 10 h"),
        (Block(0, 6, 20, 24), "Every day 20 to 24 h"),
    ],
)
def test_days_and_hours_are_ranges(block: Block, words: str) -> None:
    assert best_time.when(block) == words


@pytest.mark.parametrize("why_not", get_args(WhyNot))
def test_every_reason_for_no_sentence_is_one(why_not: WhyNot) -> None:
    sentence = said(None, why_not, days=9)
    assert sentence.startswith("No ")
    assert sentence.endswith(".")
    assert "%" not in sentence


def test_too_few_days_are_counted() -> None:
    assert "calls on 9 of the 14 days needed" in said(None, "too_few_days", days=9)


def section(hours: list[Hour], zone: ZoneInfo = UTC_ZONE) -> str:
    context = {"best_time": best_time.of(best.best_time(hours, zone))}
    return " ".join(render_to_string("portfolio/_best_time.html", context).split())


def test_the_section_is_a_picture_and_a_table_of_the_hours_called() -> None:
    html = section(dialed(28, in_the_evening), ZoneInfo("America/Los_Angeles"))
    assert "America/Los_Angeles" in html
    assert '<th scope="row">01:00</th>' in html
    assert '<th scope="row">00:00</th>' not in html
    assert html.count('scope="row"') == 12 + 7 * 12
    assert "heat--5 sure--" in html
    assert html.count("stands out") >= 6
    assert '<th scope="row">Tue 09:00</th> <td class="number">400</td>' in html
    assert "style=" not in html


def test_cells_are_paler_where_less_is_known_and_blank_where_next_to_nothing_is() -> None:
    begin = datetime(2026, 11, 2, 9, tzinfo=UTC)
    hours = [
        Hour(begin + timedelta(weeks=week, hours=hour), tried, tried // 4)
        for hour, tried in enumerate((4, 40, 4_000))
        for week in range(4)
    ]
    rows = best_time.of(best.best_time(hours, UTC_ZONE))["rows"]
    first, second, third = (row["cells"][0] for row in rows)
    assert first == {"is_blank": True, "is_called": True}
    assert (second["strength"], third["strength"]) == ("2", "4")
    assert rows[0]["cells"][1] == {"is_blank": True, "is_called": False}


def test_without_kept_hours_the_section_says_how_they_come() -> None:
    html = section([])
    assert "No hours are kept here." in html
    assert "<table" not in html


def test_without_any_rate_there_is_no_empty_picture() -> None:
    html = section([Hour(datetime(2026, 11, 2, 9, tzinfo=UTC), 20, 5)])
    assert "calls on 1 of the 14 days needed" in html
    assert "<table" not in html
