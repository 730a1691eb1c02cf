"""Whether intervals hold the truth as often as they say, over pairs whose truth is known.

Hours are unlike each other: their true rates vary by five points, and their attempts unequally.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Final

import pytest

from stats.spread import LEVEL, Rate, difference, rate_of

PAIRS: Final = 1_000
RATE: Final = 0.35
BETWEEN_HOURS: Final = 0.05  # the standard deviation of an hour's own rate
POINTS: Final = 0.04  # the true difference of every other pair
MEDIAN_ATTEMPTS: Final = 60  # in an hour; the middle two thirds go from 27 to 134
# How far the share of a thousand intervals may be from their level by chance: one time in a hundred
# thousand farther.
MARGIN: Final = 4.4 * math.sqrt(LEVEL * (1 - LEVEL) / PAIRS)


@dataclass(frozen=True, slots=True)
class Pair:
    one: Rate
    other: Rate
    truth: float


def hours(dice: Random, rate: float, number: int) -> Iterator[tuple[int, int]]:
    weight = rate * (1 - rate) / BETWEEN_HOURS**2 - 1
    for _ in range(number):
        own = dice.betavariate(rate * weight, (1 - rate) * weight)
        whole = max(1, round(dice.lognormvariate(math.log(MEDIAN_ATTEMPTS), 0.8)))
        yield sum(dice.random() < own for _ in range(whole)), whole


@lru_cache(maxsize=2)
def pairs(fewest: int, most: int) -> tuple[Pair, ...]:
    dice = Random(f"{fewest} to {most}")  # noqa: S311 - no secret
    found = []
    for number in range(PAIRS):
        truth = POINTS if number % 2 else 0.0
        one, other = (
            rate_of(hours(dice, rate, dice.randint(fewest, most))) for rate in (RATE + truth, RATE)
        )
        found.append(Pair(one, other, truth))
    return tuple(found)


def holds(pair: Pair) -> bool:
    interval = difference(pair.one, pair.other)
    assert interval is not None
    return interval[0] <= pair.truth <= interval[1]


def is_called_different_by_a_plain_test(pair: Pair) -> bool:
    """A test of two proportions: each attempt is a draw of its own."""
    both = (pair.one.part + pair.other.part) / (pair.one.whole + pair.other.whole)
    error = math.sqrt(both * (1 - both) * (1 / pair.one.whole + 1 / pair.other.whole))
    assert pair.one.share is not None
    assert pair.other.share is not None
    return abs(pair.one.share - pair.other.share) > 1.96 * error


@pytest.mark.parametrize(("fewest", "most"), [(10, 14), (12, 60)])
def test_of_a_thousand_intervals_as_many_hold_the_truth_as_they_say(fewest: int, most: int) -> None:
    found = pairs(fewest, most)
    share = sum(map(holds, found)) / PAIRS
    assert share == pytest.approx(LEVEL, abs=MARGIN)
    for truth in (0.0, POINTS):
        those = [pair for pair in found if pair.truth == truth]
        held = sum(map(holds, those)) / len(those)
        assert held == pytest.approx(LEVEL, abs=MARGIN * math.sqrt(2))


def test_a_plain_test_calls_equal_pairs_different_far_more_often() -> None:
    equal = [pair for pair in pairs(12, 60) if not pair.truth]
    by_attempts = sum(map(is_called_different_by_a_plain_test, equal)) / len(equal)
    by_hours = sum(not holds(pair) for pair in equal) / len(equal)
    assert by_attempts > 0.15
    assert by_attempts > 2.5 * by_hours


def test_a_true_difference_is_seen_far_more_often_than_none() -> None:
    found = pairs(12, 60)
    seen = {
        truth: sum((difference(pair.one, pair.other) or (0.0, 0.0))[0] > 0 for pair in those)
        for truth in (0.0, POINTS)
        for those in [[pair for pair in found if pair.truth == truth]]
    }
    assert seen[POINTS] > 8 * seen[0.0]


@pytest.mark.parametrize(("rate", "hours_of", "attempts"), [(0.01, 12, 5), (0.005, 24, 10)])
def test_rare_errors_in_few_attempts_are_seldom_called_another_rate(
    rate: float, hours_of: int, attempts: int
) -> None:
    dice = Random(f"rare {rate}")  # noqa: S311 - no secret
    called = 0
    for _ in range(PAIRS // 2):
        few, many = (
            rate_of((sum(dice.random() < rate for _ in range(whole)), whole) for _ in range(number))
            for number, whole in ((hours_of, attempts), (48, 200))
        )
        found = difference(few, many)
        assert found is not None
        called += not found[0] <= 0 <= found[1]
    assert called / (PAIRS // 2) <= 0.05 + MARGIN
