"""The page of definitions, and that every label on every page leads to one."""

import re

import pytest
from django.test import Client
from pytest_django import Settings

from dashboard import definitions
from simulator.server import Simulator
from stats import catalogue
from stats.metrics import KEYS
from stats.results import KNOWN
from tests.dashboard.views.pages_of_broadcasts import AUTUMN, PAGE, TEXTS, text_of

DEFINITIONS = "/definitions/"
DAILY = 9811204003
COMPARED = f"?id={AUTUMN}&id={DAILY}&period=yesterday"
PAGES = {
    "home": "/",
    "list": "/broadcasts/",
    "calls": PAGE,
    "calls compared": f"{PAGE}?period=7d&compare=previous",
    "texts": f"/broadcasts/{TEXTS}/",
    "portfolio": "/portfolio/?period=28d",
    "side by side": f"/compare/{COMPARED}",
    "alerts": "/alerts/",
}
# What each page shows of the figures that are worked out, and so must lead on to.
SHOWN = {
    "home": {"lists"},
    "list": {"lists"},
    "calls": {
        *("live_answers", "live_answer_rate", "attempts", "attempts_per_action", "actions"),
        *("response_rate", "duration_seconds", "seconds_per_answered_call", "billed_amount"),
        *("cost_per_action", "cost_per_live_answer", "billed_duration_seconds", "as_of"),
        *("finished", "retry_wait", "unattempted", "all_actions", "columns", "usage", "statuses"),
    },
    "calls compared": {"change", "columns"},
    "texts": {
        *("texts_sent", "sent_rate", "replies", "reply_rate", "undeliverable", "tried"),
        *("billed_amount", "cost_per_action"),
    },
    "portfolio": {
        *("live_answers", "live_answer_rate", "texts_sent", "attempts", "actions", "errors"),
        *("error_rate", "duration_seconds", "billed_duration_seconds", "billed_amount", "tried"),
        *("cost_per_live_answer", "hours", "columns", "lists"),
    },
    "side by side": {
        *("live_answers", "live_answer_rate", "error_rate", "tried", "attempts_per_action"),
        *("cost_per_live_answer", "attempts", "actions", "duration_seconds", "billed_amount"),
        *("completion", "interval", "codes"),
    },
    "alerts": {"error_rate", "live_answer_rate", "billed_amount", "estimate", "completion"},
}


@pytest.fixture
def visitor(
    person: Client, callfire: Simulator, clock: Settings, monkeypatch: pytest.MonkeyPatch
) -> Client:
    monkeypatch.setattr("dashboard.views.portfolio.SLICE_SECONDS", 15.0)
    clock.CALLFIRE_PER_MINUTE = 10_000
    callfire.account.histories()
    list(catalogue.import_pages())
    return person


@pytest.fixture
def full(visitor: Client) -> Client:
    """With figures on every page."""
    for post in (f"/compare/load/{COMPARED}", "/portfolio/load/?period=28d"):
        assert visitor.post(post).status_code == 302
    visitor.get(f"{PAGE}stats.json?period=7d&compare=previous")
    visitor.get(PAGE)
    return visitor


def html(visitor: Client, address: str) -> str:
    response = visitor.get(address)
    assert response.status_code == 200
    return response.content.decode()


def ids(page: str) -> list[str]:
    return re.findall(r'\sid="([^"]+)"', page)


def test_every_figure_of_every_page_leads_to_its_definition_in_one_click(full: Client) -> None:
    defined = ids(html(full, DEFINITIONS))
    known = {*definitions.anchors(), "codes"}
    for name, address in PAGES.items():
        page = html(full, address)
        there = {DEFINITIONS: defined, "": ids(page)}
        links = re.findall(r'href="(/definitions/|)#([^"]+)"', page)
        assert [link for link in links if link[1] not in there[link[0]]] == [], name
        assert SHOWN[name] - {key for _, key in links} == set(), name
        assert SHOWN[name] <= known
        assert len(there[""]) == len(set(there[""])), name
        assert f'<a href="{DEFINITIONS}">Definitions</a>' in page.partition("<footer")[2], name


def test_the_page_of_definitions_has_every_figure_and_every_code(visitor: Client) -> None:
    page = html(visitor, DEFINITIONS)
    assert {*definitions.anchors(), *KEYS, *KNOWN, "codes"} <= set(ids(page))
    assert len(ids(page)) == len(set(ids(page)))
    text = text_of(visitor.get(DEFINITIONS))
    assert "Live-answer rate live_answer_rate Live answers / tried. Unit: per cent" in text
    assert "Live answer LA Answered by a person" in text
    assert text.count("Not counted as tried.") == 4


def test_the_page_of_a_broadcast_defines_every_figure_in_place(visitor: Client) -> None:
    page = html(visitor, PAGE)
    assert set(KEYS) <= set(ids(page))
    assert 'href="/definitions/#' not in page


def test_who_is_not_signed_in_is_asked_to(client: Client, db: None) -> None:
    assert client.get(DEFINITIONS)["Location"] == f"/accounts/login/?next={DEFINITIONS}"


def test_definitions_are_only_read(visitor: Client) -> None:
    assert visitor.post(DEFINITIONS).status_code == 405
