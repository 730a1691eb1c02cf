"""API tokens: made, shown once, used, counted, revoked."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings

from dashboard import tokens
from dashboard.models import Record, Token
from simulator.server import Simulator
from stats import service

PAGE = "/broadcasts/11741873003/"
DOWNLOADS = [f"{PAGE}summary.csv", f"{PAGE}results.csv?period=7d", f"{PAGE}stats.json"]
DOWNLOADS.append(f"{PAGE}report.xlsx?period=7d")
LIST = "/accounts/tokens/"


@pytest.fixture
def secret(person: Client) -> str:
    return tokens.made(User.objects.get(username="mk"), "the sheet")


def ask(path: str, secret: str, scheme: str = "Bearer", **options: Any) -> Any:
    headers = {"Authorization": f"{scheme} {secret}"}
    return Client(enforce_csrf_checks=True).get(path, headers=headers, **options)


def test_a_new_token_is_shown_once_and_kept_as_a_digest(person: Client) -> None:
    text = person.post(LIST, {"name": "the sheet"}).content.decode()
    (secret,) = re.findall(r"bstats_[\w-]{43}", text)
    assert secret not in person.get(LIST).content.decode()
    (row,) = Token.objects.values()
    assert secret not in str(row)
    assert secret not in str(list(Record.objects.values()))
    found = tokens.found(secret)
    assert found is not None
    assert found.name == "the sheet"


@pytest.mark.parametrize("path", DOWNLOADS)
@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_a_program_gets_what_its_person_gets(
    person: Client, secret: str, callfire: Simulator, clock: Settings, path: str, scheme: str
) -> None:
    response = ask(path, secret, scheme)
    assert response.status_code == 200
    assert response.content == person.get(path).content
    assert "sessionid" not in response.cookies
    assert Token.objects.get().used_at is not None


@pytest.mark.parametrize("path", ["/", PAGE, LIST, "/admin/", "/accounts/password_change/"])
def test_a_token_opens_no_page(secret: str, path: str) -> None:
    response = ask(path, secret)
    assert response.status_code == 302
    assert "login" in response["Location"]


@pytest.mark.parametrize("path", [*DOWNLOADS, f"{PAGE}refresh/", LIST])
def test_a_token_changes_nothing(secret: str, path: str) -> None:
    response = Client(enforce_csrf_checks=True).post(
        path, headers={"Authorization": f"Bearer {secret}"}
    )
    assert response.status_code in (403, 405)


@pytest.mark.parametrize("path", DOWNLOADS)
@pytest.mark.parametrize("wrong", ["", "x", "bstats_" + "x" * 43, "\x00", "é"])
def test_an_unknown_token_is_refused_in_the_format_that_was_asked_for(
    secret: str, path: str, wrong: str
) -> None:
    response = ask(path, wrong)
    assert response.status_code == 401
    assert response["WWW-Authenticate"] == "Bearer"
    assert "This API token is not known here" in response.content.decode()
    if "json" in path:
        assert response.json()["problem"]["kind"] == "sign_in"


def test_an_unknown_token_is_refused_beside_a_session(person: Client, callfire: Simulator) -> None:
    response = person.get(DOWNLOADS[0], headers={"Authorization": "Bearer x"})
    assert response.status_code == 401


def test_a_revoked_token_is_refused_at_once(person: Client, secret: str) -> None:
    token = Token.objects.get()
    response = person.post(f"{LIST}{token.pk}/revoke/")
    assert (response.status_code, response["Location"]) == (302, LIST)
    assert ask(DOWNLOADS[0], secret).status_code == 401
    assert Record.objects.get(deed="token_revoked").what == "the sheet"


def test_nobody_sees_or_revokes_the_tokens_of_others(secret: str) -> None:
    other = Client()
    other.force_login(User.objects.create_user("other"))
    assert "the sheet" not in other.get(LIST).content.decode()
    assert other.post(f"{LIST}{Token.objects.get().pk}/revoke/").status_code == 404
    assert Token.objects.exists()


def test_the_token_of_somebody_who_may_not_sign_in_is_refused(secret: str) -> None:
    User.objects.update(is_active=False)
    assert ask(DOWNLOADS[0], secret).status_code == 401


def test_a_token_that_asks_too_often_waits_for_its_minute_to_end(
    secret: str, callfire: Simulator, clock: Settings, settings: Settings
) -> None:
    settings.API_PER_MINUTE = 3
    assert [ask(DOWNLOADS[2], secret).status_code for _ in range(4)] == [200, 200, 200, 429]
    response = ask(DOWNLOADS[2], secret)
    assert response.json()["problem"]["kind"] == "too_many_requests"
    assert 1 <= int(response["Retry-After"]) <= 60
    Token.objects.update(minute_began_at=service.wall_clock().replace(year=2020))
    assert ask(DOWNLOADS[2], secret).status_code == 200


def test_a_clock_set_back_leaves_no_token_stuck(
    secret: str, callfire: Simulator, clock: Settings, settings: Settings
) -> None:
    settings.API_PER_MINUTE = 1
    Token.objects.update(minute_began_at=service.wall_clock().replace(year=2099), minute_uses=9)
    assert ask(DOWNLOADS[2], secret).status_code == 200


def test_a_token_serves_where_its_uses_cannot_be_counted(
    secret: str,
    unwritable: str,
    callfire: Simulator,
    clock: Settings,
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert ask(DOWNLOADS[1], secret).status_code == 200
    is_counted = unwritable == "full"  # which still takes what changes in place
    said = [text for text in caplog.messages if "uses of an API token are not counted" in text]
    assert bool(said) is not is_counted


def test_a_token_needs_a_name_and_there_are_not_too_many(
    person: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert person.post(LIST, {"name": " "}).status_code == 400
    monkeypatch.setattr(tokens, "MOST", 1)
    assert person.post(LIST, {"name": "one"}).status_code == 200
    response = person.post(LIST, {"name": "two"})
    assert response.status_code == 400
    assert "You have 1 API token" in response.content.decode()
    assert Token.objects.count() == 1


def test_staff_see_whose_tokens_there_are_and_may_revoke_them(
    admin_client: Client, secret: str
) -> None:
    token = Token.objects.get()
    assert "the sheet" in admin_client.get("/admin/dashboard/token/").content.decode()
    there = f"/admin/dashboard/token/{token.pk}/"
    page = admin_client.get(f"{there}change/").content.decode()
    assert token.digest not in page
    assert admin_client.post(f"{there}change/", {"name": "other"}).status_code == 403
    admin_client.post(f"{there}delete/", {"post": "yes"})
    assert not Token.objects.exists()
