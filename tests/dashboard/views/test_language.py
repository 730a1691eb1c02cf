"""The language of pages: chosen at their foot, else the browser's, else the site's."""

import re
from http.cookies import SimpleCookie

import pytest
from django.test import Client
from django.utils import translation
from pytest_django import Settings

from dashboard.lists import STATUSES
from simulator.server import Simulator
from tests.dashboard.views.pages_of_broadcasts import text_of

SPANISH = {"Accept-Language": "es-MX,es;q=0.9,en;q=0.8"}
AUTUMN = "/broadcasts/11741873003/"


def language_of(client: Client, path: str = "/accounts/login/", **headers: str) -> str:
    page = client.get(path, headers=headers).content.decode()
    return page.partition('<html lang="')[2].partition('"')[0]


@pytest.mark.parametrize(
    ("cookie", "asked", "of_site", "spoken"),
    [
        ("", "", "en", "en"),
        ("", "", "es", "es"),
        ("", "es-MX,es;q=0.9,en;q=0.8", "en", "es"),
        ("", "en-GB", "es", "en"),
        ("", "fr", "es", "es"),
        ("en", "es", "es", "en"),
        ("es", "en", "en", "es"),
        ("xx", "es", "en", "es"),
        ("../../etc", "fr", "en", "en"),
    ],
)
def test_a_choice_wins_over_the_browser_and_that_over_the_site(
    db: None, settings: Settings, cookie: str, asked: str, of_site: str, spoken: str
) -> None:
    settings.LANGUAGE_CODE = of_site
    client = Client()
    client.cookies = SimpleCookie({"language": cookie} if cookie else {})
    headers = {"Accept-Language": asked} if asked else {}
    assert language_of(client, **headers) == spoken


def test_a_choice_is_remembered_and_leads_back(person: Client) -> None:
    response = person.post("/language/", {"language": "es", "next": "/alerts/?broadcast=135"})
    assert (response.status_code, response["Location"]) == (302, "/alerts/?broadcast=135")
    cookie = response.cookies["language"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert cookie["max-age"] == 365 * 24 * 60 * 60
    assert language_of(person, "/alerts/") == "es"
    person.post("/language/", {"language": "en", "next": "/"})
    assert language_of(person, "/alerts/", **SPANISH) == "en"


def test_who_is_not_signed_in_chooses_too(db: None) -> None:
    client = Client()
    response = client.post("/language/", {"language": "es", "next": "/accounts/login/"})
    assert response["Location"] == "/accounts/login/"
    page = " ".join(client.get("/accounts/login/").content.decode().split())
    assert "<h1>Iniciar sesión</h1>" in page
    assert 'lang="es" aria-current="true">Español</button>' in page
    assert 'lang="en" >English</button>' in page


def test_the_choice_takes_a_form_of_this_site(db: None) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/language/", {"language": "es", "next": "/"}).status_code == 403
    assert strict.get("/language/").status_code == 405


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "evil", ""]
)
def test_nobody_is_led_to_another_site(person: Client, elsewhere: str) -> None:
    response = person.post("/language/", {"language": "es", "next": elsewhere})
    assert response["Location"] == "/"


@pytest.mark.parametrize("language", ["", "xx", "ES", "de", "es\0"])
def test_a_language_that_is_not_spoken_is_refused(person: Client, language: str) -> None:
    response = person.post("/language/", {"language": language, "next": "/"})
    assert response.status_code == 400
    assert "does not speak that language" in text_of(response)
    assert "language" not in response.cookies


def test_errors_are_said_in_the_persons_language(db: None) -> None:
    response = Client().get("/nothing/here/", headers=SPANISH)
    assert response.status_code == 404
    page = response.content.decode()
    assert '<html lang="es">' in page
    assert "<h1>No se encontró la página</h1>" in page
    assert response["Content-Language"] == "es"
    assert "Accept-Language" in response["Vary"]


def test_figures_and_dates_are_written_in_the_persons_language(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    english, spanish = (
        text_of(person.get(f"{AUTUMN}?period=7d", headers=headers)) for headers in ({}, SPANISH)
    )
    assert "Tue 17 Nov 2026 00:00" in english
    assert "mar 17 nov 2026 00:00" in spanish
    thousands = set(re.findall(r"\b\d{2,3},\d{3}\b", english))
    assert thousands
    for text in thousands:
        assert text not in spanish
        assert text.replace(",", ".") in spanish


def test_a_broadcast_is_finished_in_its_own_gender() -> None:
    with translation.override("es"):
        assert (str(STATUSES["FINISHED"]), str(STATUSES["STOPPED"])) == ("Terminada", "Detenida")
        assert translation.gettext("Finished") == "Terminado"
