import pytest
from django.db import DatabaseError, connection
from django.test import Client, override_settings

from simulator.server import Simulator
from stats.models import Lease


@pytest.mark.django_db
def test_strangers_may_ask_whether_the_site_lives_and_can_serve(
    client: Client, callfire: Simulator
) -> None:
    for path in ("/livez", "/readyz"):
        response = client.get(path)
        assert (response.status_code, response.content) == (200, b"ok\n")
        assert response["Cache-Control"] == "no-store"
    assert callfire.requests == []


def test_a_site_that_lives_needs_no_database(client: Client) -> None:
    assert client.get("/livez").status_code == 200


@pytest.mark.django_db
def test_without_a_database_the_site_cannot_serve(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise DatabaseError("connection refused")

    monkeypatch.setattr(connection, "cursor", gone)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.content == b"the database is not reached\n"


@pytest.mark.django_db
def test_with_missing_migrations_the_site_cannot_serve(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'stats'")
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.content == b"migrations are missing\n"


def test_a_database_that_cannot_be_written_still_serves_and_the_log_says_why(
    client: Client, unwritable: str, caplog: pytest.LogCaptureFixture
) -> None:
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (200, b"not saving\n")
    assert "not saving: " in caplog.text


def test_without_any_database_the_log_says_why(
    client: Client, no_database: None, caplog: pytest.LogCaptureFixture
) -> None:
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"the database is not reached\n")
    assert "the database is not reached: " in caplog.text
    assert client.get("/livez").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_asking_whether_it_can_save_leaves_nothing_behind(client: Client) -> None:
    for _ in range(2):
        assert client.get("/readyz").content == b"ok\n"
    assert not Lease.objects.exists()


def test_health_pages_are_not_redirected_to_https(client: Client) -> None:
    with override_settings(SECURE_SSL_REDIRECT=True):
        assert client.get("/livez").status_code == 200
        assert client.get("/robots.txt").status_code == 301
