"""Every figure has one definition, in words of its own."""

import re
from dataclasses import fields

import pytest

from dashboard import alert_kinds, definitions
from stats.alerts.kinds import NAMES
from stats.broadcast_stats import ActionStatistics, UsageStats
from stats.metrics import KEYS
from stats.results import KNOWN

ALL = {
    key: each for section in definitions.SECTIONS.values() for key, each in section.figures.items()
}


def test_every_derived_figure_is_defined_in_the_order_of_the_exports_and_nothing_else() -> None:
    assert list(definitions.DERIVED) == list(KEYS)


def test_every_figure_that_callfire_reports_is_defined_under_its_name_in_exports() -> None:
    assert set(definitions.USAGE) == {field.name for field in fields(UsageStats)}
    assert set(definitions.STATUSES) == {
        "all_actions",
        *(field.name for field in fields(ActionStatistics)),
    }


@pytest.mark.parametrize("key", ALL)
def test_every_definition_is_a_sentence_and_what_it_is_in(key: str) -> None:
    defined = ALL[key]
    assert str(defined.label)
    for text in (str(defined.meaning), str(defined.example)):
        assert not text or re.fullmatch(r"[A-Z0-9].*\.", text, re.DOTALL)
    assert not str(defined.unit).endswith(".")


def test_no_two_figures_are_called_alike() -> None:
    labels = [str(each.label) for each in ALL.values()]
    assert len(set(labels)) == len(labels)


def test_no_two_anchors_are_alike() -> None:
    anchors = [*definitions.anchors(), *KNOWN, "codes"]
    assert len(set(anchors)) == len(anchors)


def test_what_every_kind_of_alert_rests_on_is_defined() -> None:
    assert set(alert_kinds.FIGURES) == set(NAMES)
    assert set(alert_kinds.FIGURES.values()) <= set(ALL)
