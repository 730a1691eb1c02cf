"""A page that is gathered once: what is not read again, and what always is."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from dashboard import pages
from simulator.server import Simulator
from stats import details, named, prune, seen, watching
from stats.models import Broadcast, Snapshot
from tests.conftest import NOW

AUTUMN_ID = 11741873003
AUTUMN = f"/broadcasts/{AUTUMN_ID}/"
PAGES = [AUTUMN, f"{AUTUMN}?period=7d", f"{AUTUMN}?period=yesterday&compare=previous"]
SESSION_PERSON_VERSION = 3


def text(client: Client, path: str, **headers: str) -> str:
    """The page without what is another one each time: the marks of its forms."""
    lines = client.get(path, headers=headers).content.decode().splitlines()
    return "\n".join(line for line in lines if "csrfmiddlewaretoken" not in line)


def queries(client: Client, path: str, **headers: str) -> int:
    with CaptureQueriesContext(connection) as found:
        client.get(path, headers=headers)
    return len(found)


@pytest.fixture
def visitor(person: Client, callfire: Simulator, clock: Settings) -> Client:
    """Somebody who has seen the page, with all that fills itself in."""
    assert person.get(AUTUMN).status_code == 200
    person.post(f"{AUTUMN}details/")
    person.post(f"{AUTUMN}load/")
    return person


@pytest.mark.parametrize("path", PAGES)
def test_what_did_not_change_is_not_read_again(visitor: Client, path: str) -> None:
    visitor.get(path)
    first = visitor.get(path)
    assert queries(visitor, path) == SESSION_PERSON_VERSION
    assert queries(visitor, path, **{"If-None-Match": first["ETag"]}) == SESSION_PERSON_VERSION
    assert text(visitor, path) == text(visitor, path)


def half_an_hour_later(clock: Settings, callfire: Simulator) -> None:
    """When what was asked just now may be asked again."""
    clock.DEMO_NOW = callfire.now = NOW + timedelta(minutes=30)


def refreshed(client: Client, clock: Settings, callfire: Simulator) -> None:
    half_an_hour_later(clock, callfire)
    client.post(f"{AUTUMN}refresh/")


def loaded(client: Client, clock: Settings, callfire: Simulator) -> None:
    client.post(f"{AUTUMN}load/?bucket=hour")


def renamed(client: Client, clock: Settings, callfire: Simulator) -> None:
    named.rename(AUTUMN_ID, "Ours", "")


def noted(client: Client, clock: Settings, callfire: Simulator) -> None:
    named.rename(AUTUMN_ID, "", "Call them again in spring.")


def watched(client: Client, clock: Settings, callfire: Simulator) -> None:
    watching.watch(AUTUMN_ID)


def listed(client: Client, clock: Settings, callfire: Simulator) -> None:
    found = Broadcast.objects.get(pk=AUTUMN_ID).details
    assert found is not None
    changed = type(found)("Another name", "VOICE", "RUNNING", (), None, None, None, None)
    named.keep_all({AUTUMN_ID: changed}, listed_at=NOW)


def described(client: Client, clock: Settings, callfire: Simulator) -> None:
    half_an_hour_later(clock, callfire)
    Broadcast.objects.filter(pk=AUTUMN_ID).update(name=None, details_seen_at=None)
    details.refresh(AUTUMN_ID)


def described_in_vain(client: Client, clock: Settings, callfire: Simulator) -> None:
    half_an_hour_later(clock, callfire)
    Broadcast.objects.filter(pk=AUTUMN_ID).update(details_seen_at=None)
    callfire.fault = "http-500"
    details.refresh(AUTUMN_ID)


def pruned(client: Client, clock: Settings, callfire: Simulator) -> None:
    old = Snapshot.objects.whole_life().filter(broadcast=AUTUMN_ID).newest()
    assert old is not None
    for minutes in (0, 1):
        old.pk, old.attempts = None, minutes
        old.first_seen_at = old.last_seen_at = NOW - timedelta(days=900, minutes=minutes)
        old.save()
    assert list(prune.prune(is_dry=False))[-1].snapshots


def forgotten(client: Client, clock: Settings, callfire: Simulator) -> None:
    named.forget(AUTUMN_ID)


WRITES = [
    *(refreshed, loaded, renamed, noted, watched, listed),
    *(described, described_in_vain, pruned, forgotten),
]


@pytest.mark.parametrize("write", WRITES)
def test_every_write_is_seen_at_once(
    visitor: Client,
    clock: Settings,
    callfire: Simulator,
    write: Callable[[Client, Settings, Simulator], None],
) -> None:
    visitor.get(AUTUMN)
    before = seen.version_of(AUTUMN_ID)
    write(visitor, clock, callfire)
    assert seen.version_of(AUTUMN_ID) != before
    assert queries(visitor, AUTUMN) > SESSION_PERSON_VERSION


def test_what_is_let_go_is_seen_at_once(visitor: Client) -> None:
    watching.watch(AUTUMN_ID)
    assert "Stop watching" in text(visitor, AUTUMN)
    watching.unwatch(AUTUMN_ID)
    assert "Stop watching" not in text(visitor, AUTUMN)


def test_one_that_was_forgotten_counts_from_where_it_never_was(
    visitor: Client, callfire: Simulator, clock: Settings
) -> None:
    first = seen.version_of(AUTUMN_ID)
    named.forget(AUTUMN_ID)
    assert seen.version_of(AUTUMN_ID) is None
    half_an_hour_later(clock, callfire)
    visitor.get(AUTUMN)
    assert first is not None
    assert (seen.version_of(AUTUMN_ID) or 0) > first


def test_figures_are_called_fresh_no_longer_than_they_are(visitor: Client, clock: Settings) -> None:
    clock.STATS_FRESH_SECONDS = 5
    clock.DEMO_NOW = NOW.replace(second=1)
    visitor.post(f"{AUTUMN}refresh/")
    assert 'data-wants-fresh="no"' in text(visitor, AUTUMN)
    clock.DEMO_NOW = NOW.replace(second=7)  # of the same ten seconds
    assert 'data-wants-fresh="yes"' in text(visitor, AUTUMN)


def test_what_goes_by_the_clock_is_looked_at_again(visitor: Client, clock: Settings) -> None:
    visitor.get(AUTUMN)
    clock.DEMO_NOW = NOW + timedelta(seconds=pages.KEPT_SECONDS)
    assert queries(visitor, AUTUMN) > SESSION_PERSON_VERSION


def test_a_problem_is_told_once(visitor: Client, callfire: Simulator, clock: Settings) -> None:
    half_an_hour_later(clock, callfire)
    visitor.get(AUTUMN)
    callfire.fault = "http-500"
    visitor.post(f"{AUTUMN}refresh/")
    assert "Could not refresh" in text(visitor, AUTUMN)
    assert "Could not refresh" not in text(visitor, AUTUMN)


def test_each_language_has_its_own(visitor: Client) -> None:
    english = text(visitor, AUTUMN)
    spanish = text(visitor, AUTUMN, **{"Accept-Language": "es"})
    assert '<html lang="es"' in spanish
    assert "respuestas" in spanish
    assert text(visitor, AUTUMN) == english
    assert text(visitor, AUTUMN, **{"Accept-Language": "es"}) == spanish


def test_few_pages_are_kept(visitor: Client) -> None:
    for number in range(pages.MOST + 3):
        visitor.get(f"{AUTUMN}?nothing={number}")
    assert len(pages._kept) == pages.MOST
    assert queries(visitor, f"{AUTUMN}?nothing={pages.MOST + 2}") == SESSION_PERSON_VERSION
    assert queries(visitor, f"{AUTUMN}?nothing=1") > SESSION_PERSON_VERSION


KEY = pages.Key(("a page",), version=1, slot=1)


def test_those_who_come_at_once_have_it_gathered_by_one() -> None:
    began, ended = Event(), Event()

    def first() -> None:
        with pages.alone(KEY):
            began.set()
            ended.wait(10)

    with ThreadPoolExecutor(2) as pool:
        pool.submit(first)
        assert began.wait(10)
        second = pool.submit(_enter, KEY)
        ended.set()
        assert second.result(10)


def test_nobody_waits_long_for_another_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "GATHERED_SECONDS", 0.01)
    with pages.alone(KEY):
        assert _enter(KEY)
    assert _enter(KEY)


def _enter(key: pages.Key) -> bool:
    with pages.alone(key):
        return True
