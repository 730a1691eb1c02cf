"""A workbook's colours are those of the pages."""

from pathlib import Path

from dashboard.workbook.looks import GROUP_COLOURS
from tests import colours

CSS = Path("static/css/tokens.css")


def test_a_group_of_results_has_the_colour_that_it_has_on_light_pages() -> None:
    tokens = colours.tokens(CSS.read_text(encoding="utf-8"), "light")
    of_workbook = {group: colours.linear(text) for group, text in GROUP_COLOURS.items()}
    assert of_workbook == {group: tokens[group] for group in GROUP_COLOURS}
