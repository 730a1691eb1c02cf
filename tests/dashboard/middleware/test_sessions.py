"""How long somebody stays signed in: eight hours after they last did something."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from dashboard.middleware import sessions
from simulator.server import Simulator

AUTUMN = "/broadcasts/11741873003/"
QUARTER = 15 * 60


@pytest.fixture
def after(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Moves the clock that renewals go by."""

    class Clock:
        ahead = 0.0

        def time(self) -> float:
            return time.time() + self.ahead

    clock = Clock()
    monkeypatch.setattr(sessions, "time", clock)
    return lambda seconds: setattr(clock, "ahead", seconds)


def ends_at(client: Client) -> float:
    return Session.objects.get(pk=client.session.session_key).expire_date.timestamp()


def test_a_session_lasts_eight_hours(person: Client, settings: Settings) -> None:
    assert settings.SESSION_COOKIE_AGE == 8 * 3600
    assert person.get("/").status_code == 200
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    response = person.get("/")
    assert (response.status_code, response["Location"]) == (302, "/accounts/login/?next=/")


def test_who_does_something_stays_signed_in(person: Client, after: Callable[[float], None]) -> None:
    person.get("/")
    Session.objects.update(expire_date=timezone.now() + timedelta(hours=1))
    after(QUARTER)
    response = person.get("/")
    assert response.cookies["sessionid"]["max-age"] == 8 * 3600
    assert ends_at(person) > time.time() + 7.9 * 3600


def test_a_renewal_is_written_once_in_a_quarter_of_an_hour(
    person: Client,
    after: Callable[[float], None],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    person.get("/")
    before = ends_at(person)
    after(QUARTER - 2)
    for _ in range(3):
        assert "sessionid" not in person.get("/").cookies
    assert ends_at(person) == before


def test_what_a_script_asks_for_by_itself_renews_nothing(
    person: Client, callfire: Simulator, clock: Settings, after: Callable[[float], None]
) -> None:
    person.get(AUTUMN)
    before = ends_at(person)
    after(QUARTER)
    response = person.get(AUTUMN, headers={"X-Wait-Fresh": "1"})
    assert response.status_code == 200
    assert "sessionid" not in response.cookies
    assert ends_at(person) == before


@pytest.mark.parametrize("path", ["/livez", "/robots.txt", "/nothing-of-ours"])
def test_an_address_that_knows_no_person_writes_no_session(
    person: Client, after: Callable[[float], None], path: str
) -> None:
    person.get("/")
    before = ends_at(person)
    after(QUARTER)
    person.get(path)
    assert ends_at(person) == before


def test_where_a_renewal_cannot_be_written_the_page_is_there_and_the_log_says_so(
    person: Client,
    callfire: Simulator,
    clock: Settings,
    unwritable: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    response = person.get(AUTUMN)
    assert response.status_code == 200
    is_renewed = unwritable == "full"  # which still takes what changes in place
    assert ("sessionid" in response.cookies) is is_renewed
    said = [text for text in caplog.messages if "a session was not renewed" in text]
    assert len(said) == (0 if is_renewed else 1)


def test_who_was_signed_out_elsewhere_is_asked_to_sign_in_and_sees_no_error(
    person: Client, after: Callable[[float], None]
) -> None:
    person.get("/")
    Session.objects.all().delete()
    assert person.get("/").status_code == 302
