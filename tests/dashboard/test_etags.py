"""Conditional requests, on real pages: what changes the tag, and that nothing else does."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings

from dashboard import etags
from simulator.server import Simulator
from tests.conftest import NOW

AUTUMN = "/broadcasts/11741873003/"
PAGES = ["/", AUTUMN, f"{AUTUMN}?period=7d"]


@pytest.fixture
def visited(person: Client, callfire: Simulator, clock: Settings) -> Client:
    """Somebody who has seen each page twice: once for the browser's mark, once to settle."""
    for path in [*reversed(PAGES), *PAGES]:
        assert person.get(path).status_code == 200
    return person


def again(client: Client, path: str, **headers: str) -> int:
    """The status of a second look with the tag of the first, perhaps with other headers."""
    etag = client.get(path)["ETag"]
    return client.get(path, headers={"If-None-Match": etag, **headers}).status_code


@pytest.mark.parametrize("path", PAGES)
def test_a_page_that_would_be_the_same_is_not_sent_again(visited: Client, path: str) -> None:
    first = visited.get(path)
    second = visited.get(path, headers={"If-None-Match": first["ETag"]})
    assert (second.status_code, second.content) == (304, b"")
    assert second["ETag"] == first["ETag"]
    assert second["Cache-Control"] == first["Cache-Control"] == "private, no-cache"
    assert "default-src 'none'" in second["Content-Security-Policy"]


@pytest.mark.parametrize("path", PAGES)
def test_what_the_tag_stands_for_is_what_was_sent(visited: Client, path: str) -> None:
    def bare(client: Client) -> str:
        lines = client.get(path).content.decode().splitlines()
        return "\n".join(line for line in lines if "csrfmiddlewaretoken" not in line)

    assert bare(visited) == bare(visited)


@pytest.mark.parametrize("path", PAGES)
def test_minutes_alone_change_nothing_while_figures_are_settled_or_fresh(
    visited: Client, clock: Settings, path: str
) -> None:
    clock.STATS_FRESH_SECONDS = 3600
    etag = visited.get(path)["ETag"]
    clock.DEMO_NOW = NOW + timedelta(minutes=30)
    assert visited.get(path, headers={"If-None-Match": etag}).status_code == 304


def new_figures(client: Client, clock: Settings, callfire: Simulator) -> None:
    clock.DEMO_NOW = callfire.now = NOW + timedelta(minutes=30)
    client.post(f"{AUTUMN}refresh/")
    client.post(f"{AUTUMN}refresh/?period=7d")
    client.get("/")


def another_day(client: Client, clock: Settings, callfire: Simulator) -> None:
    clock.STATS_FRESH_SECONDS = 3 * 86400
    clock.DEMO_NOW = NOW + timedelta(days=1)


def another_person(client: Client, clock: Settings, callfire: Simulator) -> None:
    client.force_login(User.objects.create_user("other"))


def another_name(client: Client, clock: Settings, callfire: Simulator) -> None:
    User.objects.update(username="renamed")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("change", [new_figures, another_day, another_person, another_name])
def test_what_a_page_shows_changes_its_tag(
    visited: Client,
    clock: Settings,
    callfire: Simulator,
    path: str,
    change: Callable[[Client, Settings, Simulator], None],
) -> None:
    etag = visited.get(path)["ETag"]
    change(visited, clock, callfire)
    response = visited.get(path, headers={"If-None-Match": etag})
    assert response.status_code == 200
    assert response["ETag"] != etag


@pytest.mark.parametrize("path", PAGES)
def test_another_release_or_zone_is_another_page(
    visited: Client, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    etag = visited.get(path)["ETag"]
    there = f"{path}{'&' if '?' in path else '?'}tz=Asia/Tokyo"
    assert visited.get(there, headers={"If-None-Match": etag}).status_code == 200
    monkeypatch.setattr(etags, "release", lambda: "another")
    assert visited.get(path, headers={"If-None-Match": etag}).status_code == 200


def test_a_price_that_changed_is_shown(visited: Client, settings: Settings) -> None:
    etag = visited.get(AUTUMN)["ETag"]
    settings.CREDIT_PRICE, settings.CREDIT_CURRENCY = Decimal("0.0245"), "USD"
    assert visited.get(AUTUMN, headers={"If-None-Match": etag}).status_code == 200


def test_the_language_is_part_of_the_tag(
    visited: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    etag = visited.get(AUTUMN)["ETag"]
    monkeypatch.setattr(etags, "get_language", lambda: "es")
    assert visited.get(AUTUMN, headers={"If-None-Match": etag}).status_code == 200


def test_a_page_whose_forms_would_be_refused_is_sent_again(visited: Client) -> None:
    etag = visited.get(AUTUMN)["ETag"]
    del visited.cookies["csrftoken"]
    assert visited.get(AUTUMN, headers={"If-None-Match": etag}).status_code == 200


def test_a_problem_that_came_since_is_shown(
    visited: Client, callfire: Simulator, clock: Settings
) -> None:
    etag = visited.get(AUTUMN)["ETag"]
    callfire.fault = "http-500"
    clock.DEMO_NOW = NOW + timedelta(minutes=30)
    visited.post(f"{AUTUMN}refresh/")
    response = visited.get(AUTUMN, headers={"If-None-Match": etag})
    assert response.status_code == 200
    assert "Could not refresh" in response.content.decode()


@pytest.mark.parametrize("path", [f"{AUTUMN}results.csv", f"{AUTUMN}stats.json", "/nothing"])
def test_downloads_and_faults_are_kept_by_nobody(visited: Client, path: str) -> None:
    response = visited.get(path)
    assert response["Cache-Control"] == "no-store"
    assert "ETag" not in response


def test_a_problem_that_lasts_is_told_with_its_new_time(
    visited: Client, callfire: Simulator, clock: Settings
) -> None:
    callfire.fault = "http-400"
    for minutes in (30, 40):
        clock.DEMO_NOW = callfire.now = NOW + timedelta(minutes=minutes)
        response = visited.get(AUTUMN, headers={"X-Wait-Fresh": "1"})
        etag = response["ETag"]
        assert f"22:{minutes}" in response.content.decode()
    clock.DEMO_NOW = NOW + timedelta(minutes=50)
    later = visited.get(AUTUMN, headers={"X-Wait-Fresh": "1", "If-None-Match": etag})
    assert later.status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_another_language_is_another_page(visited: Client, path: str) -> None:
    spanish = {"Accept-Language": "es"}
    assert again(visited, path, **spanish) == 200
    etag = visited.get(path, headers=spanish)["ETag"]
    headers = {"If-None-Match": etag, **spanish}
    assert visited.get(path, headers=headers).status_code == 304
    assert "Accept-Language" in visited.get(path)["Vary"]
