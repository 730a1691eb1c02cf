"""The promises of docs/estimates.md on a few campaigns; `make bench-forecast` has many."""

from itertools import chain
from statistics import mean, median

import pytest

from simulator.history import History
from stats.counts import attempts_of
from tests.bench import forecast
from tests.bench.campaigns import ANCHOR, KINDS, campaign
from tests.bench.measured import evenings, guesses, rests, stalls, watched
from tests.bench.tables import written

SEEDS = (2_000, 2_001)
EACH = [(kind, seed) for kind in KINDS for seed in SEEDS]


def test_the_range_holds_the_true_dialing_time_left() -> None:
    found = [
        guess
        for guess in chain.from_iterable(guesses(*each) for each in EACH)
        if guess.knows_hours and guess.knows_plan and guess.refused is None
    ]
    assert len(found) > 60
    assert mean(guess.is_held for guess in found) > 0.75
    assert median(guess.error for guess in found if guess.part == forecast.HALF) < 0.2


def test_the_rest_costs_and_brings_what_was_said() -> None:
    found = list(chain.from_iterable(rests(*each) for each in EACH))
    assert mean(rest.credits for rest in found if rest.credits is not None) > 0.75
    assert mean(rest.live_answers for rest in found if rest.live_answers is not None) > 0.75


@pytest.mark.parametrize("kind", ["several days", "huge, by thousands"])
def test_no_evening_is_called_a_stall(kind: str) -> None:
    found = list(evenings(kind, SEEDS[0]))
    assert found
    assert all(rest.delay is None for rest in found)


@pytest.mark.parametrize("kind", ["several days", "a storm of failures"])
def test_every_stall_is_called_within_half_an_hour(kind: str) -> None:
    delays = [stop.delay for seed in SEEDS for stop in stalls(kind, seed)]
    assert delays
    assert all(delay is not None and delay.seconds <= 1_800 for delay in delays)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_looked_at_is_what_the_simulator_answers(kind: str) -> None:
    seen = watched(kind, SEEDS[0])
    history = History(campaign(kind, SEEDS[0]), ANCHOR)
    at = seen.next_look(seen.at_part(0.6))
    now, figures = int(at.timestamp()), history.figures(None, None, int(at.timestamp()))
    stats, standing = seen.until(at)[-1].stats, history.standing(now)
    assert stats.usage is not None
    assert stats.action_statistics is not None
    assert (stats.usage.attempts, stats.usage.actions) == (figures.attempts, figures.actions)
    assert stats.usage.billed_amount is not None
    assert stats.usage.billed_amount * 10_000 == figures.credits
    assert {one.name: one.attempts for one in figures.results} == {
        one.result: attempts_of(stats, [one.result]) for one in stats.results
    }
    assert stats.action_statistics.unattempted == standing.unattempted
    assert stats.action_statistics.retry_wait == standing.retry_wait
    assert stats.action_statistics.finished == standing.finished


def test_the_figures_go_between_the_markers_of_the_document() -> None:
    document = forecast.DOCUMENT.read_text("utf-8")
    text = written(document, "figures of today", forecast.BEGIN)
    assert "figures of today" in text
    assert written(text, "others", forecast.BEGIN) == written(document, "others", forecast.BEGIN)
    with pytest.raises(ValueError, match="no markers"):
        written("a document without them", "figures", forecast.BEGIN)
