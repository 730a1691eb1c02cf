"""Sign-in closes for a while after five wrong passwords, by user name and address together."""

import re
from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.test import Client

PATHS = ["/accounts/login/", "/admin/login/"]
PASSWORD = "a password of mk"


@pytest.fixture(autouse=True)
def mk(db: None) -> User:
    return User.objects.create_user("mk", password=PASSWORD, is_staff=True)


def try_it(
    password: str, name: str = "mk", address: str = "192.0.2.1", path: str = PATHS[0]
) -> Any:
    typed = {"username": name, "password": password}
    return Client(REMOTE_ADDR=address).post(path, typed)


def close() -> Any:
    for _ in range(4):
        assert try_it("wrong").status_code == 200
    return try_it("wrong")


def test_the_fifth_wrong_password_closes_sign_in_and_says_for_how_long() -> None:
    response = close()
    text = response.content.decode()
    assert response.status_code == 429
    assert "Wait 15 minutes, then try again." in text
    assert 890 <= int(response["Retry-After"]) <= 900
    assert response["Cache-Control"] == "no-store"
    assert response["X-Request-Reference"] in text


@pytest.mark.parametrize("path", PATHS)
def test_then_the_right_password_does_not_open_it(path: str) -> None:
    close()
    response = try_it(PASSWORD, path=path)
    assert response.status_code == 429
    assert "sessionid" not in response.cookies


def test_the_admin_pages_own_form_counts_too() -> None:
    for _ in range(4):
        assert try_it("wrong", path=PATHS[1]).status_code == 200
    assert try_it("wrong").status_code == 429


def test_the_owner_signs_in_from_elsewhere_meanwhile() -> None:
    close()
    assert try_it(PASSWORD, address="192.0.2.2").status_code == 302


def test_others_sign_in_from_there_meanwhile() -> None:
    User.objects.create_user("other", password=PASSWORD)
    close()
    assert try_it(PASSWORD, name="other").status_code == 302


def test_after_a_quarter_of_an_hour_it_is_open_again() -> None:
    close()
    for each in AccessAttempt.objects.all():
        AccessAttempt.objects.filter(pk=each.pk).update(
            attempt_time=each.attempt_time - timedelta(minutes=15)
        )
    assert try_it(PASSWORD).status_code == 302


def test_tries_made_meanwhile_do_not_prolong_it() -> None:
    close()
    AccessAttempt.objects.update(
        attempt_time=AccessAttempt.objects.get().attempt_time - timedelta(minutes=10)
    )
    for _ in range(3):
        response = try_it("wrong")
    assert re.search(r"Wait \d minutes", response.content.decode())
    assert int(response["Retry-After"]) <= 300


def test_a_right_password_forgets_the_wrong_ones_before_it() -> None:
    for _ in range(2):
        for _ in range(4):
            try_it("wrong")
        assert try_it(PASSWORD).status_code == 302


def test_another_browser_of_the_same_address_does_not_count_anew() -> None:
    for number in range(4):
        Client(REMOTE_ADDR="192.0.2.1").post(
            PATHS[0],
            {"username": "mk", "password": "wrong"},
            headers={"User-Agent": f"browser {number}"},
        )
    assert try_it("wrong").status_code == 429


NEXTS = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "http:///evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "\x08//evil.example",
    "/\t/evil.example",
    "http://testserver@evil.example/",
]


@pytest.mark.parametrize("there", NEXTS)
def test_signing_in_leads_nowhere_else(there: str) -> None:
    client = Client()
    typed = {"username": "mk", "password": PASSWORD, "next": there}
    assert client.post(PATHS[0], typed)["Location"] == "/"
    assert client.post(f"{PATHS[0]}?next={there}", typed)["Location"] == "/"


@pytest.mark.parametrize("there", NEXTS)
def test_signing_out_and_choosing_a_zone_lead_nowhere_else(there: str) -> None:
    client = Client()
    client.force_login(User.objects.get(username="mk"))
    chosen = {"tz": "UTC", "next": there}
    assert client.post("/zone/", chosen)["Location"] == "/"
    assert client.post("/accounts/logout/", {"next": there})["Location"] == "/accounts/login/"


def test_signing_out_takes_a_form_alone() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.get(username="mk"))
    assert client.get("/accounts/logout/").status_code == 405
    assert client.post("/accounts/logout/").status_code == 403
    assert client.get("/").status_code == 200


def test_signing_out_has_the_browser_forget_the_pages_it_kept() -> None:
    client = Client()
    client.force_login(User.objects.get(username="mk"))
    assert client.post("/accounts/logout/")["Clear-Site-Data"] == '"cache"'
