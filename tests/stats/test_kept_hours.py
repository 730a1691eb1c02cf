"""The hours of many broadcasts from the database: which rows count, and how often it is asked."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries, Settings

from stats.best_time.cells import Hour
from stats.broadcast_stats import BroadcastStats, ResultStat
from stats.kept_hours import MOST_DAYS, _counts, kept_hours, mark
from stats.metrics import metrics
from stats.models import Broadcast, Snapshot, columns
from stats.period import Period
from stats.results import KNOWN
from tests.stats.examples import TEXTS, results

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 17, 17, tzinfo=UTC)
HOUR = timedelta(hours=1)
UTC_ZONE = ZoneInfo("UTC")
NOW = AT + timedelta(days=6)
ALL = Period("all", None, None, UTC_ZONE)
DAY = Period("custom", AT.replace(hour=0), AT.replace(hour=0) + timedelta(days=1), UTC_ZONE)
CALLS = BroadcastStats(results=results(LA=20, XFER=5, NO_ANS=70, UNDIALED=9, XFER_LEG=5, WAP=5))


def keep(
    broadcast_id: int = 1,
    begin: datetime | None = AT,
    length: timedelta = HOUR,
    stats: BroadcastStats = CALLS,
    seen_after: timedelta = timedelta(days=2),
) -> None:
    Broadcast.objects.get_or_create(broadcast_id=broadcast_id)
    end = begin and begin + length
    seen = (begin or AT) + seen_after
    Snapshot.objects.create(
        broadcast_id=broadcast_id,
        begin=begin,
        end=end,
        first_seen_at=seen,
        last_seen_at=seen,
        **columns(stats),
    )


def test_hours_of_all_asked_broadcasts_are_summed() -> None:
    keep(1)
    keep(2)
    keep(2, AT + HOUR)
    keep(3)
    found = kept_hours([1, 2], ALL, NOW)
    assert found == [Hour(AT, 200, 50), Hour(AT + HOUR, 100, 25)]


def test_only_hours_count_and_only_those_within_the_period() -> None:
    keep(begin=None)
    keep(begin=DAY.begin, length=timedelta(days=1))
    keep(begin=AT - timedelta(days=1))
    keep(begin=DAY.end)
    keep(begin=AT + timedelta(hours=3), length=timedelta(minutes=30))
    keep()
    assert kept_hours([1], DAY, NOW) == [Hour(AT, 100, 25)]


def test_the_answer_that_was_seen_last_counts() -> None:
    keep(stats=BroadcastStats(results=results(LA=1, NO_ANS=9)))
    keep(seen_after=timedelta(days=3))
    keep(stats=BroadcastStats(results=results(LA=2, NO_ANS=8)), seen_after=timedelta(days=1))
    assert kept_hours([1], DAY, NOW) == [Hour(AT, 100, 25)]


def test_hours_are_those_of_the_sites_zone_so_that_none_overlap(settings: Settings) -> None:
    keep()
    keep(begin=AT + HOUR / 2)
    assert [hour.begin for hour in kept_hours([1], DAY, NOW)] == [AT]
    settings.TIME_ZONE = "Asia/Kolkata"
    assert [hour.begin for hour in kept_hours([1], DAY, NOW)] == [AT + HOUR / 2]


def test_hours_of_texts_and_unreported_ones_count_for_nothing() -> None:
    keep(stats=TEXTS)
    keep(2, stats=BroadcastStats(results=results(LA=(None, 3), NO_ANS=9)))
    keep(3, stats=BroadcastStats())
    assert kept_hours([1, 2, 3], DAY, NOW) == []


@pytest.mark.parametrize("number", [1, 40])
def test_it_is_one_question_however_many_there_are(
    number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for broadcast_id in range(1, number + 1):
        keep(broadcast_id)
        keep(broadcast_id, AT + HOUR)
    with django_assert_num_queries(1):
        assert len(kept_hours(range(1, number + 1), DAY, NOW)) == 2


@given(
    came=st.dictionaries(
        st.sampled_from([*KNOWN, "WAP", "=X"]),
        st.one_of(st.none(), st.integers(0, 10**6)),
        max_size=8,
    )
)
def test_attempts_are_counted_as_everywhere(came: dict[str, int | None]) -> None:
    stats = BroadcastStats(results=tuple(ResultStat(name, each, 0) for name, each in came.items()))
    found, derived = _counts({name: (each, 0) for name, each in came.items()}), metrics(stats)
    if found[0]:
        assert found == (derived.tried, derived.live_answers)
    else:
        assert derived.live_answer_rate is None


def test_of_a_long_period_the_last_hours_count() -> None:
    keep()
    keep(begin=AT - MOST_DAYS)
    assert kept_hours([1], ALL, NOW) == [Hour(AT, 100, 25)]


def test_the_mark_changes_with_the_hours() -> None:
    before = mark([1], DAY, NOW)
    keep()
    kept = mark([1], DAY, NOW)
    keep(2)
    assert before != kept
    assert mark([1], DAY, NOW) == kept
