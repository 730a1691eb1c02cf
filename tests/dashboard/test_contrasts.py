"""Differences in words, with their numbers as people read them."""

from dataclasses import replace

import pytest

from dashboard import contrasts
from stats.abreast import Contrast
from stats.abreast import contrasts as contrasts_of
from stats.callfire.errors import NotFound
from stats.metrics import RateKey
from tests.stats.test_abreast import HIGH, LOW, SHORT

SPRING = replace(LOW, broadcast=replace(LOW.broadcast, name="Spring reminder"))


def said(
    by: float, interval: tuple[float, float] | None, rate: RateKey = "live_answer_rate"
) -> str:
    return contrasts.sentence(Contrast(rate, HIGH, SPRING, by, interval))


@pytest.mark.parametrize(
    ("by", "interval", "rate", "sentence"),
    [
        (
            0.062,
            (0.028, 0.096),
            "live_answer_rate",
            "6.2 points more live answers than Spring reminder (2.8 to 9.6)",
        ),
        (
            -0.062,
            (-0.096, -0.028),
            "live_answer_rate",
            "6.2 points fewer live answers than Spring reminder (2.8 to 9.6)",
        ),
        (
            0.0055,
            (-0.019, 0.03),
            "live_answer_rate",
            "Live answers: no difference to be seen (-1.9 to 3.0)",
        ),
        (
            0.01,
            (0.001, 0.019),
            "error_rate",
            "1.0 point more errors than Spring reminder (0.1 to 1.9)",
        ),
        (
            -0.02,
            (-0.03, -0.01),
            "sent_rate",
            "2.0 points fewer texts sent than Spring reminder (1.0 to 3.0)",
        ),
        (0.0, (-0.0001, 0.0001), "error_rate", "Errors: no difference to be seen (0.0 to 0.0)"),
    ],
)
def test_a_difference_is_said_with_its_interval_in_points(
    by: float, interval: tuple[float, float], rate: RateKey, sentence: str
) -> None:
    assert said(by, interval, rate) == sentence


def test_under_ten_hours_it_says_so() -> None:
    (live, _) = contrasts_of(SHORT, SPRING)
    assert contrasts.sentence(live).endswith(
        "live answers than Spring reminder; "
        "no interval, as No. 3 had attempts in 9 hours and 10 are needed"
    )


def test_the_first_is_held_against_each_other_one_and_no_cause_is_named() -> None:
    found = contrasts.of([HIGH, SPRING, SHORT])
    assert found["first"] == "No. 2"
    assert [each["name"] for each in found["others"]] == ["Spring reminder", "No. 3"]
    assert found["warnings"] == []
    assert "because" not in str(found)


def test_where_nothing_can_be_said_it_says_why() -> None:
    assert LOW.series
    slots = (*LOW.series.slots[:-1], replace(LOW.series.slots[-1], state="missing", stats=None))
    partly = replace(LOW, series=replace(LOW.series, slots=slots), is_complete=False)
    assert contrasts.sentences(HIGH, partly) == [
        "Said once all hours are here, by which it is reckoned."
    ]
    failed = replace(LOW, report=None, series=None, problem=NotFound(), is_complete=False)
    assert contrasts.sentences(HIGH, failed) == ["Nothing can be said: not all of it could be had."]
    nothing = replace(LOW, series=replace(LOW.series, slots=()))
    assert contrasts.sentences(HIGH, nothing) == [
        "Nothing can be said: there is no rate that both have."
    ]
