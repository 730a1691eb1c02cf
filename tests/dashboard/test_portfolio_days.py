"""Why a day of the portfolio's chart is hollow."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from dashboard import portfolio_days
from stats.buckets import Bucket
from stats.portfolio import Day

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("known", "is_open", "said"),
    [
        (5, True, "in progress"),
        (3, False, "3 of 5 broadcasts"),
        (3, True, "in progress · 3 of 5 broadcasts"),
    ],
)
def test_a_day_says_whether_it_is_over_and_of_how_many_it_is(
    known: int, is_open: bool, said: str
) -> None:
    bucket = Bucket(MONDAY, MONDAY + timedelta(days=1))
    day = Day(bucket, known, 5, is_open, 10, 3, 9, Decimal(4))
    assert portfolio_days._note(day) == said
