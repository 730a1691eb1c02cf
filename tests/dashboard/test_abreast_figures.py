"""The table of figures and the bars of shares: of columns made by hand."""

from dataclasses import replace
from decimal import Decimal

import pytest

from dashboard import abreast_figures
from stats.abreast import Column
from stats.callfire.errors import NotFound
from tests.stats.test_abreast import HIGH, LOW, SHORT

FAILED: Column = replace(LOW, report=None, series=None, problem=NotFound(), is_complete=False)


def cells(label: str, *columns: Column) -> list[abreast_figures.Cell | None]:
    (row,) = [row for row in abreast_figures.rows(columns) if row.label == label]
    return list(row.cells)


def test_the_best_and_the_worst_rate_are_marked_and_have_their_intervals() -> None:
    low, high = cells("Live-answer rate", LOW, HIGH)
    assert low
    assert high
    assert (low.mark, high.mark) == ("worst", "best")
    assert low.text == "20.8%"
    assert low.interval == "18.2 to 23.4"
    (short,) = cells("Live-answer rate", SHORT)
    assert short
    assert (short.mark, short.interval) == (None, "")


def test_one_that_failed_has_a_column_without_figures() -> None:
    assert [cell is None for cell in cells("Attempts", LOW, FAILED)] == [False, True]
    assert [cell is None for cell in cells("Finished now", FAILED, LOW)] == [True, False]


def test_calls_alone_have_no_rows_of_texts() -> None:
    labels = {str(row.label) for row in abreast_figures.rows([LOW, HIGH])}
    assert "Live answers" in labels
    assert labels.isdisjoint({"Texts sent", "Sent rate", "Replies"})


def test_the_parts_of_a_bar_follow_each_other_and_make_up_all_of_it() -> None:
    low, high = abreast_figures.shares([LOW, FAILED, HIGH])
    for bar in (low, high):
        parts = bar["parts"]
        assert sum((part.share for part in parts), Decimal(0)) == pytest.approx(1, abs=0.00001)
        x = 0.0
        for part in parts:
            assert part.x == pytest.approx(x, abs=0.05)
            x = part.x + part.width
        assert x == pytest.approx(abreast_figures.LONGEST, abs=0.1)
        tried = sum(part.attempts for part in parts)
        assert [part.share for part in parts] == [
            pytest.approx(Decimal(part.attempts) / tried, abs=Decimal("0.00001")) for part in parts
        ]


def test_a_result_that_came_to_one_of_them_has_a_row() -> None:
    found = abreast_figures.results([LOW, FAILED, HIGH])
    assert [row["result"] for row in found] == ["LA", "NO_ANS", "CARRIER_ERROR"]
    low, failed, high = found[-1]["cells"]
    assert (low["attempts"], failed, high["attempts"]) == (0, None, 66)
