"""The account's broadcasts, page by page, from a stand-in CallFire."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, field, fields, replace
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from pytest_django import Settings

from simulator.history import History
from simulator.rest import Account
from simulator.server import Simulator
from stats import catalogue, details, engines
from stats.broadcast_details import BroadcastDetails, BroadcastPage
from stats.callfire.errors import Forbidden, Unavailable
from stats.models import Broadcast, Label, Word
from stats.questions import Questions

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def histories(callfire: Simulator) -> None:
    """Made once a process: the first answer would be a slow one."""
    callfire.account.histories()


@dataclass(frozen=True, slots=True)
class Crowd(Account):
    """An account of any number of broadcasts, made from those of another."""

    crowd: Sequence[History] = field(default=())

    def histories(self) -> list[History]:
        return list(self.crowd)


def crowded(simulator: Simulator, number: int) -> None:
    """Give the account so many broadcasts, with the events of the first few."""
    account = simulator.account
    few, crowd = account.histories(), []
    for index in range(number):
        history = copy(few[index % len(few)])
        history.campaign = replace(history.campaign, id=10_000 + index, name=f"Number {index}")
        crowd.append(history)
    same = {each.name: getattr(account, each.name) for each in fields(Account)}
    simulator.account = Crowd(**same, crowd=crowd)


def test_an_import_keeps_what_the_list_says_and_a_second_one_writes_nothing(
    callfire: Simulator, clock: Settings
) -> None:
    (at,) = catalogue.import_pages()
    assert (at.next, at.seen, at.total, at.new, at.changed) == (None, 12, 12, 12, 0)
    autumn = Broadcast.objects.get(pk=11741873003)
    assert (autumn.name, autumn.type, autumn.status) == ("Autumn reminder", "VOICE", "RUNNING")
    assert (autumn.labels, autumn.listed_at) == (["reminders"], clock.DEMO_NOW)
    assert details.needs_asking(autumn.pk)  # a list may leave out what an estimate needs
    assert autumn.created is not None
    assert autumn.last_modified is not None

    (at,) = catalogue.import_pages()
    assert (at.new, at.changed) == (0, 0)


def test_only_what_changed_is_changed(callfire: Simulator, clock: Settings) -> None:
    list(catalogue.import_pages())
    Broadcast.objects.filter(pk=11741873003).update(status="START_PENDING")
    (at,) = catalogue.import_pages()
    assert (at.new, at.changed) == (0, 1)


def test_25000_broadcasts_come_in_pages_and_an_end_half_way_loses_nothing(
    callfire: Simulator, clock: Settings
) -> None:
    crowded(callfire, 25_000)
    pages = catalogue.import_pages()
    seen = [next(pages).seen for _ in range(12)]
    assert seen == list(range(1_000, 12_001, 1_000))
    callfire.fault = "http-503"
    with pytest.raises(Unavailable):
        next(pages)
    assert Broadcast.objects.count() == 12_000

    callfire.fault = None
    rest = list(catalogue.import_pages(12_000))
    assert (rest[-1].next, rest[-1].seen, sum(at.new for at in rest)) == (None, 25_000, 13_000)
    assert Broadcast.objects.count() == 25_000
    assert Word.objects.filter(word="number").count() == 25_000
    assert Label.objects.count() > 20_000
    engines.analyze()  # PostgreSQL looks for each row's broadcast in the end, by an index then


def test_a_refusal_is_its_own_error_and_closes_nothing(
    callfire: Simulator, clock: Settings
) -> None:
    callfire.fault = "http-403"
    with pytest.raises(Forbidden):
        list(catalogue.import_pages())
    callfire.fault = None
    assert list(catalogue.import_pages())[-1].next is None


def test_an_empty_page_ends_it_whatever_the_total(
    callfire: Simulator, clock: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "PAGE", 5)
    crowded(callfire, 12)
    assert [at.seen for at in catalogue.import_pages()] == [5, 10, 12]
    assert [at.seen for at in catalogue.import_pages(40)] == [40]


def test_a_far_end_that_never_stops_giving_is_left(
    callfire: Simulator, clock: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "MOST", 30)
    endless = BroadcastPage(None, 10, ((135, BroadcastDetails("A")),))
    monkeypatch.setattr(Questions, "ask_page", lambda *_: endless)
    assert [at.next for at in catalogue.import_pages()] == [10, 20, None]
    assert [at.next for at in catalogue.import_pages(10**9)] == [None]


def test_an_import_is_the_first_question_after_a_pause(
    callfire: Simulator, clock: Settings
) -> None:
    callfire.fault = "http-503"
    for _ in range(5):
        with pytest.raises(Unavailable):
            list(catalogue.import_pages())
    callfire.fault = None
    asked = len(callfire.requests)
    with pytest.raises(Unavailable):
        list(catalogue.import_pages())
    assert len(callfire.requests) == asked
    clock.DEMO_NOW += timedelta(minutes=2)
    assert list(catalogue.import_pages())[-1].new == 12


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_keep_each_broadcast_once(
    callfire: Simulator, clock: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowded(callfire, 300)
    monkeypatch.setattr(catalogue, "PAGE", 50)
    together, counted = Barrier(2), []

    def imported() -> None:
        together.wait()
        counted.append(sum(at.new for at in catalogue.import_pages()))
        connection.close()

    threads = [Thread(target=imported) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(counted) == 2
    assert Broadcast.objects.count() == 300
    assert Word.objects.filter(word="number").count() == 300
    assert Label.objects.count() == sum(len(row.labels or ()) for row in Broadcast.objects.all())
