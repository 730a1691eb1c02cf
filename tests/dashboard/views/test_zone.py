import pytest
from django.test import Client
from pytest_django import Settings

from simulator.server import Simulator
from stats import days


def choose(person: Client, tz: str, leads_to: str) -> str:
    response = person.post("/zone/", {"tz": tz, "next": leads_to})
    assert response.status_code == 302
    return str(response["Location"])


def test_the_chosen_zone_goes_into_the_address(person: Client) -> None:
    address = choose(person, "Asia/Tokyo", "/broadcasts/135/?period=7d&tz=Europe/Rome")
    assert address == "/broadcasts/135/?period=7d&tz=Asia%2FTokyo"


def test_the_sites_own_zone_needs_no_mention(person: Client) -> None:
    assert choose(person, "UTC", "/broadcasts/135/?tz=Asia/Tokyo") == "/broadcasts/135/"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "evil"],
)
def test_nobody_is_led_to_another_site(person: Client, elsewhere: str) -> None:
    assert choose(person, "Asia/Tokyo", elsewhere) == "/?tz=Asia%2FTokyo"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "Choose a time zone."),
        ("Mars/Olympus", "is not a time zone"),
        ("../../etc/passwd", "is not a time zone"),
        ("Asia/\0Tokyo", "is not a time zone"),
    ],
)
def test_an_unknown_zone_is_refused(person: Client, name: str, sentence: str) -> None:
    response = person.post("/zone/", {"tz": name, "next": "/"})
    assert response.status_code == 400
    assert sentence in response.content.decode()
    assert b"\0" not in response.content


def test_the_choice_is_remembered_for_the_form_but_changes_no_address(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    choose(person, "Asia/Tokyo", "/")
    first_page = person.get("/").content.decode()
    assert '<input type="hidden" name="tz" value="Asia/Tokyo"' in first_page
    document = person.get("/broadcasts/11741873003/stats.json?period=today").json()
    assert document["period"]["time_zone"] == "UTC"


def test_the_names_to_choose_from_come_when_they_are_asked_for(person: Client) -> None:
    response = person.get("/zone/names.json")
    assert response.json() == list(days.zone_names())
    assert response["Cache-Control"] == "private, max-age=86400"
    assert b"Los_Angeles" not in person.get("/portfolio/").content.replace(b"as Los_Angeles", b"")


def test_a_city_is_enough(person: Client) -> None:
    assert choose(person, "los angeles", "/alerts/") == "/alerts/?tz=America%2FLos_Angeles"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Atlantis", "is not a time zone"),
        ("Nicosia", "Write one of them in full: Asia/Nicosia, Europe/Nicosia."),
    ],
)
def test_who_is_refused_is_told_what_to_do_and_led_back_to_the_page(
    person: Client, name: str, sentence: str
) -> None:
    response = person.post("/zone/", {"tz": name, "next": "/alerts/?broadcast=135&q=<"})
    page = response.content.decode()
    assert response.status_code == 400
    assert sentence in page
    assert '<a class="as-button" href="/alerts/?broadcast=135&amp;q=&lt;">' in page


def test_who_is_refused_is_led_to_no_other_site(person: Client) -> None:
    response = person.post("/zone/", {"tz": "Atlantis", "next": "https://evil.example/"})
    assert b"evil.example" not in response.content
