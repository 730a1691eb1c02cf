"""How changes are said: per cent, points, "new", and whether they are good."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import changes
from dashboard.changes import Change
from dashboard.comparison import left_over
from stats.broadcast_stats import BroadcastStats, UsageStats
from stats.compare import Compared
from stats.earlier import Pair, pair
from stats.metrics import change
from stats.period import Period
from stats.report import Report
from tests.stats.broadcast_stats_strategy import broadcast_stats
from tests.stats.examples import AS_OF, TEXTS, VOICE, WEEK, report_of, results

BEFORE = Period("custom", WEEK.begin, WEEK.end, WEEK.zone)
NOTHING = BroadcastStats(UsageStats(0, 0, Decimal(0), 0, 0))


def found(now: BroadcastStats, then: BroadcastStats) -> dict[str, Any]:
    current, earlier = report_of(now, WEEK), report_of(then, BEFORE)
    return changes.of(current, Compared(None, None, current, earlier))


def figures(now: BroadcastStats, then: BroadcastStats) -> dict[str, Change]:
    of: dict[str, Change] = found(now, then)["figures"]
    return of


def calls(live: int, *, other: int = 100, billed: int = 10, failed: int = 0) -> BroadcastStats:
    usage = UsageStats(60, 60, Decimal(billed), live + other + failed, live)
    return BroadcastStats(usage, results(LA=live, NO_ANS=other, CARRIER_ERROR=failed))


def test_a_count_says_the_difference_in_per_cent_the_word_and_the_earlier_value() -> None:
    live = figures(calls(4_570), calls(4_066))["live_answers"]
    assert (live.by, live.word, live.against) == ("+12.4%", "better", "against 4,066")


def test_fewer_live_answers_are_worse_and_a_lower_cost_of_one_is_better() -> None:
    of = figures(calls(100, billed=100), calls(200, billed=300))
    assert (of["live_answers"].by, of["live_answers"].word) == ("-50.0%", "worse")
    assert of["cost_per_live_answer"] == Change("-33.3%", "good", "against 1.50")


def test_more_attempts_actions_credits_and_call_time_are_neither() -> None:
    more = replace(calls(200), usage=UsageStats(120, 120, Decimal(20), 300, 200))
    of = figures(more, calls(100))
    for key in ("attempts", "actions", "credits", "duration"):
        assert of[key].by.startswith("+")
        assert (of[key].tone, of[key].word) == ("plain", "")


def test_a_rate_changes_by_points() -> None:
    of = figures(calls(100, other=100), calls(100, other=300))
    assert of["live_answer_rate"] == Change("+25.0 points", "good", "against 25.0%")
    one = figures(calls(51, other=49), calls(50, other=50))
    assert one["live_answer_rate"].by == "+1.0 point"


def test_of_texts_a_higher_sent_rate_and_more_replies_are_good_and_undeliverable_ones_bad() -> None:
    fewer = replace(TEXTS, results=results(RECEIVED=12, SENT=190, DNT=8, TOO_BIG=12))
    of = figures(TEXTS, fewer)
    assert of["sent_rate"].tone == "bad"
    assert (of["replies"].by, of["replies"].tone) == ("+100.0%", "good")
    assert (of["undeliverable"].by, of["undeliverable"].tone) == ("+100.0%", "bad")


def test_what_was_not_there_before_is_new_and_neither_good_nor_bad() -> None:
    of = found(VOICE, NOTHING)
    for key in ("live_answers", "attempts", "credits", "cost_per_live_answer"):
        assert of["figures"][key] == Change("new")
    assert of["results"]["LA"] == Change("new")


def test_what_was_not_reported_before_is_not_new() -> None:
    of = found(VOICE, BroadcastStats(None, results(LA=1_207)))["figures"]
    assert of["live_answers"].against == "against 1,207"
    for key in ("attempts", "actions", "credits", "duration"):
        assert of[key] == Change("n/a before")
    of = found(VOICE, BroadcastStats(UsageStats(60, 60, Decimal(10), None, 300)))
    for key in ("live_answers", "attempts"):
        assert of["figures"][key] == Change("n/a before")
    assert of["results"] == {}


@pytest.mark.parametrize(
    ("whole", "part", "said"),
    [
        (None, None, "what came since is left out."),
        (None, 100, "what came since is left out."),
        (300, None, "what came since is left out."),
        (100, 100, "there was no attempt since then."),
        (300, 100, "200 attempts since then are left out."),
    ],
)
def test_what_is_left_over_is_counted_where_both_are_reported(
    whole: int | None, part: int | None, said: str
) -> None:
    def of(period: Period, attempts: int | None, live: int) -> Report:
        return report_of(
            BroadcastStats(UsageStats(attempts=attempts), results(LA=live)), period, as_of=AS_OF
        )

    both = pair(WEEK, "previous", AS_OF)
    assert isinstance(both, Pair)
    current = of(both.current, part, 100)
    sentence = left_over(of(WEEK, whole, 300), Compared(both, None, current, current), AS_OF)
    assert sentence == f"Both sides are compared up to 14:30; {said}"


def test_nothing_after_nothing_is_no_change() -> None:
    of = figures(NOTHING, NOTHING)
    assert of["attempts"] == Change("no change")
    assert of["live_answers"] == Change("no change")


def test_the_same_again_is_no_change() -> None:
    of = found(VOICE, VOICE)
    assert of["figures"]["attempts"] == Change("no change", against="against 3,123")
    assert of["results"]["LA"] == Change("0.0", against="against 39.5%", points=Decimal("0.0"))


def test_all_that_was_there_before_may_be_gone() -> None:
    live = figures(calls(0), calls(10))["live_answers"]
    assert (live.by, live.tone) == ("-100.0%", "bad")


@pytest.mark.parametrize(
    ("now", "then", "by"),
    [
        (1_000_001, 1_000_000, "less than 0.1% more"),
        (999_999, 1_000_000, "less than 0.1% less"),
        (1_000_600, 1_000_000, "+0.1%"),
        (11, 1, "+1,000%"),
    ],
)
def test_small_changes_do_not_look_like_none_and_large_ones_have_no_places(
    now: int, then: int, by: str
) -> None:
    assert figures(calls(now), calls(then))["live_answers"].by == by


def test_a_figure_that_could_not_be_given_before_says_so() -> None:
    assert figures(calls(10), calls(0))["cost_per_live_answer"] == Change("n/a before")
    assert figures(calls(0), calls(10))["cost_per_live_answer"] == Change("")


def test_of_results_shares_are_compared_and_coloured_by_their_group() -> None:
    of = found(calls(60, other=20, failed=20), calls(40, other=50, failed=10))["results"]
    assert of["LA"] == Change("+20.0", "good", "against 40.0%", Decimal("20.0"))
    assert of["CARRIER_ERROR"] == Change("+10.0", "bad", "against 10.0%", Decimal("10.0"))
    assert of["NO_ANS"] == Change("-30.0", "plain", "against 50.0%", Decimal("-30.0"))
    assert "UNDIALED" not in found(VOICE, VOICE)["results"]  # it has no share


def test_a_result_that_came_before_alone_is_shown_with_nothing() -> None:
    of = found(
        replace(VOICE, results=results(LA=10)), replace(VOICE, results=results(LA=5, BUSY=5))
    )
    (row,) = of["gone"]
    assert (row.result, row.attempts, row.share) == ("BUSY", 0, 0)
    assert of["results"]["BUSY"].by == "-50.0"


def test_without_one_of_the_sides_there_are_no_changes() -> None:
    report = report_of(VOICE, WEEK)
    assert changes.of(report, Compared(None, None, report, None)) == {}


@given(broadcast_stats(), broadcast_stats())
def test_whatever_is_compared_is_said(now: BroadcastStats, then: BroadcastStats) -> None:
    of = found(now, then)
    for each in (*of["figures"].values(), *of["results"].values()):
        assert (each.word == "") == (each.tone == "plain")
        assert each.by or each.tone == "plain"


@given(st.integers(1, 10**9), st.integers(0, 10**9))
def test_a_change_leads_from_the_earlier_value_to_the_later(then: int, now: int) -> None:
    by = change(now, then)
    assert by is not None
    assert abs(then * (1 + by) - now) <= then * Decimal("0.000001")


def test_of_nothing_there_is_no_fraction() -> None:
    assert change(3, 0) is None
    assert change(None, 3) is None
    assert change(3, None) is None
    assert change(Decimal(1), Decimal(-1)) is None
