"""What went wrong here: the pages that need neither person nor database."""

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from simulator.server import Simulator
from stats import service

AUTUMN = 11741873003
PAGE = f"/broadcasts/{AUTUMN}/"
NEED_THE_DATABASE = ["/", PAGE, f"{PAGE}summary.csv", f"{PAGE}results.csv", f"{PAGE}stats.json"]


@pytest.fixture
def visitor(person: Client) -> Client:
    """The person, for whom an error is a page and no exception."""
    person.raise_request_exception = False
    return person


def check_503(client: Client, path: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.clear()
    response = client.get(path)
    body = response.content.decode()
    assert response.status_code == 503
    assert response["Retry-After"] == "60"
    assert response["Cache-Control"] == "no-store"
    assert "This site does not reach its database" in body
    assert "Traceback" not in body
    assert "Error" not in body
    kind = {"csv": "text/plain", "son": "application/json"}.get(path[-3:], "text/html")
    assert response["Content-Type"].startswith(kind)
    # Django's record, with the traceback, for the log alone.
    assert [record.exc_info is not None for record in caplog.records if record.levelno >= 40] == [
        True
    ]


@pytest.mark.parametrize("path", NEED_THE_DATABASE)
def test_without_a_database_the_site_says_so_in_the_format_that_was_asked_for(
    visitor: Client, no_database: None, caplog: pytest.LogCaptureFixture, path: str
) -> None:
    check_503(visitor, path, caplog)


@pytest.mark.parametrize("path", NEED_THE_DATABASE)
def test_with_missing_migrations_the_site_says_the_same(
    visitor: Client, caplog: pytest.LogCaptureFixture, path: str
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE stats_snapshot")
        cursor.execute("DROP TABLE stats_broadcast")
    check_503(visitor, path, caplog)


def test_the_json_of_it_is_a_document_like_any_other(visitor: Client, no_database: None) -> None:
    document = visitor.get(f"{PAGE}stats.json").json()
    assert document["problem"]["kind"] == "no_database"
    assert document["broadcast"]["id"] == str(AUTUMN)


def test_without_a_database_strangers_still_see_the_form_and_learn_why_it_fails(
    no_database: None, caplog: pytest.LogCaptureFixture
) -> None:
    stranger = Client(raise_request_exception=False)
    assert stranger.get("/accounts/login/").status_code == 200
    response = stranger.post("/accounts/login/", {"username": "mk", "password": "x"})
    assert response.status_code == 503


def test_any_other_mistake_is_the_500_page_without_a_traceback(
    visitor: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a secret of ours")

    monkeypatch.setattr(service, "report", broken)
    response = visitor.get(PAGE)
    body = response.content.decode()
    assert response.status_code == 500
    assert "Something went wrong here" in body
    assert "a secret of ours" not in body
    assert "ZeroDivisionError" in caplog.text


# --- a database that can be read alone -----------------------------------------------------------


@pytest.fixture
def signed_in_before(person: Client, unwritable: str) -> Client:
    """Somebody who signed in while the database was well."""
    return person


def test_figures_are_shown_though_they_cannot_be_kept(
    signed_in_before: Client, callfire: Simulator, clock: Settings
) -> None:
    response = signed_in_before.get(PAGE)
    text = response.content.decode()
    assert response.status_code == 200
    assert "live answers" in text
    assert 'data-part="unsaved"' in text
    assert "These figures could not be kept" in text


def test_downloads_hold_the_figures_that_cannot_be_kept(
    signed_in_before: Client, callfire: Simulator, clock: Settings
) -> None:
    for path in NEED_THE_DATABASE[2:]:
        response = signed_in_before.get(path)
        assert response.status_code == 200
        assert response.content
    assert signed_in_before.get(f"{PAGE}stats.json").json()["usage"]["attempts"] > 0


def test_the_log_says_why_figures_cannot_be_kept(
    signed_in_before: Client,
    unwritable: str,
    callfire: Simulator,
    clock: Settings,
    caplog: pytest.LogCaptureFixture,
) -> None:
    signed_in_before.get(PAGE)
    why = {"full": "full", "locked": "locked", "read-only": "read"}[unwritable]
    said = [text for text in caplog.messages if "not saved" in text]
    assert len(said) == 1
    assert why in said[0]


def test_a_problem_of_callfires_is_told_as_ever(
    signed_in_before: Client, callfire: Simulator, clock: Settings
) -> None:
    callfire.fault = "http-404"
    assert signed_in_before.get(PAGE).status_code == 404
    callfire.fault = "http-403"
    assert signed_in_before.get("/broadcasts/6117119003/").status_code == 502
