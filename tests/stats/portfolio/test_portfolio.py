"""What stands out in a portfolio: the most errors, the dearest live answers."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from stats.broadcast_stats import BroadcastStats, UsageStats
from stats.counts import failed_of
from stats.portfolio import Found, Member, Portfolio, errors_of
from stats.report import Report
from tests.stats.broadcast_stats_strategy import broadcast_stats
from tests.stats.examples import ALL, TEXTS, report_of, results


def of(parts: list[BroadcastStats]) -> Portfolio:
    members = tuple(
        Member(number, None, False, report_of(part, broadcast_id=number), None, is_due=False)
        for number, part in enumerate(parts, 1)
    )
    return Portfolio(ALL, Found(members, len(members), 0), (), None, 0, True, 0)


def calls(live: int, amount: str, errors: int = 0) -> BroadcastStats:
    usage = UsageStats(0, 0, Decimal(amount), live + errors, live)
    return BroadcastStats(usage, results(LA=live, CARRIER_ERROR=errors))


def ids(found: tuple[Report, ...]) -> list[int]:
    return [each.broadcast_id for each in found]


@given(st.lists(broadcast_stats(), max_size=14))
def test_nobody_who_is_left_out_has_more_errors(parts: list[BroadcastStats]) -> None:
    found = of(parts)
    errors = [failed_of(each.stats) or 0 for each in found.most_errors]
    assert errors == sorted(errors, reverse=True)
    assert len(errors) == min(10, sum(bool(failed_of(part)) for part in parts))
    others = [each for each in found.reports if each not in found.most_errors]
    least = min(errors, default=0)
    assert all((failed_of(each.stats) or 0) <= least for each in others)


def test_the_dearest_come_first_and_need_twenty_live_answers() -> None:
    found = of([calls(20, "40"), calls(19, "1000"), calls(40, "100"), TEXTS, calls(30, "60")])
    assert ids(found.dearest) == [3, 5, 1]  # among equals the newer ID


def test_a_rate_of_errors_needs_twenty_tried() -> None:
    few, enough = report_of(calls(9, "1", 10)), report_of(calls(10, "1", 10))
    assert errors_of(few) == (10, None)
    assert errors_of(enough) == (10, Decimal("0.500000"))


def test_ten_at_most() -> None:
    found = of([calls(20, str(each), each) for each in range(1, 15)])
    assert ids(found.most_errors) == ids(found.dearest) == list(range(14, 4, -1))
