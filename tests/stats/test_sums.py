from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats.broadcast_stats import BroadcastStats, ResultStat, UsageStats
from stats.results import ordered
from stats.sums import ADDITIVE, NO_ATTEMPTS, Difference, added, attempts_by_results, differences
from tests.stats.broadcast_stats_strategy import amounts, broadcast_stats, codes, counts
from tests.stats.examples import CALLFIRES_OWN, NOTHING_REPORTED, TEXTS, VOICE, results

NOTHING = BroadcastStats(usage=UsageStats(0, 0, Decimal(0), 0))
EMPTY = BroadcastStats(usage=UsageStats(0, 0, Decimal(0), 0, 0))

# What an interval holds: seconds, seconds billed, credits, attempts by result.
Happened = tuple[int, int, Decimal, dict[str, int]]


def happened() -> st.SearchStrategy[list[Happened]]:
    """A few pieces of what happens in neighbouring intervals."""
    by_result = st.dictionaries(codes(), st.integers(1, 10**9), max_size=4)
    return st.lists(st.tuples(counts(), counts(), amounts(), by_result), max_size=12)


def reported(pieces: Sequence[Happened]) -> BroadcastStats:
    """The answer for an interval in which those happened: Attempts are those of all results."""
    by_result: dict[str, int] = {}
    amount = Decimal(0)
    for _, _, credits_, attempts in pieces:
        by_result.update((code, by_result.get(code, 0) + attempts[code]) for code in attempts)
        amount = exactly(amount, credits_)
    usage = UsageStats(
        sum(piece[0] for piece in pieces),
        sum(piece[1] for piece in pieces),
        amount,
        sum(by_result.values()),
    )
    stats = tuple(ResultStat(code, by_result[code]) for code in ordered(by_result))
    return BroadcastStats(usage, stats)


def exactly(one: Decimal, other: Decimal) -> Decimal:
    """The sum by whole units of the last place, which Python never rounds."""
    places = max(0, *(-int(each.as_tuple().exponent) for each in (one, other)))
    units = sum(int(f"{each:.{places}f}".replace(".", "")) for each in (one, other))
    return Decimal(f"{units}E-{places}")


@given(happened(), st.lists(st.integers(0, 12), max_size=6))
def test_the_parts_of_any_partition_add_up_to_the_whole(
    pieces: list[Happened], cuts: list[int]
) -> None:
    edges = [0, *sorted(min(cut, len(pieces)) for cut in cuts), len(pieces)]
    parts = [reported(pieces[begin:end]) for begin, end in pairwise(edges)]
    whole = reported(pieces)
    assert added(parts) == whole
    assert differences(added(parts), whole) == ()


@given(st.lists(broadcast_stats(), max_size=5), st.randoms())
def test_the_order_of_the_parts_does_not_matter(parts: list[BroadcastStats], dice: Random) -> None:
    assert added(dice.sample(parts, len(parts))) == added(parts)


def test_every_digit_of_an_amount_is_in_the_sum() -> None:
    large, small = Decimal("9" * 40), Decimal("0." + "0" * 39 + "1")
    parts = [BroadcastStats(UsageStats(billed_amount=amount)) for amount in (large, small)]
    usage = added(parts).usage
    assert usage
    assert usage.billed_amount == Decimal("9" * 40 + "." + "0" * 39 + "1")
    (difference,) = differences(*parts)
    assert f"{difference.change:f}" == "-" + "9" * 39 + "8." + "9" * 40


def test_a_sum_has_the_places_of_its_parts() -> None:
    parts = [
        BroadcastStats(UsageStats(billed_amount=Decimal(text))) for text in ("1.50", "2.5", "-1")
    ]
    usage = added(parts).usage
    assert usage
    assert str(usage.billed_amount) == "3.00"


@pytest.mark.parametrize("name", ADDITIVE)
def test_one_part_that_does_not_report_a_figure_leaves_its_sum_unknown(name: str) -> None:
    assert VOICE.usage
    part = replace(VOICE, usage=replace(VOICE.usage, **{name: None}))
    usage = added([VOICE, part]).usage
    assert usage
    assert {each for each in ADDITIVE if getattr(usage, each) is None} == {name}


def test_actions_and_statuses_add_up_to_nothing() -> None:
    total = added([VOICE, VOICE])
    assert total.action_statistics is None
    assert total.usage
    assert total.usage.actions is None
    assert {stat.actions for stat in total.results} == {None}


def test_a_result_that_a_part_does_not_list_counts_nothing_there() -> None:
    parts = [replace(VOICE, results=results(LA=3)), replace(VOICE, results=results(BUSY=2))]
    assert added([*parts, EMPTY]).results == (ResultStat("LA", 3), ResultStat("BUSY", 2))


def test_where_a_part_has_attempts_and_no_results_the_results_are_unknown() -> None:
    total = added([replace(VOICE, results=results(LA=3)), CALLFIRES_OWN])
    assert total.results == (ResultStat("LA", None),)


def test_no_parts_are_nothing_and_parts_without_a_figure_report_none() -> None:
    assert added([]) == NOTHING
    assert added([NOTHING_REPORTED]) == NOTHING_REPORTED


# --- differences ---------------------------------------------------------------------------------


@given(broadcast_stats())
def test_an_answer_does_not_differ_from_itself(stats: BroadcastStats) -> None:
    assert differences(stats, stats) == ()


@given(broadcast_stats(whole=True), broadcast_stats(whole=True))
def test_there_are_differences_exactly_where_figures_differ(
    first: BroadcastStats, second: BroadcastStats
) -> None:
    given_ = [replace(each, results=(*each.results, *results(ZZZ=1))) for each in (first, second)]
    assert (differences(*given_) == ()) == (_figures(given_[0]) == _figures(given_[1]))


def _figures(stats: BroadcastStats) -> object:
    """What is compared: a result that is not listed is as one with no attempts."""
    assert stats.usage
    return (
        [getattr(stats.usage, name) for name in ADDITIVE],
        {stat.result: stat.attempts for stat in stats.results if stat.attempts},
    )


@given(broadcast_stats(), broadcast_stats())
def test_the_other_way_round_each_change_is_the_opposite(
    first: BroadcastStats, second: BroadcastStats
) -> None:
    there, back = differences(first, second), differences(second, first)
    assert [each.what for each in there] == [each.what for each in back]
    for one, other in zip(there, back, strict=True):
        assert (one.first, one.second) == (other.second, other.first)
        assert str(one.change).lstrip("-") == str(other.change).lstrip("-")
        assert (one.change > 0) == (other.change < 0)


@given(broadcast_stats(), broadcast_stats())
def test_only_what_both_report_is_compared(first: BroadcastStats, second: BroadcastStats) -> None:
    for each in differences(first, second):
        assert each.first is not None
        assert each.second is not None
        assert each.first != each.second


def test_differences_come_in_the_order_of_usage_and_results() -> None:
    assert VOICE.usage
    second = replace(
        VOICE,
        usage=replace(VOICE.usage, attempts=3_125, billed_amount=Decimal("5462.185")),
        results=results(LA=(1_207, 1), AM=814, CARRIER_ERROR=71),
    )
    first = replace(VOICE, results=results(LA=(1_207, 1_201), AM=800, CARRIER_ERROR=85, BUSY=1))
    assert differences(first, second) == (
        Difference("attempts", 3_123, 3_125),
        Difference("AM", 800, 814),
        Difference("BUSY", 1, 0),
        Difference("CARRIER_ERROR", 85, 71),
    )
    assert [each.change for each in differences(first, second)] == [2, 14, -1, -14]


def test_actions_and_statuses_are_not_compared() -> None:
    assert VOICE.usage
    other = replace(VOICE, usage=replace(VOICE.usage, actions=1), action_statistics=None)
    assert differences(VOICE, other) == ()


# --- attempts by results -------------------------------------------------------------------------


def test_the_results_account_for_all_but_replies_and_other_legs() -> None:
    assert VOICE.usage
    assert attempts_by_results(VOICE) == VOICE.usage.attempts == 3_214 - 91
    assert TEXTS.usage
    assert attempts_by_results(TEXTS) == TEXTS.usage.attempts == 424 - 24


@given(st.dictionaries(codes(), st.integers(0, 10**9), min_size=1))
def test_unknown_results_account_for_attempts_too(came: dict[str, int]) -> None:
    stats = BroadcastStats(results=tuple(ResultStat(name, came[name]) for name in ordered(came)))
    by_results = sum(count for name, count in came.items() if name not in NO_ATTEMPTS)
    assert attempts_by_results(stats) == by_results


def test_what_the_results_account_for_is_unknown_where_there_are_none() -> None:
    assert attempts_by_results(CALLFIRES_OWN) is None
    assert attempts_by_results(NOTHING_REPORTED) is None
    assert attempts_by_results(BroadcastStats(results=results(LA=(None, 3)))) is None
    assert attempts_by_results(EMPTY) == 0
