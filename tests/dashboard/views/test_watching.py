"""Watching a broadcast from its page, and how the collectors are, on the first page."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from dashboard.models import Record
from simulator.server import Simulator
from stats import watching
from tests.conftest import NOW

AUTUMN = 11741873003
PAGE = f"/broadcasts/{AUTUMN}/"


@pytest.fixture
def visitor(person: Client, callfire: Simulator, clock: Settings) -> Client:
    return person


def test_a_broadcast_is_watched_and_let_go_from_its_page(visitor: Client) -> None:
    for wish, is_watched, button in (("yes", True, "Stop watching"), ("no", False, "Watch")):
        response = visitor.post(f"{PAGE}watch/?period=7d", {"watch": wish})
        assert (response.status_code, response["Location"]) == (302, f"{PAGE}?period=7d")
        assert watching.is_watched(AUTUMN) is is_watched
        text = visitor.get(response["Location"]).content.decode()
        form = text[text.index(f'action="{PAGE}watch/?period=7d"') :].partition("</form>")[0]
        assert button in form
    deeds = Record.objects.filter(broadcast_id=AUTUMN).order_by("pk").values_list("deed", flat=True)
    assert list(deeds) == ["watch", "unwatch"]


def test_watching_takes_a_form_of_this_site(visitor: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = visitor.cookies
    assert strict.post(f"{PAGE}watch/", {"watch": "yes"}).status_code == 403
    assert visitor.get(f"{PAGE}watch/").status_code == 405
    assert not watching.is_watched(AUTUMN)


def collector(client: Client) -> str:
    """What the first page says of the collectors."""
    text = client.get("/").content.decode()
    if 'data-part="collector"' not in text:
        return ""
    return text[text.index('class="collector') :].partition("</p>")[0]


def test_the_first_page_says_when_the_collectors_last_ran(visitor: Client, clock: Settings) -> None:
    assert collector(visitor) == ""
    watching.watch(AUTUMN)
    assert "1 broadcast is watched, but no collector has run yet." in collector(visitor)
    watching.beat(timedelta(minutes=5))
    text = collector(visitor)
    assert "Collector last ran at" in text
    assert "22:00:00</time>" in text
    assert "collector--late" not in text
    clock.DEMO_NOW = NOW + timedelta(minutes=16)
    assert "collector--late" in collector(visitor)
    assert "The collector is late." in collector(visitor)
