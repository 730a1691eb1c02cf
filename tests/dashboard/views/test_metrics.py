"""/metrics: what a monitoring system reads, by token."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import Settings

from dashboard import tokens
from simulator.server import Simulator
from stats import watching

Labels = dict[str, str]
Read = Callable[..., float]


@pytest.fixture
def read(db: None) -> Read:
    """One figure of a fresh look at the page; 0 where it was not counted yet."""
    secret = tokens.made(User.objects.create_user("monitor"), "monitoring")

    def figure(name: str, **labels: str) -> float:
        response = Client().get("/metrics", headers={"authorization": f"Bearer {secret}"})
        assert response.status_code == 200
        assert response["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
        assert response["Cache-Control"] == "no-store"
        return _value(response.content.decode(), f"broadcast_stats_{name}", labels)

    return figure


def _value(text: str, name: str, labels: Labels) -> float:
    samples = [
        sample for family in text_string_to_metric_families(text) for sample in family.samples
    ]
    found = (each.value for each in samples if each.name == name and each.labels == labels)
    return next(found, 0.0)


def test_it_takes_a_token_and_nothing_else(person: Client) -> None:
    for client, headers in (
        (Client(), {}),
        (person, {}),
        (Client(), {"authorization": "Bearer bstats_unknown"}),
        (Client(), {"authorization": "Basic ZGVtbzpkZW1v"}),
    ):
        response = client.get("/metrics", headers=headers)
        assert response.status_code == 401
        assert response["WWW-Authenticate"] == "Bearer"
        assert response["Content-Type"] == "text/plain; charset=utf-8"
        assert b"API token" in response.content


def test_requests_are_counted_by_the_name_of_their_address(person: Client, read: Read) -> None:
    answered = {"view": "broadcasts", "status": "200"}
    before = read("requests_total", **answered), read("request_seconds_count", view="broadcasts")
    person.get("/broadcasts/")
    person.get("/broadcasts/?q=autumn")
    after = read("requests_total", **answered), read("request_seconds_count", view="broadcasts")
    assert [now - then for now, then in zip(after, before, strict=True)] == [2, 2]


def test_addresses_that_there_are_not_share_one_name(person: Client, read: Read) -> None:
    before = read("requests_total", view="none", status="404")
    person.get("/wp-login.php")
    person.get("/.git/config")
    assert read("requests_total", view="none", status="404") - before == 2


def test_questions_are_counted_by_how_they_ended_and_reports_by_where_they_came_from(
    person: Client, callfire: Simulator, read: Read
) -> None:
    def counts() -> list[float]:
        return [
            read("question_seconds_count", what="figures", outcome="answered"),
            read("question_seconds_count", what="figures", outcome="not_found"),
            read("reports_total", source="asked"),
            read("reports_total", source="kept"),
            read("reports_total", source="failed"),
        ]

    before = counts()
    person.get("/broadcasts/11741873003/stats.json")
    person.get("/broadcasts/11741873003/stats.json")
    person.get("/broadcasts/999/stats.json")
    assert [now - then for now, then in zip(counts(), before, strict=True)] == [1, 1, 1, 1, 1]


def test_a_pause_shows_and_what_it_holds_back_is_counted(
    person: Client, callfire: Simulator, settings: Settings, read: Read
) -> None:
    assert read("login_refused") == 0
    settings.CALLFIRE_API_PASSWORD = "another"
    before = read("held_back_total", kind="credentials")
    for broadcast_id in (135, 136):
        person.get(f"/broadcasts/{broadcast_id}/stats.json")
    assert read("login_refused") == 1
    assert read("held_back_total", kind="credentials") - before == 1
    assert read("requests_to_callfire_in_last_minute") == 1


def test_how_long_ago_a_collector_went_round_shows_once_one_did(
    clock: Settings, read: Read
) -> None:
    watching.watch(135)
    assert read("watched") == 1
    watching.beat(None)
    clock.DEMO_NOW += timedelta(minutes=7)
    assert read("collector_lag_seconds") == 420


def test_a_site_without_its_database_cannot_tell_tokens_apart(no_database: None) -> None:
    client = Client(raise_request_exception=False)
    response = client.get("/metrics", headers={"authorization": "Bearer bstats_any"})
    assert response.status_code == 503
