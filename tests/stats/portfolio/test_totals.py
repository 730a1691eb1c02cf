"""Sums over broadcasts: exact, and true to what they say they cover."""

from collections.abc import Iterable
from decimal import Context, Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats.broadcast_stats import BroadcastStats, ResultStat, UsageStats
from stats.counts import failed_of, tried_of
from stats.metrics import COST_PLACES, RATIO_PLACES, metrics, rounded
from stats.portfolio import totals_of
from stats.portfolio.totals import USAGE, live_of
from stats.results import code
from tests.stats.broadcast_stats_strategy import broadcast_stats
from tests.stats.examples import CALLFIRES_OWN, NOTHING_REPORTED, TEXTS, VOICE

EXACT = Context(prec=400)


def summed(parts: Iterable[Any]) -> Any:
    """What is known of them, added up; None where nothing is."""
    known = [part for part in parts if part is not None]
    if not known:
        return None
    return sum(known) if isinstance(known[0], int) else exactly(known)


def exactly(parts: Iterable[Decimal]) -> Decimal:
    total = Decimal(0)
    for part in parts:
        total = EXACT.add(total, part)
    return total


@given(st.lists(broadcast_stats(), max_size=6))
def test_sums_are_those_of_the_broadcasts_to_the_last_digit(parts: list[BroadcastStats]) -> None:
    totals = totals_of(parts)
    usages = [part.usage or UsageStats() for part in parts]
    for key in USAGE:
        assert getattr(totals.usage, key) == summed(getattr(each, key) for each in usages)
        assert totals.covers(key) == sum(getattr(each, key) is not None for each in usages)
    assert totals.live_answers == summed(map(live_of, parts))
    assert totals.errors == summed(map(failed_of, parts))
    assert totals.tried == summed(map(tried_of, parts))
    assert totals.broadcasts == len(parts)


@given(st.lists(broadcast_stats(), max_size=6))
def test_each_result_is_the_sum_of_what_came(parts: list[BroadcastStats]) -> None:
    rows = {row.result: row for row in totals_of(parts).rows}
    came = {stat.result for part in parts for stat in part.results}
    assert set(rows) == came
    for name in came:
        stats = [stat for part in parts for stat in part.results if stat.result == name]
        assert rows[name].attempts == summed(stat.attempts for stat in stats)
        assert rows[name].actions == summed(stat.actions for stat in stats)
        assert rows[name].group == code(name).group


@given(st.lists(broadcast_stats(), max_size=6))
def test_the_order_of_the_broadcasts_does_not_matter(parts: list[BroadcastStats]) -> None:
    assert totals_of(parts) == totals_of(parts[::-1])


@given(broadcast_stats(whole=True))
def test_one_broadcast_has_the_rates_of_its_own_page(stats: BroadcastStats) -> None:
    totals, own = totals_of([stats]), metrics(stats)
    if "live_answer_rate" not in own.reasons:
        assert totals.live_answer_rate == own.live_answer_rate
        assert totals.cost_per_live_answer == own.cost_per_live_answer
    assert totals.error_rate == own.error_rate


def test_texts_are_in_no_rate_of_calls() -> None:
    totals = totals_of([VOICE, TEXTS])
    own = metrics(VOICE)
    assert (totals.tried_in_calls, totals.tried) == (3_053, 3_453)
    assert totals.live_answer_rate == own.live_answer_rate
    assert totals.cost_per_live_answer == own.cost_per_live_answer
    assert totals.texts_sent == 360
    assert totals.usage.billed_amount == Decimal("5862.1850")
    assert totals.errors == 30 + 85 + 12 + 20
    assert totals.error_rate == rounded(Fraction(147, 3_453), RATIO_PLACES)


def test_what_a_broadcast_does_not_report_is_in_no_sum_and_not_counted() -> None:
    totals = totals_of([VOICE, CALLFIRES_OWN, NOTHING_REPORTED])
    assert totals.usage.attempts == 3_124
    assert (totals.covers("attempts"), totals.broadcasts) == (2, 3)
    assert totals.live_answers == 1_298
    assert totals.covers("live_answers") == 1
    # The credits of a broadcast without results are in no cost.
    assert totals.cost_per_live_answer == rounded(
        Fraction(Decimal("5462.1850")) / 1_298, COST_PLACES
    )


@pytest.mark.parametrize("parts", [[], [NOTHING_REPORTED]])
def test_of_nothing_there_is_no_sum(parts: list[BroadcastStats]) -> None:
    totals = totals_of(parts)
    assert totals.usage == UsageStats()
    assert (totals.live_answers, totals.live_answer_rate, totals.rows) == (None, None, ())


def test_a_code_that_was_never_tried_has_no_share() -> None:
    stats = BroadcastStats(results=(ResultStat("LA", 3, 3), ResultStat("UNDIALED", 5, 0)))
    shares = {row.result: row.share for row in totals_of([stats, stats]).rows}
    assert shares == {"LA": Decimal("1.000000"), "UNDIALED": None}


def test_a_share_is_of_the_broadcasts_that_report_all_that_was_tried() -> None:
    whole = BroadcastStats(results=(ResultStat("LA", 100, 100),))
    partly = BroadcastStats(results=(ResultStat("LA", 900, 900), ResultStat("AM", None, 5)))
    (live, machine) = totals_of([whole, partly]).rows
    assert (live.attempts, live.share) == (1_000, Decimal("1.000000"))
    assert machine.share == 0


def test_texts_that_all_failed_are_no_calls() -> None:
    calls = BroadcastStats(results=(ResultStat("LA", 50, 50), ResultStat("NO_ANS", 50, 50)))
    texts = BroadcastStats(results=(ResultStat("CARRIER_ERROR", 100, 100),))
    totals = totals_of([calls, texts], [False, True])
    assert (totals.calls, totals.tried_in_calls) == (1, 100)
    assert totals.live_answer_rate == Decimal("0.500000")
