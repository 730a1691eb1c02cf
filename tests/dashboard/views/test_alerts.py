"""The alerts page: what is wrong, what is wanted, who is told, and the tests of both ways."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from dashboard.models import Record
from stats import named, watching
from stats.alerts import outbox
from stats.alerts.outbox import Tellings
from stats.alerts.rules import rules_of, set_rules
from tests.conftest import NOW
from tests.dashboard.post_office import PostOffice, open_for
from tests.stats.alerts.looked import ID, look_at, look_every, wants
from tests.stats.forecast.looked_at import BEGIN, stats
from tests.stats.hooks import Hooks, routed

ALERTS = "/alerts/"


@pytest.fixture
def visitor(person: Client, clock: Settings) -> Client:
    return person


@pytest.fixture
def office(clock: Settings) -> Iterator[PostOffice]:
    with open_for(clock) as office:
        yield office


@pytest.fixture
def hooks(clock: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hooks]:
    with routed(tmp_path, monkeypatch) as hooks:
        clock.WEBHOOK_URL, clock.WEBHOOK_SECRET = (
            hooks.url,
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        )
        yield hooks


def text_of(visitor: Client, address: str = ALERTS) -> str:
    response = visitor.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def _main(text: str) -> str:
    """What belongs to this page alone."""
    return text.partition("<main")[2].partition("</main>")[0]


def test_at_first_nothing_is_wrong_wanted_or_told(visitor: Client) -> None:
    text = text_of(visitor)
    assert "Nothing that you asked to be told of." in text
    assert "Mail is not set up: put EMAIL_HOST and DEFAULT_FROM_EMAIL into .env" in text
    assert "SITE_URL is not set" in text
    assert "A webhook is told where WEBHOOK_URL and WEBHOOK_SECRET are set." in text
    assert "Send a test mail" not in text
    assert "checked" not in _main(text)


def test_what_is_wanted_of_all_is_kept_shown_and_recorded(visitor: Client) -> None:
    typed = {"done": "on", "error_rate": "on", "error_rate_limit": "7.5", "credits_limit": "99.50"}
    response = visitor.post(f"{ALERTS}rules/", typed)
    assert (response.status_code, response["Location"]) == (302, ALERTS)
    known = rules_of(None)
    assert {kind for kind, rule in known.items() if rule.is_on} == {"done", "error_rate"}
    assert known["error_rate"].limit == Decimal("7.5")
    text = text_of(visitor)
    assert _main(text).count("checked") == 2
    assert 'value="99.5"' in text  # kept for another time
    assert 'value="7.5"' in text
    assert Record.objects.filter(deed="alerts", outcome="ok").count() == 1


def test_what_is_wanted_of_one_has_it_watched_and_says_what_holds_for_all(visitor: Client) -> None:
    set_rules(None, {"error_rate": (True, Decimal(10)), "done": (True, None)})
    text = text_of(visitor, f"{ALERTS}?broadcast=135")
    assert "It is not watched, so nobody looks." in text
    assert "as for all watched ones (10)" in text
    assert "as for all watched ones (yes)" in text
    assert "as for all watched ones (no)" in text
    typed = {"broadcast": "135", "error_rate": "on", "error_rate_limit": "5", "done": "off"}
    response = visitor.post(f"{ALERTS}rules/", typed)
    assert response["Location"] == f"{ALERTS}?broadcast=135"
    assert watching.is_watched(135)
    own = rules_of(135)
    assert (own["done"].is_on, own["error_rate"].limit) == (False, Decimal(5))
    assert '<a href="/alerts/?broadcast=135">135</a>' in text_of(visitor)
    visitor.post(f"{ALERTS}rules/", {"broadcast": "135"})
    assert rules_of(135) == {}


@pytest.mark.parametrize("limit", ["", "0", "-1", "abc", "NaN", "101", "1e999", "5,5"])
def test_a_limit_that_is_none_is_said_beside_its_field_and_nothing_typed_is_lost(
    visitor: Client, limit: str
) -> None:
    typed = {"done": "on", "error_rate": "on", "error_rate_limit": limit}
    response = visitor.post(f"{ALERTS}rules/", typed)
    assert response.status_code == 400
    text = response.content.decode()
    said = "Enter a number up to 100." if limit == "101" else "Enter a number above 0."
    assert said in text
    assert _main(text).count("checked") == 2
    assert f'value="{limit}"' in text or not limit
    assert rules_of(None) == {}


def test_a_limit_typed_where_no_choice_was_made_is_not_lost_without_a_word(
    visitor: Client,
) -> None:
    response = visitor.post(f"{ALERTS}rules/", {"broadcast": "135", "credits_limit": "50"})
    assert response.status_code == 400
    assert "Choose yes, or clear the limit." in response.content.decode()
    assert 'value="50"' in response.content.decode()
    assert rules_of(135) == {}


def test_a_page_of_many_open_alerts_shows_the_latest_and_says_how_many(
    visitor: Client, clock: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.views.alerts.MOST_WRONG", 3)
    clock.DEMO_NOW = BEGIN - timedelta(hours=1)
    wants("credits", 100)
    for number in range(1, 6):
        look_at(clock, stats(9, 0, 9, amount=Decimal(200), LA=9), BEGIN, broadcast_id=number)
    text = text_of(visitor)
    assert text.count("credits billed by") == 3
    assert "The latest 3 of 5." in text


def test_to_switch_off_what_is_open_ends_it(visitor: Client, clock: Settings) -> None:
    clock.DEMO_NOW = BEGIN - timedelta(hours=1)
    wants("credits", 100)
    look_at(clock, stats(9, 0, 9, amount=Decimal(200), LA=9), BEGIN)
    assert "200.0 credits billed by 15:00, over the 100 set here." in text_of(visitor)
    visitor.post(f"{ALERTS}rules/", {})
    text = text_of(visitor)
    assert "Nothing that you asked to be told of." in text
    assert "Then it was switched off, or its limit was changed." in text


def test_what_is_wrong_and_what_was_are_told_with_their_broadcast(
    visitor: Client, clock: Settings
) -> None:
    clock.DEMO_NOW = BEGIN - timedelta(hours=1)
    named.rename(ID, "<b>Autumn</b>", "")
    set_rules(None, {"credits": (True, Decimal(100)), "live_answer_rate": (True, Decimal(20))})
    seen = [(10, 90), (40, 100), (45, 100)]
    look_every(
        clock,
        [stats(9, 0, 9, amount=Decimal(200), LA=live, AM=machine) for live, machine in seen],
    )
    for address in (ALERTS, f"{ALERTS}?broadcast=135"):
        text = text_of(visitor, address)
        assert "Many credits" in text
        assert (
            "By 15:00, 10 of 100 tried attempts were answered live: 10.0%, under the 20% set here."
        ) in text
        assert "By 15:10, 31.0% of 145 tried attempts were answered live." in text
        assert "<b>Autumn" not in text
    assert '<a href="/broadcasts/135/">&lt;b&gt;Autumn&lt;/b&gt;</a>' in text_of(visitor)
    assert "Many credits" not in text_of(visitor, f"{ALERTS}?broadcast=136")


def test_who_is_told_is_kept(visitor: Client) -> None:
    typed = {"addresses": "a@example.com\n b@example.com, a@example.com;", "digest_hour": "18"}
    response = visitor.post(f"{ALERTS}recipients/", typed)
    assert response.status_code == 302
    assert outbox.tellings() == Tellings(("a@example.com", "b@example.com"), 18)
    text = text_of(visitor)
    assert "a@example.com b@example.com</textarea>" in text
    assert '<option value="18" selected>18:00</option>' in text
    visitor.post(f"{ALERTS}recipients/", {"addresses": "", "digest_hour": ""})
    assert outbox.tellings() == Tellings()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"addresses": "a@example.com\nb@"}, "“b@” is not a mail address."),
        ({"addresses": "\n".join(f"a{n}@example.com" for n in range(51))}, "At most 50 addresses."),
        ({"addresses": "a@example.com\r\nBcc: b@example.com"}, "“Bcc:” is not a mail address."),
        ({"digest_hour": "24"}, "Select a valid choice."),
    ],
)
def test_an_address_that_is_none_is_said_and_nothing_typed_is_lost(
    visitor: Client, typed: dict[str, str], said: str
) -> None:
    response = visitor.post(f"{ALERTS}recipients/", typed)
    assert response.status_code == 400
    text = response.content.decode()
    assert said in text
    assert typed.get("addresses", "").replace("\r", "").split("\n")[0] in text
    assert outbox.tellings() == Tellings()


def test_a_test_mail_is_sent_at_once_and_said(visitor: Client, office: PostOffice) -> None:
    outbox.set_tellings(Tellings(("a@example.com", "b@example.com")))
    assert "Send a test mail" in text_of(visitor)
    response = visitor.post(f"{ALERTS}test/", {"channel": "mail"})
    assert len(office.mails) == 2
    assert "The test was sent to 2 addresses." in text_of(visitor, response["Location"])
    assert Record.objects.values_list("what", "outcome").get(deed="test_alert") == ("mail", "ok")


def test_a_test_of_the_webhook_that_fails_says_why(visitor: Client, hooks: Hooks) -> None:
    hooks.answer(410)
    response = visitor.post(f"{ALERTS}test/", {"channel": "webhook"})
    assert len(hooks.delivered) == 1
    text = text_of(visitor, response["Location"])
    assert "The test could not be sent." in text
    assert "A test to the webhook: the receiver answered 410; given up after 1 try." in text
    assert hooks.url not in text
    hooks.answer(204)
    response = visitor.post(f"{ALERTS}test/", {"channel": "webhook"})
    assert "The webhook took the test." in text_of(visitor, response["Location"])


def test_a_test_of_what_is_not_set_up_sends_nothing(visitor: Client) -> None:
    response = visitor.post(f"{ALERTS}test/", {"channel": "mail"})
    assert "The test could not be sent." in text_of(visitor, response["Location"])


@pytest.mark.parametrize("typed", ["abc", "0", "-1", "9" * 30, "1 2", "<b>"])
def test_what_is_no_broadcast_is_said_and_nothing_is_kept_of_it(
    visitor: Client, typed: str
) -> None:
    set_rules(None, {"done": (True, None)})
    for response in (
        visitor.get(ALERTS, {"broadcast": typed}),
        visitor.post(f"{ALERTS}rules/", {"broadcast": typed, "stalled": "on"}),
    ):
        assert response.status_code == 400
        assert "is not a broadcast ID: a whole number in digits." in response.content.decode()
        assert "<b>”" not in response.content.decode()
    assert set(rules_of(None)) == {"done"}


@pytest.mark.parametrize("name", ["rules", "recipients", "test"])
def test_changes_are_posted(visitor: Client, name: str) -> None:
    assert visitor.get(f"{ALERTS}{name}/").status_code == 405


def test_a_page_that_would_be_the_same_is_not_sent_again(visitor: Client, clock: Settings) -> None:
    visitor.get(ALERTS)  # the forms' mark comes with the first page
    first = visitor.get(ALERTS)
    again = visitor.get(ALERTS, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    set_rules(None, {"done": (True, None)})
    clock.DEMO_NOW = NOW + timedelta(minutes=1)
    assert visitor.get(ALERTS, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_the_number_of_queries_does_not_grow_with_what_was_told(
    visitor: Client, clock: Settings, django_assert_max_num_queries: object
) -> None:
    clock.DEMO_NOW = BEGIN - timedelta(hours=1)
    wants("credits", 100)
    for number in range(1, 30):
        look_at(clock, stats(9, 0, 9, amount=Decimal(200), LA=9), BEGIN, broadcast_id=number)
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        text_of(visitor)


def test_the_first_page_says_how_many_are_open(visitor: Client, clock: Settings) -> None:
    assert "alert is open" not in text_of(visitor, "/")
    clock.DEMO_NOW = BEGIN - timedelta(hours=1)
    set_rules(None, {"credits": (True, Decimal(100)), "done": (True, None)})
    look_every(clock, [stats(9, 0, 9, amount=Decimal(99)), stats(0, 0, 9, amount=Decimal(200))])
    assert "1 alert is open" in text_of(visitor, "/")
