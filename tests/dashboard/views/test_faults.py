"""What went wrong here: the pages that need neither person nor database."""

from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries, Settings

from dashboard import templating
from dashboard.views import faults
from simulator.server import Simulator
from stats import service

AUTUMN = 11741873003
PAGE = f"/broadcasts/{AUTUMN}/"
NEED_THE_DATABASE = ["/", PAGE, f"{PAGE}summary.csv", f"{PAGE}results.csv", f"{PAGE}stats.json"]
NEED_THE_DATABASE.append(f"{PAGE}report.xlsx")


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
    kinds = {"csv": "text/plain", "lsx": "text/plain", "son": "application/json"}
    kind = kinds.get(path[-3:], "text/html")
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
        for table in ("stats_snapshot", "stats_broadcast"):
            cursor.execute(f"ALTER TABLE {table} RENAME TO {table}_of_another_release")
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


# --- each fault's own page ------------------------------------------------------------------------


def bad_request(client: Client) -> Any:
    return client.get("/", headers={"Host": "somebody.else"})


def csrf(client: Client) -> Any:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    return strict.post(f"{PAGE}refresh/")


def not_found(client: Client) -> Any:
    return client.get("/nothing")


def wrong_method(client: Client) -> Any:
    return client.post(PAGE)


def too_many(client: Client) -> Any:
    for _ in range(5):
        answer = Client().post("/accounts/login/", {"username": "mk", "password": "x"})
    return answer


def mistake(client: Client) -> Any:
    with patch.object(service, "report", side_effect=ZeroDivisionError):
        return client.get(PAGE)


def no_database_at_all(client: Client) -> Any:
    with patch.object(service, "report", side_effect=OperationalError):
        return client.get(PAGE)


@pytest.mark.parametrize(
    ("status", "ask", "says"),
    [
        (400, bad_request, "Something in the address or the form is not what this site takes."),
        (403, csrf, "reload the page and send the form again"),
        (404, not_found, "There is nothing at this address."),
        (405, wrong_method, "This address does not take POST"),
        (429, too_many, "Wait 15 minutes, then try again."),
        (500, mistake, "The mistake is this site&#39;s, not yours"),
        (503, no_database_at_all, "This site does not reach its database."),
    ],
)
def test_each_fault_has_a_page_of_its_own_that_shows_the_reference_of_its_log_line(
    visitor: Client,
    caplog: pytest.LogCaptureFixture,
    status: int,
    ask: Callable[[Client], Any],
    says: str,
) -> None:
    caplog.set_level("INFO")
    response = ask(visitor)
    text = response.content.decode()
    assert response.status_code == status
    assert says in text
    assert "Broadcast Stats" in text
    assert "Sign out" not in text  # nobody was looked for
    reference = response["X-Request-Reference"]
    assert f"<code>{reference}</code>" in text
    logged = [vars(each) for each in caplog.records if each.name == "dashboard.request"]
    assert logged[-1]["reference"] == reference
    assert response["Cache-Control"] == "no-store"


def test_a_person_without_the_right_is_told_so(visitor: Client) -> None:
    request = RequestFactory().get("/admin/")
    text = faults.forbidden(request, PermissionDenied()).content.decode()
    assert "Your account has no right to this page." in text


def test_the_page_of_a_fault_asks_the_database_nothing(
    django_assert_num_queries: DjangoAssertNumQueries, db: None
) -> None:
    with django_assert_num_queries(0):
        assert Client().get("/nothing").status_code == 404
        assert Client().post("/livez").status_code == 405
        assert Client().get("/", headers={"Host": "somebody.else"}).status_code == 400


def test_a_fault_is_told_even_where_the_sites_own_files_are_missing(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(_name: str) -> str:
        raise ValueError("Missing staticfiles manifest entry")

    monkeypatch.setattr(staticfiles_storage, "url", missing)
    templating.address_of_file.cache_clear()  # as in a process that has just begun
    response = visitor.get(PAGE)
    assert response.status_code == 500
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Request-Reference"] in response.content.decode()


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


@pytest.mark.parametrize("path", ["/", "/broadcasts/", "/broadcasts/1/stats.json"])
def test_more_fields_than_the_site_takes_are_400_and_no_fault(visitor: Client, path: str) -> None:
    response = visitor.get(path + "?" + "&".join(f"a{number}=" for number in range(1_001)))
    assert response.status_code == 400
    assert "is not what this site takes" in response.content.decode()
