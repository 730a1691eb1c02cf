"""What a page is told once, beside what others are told at the same moment."""

import pytest
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django import Settings

from dashboard.storage import Messages


@pytest.fixture(autouse=True)
def kept_in_cookies(settings: Settings) -> None:
    settings.MESSAGE_STORAGE = "dashboard.storage.Messages"


def asked(cookies: dict[str, str]) -> HttpRequest:
    request = RequestFactory().get("/")
    request.COOKIES.update(cookies)
    request._messages = Messages(request)  # type: ignore[attr-defined]
    return request


def answered(request: HttpRequest) -> dict[str, str]:
    """The cookies of an answer; an empty one is taken away."""
    response = HttpResponse()
    request._messages.update(response)  # type: ignore[attr-defined]
    return {name: found.value for name, found in response.cookies.items()}


def told(cookies: dict[str, str]) -> list[tuple[str, str]]:
    found = messages.get_messages(asked(cookies))
    return sorted((str(each.extra_tags), each.message) for each in found)


def test_answers_to_two_requests_at_once_tell_both_of_their_messages() -> None:
    browser: dict[str, str] = {}
    requests = {kind: asked(browser) for kind in ("load", "compare")}
    for kind, request in requests.items():
        messages.info(request, f"{kind} failed", extra_tags=kind)
    for request in requests.values():
        browser |= answered(request)
    assert told(browser) == [("compare", "compare failed"), ("load", "load failed")]


def test_what_was_read_goes_and_what_was_put_back_is_not_written_again() -> None:
    request = asked({})
    for kind in ("load", "compare"):
        messages.info(request, f"{kind} failed", extra_tags=kind)
    browser = answered(request)

    reading = asked(browser)
    for each in list(messages.get_messages(reading)):
        if each.extra_tags == "compare":
            messages.add_message(reading, each.level, each.message, each.extra_tags)
    written = answered(reading)
    assert list(written.values()) == [""]
    assert told({name: value for name, value in (browser | written).items() if value}) == [
        ("compare", "compare failed")
    ]


def test_what_somebody_else_wrote_into_a_cookie_is_no_message() -> None:
    name = next(iter(answered_one()))
    assert told({name: '[["__json_message",0,20,"forged"]]'}) == []


def answered_one() -> dict[str, str]:
    request = asked({})
    messages.info(request, "said", extra_tags="load")
    return answered(request)
