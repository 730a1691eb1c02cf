"""The promise of docs/best-time.md on 1,000 made-up cases; `tests.bench.best_time` has more."""

import pytest

from tests.bench.best_time import BEGIN, DOCUMENT, MOST, case
from tests.bench.dialed import KINDS, Kind
from tests.bench.tables import written

SEEDS = range(200)  # of each of five kinds


def test_there_are_a_thousand_cases_without_a_best_time() -> None:
    assert len(SEEDS) * len(KINDS) == 1_000


@pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
def test_hours_stand_out_where_there_are_none_in_at_most_one_of_ten(kind: Kind) -> None:
    told = [case(kind, seed, above=0.0).is_told for seed in SEEDS]
    assert sum(told) <= MOST * len(told)


@pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
def test_hours_that_are_ten_points_better_are_mostly_found_and_rightly(kind: Kind) -> None:
    found = [case(kind, seed, above=0.10) for seed in range(40)]
    told = [one for one in found if one.is_told]
    assert len(told) >= 0.4 * len(found)
    assert sum(one.is_right for one in told) >= 0.9 * len(told)


def test_the_figures_go_between_the_markers_of_the_document() -> None:
    document = DOCUMENT.read_text("utf-8")
    text = written(document, "figures of today", BEGIN)
    assert "figures of today" in text
    assert written(text, "others", BEGIN) == written(document, "others", BEGIN)
