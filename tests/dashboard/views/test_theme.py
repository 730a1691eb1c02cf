"""The theme: chosen in the header, written into every page, whoever asks for it."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings

from dashboard import theme
from simulator.server import Simulator

AUTUMN = "/broadcasts/11741873003/"


def choose(person: Client, chosen: str, leads_to: str = "/") -> str:
    response = person.post("/theme/", {"theme": chosen, "next": leads_to})
    assert response.status_code == 302
    return str(response["Location"])


def theme_of(person: Client, path: str) -> tuple[str, str]:
    """`data-theme` of the page's root ("" where there is none), and its meta `color-scheme`."""
    body = person.get(path).content.decode()
    root = body[body.index("<html") :].partition(">")[0]
    scheme = body.partition('<meta name="color-scheme" content="')[2].partition('"')[0]
    return root.partition('data-theme="')[2].partition('"')[0], scheme


def test_a_page_is_as_the_system_says_until_somebody_chooses(person: Client) -> None:
    assert theme_of(person, "/") == ("", "light dark")


@pytest.mark.parametrize("chosen", ["light", "dark"])
@pytest.mark.parametrize("path", ["/", AUTUMN, "/broadcasts/", "/alerts/", "/broadcasts/999/"])
def test_every_page_is_in_the_chosen_theme(
    person: Client, callfire: Simulator, clock: Settings, chosen: str, path: str
) -> None:
    choose(person, chosen)
    assert theme_of(person, path) == (chosen, chosen)


def test_the_choice_can_be_taken_back(person: Client) -> None:
    choose(person, "dark")
    choose(person, "system")
    assert theme_of(person, "/") == ("", "light dark")


@pytest.mark.django_db
def test_strangers_choose_too_and_keep_it_when_they_sign_in(client: Client) -> None:
    User.objects.create_user("mk", password="a password of mk")
    assert choose(client, "dark", "/accounts/login/?next=/") == "/accounts/login/?next=/"
    assert theme_of(client, "/accounts/login/") == ("dark", "dark")
    client.post("/accounts/login/", {"username": "mk", "password": "a password of mk"})
    assert theme_of(client, "/") == ("dark", "dark")


def test_the_pages_of_faults_have_it_without_person_and_database(
    client: Client, no_database: None
) -> None:
    client.raise_request_exception = False
    client.cookies[theme.COOKIE] = "dark"
    for path in ("/nothing", "/accounts/nothing"):
        assert theme_of(client, path) == ("dark", "dark")
    assert choose(client, "light") == "/"


def test_the_administration_follows_the_same_choice(client: Client, transactional_db: None) -> None:
    client.force_login(User.objects.create_superuser("root"))
    choose(client, "dark")
    for path in ("/admin/", "/admin/auth/user/", "/admin/dashboard/record/"):
        assert theme_of(client, path)[1] == "dark"
        assert "admin/js/theme.js" not in client.get(path).content.decode()  # Django's own chooser


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "evil"],
)
def test_nobody_is_led_to_another_site(person: Client, elsewhere: str) -> None:
    assert choose(person, "dark", elsewhere) == "/"


def test_the_way_back_is_the_page_as_it_was(person: Client) -> None:
    address = f"{AUTUMN}?period=7d&tz=Asia/Tokyo"
    assert choose(person, "dark", address) == address


@pytest.mark.parametrize("chosen", ["", "auto", "Dark", "dark\0", '"><script>'])
def test_another_theme_is_refused(person: Client, chosen: str) -> None:
    response = person.post("/theme/", {"theme": chosen, "next": "/"})
    assert response.status_code == 400
    assert "Choose a theme: light, dark or system." in response.content.decode()
    assert theme.COOKIE not in response.cookies


def test_a_cookie_that_says_something_else_is_as_the_system_says(person: Client) -> None:
    person.cookies[theme.COOKIE] = 'dark" onload="alert(1)'
    assert theme_of(person, "/") == ("", "light dark")


def test_the_choice_is_made_by_post_with_this_browsers_mark(person: Client) -> None:
    assert person.get("/theme/").status_code == 405
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/theme/", {"theme": "dark", "next": "/"}).status_code == 403


def test_the_cookie_is_for_the_site_alone(person: Client) -> None:
    cookie = person.post("/theme/", {"theme": "dark", "next": "/"}).cookies[theme.COOKIE]
    assert (cookie["path"], cookie["domain"], cookie["samesite"]) == ("/", "", "Lax")
    assert cookie["httponly"]
    assert int(cookie["max-age"]) == 365 * 24 * 60 * 60


def test_a_page_of_another_theme_is_sent_again(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    person.get(AUTUMN)
    etag = person.get(AUTUMN)["ETag"]
    assert person.get(AUTUMN, headers={"If-None-Match": etag}).status_code == 304
    choose(person, "dark")
    assert person.get(AUTUMN, headers={"If-None-Match": etag}).status_code == 200


def test_the_chooser_says_which_is_chosen(person: Client) -> None:
    choose(person, "dark")
    body = " ".join(person.get("/").content.decode().split())
    assert 'value="dark" aria-pressed="true"' in body
    assert 'value="light" aria-pressed="false"' in body
    assert 'value="system" aria-pressed="false"' in body
