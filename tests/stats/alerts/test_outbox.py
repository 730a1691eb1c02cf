"""What is to be sent: to whom, by one sender at a time, again later, and not for ever."""

from datetime import UTC, date, datetime, timedelta

import pytest
from pytest_django import Settings

from stats import watching
from stats.alerts import outbox
from stats.alerts.outbox import WAITS, Channel, Tellings
from stats.models import Notice, Recipients
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
CHANNELS: tuple[Channel, ...] = ("mail", "webhook")
TWO = ("a@example.com", "b@example.com")


@pytest.fixture(autouse=True)
def channels(clock: Settings) -> None:
    clock.EMAIL_HOST = "mail.example.com"
    clock.WEBHOOK_URL = "https://hooks.example.com/here"
    outbox.set_tellings(Tellings(TWO))


def test_a_notice_goes_to_each_address_and_to_the_webhook() -> None:
    outbox.queue("test")
    due = [(each.channel, each.address) for way in CHANNELS for each in outbox.due(way)]
    assert due == [("mail", TWO[0]), ("mail", TWO[1]), ("webhook", "")]


@pytest.mark.parametrize(
    ("host", "url", "count"),
    [("", "", 0), ("mail.example.com", "", 2), ("", "https://a.example", 1)],
)
def test_what_is_not_set_up_is_not_told(clock: Settings, host: str, url: str, count: int) -> None:
    clock.EMAIL_HOST, clock.WEBHOOK_URL = host, url
    assert len(outbox.queue("test")) == count


def test_one_sender_at_a_time_has_a_notice_and_a_killed_one_leaves_it(clock: Settings) -> None:
    outbox.queue("test", only="webhook")
    first = next(outbox.due("webhook"))
    assert list(outbox.due("webhook")) == []
    clock.DEMO_NOW = NOW + outbox.CLAIM
    assert next(outbox.due("webhook")).number == first.number


def test_what_was_sent_is_sent_once() -> None:
    (number,) = outbox.queue("test", only="webhook")
    for due in outbox.due("webhook"):
        outbox.settle(due.number)
    assert list(outbox.due("webhook")) == []
    assert Notice.objects.get(pk=number).sent_at == NOW
    assert outbox.unsent(9) == []


def test_what_failed_is_tried_again_ever_later_and_given_up(clock: Settings) -> None:
    outbox.queue("digest", only="webhook")
    tries = [next(outbox.due("webhook")).number]
    outbox.settle(tries[0], "timeout")
    for wait in WAITS:
        assert list(outbox.due("webhook")) == []
        (unsent,) = outbox.unsent(9)
        assert unsent.next_try_at == clock.DEMO_NOW + wait
        clock.DEMO_NOW = clock.DEMO_NOW + wait
        tries.append(next(outbox.due("webhook")).number)
        outbox.settle(tries[-1], "timeout")
    assert len(tries) == len(WAITS) + 1
    assert set(tries) == {tries[0]}  # the receiver can tell that it is the same
    (unsent,) = outbox.unsent(9)
    assert (unsent.next_try_at, unsent.tries, unsent.problem) == (None, len(tries), "timeout")
    assert list(outbox.due("webhook")) == []
    clock.DEMO_NOW += timedelta(days=7)
    assert outbox.unsent(9) == []


def test_a_test_is_tried_once(clock: Settings) -> None:
    numbers = outbox.queue("test")
    outbox.settle(numbers[0], "timeout")
    assert outbox.give_up(numbers) == 3
    clock.DEMO_NOW += timedelta(days=1)
    assert [list(outbox.due(way)) for way in CHANNELS] == [[], []]


def test_what_comes_due_meanwhile_waits_for_the_next_round(clock: Settings) -> None:
    outbox.queue("digest", only="webhook")
    numbers = []
    for due in outbox.due("webhook"):
        numbers.append(due.number)
        outbox.settle(due.number, "timeout")
        clock.DEMO_NOW += timedelta(hours=1)
        outbox.queue("digest", only="webhook")
    assert len(numbers) == 1


def test_what_was_settled_long_ago_is_pruned(clock: Settings) -> None:
    sent, failed = outbox.queue("digest", only="mail")
    outbox.settle(sent)
    outbox.settle(failed, "timeout")
    clock.DEMO_NOW += timedelta(days=31)
    assert outbox.prune(is_dry=True) == 1
    assert Notice.objects.count() == 2
    assert outbox.prune(is_dry=False) == 1
    assert Notice.objects.get().pk == failed


def test_a_notice_whose_broadcast_was_forgotten_meanwhile_is_let_go() -> None:
    outbox.queue("test", only="webhook")
    due = next(outbox.due("webhook"))
    Notice.objects.all().delete()
    outbox.settle(due.number)
    assert list(outbox.due("webhook")) == []


@pytest.mark.parametrize(
    ("instant", "count"),
    [
        (datetime(2026, 11, 24, 1, 59, tzinfo=UTC), 0),  # 17:59 in Los Angeles
        (datetime(2026, 11, 24, 2, 0, tzinfo=UTC), 3),
        (datetime(2026, 11, 24, 8, 1, tzinfo=UTC), 3),  # 00:01 of the next day, and nobody came
        (datetime(2026, 11, 24, 14, 1, tzinfo=UTC), 0),  # half a day late
    ],
)
def test_the_summary_is_due_from_its_hour_on_by_the_clock_of_the_site(
    clock: Settings, instant: datetime, count: int
) -> None:
    clock.TIME_ZONE = "America/Los_Angeles"
    watching.watch(135)
    outbox.set_tellings(Tellings(TWO, 18))
    clock.DEMO_NOW = instant
    outbox.queue_digest()
    assert Notice.objects.filter(event="digest").count() == count


def test_the_summary_goes_out_once_a_day(clock: Settings) -> None:
    watching.watch(135)
    outbox.set_tellings(Tellings(TWO[:1], 0))
    for hours in (0, 1, 2.5, 1.9, 2.1, 25, 26.1, 25.9, 26.2):  # midnight is in two hours
        clock.DEMO_NOW = NOW + timedelta(hours=hours)
        outbox.queue_digest()
    assert Notice.objects.filter(event="digest", channel="mail").count() == 2
    assert Recipients.objects.get().digested_on == date(2026, 11, 25)


def test_an_hour_that_is_over_today_is_due_tomorrow(clock: Settings) -> None:
    watching.watch(135)
    outbox.set_tellings(Tellings(TWO[:1], 18))  # it is 22:00
    outbox.set_tellings(Tellings(TWO, 18))
    outbox.queue_digest()
    assert not Notice.objects.exists()
    clock.DEMO_NOW = NOW + timedelta(hours=20)
    outbox.queue_digest()
    assert Notice.objects.filter(channel="mail").count() == 2


@pytest.mark.parametrize(("hour", "is_watched"), [(None, True), (0, False)])
def test_without_a_wish_or_anything_watched_there_is_no_summary(
    hour: int | None, is_watched: bool
) -> None:
    outbox.set_tellings(Tellings(TWO, hour))
    if is_watched:
        watching.watch(135)
    outbox.queue_digest()
    assert not Notice.objects.exists()


def test_who_is_told_is_kept() -> None:
    outbox.set_tellings(Tellings(TWO[:1], 7))
    assert outbox.tellings() == Tellings(TWO[:1], 7)
    Recipients.objects.all().delete()
    assert outbox.tellings() == Tellings()
