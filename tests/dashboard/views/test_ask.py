"""The first page: which broadcast, and what was seen lately."""

import pytest
from django.test import Client
from pytest_django import Settings

from simulator.server import Simulator
from tests.dashboard.views.pages_of_broadcasts import AUTUMN, PAGE, text_of


def test_the_form_leads_on_to_the_page(person: Client) -> None:
    response = person.get("/?broadcast=+0135+&period=7d&begin=&end=")
    assert response.status_code == 302
    assert response["Location"] == "/broadcasts/135/?period=7d"


@pytest.mark.parametrize(
    "typed", ["", "0", "abc", "\uff11\uff13\uff15", "-5", "1.5", "9223372036854775808", "9" * 5000]
)
def test_an_id_that_is_none_is_refused_in_the_form(
    person: Client, callfire: Simulator, typed: str
) -> None:
    response = person.get("/", {"broadcast": typed, "begin": "2026-11-17"})
    assert response.status_code == 400
    assert 'value="2026-11-17"' in response.content.decode()
    assert callfire.requests == []


def test_the_first_page_lists_what_anyone_saw_lately(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    assert "No broadcasts yet. Enter a broadcast ID." in text_of(person.get("/"))
    person.get(PAGE)
    text = text_of(person.get("/"))
    assert str(AUTUMN) in text
    assert "No broadcasts yet" not in text


def test_the_first_page_lists_also_what_was_only_looked_at_in_a_period(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    person.get(f"{PAGE}?period=7d")
    text = text_of(person.get("/"))
    assert f"{AUTUMN} only looked at in a period so far" in text


def test_an_unknown_zone_does_not_stay_in_the_form(person: Client) -> None:
    page = person.get("/?broadcast=abc&begin=zz&tz=Mars").content.decode()
    assert "is not a time zone" in page
    assert "is not a date" in page
    assert 'value="Mars"' not in page
