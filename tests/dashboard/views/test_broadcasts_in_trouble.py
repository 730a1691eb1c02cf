"""Each address about a broadcast when CallFire or the database fails."""

import re
from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.test import Client
from pytest_django import Settings

from dashboard.problems import STATUS
from simulator.server import Simulator
from stats.models import Snapshot
from tests.browser.gate import wait_at_most
from tests.conftest import NOW
from tests.dashboard.views.pages_of_broadcasts import (
    AUTUMN,
    FACES,
    PAGE,
    message_of,
    rows_of,
    text_of,
)

# Fault of CallFire's, and the kind of problem it is to a person.
FAULTS = {
    "http-404": "not_found",
    "http-401": "credentials",
    "http-403": "forbidden",
    "http-400": "bad_response",
    "http-408": "bad_response",
    "redirect": "bad_response",
    "html-page": "bad_response",
    "error-inside-200": "bad_response",
    "not-xml": "bad_response",
    "dtd": "bad_response",
    "gzip-bomb": "bad_response",
    "big-content-length": "bad_response",
    "http-429": "rate_limited",
    "http-500": "unavailable",
    "html-error": "unavailable",
    "hang-up": "unavailable",
    "truncated": "unavailable",
    "silent": "timeout",
    "drip-headers": "timeout",
    "drip-body": "timeout",
}


def fail(callfire: Simulator, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have CallFire fail; an answer that never comes is awaited for a second."""
    callfire.fault = fault
    callfire.drip_seconds = 0.05
    if FAULTS[fault] == "timeout":
        wait_at_most(1, monkeypatch)


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("face", FACES)
def test_each_fault_without_kept_figures_has_its_status_and_sentence(
    person: Client,
    callfire: Simulator,
    clock: Settings,
    monkeypatch: pytest.MonkeyPatch,
    face: str,
    fault: str,
) -> None:
    fail(callfire, fault, monkeypatch)
    response = person.get(FACES[face])

    kind = FAULTS[fault]
    assert response.status_code == STATUS[kind]
    assert message_of(face, response)
    assert "Traceback" not in response.content.decode()
    assert not Snapshot.objects.exists()
    assert ("Retry-After" in response) == (response.status_code == 503)
    if face == "json":
        document = response.json()
        assert document["problem"]["kind"] == kind
        assert document["broadcast"]["id"] == str(AUTUMN)
        assert document["period"]["name"] == "all"
        assert document["stale"] is False
        assert set(document["metrics"].values()) == {None}
        assert document["results"] == []


@pytest.mark.parametrize("fault", [name for name in FAULTS if name != "http-404"])
def test_each_fault_leaves_kept_figures_in_place_with_the_reason(
    person: Client,
    callfire: Simulator,
    clock: Settings,
    monkeypatch: pytest.MonkeyPatch,
    fault: str,
) -> None:
    good = person.get(f"{PAGE}stats.json").json()
    clock.DEMO_NOW = NOW + timedelta(minutes=5)
    fail(callfire, fault, monkeypatch)

    document = person.get(f"{PAGE}stats.json").json()
    assert document["stale"] is True
    assert document["problem"]["kind"] == FAULTS[fault]
    assert document["usage"] == good["usage"]
    assert document["fetched_at"] == good["fetched_at"]
    assert rows_of(person.get(f"{PAGE}summary.csv"))[0]["stale"] == "true"


def test_a_stale_page_says_when_why_and_of_when_its_figures_are(
    person: Client, callfire: Simulator, clock: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    person.get(PAGE)
    clock.DEMO_NOW = NOW + timedelta(minutes=5)
    fail(callfire, "silent", monkeypatch)
    response = person.get(PAGE, headers={"X-Wait-Fresh": "1"})
    text = text_of(response)

    assert response.status_code == 200
    assert "Could not refresh at 22:05" in text
    assert "CallFire did not answer within 15 s" in text
    assert "22:00" in text
    assert "live answers" in text


def test_after_a_404_no_kept_figures_are_shown(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    person.get(PAGE)
    clock.DEMO_NOW = NOW + timedelta(minutes=5)
    callfire.fault = "http-404"
    assert person.get(f"{PAGE}stats.json").status_code == 404


def test_a_busy_callfire_tells_the_time_of_the_next_try(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    callfire.fault = "http-429"
    response = person.get(f"{PAGE}stats.json")
    problem = response.json()["problem"]
    assert re.fullmatch(r"CallFire is busy\. Next try at .*\d\d:\d\d\.", problem["message"])
    assert problem["retry_at"] is not None
    assert int(response["Retry-After"]) > 0


def test_missing_settings_are_named(person: Client, callfire: Simulator, clock: Settings) -> None:
    clock.CALLFIRE_API_LOGIN = ""
    clock.CALLFIRE_API_PASSWORD = ""
    response = person.get(f"{PAGE}stats.json")
    assert response.status_code == 502
    assert response.json()["problem"]["kind"] == "credentials"
    for name in ("CALLFIRE_API_LOGIN", "CALLFIRE_API_PASSWORD"):
        assert name in response.json()["problem"]["message"]
        assert name in text_of(person.get("/"))
    assert callfire.requests == []


def test_nothing_of_the_far_ends_text_is_shown(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    for fault in ("html-error", "html-page", "error-inside-200"):
        callfire.fault = fault
        page = person.get(PAGE).content.decode()
        assert "nginx" not in page.lower()
        assert "TriggerEvent" not in page


def test_an_answer_that_cannot_be_read_has_a_reference_that_is_also_in_the_log(
    person: Client, callfire: Simulator, clock: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    callfire.fault = "not-xml"
    response = person.get(PAGE)
    reference = response["X-Request-Reference"]
    assert f"reference {reference}." in text_of(response)
    assert reference in [vars(each).get("reference") for each in caplog.records]


def test_figures_that_cannot_be_saved_are_shown_with_a_sentence(
    person: Client, callfire: Simulator, clock: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**_: object) -> None:
        raise DatabaseError("database or disk is full")

    monkeypatch.setattr(Snapshot.objects, "create", full)
    for response in (person.get(PAGE), person.post(f"{PAGE}refresh/")):
        assert response.status_code == 200
        assert "could not be kept" in text_of(response)
        assert "live answers" in text_of(response)
