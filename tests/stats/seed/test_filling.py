"""A database full of made-up figures is as the site itself would have filled it."""

from collections import defaultdict
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from stats import named
from stats.broadcast_stats import BroadcastStats
from stats.buckets import cut
from stats.kept import is_busy, is_settled
from stats.models import Broadcast, Label, Snapshot, Word, standing_columns
from stats.report import Look
from stats.seed import filling
from stats.seed.broadcasts import FIRST_ID
from stats.seed.filling import SeedError, seed, shares
from stats.sums import added, differences
from tests.conftest import NOW

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
BROADCASTS, SNAPSHOTS = 40, 8_000
SOME = 300  # rows

Intervals = dict[tuple[datetime, datetime], BroadcastStats]


@pytest.fixture(params=["UTC", "America/Los_Angeles"])
def filled(request: pytest.FixtureRequest, clock: Settings, db: None) -> ZoneInfo:
    """Filled, days being those of the zone."""
    clock.TIME_ZONE = request.param
    assert sum(seed(BROADCASTS, SNAPSHOTS)) == SNAPSHOTS
    return ZoneInfo(request.param)


def timelines() -> dict[int, Intervals]:
    found: dict[int, Intervals] = defaultdict(dict)
    for row in Snapshot.objects.exclude(begin=None):
        assert row.begin
        assert row.end
        found[row.broadcast_id][row.begin, row.end] = row.look.stats
    return found


def test_there_are_as_many_as_wanted(filled: ZoneInfo) -> None:
    assert Broadcast.objects.count() == BROADCASTS
    assert Snapshot.objects.count() == SNAPSHOTS
    seen = Snapshot.objects.whole_life().values("broadcast").distinct()
    assert seen.count() == BROADCASTS


def test_a_few_have_very_many_and_most_have_few() -> None:
    for broadcasts, snapshots in ((1, 1), (1, 50), (1_000, 1_000_000), (100_000, 10_000_000)):
        found = sorted(shares(broadcasts, snapshots))
        assert (len(found), sum(found)) == (broadcasts, snapshots)
        assert found[0] >= 1
    mean = 100
    assert found[-1] > 500 * mean
    assert found[len(found) // 2] < mean


def test_hours_add_up_to_days_and_days_to_the_whole(filled: ZoneInfo) -> None:
    days_seen = 0
    for broadcast_id, parts in timelines().items():
        days = [each for each in parts if DAY - HOUR <= each[1] - each[0] <= DAY + HOUR]
        for begin, end in days:
            hours = [
                parts[bucket.begin, bucket.end]
                for bucket in cut(begin, end, filled, "hour")
                if (bucket.begin, bucket.end) in parts
            ]
            assert differences(added(hours), parts[begin, end]) == ()
            assert is_busy(parts[begin, end])
        newest = Snapshot.objects.whole_life().filter(broadcast=broadcast_id).newest()
        assert newest
        assert differences(added([parts[day] for day in days]), newest.look.stats) == ()
        days_seen += len(days)
    assert days_seen > BROADCASTS


def test_stretches_that_are_kept_as_quiet_hold_no_hour_with_activity(filled: ZoneInfo) -> None:
    for parts in timelines().values():
        quiet = [each for each, stats in parts.items() if not is_busy(stats)]
        busy = [
            each for each, stats in parts.items() if is_busy(stats) and each[1] - each[0] == HOUR
        ]
        assert quiet
        assert busy
        for begin, end in quiet:
            assert not any(first < end and last > begin for first, last in busy)


def test_each_look_at_a_whole_life_differs_and_grows(filled: ZoneInfo) -> None:
    for broadcast_id in Broadcast.objects.values_list("pk", flat=True):
        rows = Snapshot.objects.whole_life().filter(broadcast=broadcast_id)
        looks = [row.look for row in rows.order_by("first_seen_at", "pk")]
        for before, after in pairwise(looks):
            assert before.last_seen_at < after.first_seen_at
            assert attempts(before) < attempts(after)


def attempts(look: Look) -> int:
    assert look.stats.usage
    assert look.stats.usage.attempts
    return look.stats.usage.attempts


def test_nothing_was_seen_after_now_and_some_is_not_settled_yet(filled: ZoneInfo) -> None:
    assert not Snapshot.objects.filter(last_seen_at__gt=NOW).exists()
    rows = Snapshot.objects.exclude(end=None)
    settled = {row.end is not None and is_settled(row.last_seen_at, row.end) for row in rows}
    assert settled == {True, False}


def test_rows_are_kept_as_django_keeps_them(filled: ZoneInfo) -> None:
    for model in (Broadcast, Snapshot, Word, Label):
        before = raw(model._meta.db_table)
        assert before
        for row in model._base_manager.order_by("pk")[:SOME]:
            row.save()
        assert raw(model._meta.db_table) == before


def raw(table: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY 1 LIMIT {SOME}")  # noqa: S608 - our own name
        return list(cursor.fetchall())


def test_the_list_knows_them_by_name_and_by_their_newest_look(filled: ZoneInfo) -> None:
    indexed = [set(model.objects.values_list("broadcast", name)) for model, name in INDEXED]
    rows = list(Broadcast.objects.all())
    named.index(rows)
    assert indexed == [set(model.objects.values_list("broadcast", name)) for model, name in INDEXED]
    for row in rows:
        newest = Snapshot.objects.whole_life().filter(broadcast=row).newest()
        assert newest
        assert row.sort_name == named.sort_name_of(row)
        assert row.as_of == newest.last_seen_at
        assert row.trend[-1] == newest.attempts
        for column, value in standing_columns(newest.look.stats).items():
            assert getattr(row, column) == value


INDEXED = ((Word, "word"), (Label, "name"))


def test_a_broadcast_is_the_same_in_a_small_database_and_in_a_large_one(
    clock: Settings, db: None
) -> None:
    def kept() -> list[Any]:
        found = Snapshot.objects.filter(broadcast=FIRST_ID - 3).order_by("pk")
        return list(found.values_list("begin", "first_seen_at", "results", "unattempted"))

    list(filling.fill([(3, 300)], NOW))
    alone = kept()
    Broadcast.objects.all().delete()
    list(filling.fill([(2, 900), (3, 300), (4_000, 20)], NOW))
    assert kept() == alone
    assert len(alone) == 300


@pytest.mark.parametrize(
    ("broadcasts", "snapshots", "said"),
    [
        (0, 10, "1 to 1,000,000 broadcasts"),
        (1_000_001, 2_000_000, "1 to 1,000,000 broadcasts"),
        (10, 9, "one snapshot at least"),
    ],
)
def test_what_can_not_be_is_refused(db: None, broadcasts: int, snapshots: int, said: str) -> None:
    with pytest.raises(SeedError, match=said):
        list(seed(broadcasts, snapshots))
    assert not Broadcast.objects.exists()


def test_a_database_with_broadcasts_is_left_alone(db: None) -> None:
    named.row_of(135)
    with pytest.raises(SeedError, match="holds broadcasts already"):
        list(seed(1, 1))
    assert Broadcast.objects.count() == 1


def test_nothing_stays_where_it_is_broken_off(clock: Settings, transactional_db: None) -> None:
    filling_in = seed(20, 30_000)
    assert next(filling_in) > 0
    assert Snapshot.objects.exists()
    filling_in.close()
    assert not Snapshot.objects.exists()
    assert not Broadcast.objects.exists()


def test_every_page_works(person: Client, clock: Settings) -> None:
    clock.CALLFIRE_API_LOGIN = ""  # nothing can be asked: what is kept has to do
    list(seed(80, 4_000))
    largest = max(shares(80, 4_000))
    number = shares(80, 4_000).index(largest)
    page = f"/broadcasts/{FIRST_ID - number}/"
    row = Broadcast.objects.get(pk=FIRST_ID - number)
    assert row.name
    assert row.last_modified
    day = row.last_modified.date()
    for address in (
        page,
        f"{page}?begin={day}&end={day}&bucket=hour",
        f"{page}stats.json",
        f"{page}report.xlsx",
        f"{page}timeline.csv?begin={day}&end={day}",
        "/",
        "/portfolio/?period=yesterday",
        f"/compare/?id={FIRST_ID}&id={FIRST_ID - 1}&period=yesterday",
    ):
        assert person.get(address).status_code == 200, address
    history = person.get(f"{page}history.csv").getvalue().decode()
    assert history.count("\r\n") == 1 + largest
    found = person.get("/broadcasts/", {"q": row.name}).content.decode()
    assert f'href="{page}' in found
    assert person.get("/broadcasts.csv").getvalue().decode().count("\r\n") == 81
