"""The kept snapshots of a broadcast as plain values, which are read past Django's own fields."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from stats import history
from stats.broadcast_stats import BroadcastStats, PlainStats
from stats.models import Broadcast, Snapshot, columns
from tests.stats.broadcast_stats_strategy import broadcast_stats
from tests.stats.examples import NOTHING_REPORTED

FIRST = datetime(2026, 11, 17, 8, 30, 5, 20_000, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def instants() -> st.SearchStrategy[datetime]:
    """Any that a period may have, and that the site's clock may show."""
    return st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001


@given(broadcast_stats(), st.none() | instants(), st.none() | instants(), instants(), instants())
@example(NOTHING_REPORTED, None, None, FIRST, FIRST)
@example(NOTHING_REPORTED, FIRST, FIRST.replace(microsecond=0), FIRST, FIRST + timedelta(1))
@hypothesis_settings(max_examples=40)
def test_a_row_holds_what_was_kept(
    stats: BroadcastStats,
    begin: datetime | None,
    end: datetime | None,
    first_seen_at: datetime,
    last_seen_at: datetime,
) -> None:
    broadcast, _ = Broadcast.objects.get_or_create(broadcast_id=135)
    Snapshot.objects.all().delete()
    seen = {"first_seen_at": first_seen_at, "last_seen_at": last_seen_at}
    Snapshot.objects.create(broadcast=broadcast, begin=begin, end=end, **seen, **columns(stats))
    ((*found, figures),) = history.rows(135)
    assert found == [begin, end, first_seen_at, last_seen_at]
    kept = {name: tuple(counts) for name, counts in figures.results.items()}
    assert figures._replace(results=kept) == PlainStats.of(stats)
    assert str(figures.billed_amount) == str(PlainStats.of(stats).billed_amount)


def test_the_first_seen_comes_first() -> None:
    broadcast = Broadcast.objects.create(broadcast_id=135)
    for minutes in (20, 0, 10):
        at = FIRST + timedelta(minutes=minutes)
        Snapshot.objects.create(broadcast=broadcast, first_seen_at=at, last_seen_at=at)
    assert [row[2] - FIRST for row in history.rows(135)] == [
        timedelta(minutes=minutes) for minutes in (0, 10, 20)
    ]
