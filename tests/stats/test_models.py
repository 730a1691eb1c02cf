from dataclasses import replace
from datetime import datetime, time, timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from hypothesis import example, given
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoAssertNumQueries

from stats.broadcast_details import BroadcastDetails, CallingHours, RetryPlan
from stats.broadcast_stats import ActionStatistics, BroadcastStats, UsageStats
from stats.models import Broadcast, Snapshot, columns, details_columns, interval, stats_of
from tests.stats.broadcast_stats_strategy import broadcast_stats
from tests.stats.examples import ALL, AS_OF, NOTHING_REPORTED, TEXTS, VOICE, WEEK, results

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def broadcast(number: int = 135, viewed_at: datetime | None = None) -> Broadcast:
    return Broadcast.objects.get_or_create(pk=number, defaults={"viewed_at": viewed_at})[0]


def keep(
    stats: BroadcastStats = VOICE,
    seen_at: datetime = AS_OF,
    edges: tuple[datetime | None, datetime | None] = (None, None),
    of: Broadcast | None = None,
) -> Snapshot:
    return Snapshot.objects.create(
        broadcast=of or broadcast(),
        begin=edges[0],
        end=edges[1],
        first_seen_at=seen_at,
        last_seen_at=seen_at,
        **columns(stats),
    )


def digits(stats: BroadcastStats) -> str | None:
    amount = stats.usage.billed_amount if stats.usage else None
    return None if amount is None else str(amount.as_tuple())


@given(broadcast_stats())
@example(NOTHING_REPORTED)
@example(BroadcastStats(UsageStats(billed_amount=Decimal("871.45"))))
@example(BroadcastStats(UsageStats(billed_amount=Decimal("9999999999999999.990000"))))
@example(BroadcastStats(UsageStats(billed_amount=Decimal("0E-45"))))
@example(BroadcastStats(UsageStats(attempts=0), (), ActionStatistics(finished=0)))
@hypothesis_settings(max_examples=40)
def test_what_is_kept_comes_back_digit_for_digit(stats: BroadcastStats) -> None:
    row = Snapshot.objects.get(pk=keep(stats).pk)
    assert stats_of(row) == stats
    assert digits(stats_of(row)) == digits(stats)


def test_results_come_back_in_the_tables_order_whatever_order_the_row_holds() -> None:
    row = keep(BroadcastStats(results=results(LA=1, BUSY=2, WAP=3)))
    Snapshot.objects.update(results=dict(reversed(row.results.items())))
    row.refresh_from_db()
    assert [stat.result for stat in stats_of(row).results] == ["LA", "BUSY", "WAP"]


def test_an_amount_is_kept_as_text_without_an_exponent() -> None:
    usage = UsageStats(billed_amount=Decimal("0.00000001000"))
    assert keep(BroadcastStats(usage)).billed_amount == "0.00000001000"


def test_amounts_that_differ_in_their_digits_alone_are_different_rows() -> None:
    one, other = (
        BroadcastStats(UsageStats(billed_amount=Decimal(text))) for text in ("1.5", "1.50")
    )
    assert columns(one) != columns(other)


def test_the_whole_life_and_a_period_are_never_mixed() -> None:
    whole, week = keep(), keep(TEXTS, AS_OF + HOUR, interval(WEEK))
    assert Snapshot.objects.of(135, *interval(ALL)).newest() == whole
    assert Snapshot.objects.of(135, *interval(WEEK)).newest() == week
    assert list(Snapshot.objects.whole_life()) == [whole]
    assert Snapshot.objects.of(135, WEEK.begin, WEEK.begin).newest() is None
    assert Snapshot.objects.of(136, *interval(ALL)).newest() is None


def test_the_newest_is_the_one_last_seen_not_the_one_first_kept() -> None:
    returned, between = keep(VOICE), keep(TEXTS, AS_OF + HOUR)
    assert Snapshot.objects.whole_life().newest() == between
    Snapshot.objects.filter(pk=returned.pk).update(last_seen_at=AS_OF + 2 * HOUR)
    assert Snapshot.objects.whole_life().newest() == returned


def test_of_two_seen_at_one_instant_the_later_kept_is_the_newest() -> None:
    _, later = keep(VOICE), keep(TEXTS)
    assert Snapshot.objects.whole_life().newest() == later


def test_a_look_says_from_when_until_when_the_figures_were_seen_so() -> None:
    row = keep()
    Snapshot.objects.update(last_seen_at=AS_OF + HOUR)
    row.refresh_from_db()
    look = row.look
    assert (look.stats, look.first_seen_at, look.last_seen_at) == (VOICE, AS_OF, AS_OF + HOUR)


def test_the_broadcasts_looked_at_last_come_first_each_with_its_newest_whole_life() -> None:
    first = broadcast(1, viewed_at=AS_OF)
    second = broadcast(2, viewed_at=AS_OF + HOUR)
    broadcast(3)  # never looked at
    keep(of=first)
    newest = keep(TEXTS, AS_OF + HOUR, of=first)
    keep(VOICE, AS_OF + 2 * HOUR, interval(WEEK), of=first)
    keep(VOICE, AS_OF, interval(WEEK), of=second)

    seen = list(Broadcast.objects.seen_lately(20))
    assert [(each.pk, each.newest_id) for each in seen] == [(2, None), (1, newest.pk)]


def test_the_list_of_broadcasts_is_cut_and_asked_for_at_once(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(1, 6):
        keep(of=broadcast(number, viewed_at=AS_OF + number * HOUR))
    with django_assert_num_queries(1):
        assert [each.pk for each in Broadcast.objects.seen_lately(3)] == [5, 4, 3]


def test_the_largest_id_of_callfire_finds_its_broadcast_again() -> None:
    largest = broadcast(2**63 - 1)
    largest.refresh_from_db()
    assert str(largest) == "9223372036854775807"


@pytest.mark.parametrize(
    "details",
    [
        BroadcastDetails(),
        BroadcastDetails(
            "Autumn \N{ROCKET}",
            "VOICE",
            "RUNNING",
            ("autumn", "members"),
            AS_OF,
            AS_OF + HOUR,
            CallingHours(time(9), time(20, 30)),
            RetryPlan(3, 45, ("BUSY", "NO_ANS")),
        ),
        BroadcastDetails(
            calling_hours=CallingHours(end=time(0)), retry_plan=RetryPlan(max_attempts=1)
        ),
        BroadcastDetails(retry_plan=RetryPlan(results=())),
    ],
    ids=["nothing", "all", "some", "no result is retried"],
)
def test_details_come_back_as_they_were_kept(details: BroadcastDetails) -> None:
    row = Broadcast.objects.create(pk=135, details_seen_at=AS_OF, **details_columns(details))
    row.refresh_from_db()
    assert row.details == details


def test_a_broadcast_that_was_never_asked_for_has_no_details() -> None:
    assert broadcast().details is None


def test_a_broadcast_takes_its_snapshots_with_it() -> None:
    keep().broadcast.delete()
    assert not Snapshot.objects.exists()


def test_the_migrations_make_the_tables_that_the_models_describe() -> None:
    call_command("makemigrations", "stats", check=True, dry_run=True, verbosity=0)


def test_sections_without_any_figure_are_not_reported() -> None:
    row = keep(replace(VOICE, usage=None, action_statistics=None))
    assert stats_of(row).usage is None
    assert stats_of(row).action_statistics is None
