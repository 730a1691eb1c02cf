"""The colours of the site: groups that nobody confuses, and parts of charts that everybody sees."""

from itertools import combinations
from pathlib import Path
from typing import Final, get_args

import pytest

from dashboard.charts import STACKED
from tests.colours import EYES, Theme, contrast, difference, lab, linear, seen_by, tokens

CSS: Final = (Path(__file__).parent.parent / "static/css/tokens.css").read_text()
THEMES: Final = get_args(Theme)
# Between any two groups of a stack, whoever looks: far beyond what can just be told apart (about
# 2 side by side), since a thin bar lies far from its entry in the legend.
LEAST_DIFFERENCE: Final = 14.5
LEAST_CONTRAST: Final = 3  # WCAG 1.4.11, of what is needed to read a picture


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("eyes", EYES)
def test_no_two_groups_of_a_stack_look_alike_to_anybody(theme: Theme, eyes: str) -> None:
    found = tokens(CSS, theme)
    seen = {group: seen_by(eyes, found[group]) for group in STACKED}
    near = {
        pair: round(apart, 1)
        for pair in combinations(STACKED, 2)
        if (apart := difference(*(seen[group] for group in pair))) < LEAST_DIFFERENCE
    }
    assert near == {}


@pytest.mark.parametrize("theme", THEMES)
def test_bars_and_lines_stand_out_from_what_they_are_drawn_on(theme: Theme) -> None:
    found = tokens(CSS, theme)
    drawn = (*STACKED, "pending", "leg", "accent", "edge", "done")
    faint = {
        name: round(contrast(found[name], found["surface"]), 2)
        for name in drawn
        if contrast(found[name], found["surface"]) < LEAST_CONTRAST
    }
    assert faint == {}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("eyes", EYES)
def test_the_three_steps_of_progress_are_told_apart_by_their_lightness(
    theme: Theme, eyes: str
) -> None:
    found = tokens(CSS, theme)
    done, waiting, todo = (seen_by(eyes, found[step])[0] for step in ("done", "waiting", "todo"))
    assert abs(done - waiting) > LEAST_DIFFERENCE
    assert abs(waiting - todo) > LEAST_DIFFERENCE


def test_colours_are_read_from_a_dark_block_and_from_pairs_alike() -> None:
    block = "--a: #fff; --n: 2rem; @media (prefers-color-scheme: dark) { --a: #000000; }"
    pair = "--a: light-dark(#fff, #000);"
    for css in (block, pair):
        assert tokens(css, "light") == {"a": linear("#ffffff")}
        assert tokens(css, "dark") == {"a": linear("#000")}


# From the table of Sharma, Wu and Dalal: pairs that a wrong implementation gets wrong.
@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, -1, 2), (50, 0, 0), 2.3669),
        ((50, 2.49, -0.001), (50, -2.49, 0.0011), 7.2195),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((50, 2.5, 0), (58, 24, 15), 19.4535),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_differences_are_those_of_the_published_table(
    one: tuple[float, float, float], other: tuple[float, float, float], apart: float
) -> None:
    assert difference(one, other) == pytest.approx(apart, abs=0.0001)


def test_black_and_white_are_as_far_apart_as_can_be() -> None:
    white, black = linear("#fff"), linear("#000")
    assert contrast(white, black) == pytest.approx(21)
    assert difference(lab(white), lab(black)) == pytest.approx(100)
