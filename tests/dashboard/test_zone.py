import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from dashboard import zone
from stats.days import zone_names
from stats.period import PeriodError


def asked(query: str = "", cookie: str | None = None) -> HttpRequest:
    request = RequestFactory().get(f"/{query}")
    if cookie is not None:
        request.COOKIES[zone.COOKIE] = cookie
    return request


def test_the_zone_is_that_of_the_address_else_that_of_the_site(settings: Settings) -> None:
    settings.TIME_ZONE = "Europe/Berlin"
    assert zone.of_request(asked("?tz=Asia/Tokyo")).key == "Asia/Tokyo"
    assert zone.of_request(asked("?tz=")).key == "Europe/Berlin"
    assert zone.of_request(asked("?tz=Mars/Olympus")).key == "Europe/Berlin"


def test_the_same_address_means_the_same_whoever_opens_it(settings: Settings) -> None:
    settings.TIME_ZONE = "Europe/Berlin"
    assert zone.of_request(asked(cookie="Asia/Tokyo")).key == "Europe/Berlin"


def test_the_first_page_remembers_the_zone_chosen_last(settings: Settings) -> None:
    settings.TIME_ZONE = "Europe/Berlin"
    assert zone.remembered(asked(cookie="Asia/Tokyo")).key == "Asia/Tokyo"
    assert zone.remembered(asked("?tz=UTC", cookie="Asia/Tokyo")).key == "UTC"
    assert zone.remembered(asked(cookie="Mars/Olympus")).key == "Europe/Berlin"
    assert zone.remembered(asked()).key == "Europe/Berlin"


@given(st.text() | st.sampled_from(["..", "/etc/passwd", "posix", "America", "localtime", "utc\0"]))
def test_no_text_is_a_zone_but_the_names_of_zones(text: str) -> None:
    found = zone.known(text)
    assert (found is not None) == (text.strip() in zone_names())


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Los_Angeles", "America/Los_Angeles"),
        ("Madrid", "Europe/Madrid"),
        ("europe/madrid", "Europe/Madrid"),
        ("new york", "America/New_York"),
        ("  America/New  York ", "America/New_York"),
        ("São Paulo", "America/Sao_Paulo"),
        ("utc", "UTC"),
    ],
)
def test_a_zone_is_meant_by_its_name_or_city_as_people_write_it(typed: str, name: str) -> None:
    assert zone.meant(typed).key == name


def test_a_city_of_several_zones_is_told_with_all_of_them() -> None:
    with pytest.raises(zone.AmbiguousZoneError) as told:
        zone.meant("nicosia ")
    assert (told.value.city, told.value.names) == ("nicosia", ("Asia/Nicosia", "Europe/Nicosia"))


@pytest.mark.parametrize("typed", ["", "/", "Atlantis", "America", "Los"])
def test_what_is_no_zone_and_no_city_is_refused(typed: str) -> None:
    with pytest.raises(PeriodError):
        zone.meant(typed)


@pytest.mark.parametrize("name", zone_names())
def test_every_name_means_its_own_zone(name: str) -> None:
    assert zone.meant(name).key == name


def test_an_address_names_its_zone_exactly(settings: Settings) -> None:
    settings.TIME_ZONE = "Europe/Berlin"
    assert zone.of_request(asked("?tz=madrid")).key == "Europe/Berlin"
