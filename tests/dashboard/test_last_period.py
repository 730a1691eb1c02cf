"""The period looked at last: which one it is, when it is kept, and what it must never do."""

from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import resolve as resolved
from pytest_django import Settings

from dashboard import last_period
from simulator.server import Simulator
from stats.period import PRESETS
from tests.dashboard.views.pages_of_broadcasts import AUTUMN, PAGE


def asked(address: str = "/", cookie: str | None = None) -> HttpRequest:
    request = RequestFactory().get(address)
    request.resolver_match = resolved(request.path)
    if cookie is not None:
        request.COOKIES[last_period.COOKIE] = cookie
    return request


def kept(response: Any) -> str | None:
    cookie = response.cookies.get(last_period.COOKIE)
    return cookie and str(cookie.value)


def test_the_period_is_that_of_the_cookie_if_it_is_one() -> None:
    assert last_period.of_request(asked()) == "all"
    for name in PRESETS:
        assert last_period.of_request(asked(cookie=name)) == name


@pytest.mark.parametrize("garbage", ["", "custom", "7D", "7d ", "\0", "<b>", "7d" * 2000])
def test_garbage_in_the_cookie_is_passed_over(garbage: str) -> None:
    assert last_period.of_request(asked(cookie=garbage)) == "all"


def test_the_page_of_a_broadcast_leads_on_in_its_own_period() -> None:
    assert last_period.of_request(asked(f"{PAGE}?period=7d", cookie="28d")) == "7d"
    assert last_period.of_request(asked(f"{PAGE}?period=all", cookie="28d")) == "all"
    for other in (PAGE, f"{PAGE}?period=none", f"{PAGE}?period=7d&begin=2026-11-17"):
        assert last_period.of_request(asked(other, cookie="28d")) == "28d"
    assert last_period.of_request(asked("/portfolio/?period=7d", cookie="28d")) == "28d"


def test_the_preset_of_an_address_is_kept_until_another_is_looked_at(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    response = person.get(f"{PAGE}?period=7d")
    cookie = response.cookies[last_period.COOKIE]
    assert cookie.value == "7d"
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert kept(person.get(f"{PAGE}?period=7d")) is None
    assert kept(person.get(f"{PAGE}?period=all")) == "all"


def test_what_goes_without_saying_dates_and_scripts_change_nothing(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    for query in ("", "?period=", "?begin=2026-11-17", "?period=7d&begin=2026-11-17"):
        assert kept(person.get(PAGE + query)) is None
    assert person.get(f"{PAGE}?period=13d").status_code == 400
    quietly = person.get(f"{PAGE}?period=7d", headers={"X-Wait-Fresh": "1"})
    assert kept(quietly) is None


def test_it_is_kept_also_where_the_page_is_not_sent_again(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    for _ in range(2):
        etag = person.get(f"{PAGE}?period=7d")["ETag"]
    del person.cookies[last_period.COOKIE]
    response = person.get(f"{PAGE}?period=7d", headers={"If-None-Match": etag})
    assert (response.status_code, kept(response)) == (304, "7d")


def test_the_form_keeps_what_is_chosen_in_it(person: Client) -> None:
    assert kept(person.get(f"/?broadcast={AUTUMN}&period=28d")) == "28d"
    assert kept(person.get(f"/?broadcast={AUTUMN}&period=all")) == "all"
    assert kept(person.get(f"/?broadcast={AUTUMN}")) is None


def test_an_address_means_the_same_whatever_was_looked_at_last(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    person.cookies[last_period.COOKIE] = "today"
    assert person.get(f"/?broadcast={AUTUMN}")["Location"] == PAGE
    assert "All time, to now" in person.get(PAGE).content.decode()
    assert person.get(f"{PAGE}stats.json").json()["period"]["name"] == "all"


def test_forms_and_links_lead_on_in_the_period_looked_at_last(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    person.get(f"{PAGE}?period=7d")
    link = f'href="{PAGE}?period=7d"'
    field = '<input type="hidden" name="period" value="7d">'
    home = person.get("/").content.decode()
    assert '<option value="7d" selected>' in home
    assert link in home
    for path in ("/broadcasts/", f"/alerts/?broadcast={AUTUMN}"):
        page = person.get(path).content.decode()
        assert link in page, path
        assert field in page, path
    assert field in person.get(f"{PAGE}?period=7d").content.decode()
    assert 'name="period"' not in person.get(f"{PAGE}?period=all").content.decode()


def test_a_page_with_links_of_another_period_is_another_page(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    for path in ("/", "/broadcasts/", "/alerts/", PAGE):
        person.cookies[last_period.COOKIE] = "7d"
        for _ in range(2):
            etag = person.get(path)["ETag"]
        assert person.get(path, headers={"If-None-Match": etag}).status_code == 304
        person.cookies[last_period.COOKIE] = "28d"
        assert person.get(path, headers={"If-None-Match": etag}).status_code == 200


def test_all_time_can_be_chosen_again(person: Client, callfire: Simulator, clock: Settings) -> None:
    page = person.get(f"{PAGE}?period=7d&compare=previous").content.decode()
    assert f'href="{PAGE}?compare=previous&amp;period=all"' in page
    assert f'href="{PAGE}?period=all"' in person.get(PAGE).content.decode()
