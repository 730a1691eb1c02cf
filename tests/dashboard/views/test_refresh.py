"""Refresh: asks now, leads back, and says what came of it."""

from datetime import timedelta

from django.test import Client
from pytest_django import Settings

from simulator.server import Simulator
from tests.conftest import NOW
from tests.dashboard.views.pages_of_broadcasts import AUTUMN, NOT_STARTED, PAGE, TEXTS, text_of


def test_a_refresh_asks_now_and_leads_back_to_the_same_page(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    person.get(PAGE)
    response = person.post(f"{PAGE}refresh/?period=7d&tz=Asia/Tokyo")
    assert response.status_code == 302
    assert response["Location"] == f"{PAGE}?period=7d&tz=Asia%2FTokyo"
    assert len(callfire.requests) == 2


def test_a_refresh_that_fails_is_told_once_on_the_page_it_leads_to(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    person.get(PAGE)
    clock.DEMO_NOW = NOW + timedelta(seconds=5)
    callfire.fault = "http-403"
    told = person.post(f"{PAGE}refresh/", follow=True)
    assert told.status_code == 200
    assert "may not read broadcast" in text_of(told)
    assert len(callfire.requests) == 2  # the page did not ask again
    assert "may not read broadcast" not in text_of(person.get(PAGE))


def test_a_refreshs_problem_waits_for_the_page_it_belongs_to(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    person.get(PAGE)
    person.get(f"/broadcasts/{TEXTS}/")
    clock.DEMO_NOW = NOW + timedelta(seconds=5)
    callfire.fault = "http-403"
    person.post(f"{PAGE}refresh/")
    assert "may not read broadcast" not in text_of(person.get(f"/broadcasts/{TEXTS}/"))
    person.head(PAGE)
    assert "may not read broadcast" in text_of(person.get(PAGE))
    assert "may not read broadcast" not in text_of(person.get(PAGE))


def test_a_refresh_that_fails_without_kept_figures_shows_its_problem(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    callfire.fault = "http-401"
    response = person.post(f"{PAGE}refresh/", follow=True)
    assert response.status_code == 502
    assert "CallFire refused the API login" in text_of(response)
    assert len(callfire.requests) == 1


def test_a_refresh_too_soon_after_another_asks_nothing_and_says_so(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    person.get(PAGE)
    for _ in range(3):
        told = person.post(f"{PAGE}refresh/", follow=True)
        assert "at most one question every 5 s" in text_of(told)
    assert len(callfire.requests) == 1
    clock.DEMO_NOW = NOW + timedelta(seconds=5)
    told = person.post(f"{PAGE}refresh/", follow=True)
    assert "at most one question every 5 s" not in text_of(told)
    assert len(callfire.requests) == 2


def test_a_refused_login_stops_the_asking_until_a_refresh_probes(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    callfire.fault = "http-401"
    person.get(PAGE)
    for minutes in (1, 2):
        clock.DEMO_NOW = NOW + timedelta(minutes=minutes)
        problem = person.get(f"{PAGE}stats.json").json()["problem"]
        assert "Nothing more is asked until they change" in problem["message"]
    assert len(callfire.requests) == 1
    callfire.fault = None
    person.post(f"{PAGE}refresh/")
    assert person.get(f"{PAGE}stats.json").status_code == 200
    assert len(callfire.requests) == 2


def test_five_failures_stop_the_asking_for_a_minute_and_the_page_says_until_when(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    callfire.fault = "http-500"
    for second in range(5):
        clock.DEMO_NOW = NOW + timedelta(seconds=6 * second)
        person.get(f"/broadcasts/{second + 1}/")
    asked = len(callfire.requests)
    response = person.get(f"{PAGE}stats.json")
    assert response.json()["problem"]["retry_at"] == "2026-11-23T22:01:24+00:00"
    assert response["Retry-After"] == "60"
    assert "Next try at 22:01." in text_of(person.get(PAGE))
    assert len(callfire.requests) == asked
    callfire.fault = None
    clock.DEMO_NOW = NOW + timedelta(seconds=84)
    assert person.get(f"{PAGE}stats.json").status_code == 200


def test_beyond_the_sites_own_limit_it_says_when_it_goes_on(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    clock.CALLFIRE_PER_MINUTE = 2
    for broadcast_id in (AUTUMN, TEXTS):
        assert person.get(f"/broadcasts/{broadcast_id}/").status_code == 200
    response = person.get(f"/broadcasts/{NOT_STARTED}/stats.json")
    assert response.status_code == 503
    assert response.json()["problem"] == {
        "kind": "rate_limited",
        "message": "This site asks at most 2 times a minute; going on at 22:01.",
        "retry_at": "2026-11-23T22:01:00+00:00",
    }
    assert len(callfire.requests) == 2


def test_a_refresh_of_a_period_that_is_none_asks_nothing(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    assert person.post(f"{PAGE}refresh/?begin=x").status_code == 400
    assert callfire.requests == []
