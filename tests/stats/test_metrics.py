from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats.broadcast_stats import (
    ActionStatistics,
    BroadcastStats,
    PlainStats,
    ResultStat,
    UsageStats,
)
from stats.callfire.schema_numbers import LARGEST_COUNT
from stats.counts import attempts_of, kinds
from stats.metrics import COSTS, KEYS, RateKey, counted, live_of, metrics, rounded, share
from stats.results import KNOWN, is_tried
from tests.stats.broadcast_stats_strategy import broadcast_stats
from tests.stats.examples import CALLFIRES_OWN, NOTHING_REPORTED, TEXTS, VOICE, results

COUNTS = {
    "live_answers",
    "tried",
    "answered",
    "transfers",
    "texts_sent",
    "replies",
    "undeliverable",
}
OF_TEXTS = {"texts_sent", "sent_rate", "replies", "reply_rate", "undeliverable"}
OF_BOTH = {"tried", "error_rate", "attempts_per_action", "completion", "cost_per_action"}
OF_CALLS = set(KEYS) - OF_TEXTS - OF_BOTH
# In the divisor of nothing: not ours, not a try of its own, never tried.
OUTSIDE = ("RECEIVED", "XFER_LEG", "UNDIALED", "POSTPONED")


def figures(stats: BroadcastStats) -> dict[str, Any]:
    found = metrics(stats)
    return {key: getattr(found, key) for key in KEYS}


def written(stats: BroadcastStats) -> dict[str, str | None]:
    return {key: None if value is None else str(value) for key, value in figures(stats).items()}


def test_the_figures_of_calls_as_worked_out_by_hand() -> None:
    assert written(VOICE) == dict.fromkeys(OF_TEXTS) | {
        "live_answers": "1298",
        "tried": "3053",
        "live_answer_rate": "0.425156",
        "answered": "2098",
        "answered_rate": "0.687193",
        "response_rate": "0.456721",
        "transfers": "91",
        "transfer_rate": "0.070108",
        "error_rate": "0.037668",
        "attempts_per_action": "1.098874",
        "completion": "0.809289",
        "seconds_per_answered_call": "141.105815",
        "billing_overhead": "0.023916",
        "cost_per_live_answer": "4.2082",
        "cost_per_transfer": "60.0240",
        "cost_per_action": "1.9220",
        "cost_per_minute": "1.0812",
    }


def test_the_figures_of_texts_as_worked_out_by_hand() -> None:
    assert written(TEXTS) == dict.fromkeys(OF_CALLS) | {
        "tried": "400",
        "texts_sent": "360",
        "sent_rate": "0.900000",
        "replies": "24",
        "reply_rate": "0.066667",
        "undeliverable": "40",
        "error_rate": "0.080000",
        "attempts_per_action": "1.000000",
        "completion": "1.000000",
        "cost_per_action": "1.0000",
    }


def test_of_texts_alone_the_figures_of_calls_are_hidden_and_the_reverse() -> None:
    texts, calls = metrics(TEXTS).reasons, metrics(VOICE).reasons
    assert {key for key, why in texts.items() if why == "of_calls"} == OF_CALLS
    assert {key for key, why in calls.items() if why == "of_texts"} == OF_TEXTS


@pytest.mark.parametrize(
    "came",
    [
        results(LA=5, SENT=5),
        results(XFER_LEG=1, RECEIVED=1),
        results(INVALID_NUMBER=5, UNDIALED=2),
        results(WAP=3),
    ],
)
def test_results_of_both_kinds_or_only_of_codes_of_both_hide_nothing(
    came: tuple[ResultStat, ...],
) -> None:
    assert not set(metrics(replace(VOICE, results=came)).reasons.values()) & {
        "of_calls",
        "of_texts",
    }


def test_a_code_of_both_beside_texts_does_not_make_them_calls() -> None:
    assert kinds(TEXTS) == {"texts"}


def test_callfires_own_sample_has_no_result_and_so_no_counts_of_them() -> None:
    found = metrics(CALLFIRES_OWN)
    assert found.completion == 0
    assert {found.reasons[key] for key in COUNTS} == {"not_reported"}
    assert found.reasons["live_answer_rate"] == "not_reported"
    assert found.reasons["attempts_per_action"] == "no_actions"
    assert found.reasons["billing_overhead"] == "no_duration"
    assert found.reasons["cost_per_minute"] == "no_billed_duration"
    assert found.reasons["cost_per_action"] == "no_actions"


def test_where_nothing_is_reported_no_figure_is_made_up() -> None:
    found = metrics(NOTHING_REPORTED)
    assert set(figures(NOTHING_REPORTED).values()) == {None}
    assert found.reasons == dict.fromkeys(KEYS, "not_reported")


def test_a_count_is_0_where_any_result_came() -> None:
    stats = BroadcastStats(results=results(BUSY=3))
    assert attempts_of(stats, ["LA"]) == 0


def test_a_count_is_0_where_nothing_was_attempted() -> None:
    stats = BroadcastStats(UsageStats(attempts=0))
    assert attempts_of(stats, ["LA"]) == 0
    assert metrics(stats).tried == 0
    assert metrics(stats).reasons["live_answer_rate"] == "no_tried"
    assert metrics(stats).reasons["transfer_rate"] == "no_live_answers"
    assert metrics(stats).reasons["reply_rate"] == "no_texts_sent"


@pytest.mark.parametrize("attempts", [None, 1])
def test_otherwise_a_count_is_not_reported(attempts: int | None) -> None:
    stats = BroadcastStats(UsageStats(duration_seconds=0, attempts=attempts))
    assert attempts_of(stats, ["LA"]) is None


def test_attempts_of_0_do_not_overrule_what_came() -> None:
    stats = BroadcastStats(UsageStats(attempts=0), results(LA=(None, 4), BUSY=(2, None)))
    assert attempts_of(stats, ["LA"]) is None
    assert attempts_of(stats, ["BUSY"]) == 2


def test_a_part_that_is_not_reported_leaves_what_needs_it_unknown_and_the_rest_known() -> None:
    found = metrics(BroadcastStats(results=results(LA=6, XFER=(None, 1), BUSY=2)))
    assert found.live_answers is None
    assert found.reasons["live_answers"] == "not_reported"
    assert found.tried is None
    assert found.reasons["error_rate"] == "not_reported"
    assert metrics(BroadcastStats(results=results(LA=6, AM=4, BUSY=(2, None)))).tried == 12


def test_a_status_that_is_not_reported_leaves_the_completion_unknown() -> None:
    partial = BroadcastStats(action_statistics=ActionStatistics(5, None, 5))
    assert metrics(partial).reasons["completion"] == "not_reported"
    none_yet = BroadcastStats(action_statistics=ActionStatistics(0, 0, 0))
    assert metrics(none_yet).reasons["completion"] == "no_statuses"


@pytest.mark.parametrize(
    ("came", "key", "why"),
    [
        (results(UNDIALED=4, XFER_LEG=2), "live_answer_rate", "no_tried"),
        (results(RECEIVED=4), "sent_rate", "no_tried"),
        (results(RECEIVED=4), "reply_rate", "no_texts_sent"),
        (results(BUSY=4), "cost_per_live_answer", "no_live_answers"),
        (results(LA=4), "cost_per_transfer", "no_transfers"),
        (results(BUSY=4), "seconds_per_answered_call", "no_answered"),
    ],
)
def test_a_divisor_of_0_is_na_with_the_reason(
    came: tuple[ResultStat, ...], key: str, why: str
) -> None:
    found = metrics(replace(VOICE, results=came))
    assert getattr(found, key) is None
    assert found.reasons[key] == why


def test_unknown_codes_were_tried_and_are_no_errors() -> None:
    found = metrics(BroadcastStats(results=results(LA=1, WAP=3)))
    assert found.tried == 4
    assert found.live_answer_rate == Decimal("0.25")
    assert found.error_rate == 0


def test_a_credit_makes_costs_negative() -> None:
    stats = BroadcastStats(UsageStats(billed_amount=Decimal("-0.5")), results(LA=4))
    assert str(metrics(stats).cost_per_live_answer) == "-0.1250"


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Fraction(1, 2_000_000), 6, "0.000000"),
        (Fraction(3, 2_000_000), 6, "0.000002"),
        (Fraction(5, 2_000_000), 6, "0.000002"),
        (Fraction(2, 3), 6, "0.666667"),
        (Fraction(1), 6, "1.000000"),
        (Fraction(1, 20_000), 4, "0.0000"),
        (Fraction(3, 20_000), 4, "0.0002"),
        (Fraction(-3, 20_000), 4, "-0.0002"),
        (Fraction(10**30 + 1, 2), 4, "500000000000000000000000000000.5000"),
    ],
)
def test_a_figure_is_rounded_half_to_even_once(value: Fraction, places: int, text: str) -> None:
    assert f"{rounded(value, places):f}" == text


def test_counts_of_64_bits_lose_no_digit() -> None:
    stats = BroadcastStats(results=results(LA=LARGEST_COUNT, XFER=LARGEST_COUNT, BUSY=1))
    found = metrics(stats)
    assert found.live_answers == 2 * LARGEST_COUNT
    assert found.tried == 2 * LARGEST_COUNT + 1
    assert str(found.live_answer_rate) == "1.000000"


@given(broadcast_stats())
def test_every_figure_is_given_or_has_a_reason_never_both(stats: BroadcastStats) -> None:
    found = metrics(stats)
    missing = {key for key in KEYS if getattr(found, key) is None}
    assert missing == set(found.reasons)


@given(broadcast_stats())
def test_the_shares_of_what_was_tried_add_up_to_one(stats: BroadcastStats) -> None:
    tried = metrics(stats).tried
    shares = {stat.result: share(stats, stat.result, tried) for stat in stats.results}
    assert all(is_tried(code) for code, part in shares.items() if part is not None)
    given_shares = [part for part in shares.values() if part is not None]
    if tried:
        off = abs(sum(given_shares, Decimal(0)) - 1)
        assert off <= Decimal("0.0000005") * len(given_shares)
        assert all(0 <= part <= 1 for part in given_shares)
    else:
        assert given_shares == []


@given(broadcast_stats(whole=True), st.sampled_from(OUTSIDE), st.integers(1, 10**9))
def test_what_was_never_tried_is_in_no_divisor(stats: BroadcastStats, code: str, more: int) -> None:
    def with_attempts(attempts: int) -> dict[str, Any]:
        others = [stat for stat in stats.results if stat.result != code]
        return figures(replace(stats, results=(*others, ResultStat(code, attempts, 1))))

    before, after = with_attempts(0), with_attempts(more)
    changed = {key for key in KEYS if before[key] != after[key]}
    assert changed <= ({"replies", "reply_rate"} if code == "RECEIVED" else set())


@given(broadcast_stats(codes=st.sampled_from(sorted(KNOWN)), whole=True))
def test_each_rate_times_its_divisor_is_its_part_again(stats: BroadcastStats) -> None:
    found, usage = figures(stats), stats.usage
    assert usage is not None
    assert usage.billed_duration_seconds is not None
    statuses = stats.action_statistics
    assert statuses is not None
    counted = {stat.result: stat.attempts or 0 for stat in stats.results}
    live = counted.get("LA", 0) + counted.get("XFER", 0)
    tried = sum(attempts for code, attempts in counted.items() if code not in OUTSIDE)
    every = (statuses.unattempted or 0) + (statuses.retry_wait or 0) + (statuses.finished or 0)
    minutes = Fraction(usage.billed_duration_seconds, 60)
    terms: list[tuple[str, Any, Any]] = [
        ("live_answer_rate", live, tried),
        ("response_rate", live, usage.actions),
        ("sent_rate", counted.get("SENT", 0), tried),
        ("reply_rate", counted.get("RECEIVED", 0), counted.get("SENT", 0)),
        ("attempts_per_action", usage.attempts, usage.actions),
        ("completion", statuses.finished, every),
        ("cost_per_live_answer", usage.billed_amount, live),
        ("cost_per_minute", usage.billed_amount, minutes),
    ]
    for key, part, whole in terms:
        if found[key] is not None:
            half = Fraction(1, 2 * 10 ** (4 if key in COSTS else 6))
            assert abs(Fraction(found[key]) * whole - Fraction(part)) <= half * whole, key


@given(stats=broadcast_stats())
def test_the_parts_of_a_rate_are_those_that_it_is_reckoned_from(stats: BroadcastStats) -> None:
    derived = metrics(stats)
    for rate in get_args(RateKey):
        found, known = counted(stats, rate), getattr(derived, rate)
        if known is not None:
            assert found
            assert known == rounded(Fraction(*found), 6)


@given(broadcast_stats())
def test_plain_values_give_the_same_live_answers(stats: BroadcastStats) -> None:
    found = metrics(stats)
    same = (found.live_answers, found.live_answer_rate, found.cost_per_live_answer)
    assert live_of(PlainStats.of(stats)) == same
