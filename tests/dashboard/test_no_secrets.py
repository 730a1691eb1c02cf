"""CallFire's login and password are in no log, answer, mail or row, whatever goes wrong."""

import html
import json
import logging
import logging.config
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import NoReturn
from urllib.parse import quote, quote_plus

import pytest
from django.contrib.auth.models import User
from django.core.mail import EmailMultiAlternatives
from django.http import HttpResponse
from django.test import Client
from django.utils.log import AdminEmailHandler
from pytest_django import Settings

from dashboard import logs
from simulator.faults import FAULTS
from simulator.server import Simulator
from stats import service
from stats.callfire import client as callfire_client
from stats.models import Broadcast
from tests.dashboard import sentinel
from tests.dashboard.sentinel import LOGIN, PASSWORD
from tests.stats.callfire.client.asking import certificate
from tests.stats.callfire.client.far_end import FarEnd
from tests.stats.callfire.client.far_end import answer as far_answer

KEPT, UNSEEN = "/broadcasts/11741873003/", "/broadcasts/6117119003/"


def formatter(*, readable: bool) -> logging.Formatter:
    configuration = logs.configuration("DEBUG", readable=readable)
    configured = logging.config.DictConfigurator(configuration)
    return configured.configure_formatter(configuration["formatters"]["line"])


FORMS = {"JSON": formatter(readable=False), "readable": formatter(readable=True)}


def logged(caplog: pytest.LogCaptureFixture) -> dict[str, str]:
    """All lines, in each form."""
    return {name: "\n".join(map(form.format, caplog.records)) for name, form in FORMS.items()}


@dataclass(frozen=True)
class Site:
    """The site with the sentinels for login and password, and all that it says meanwhile."""

    person: Client
    clock: Settings
    caplog: pytest.LogCaptureFixture
    outbox: list[EmailMultiAlternatives]
    answers: list[str] = field(default_factory=list)

    def ask(
        self,
        path: str,
        headers: Mapping[str, str] | None = None,
        post: Mapping[str, str] | None = None,
    ) -> int:
        """The status. It is long after the question before: no pause and no outcome is left."""
        self.clock.DEMO_NOW += timedelta(minutes=11)
        method = self.person.get if post is None else self.person.post
        response = method(path, post, headers=headers, follow=True)
        self.answers.append(sentinel.answer(response))
        return response.status_code

    def ask_in_every_way(self) -> set[int]:
        """The statuses of page, refresh, CSV and JSON where nothing is kept."""
        return {
            self.ask(UNSEEN),
            self.ask(f"{UNSEEN}refresh/", post={}),
            self.ask(f"{UNSEEN}results.csv"),
            self.ask(f"{UNSEEN}stats.json", {"Accept": "application/json"}),
        }

    def ask_for_what_is_kept(self) -> set[int]:
        """The statuses of page and JSON, which show kept figures beside the problem."""
        return {self.ask(KEPT, {"X-Wait-Fresh": "1"}), self.ask(f"{KEPT}stats.json")}

    def said(self) -> dict[str, str]:
        """All that was said, by place."""
        return {
            **logged(self.caplog),
            "answers": "\n".join(self.answers),
            "mail": sentinel.mails(self.outbox),
            "database": sentinel.database(),
        }


@pytest.fixture
def error_mail(settings: Settings) -> Iterator[None]:
    """Errors are mailed in full, whoever logs them."""
    settings.ADMINS = [("An admin", "admin@example.org")]
    handler = AdminEmailHandler(include_html=True)
    handler.setLevel(logging.ERROR)
    logging.getLogger().addHandler(handler)
    yield
    logging.getLogger().removeHandler(handler)


@pytest.fixture
def site(
    person: Client,
    callfire: Simulator,
    clock: Settings,
    error_mail: None,
    mailoutbox: list[EmailMultiAlternatives],
    caplog: pytest.LogCaptureFixture,
) -> Site:
    clock.CALLFIRE_API_LOGIN, clock.CALLFIRE_API_PASSWORD = LOGIN, PASSWORD
    callfire.account = replace(callfire.account, login=LOGIN, password=PASSWORD)
    person.raise_request_exception = False
    assert person.get(KEPT).status_code == 200
    service._questions.cache_clear()
    callfire.requests.clear()
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, logger="urllib3")
    return Site(person, clock, caplog, mailoutbox)


@pytest.fixture
def impatient(site: Site, callfire: Simulator, monkeypatch: pytest.MonkeyPatch) -> Site:
    """The site with a client that gives up at once; an answer in time is not what is tested."""
    limits = callfire_client.Limits(gap_seconds=0.1, total_seconds=0.2)
    hasty = partial(callfire_client.Client, limits=limits, jitter=lambda low, _: low)
    monkeypatch.setattr(service, "Client", partial(hasty, sleep=lambda _: None))
    service._questions.cache_clear()
    callfire.drip_seconds = 0.02
    return site


@pytest.mark.parametrize("fault", FAULTS)
def test_no_fault_of_callfires_makes_the_site_tell(
    impatient: Site, callfire: Simulator, fault: str
) -> None:
    callfire.fault = fault
    impatient.ask_for_what_is_kept()
    impatient.ask_in_every_way()
    said = impatient.said()
    assert {each.fault for each in callfire.requests} == {fault}
    assert '"event": "asked"' in said["JSON"]
    assert "urllib3.connectionpool" in said["JSON"]
    assert sentinel.places_that_tell(said) == set()


def test_a_connection_that_is_refused_does_not_either(site: Site) -> None:
    with FarEnd(far_answer()) as far:
        site.clock.CALLFIRE_API_URL = far.url
    assert site.ask_for_what_is_kept() == {200}
    assert site.ask_in_every_way() == {503}
    assert sentinel.places_that_tell(site.said()) == set()


def test_nor_does_one_to_a_far_end_that_cannot_be_trusted(site: Site, tmp_path: Path) -> None:
    with FarEnd(far_answer(), tls=certificate(tmp_path, "IP:127.0.0.1")[0]) as far:
        site.clock.CALLFIRE_API_URL = far.url
        assert site.ask_for_what_is_kept() == {200}
        assert site.ask_in_every_way() == {502}
        assert far.asked == []
    assert sentinel.places_that_tell(site.said()) == set()


def test_a_password_that_callfire_refuses_is_not_told(site: Site, callfire: Simulator) -> None:
    callfire.account = replace(callfire.account, password="another")
    assert site.ask_for_what_is_kept() == {200}
    assert site.ask_in_every_way() == {502}
    assert sentinel.places_that_tell(site.said()) == set()


WHERE_IT_BREAKS = {
    "making the client": "stats.callfire.client.asking.Adapter",
    "naming the account": "stats.service.salted_hmac",
    "sending": "stats.callfire.client.asking.Adapter.send",
    "writing the headers": "stats.callfire.client.connections._Connection.request",
    "reading": "stats.callfire.documents.broadcast_stats",
}


def broken(*_arguments: object, **_named: object) -> NoReturn:
    raise ZeroDivisionError


@pytest.mark.parametrize("is_debug", [False, True], ids=["closed", "DEBUG"])
@pytest.mark.parametrize("where", WHERE_IT_BREAKS)
def test_a_mistake_of_ours_while_the_password_is_at_hand_does_not_tell_it(
    site: Site, monkeypatch: pytest.MonkeyPatch, where: str, is_debug: bool
) -> None:
    site.clock.DEBUG = is_debug
    monkeypatch.setattr(WHERE_IT_BREAKS[where], broken)
    assert site.ask_in_every_way() == {500}
    said = site.said()
    told_of = {place for place, text in said.items() if "ZeroDivisionError" in text}
    assert told_of == {*FORMS, "mail"} | ({"answers"} if is_debug else set())
    assert sentinel.places_that_tell(said) == set()


@pytest.mark.parametrize("is_debug", [False, True], ids=["closed", "DEBUG"])
@pytest.mark.parametrize("breaks", [None, "django.contrib.auth.hashers.identify_hasher"])
def test_what_a_person_types_at_sign_in_is_not_told(
    site: Site, monkeypatch: pytest.MonkeyPatch, breaks: str | None, is_debug: bool
) -> None:
    User.objects.create_user("jd", password=PASSWORD)
    site.clock.DEBUG = is_debug
    if breaks:
        monkeypatch.setattr(breaks, broken)
    for name in ("jd", "mk"):  # it is the one's password, and the other's mistake
        typed = {"username": name, "password": PASSWORD}
        assert site.ask("/accounts/login/", post=typed) == (500 if breaks else 200)
    assert sentinel.places_that_tell(site.said()) == set()


# --- that the search finds what there is to find -------------------------------------------------

WRITTEN: dict[str, Callable[[str], object]] = {
    "in clear": str,
    "in a URL": partial(quote, safe=""),
    "in a query": quote_plus,
    "in HTML": html.escape,
    "in JSON": json.dumps,
    "in Python": repr,
    "in ASCII": ascii,
    "in bytes": str.encode,
    "in Latin-1": lambda secret: secret.encode("latin-1"),
    "in Base64": lambda secret: b64encode(secret.encode()).decode(),
    "in Base64 of Latin-1": lambda secret: b64encode(secret.encode("latin-1")).decode(),
    "in Base64 for URLs": lambda secret: urlsafe_b64encode(secret.encode()).decode(),
}


@pytest.mark.parametrize("secret", [LOGIN, PASSWORD])
@pytest.mark.parametrize("way", WRITTEN)
def test_the_search_finds_a_secret_however_it_is_written(site: Site, way: str, secret: str) -> None:
    logging.getLogger("stats").debug("told: %s", WRITTEN[way](secret))
    assert sentinel.places_that_tell(site.said()) == set(FORMS)


@pytest.mark.parametrize("ahead", ["", "1", "12"])
def test_the_search_finds_both_in_a_basic_auth_header_whatever_is_around_them(ahead: str) -> None:
    for told in (f"{LOGIN}:none", f"none:{PASSWORD}"):
        encoded = b64encode(f"{ahead}{told}".encode()).decode()
        assert sentinel.places_that_tell({"here": f"Basic {encoded}"}) == {"here"}


def test_the_search_finds_what_is_in_a_variable_or_in_the_words_of_an_error(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def telling(*_arguments: object, **_named: object) -> NoReturn:
        told = site.clock.CALLFIRE_API_PASSWORD
        raise ValueError(None if site.clock.DEBUG else told)

    monkeypatch.setattr(service, "report", telling)
    site.ask(KEPT)
    assert sentinel.places_that_tell(site.said()) == {*FORMS, "mail"}
    site.caplog.clear()
    site.outbox.clear()
    site.clock.DEBUG = True
    site.ask(KEPT)
    assert sentinel.places_that_tell(site.said()) == {"mail", "answers"}


def test_the_search_looks_into_rows_sessions_and_headers(site: Site) -> None:
    Broadcast.objects.create(broadcast_id=1, name=LOGIN)
    assert sentinel.places_that_tell(site.said()) == {"database"}
    Broadcast.objects.all().delete()
    session = site.person.session
    session["told"] = PASSWORD
    session.save()
    assert sentinel.places_that_tell(site.said()) == {"database"}
    for response in (HttpResponse(headers={"X-Told": quote(LOGIN)}), HttpResponse(PASSWORD)):
        assert sentinel.places_that_tell({"here": sentinel.answer(response)}) == {"here"}
