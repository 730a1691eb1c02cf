"""What is deleted of old looks, and what stays whatever its age."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from simulator.server import Simulator
from stats import named, timeline
from stats.models import Snapshot
from stats.period import Period
from stats.prune import Row, outdated, prune
from tests.conftest import NOW

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
BEGIN = datetime(2026, 6, 1, tzinfo=UTC)


def rows(
    seen: list[datetime], begin: datetime | None = None, end: datetime | None = None
) -> list[Row]:
    return [Row(pk, begin, end, at, None) for pk, at in enumerate(sorted(seen), 1)]


def kept(looks: list[Row]) -> list[datetime]:
    gone = set(outdated(looks, NOW))
    return [row.last_seen_at for row in looks if row.pk not in gone]


def test_every_look_of_two_days_one_an_hour_of_ninety_and_one_a_day_before_that() -> None:
    young = [NOW - 2 * DAY + each * 5 * MINUTE for each in range(1, 576)]
    hourly = [NOW - 30 * DAY + each * 5 * MINUTE for each in range(48)]  # four hours of it
    daily = [BEGIN - 30 * DAY + each * HOUR for each in range(48)]
    found = kept(rows(young + hourly + daily))
    assert [at for at in found if at in young] == young
    # From 22:00 on, four hours: the latest of each.
    assert [at.strftime("%H:%M") for at in found if at in hourly] == [
        *("22:55", "23:55", "00:55", "01:55"),
    ]
    assert [at for at in found if at in daily] == [daily[23], daily[47]]


def test_the_newest_look_stays_whatever_its_age() -> None:
    assert kept(rows([BEGIN, BEGIN + MINUTE])) == [BEGIN + MINUTE]
    assert kept(rows([BEGIN])) == [BEGIN]


@given(st.lists(st.integers(0, 400 * 24 * 60), max_size=60))
def test_a_second_pruning_finds_nothing_more(minutes: list[int]) -> None:
    looks = rows([NOW - each * MINUTE for each in set(minutes)])
    gone = set(outdated(looks, NOW))
    left = [row for row in looks if row.pk not in gone]
    assert outdated(left, NOW) == []
    assert bool(left) == bool(looks)


@pytest.mark.parametrize(
    "length", [HOUR, 23 * HOUR, DAY, 25 * HOUR, 7 * DAY, 28 * DAY, 31 * DAY, 30 * DAY + HOUR]
)
def test_a_settled_bucket_stays_with_every_change_that_was_seen_after_it(
    length: timedelta,
) -> None:
    end = BEGIN + length
    open_ = [end - 30 * MINUTE, end - 20 * MINUTE]
    settled = [end + 2 * DAY, end + 2 * DAY + MINUTE]
    assert kept(rows(open_ + settled, BEGIN, end)) == [open_[-1], *settled]


def test_another_period_goes_thirty_days_after_a_person_last_saw_it() -> None:
    end = BEGIN + 9 * DAY
    (row,) = rows([end + DAY], BEGIN, end)
    for days, gone in ((29, []), (30, [row.pk])):
        shown = Row(row.pk, BEGIN, end, row.last_seen_at, NOW - days * DAY)
        assert outdated([shown], NOW) == gone


def test_what_a_timeline_knows_of_other_stretches_stays() -> None:
    """Quiet stretches, and buckets that are cut off where a period begins or ends."""
    for length in (3 * DAY, 4 * HOUR, 43 * MINUTE, 4 * 365 * DAY):
        begin = BEGIN - length
        looks = rows([BEGIN - 2 * MINUTE, BEGIN - MINUTE, BEGIN + 2 * DAY], begin, BEGIN)
        assert kept(looks) == [BEGIN - MINUTE, BEGIN + 2 * DAY]


@pytest.mark.django_db
def test_a_timeline_is_as_complete_after_a_pruning_as_before(
    callfire: Simulator, clock: Settings
) -> None:
    period = Period("custom", NOW - 10 * DAY, NOW - 2 * DAY, ZoneInfo("UTC"))
    for size in ("hour", "week"):
        for _ in range(20):
            before = timeline.fetched(11741873003, period, size, seconds=15)
            if before.is_complete:
                break
        assert before.is_complete
        clock.DEMO_NOW = NOW + 60 * DAY
        list(prune(is_dry=False))
        assert timeline.kept(11741873003, period, size).missing == before.missing == 0
        clock.DEMO_NOW = NOW


@pytest.mark.django_db
def test_a_dry_run_counts_and_deletes_nothing(
    clock: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    for broadcast_id in (1, 2):
        named.row_of(broadcast_id)
        for minutes in range(10):
            at = BEGIN + minutes * MINUTE
            Snapshot.objects.create(broadcast_id=broadcast_id, first_seen_at=at, last_seen_at=at)
    call_command("prune", "--dry-run")
    said = "18 snapshots of 2 broadcasts would be deleted.\n0 notices would be deleted.\n"
    assert capsys.readouterr().out == said
    assert Snapshot.objects.count() == 20
    call_command("prune")
    assert capsys.readouterr().out == "18 snapshots of 2 broadcasts deleted.\n0 notices deleted.\n"
    left = Snapshot.objects.values_list("broadcast", "last_seen_at")
    assert set(left) == {(1, BEGIN + 9 * MINUTE), (2, BEGIN + 9 * MINUTE)}
    assert [at.snapshots for at in prune(is_dry=False)] == [0, 0]


def test_a_page_that_is_looked_at_keeps_its_period(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    page = "/broadcasts/11741873003/?begin=2026-11-15&end=2026-11-23T12:00"
    assert person.get(page).status_code == 200
    row = Snapshot.objects.exclude(begin=None).get()
    assert row.shown_at == NOW
    clock.DEMO_NOW = callfire.now = NOW + 2 * DAY
    assert person.get(page).status_code == 200
    newest = Snapshot.objects.exclude(begin=None).order_by("pk").last()
    assert newest is not None
    assert newest.shown_at == NOW + 2 * DAY
    assert person.get("/broadcasts/11741873003/").status_code == 200
    assert not Snapshot.objects.whole_life().exclude(shown_at=None).exists()
