"""Name, type, calling hours and retry plan on the page, beside the figures."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from simulator.server import Simulator
from stats import service
from stats.report import Report

AUTUMN = 11741873003
PAGE = f"/broadcasts/{AUTUMN}/"


@pytest.fixture
def visitor(person: Client, callfire: Simulator, clock: Settings) -> Client:
    return person


def test_a_page_does_not_wait_for_them_and_says_where_they_come_from(
    visitor: Client, callfire: Simulator
) -> None:
    text = visitor.get(PAGE).content.decode()
    assert f'data-wants-details="{PAGE}details/"' in text
    assert f"Broadcast {AUTUMN}" in text
    assert len(callfire.requests) == 1


def test_then_the_page_has_its_name_and_plan(visitor: Client) -> None:
    visitor.get(PAGE)
    response = visitor.post(f"{PAGE}details/?period=7d")
    assert (response.status_code, response["Location"]) == (302, f"{PAGE}?period=7d")
    text = visitor.get(PAGE).content.decode()
    heading = " ".join(
        text[text.index('data-part="heading"') : text.index('class="fresh"')].split()
    )
    assert f"Voice broadcast {AUTUMN}" in heading
    assert "<h1> Autumn reminder </h1>" in heading
    assert "up to 3 attempts each, 480 min apart" in heading
    assert 'data-wants-details=""' in text
    assert visitor.get(f"{PAGE}stats.json").json()["broadcast"]["name"] == "Autumn reminder"


def test_what_came_while_the_figures_were_asked_for_is_fetched_by_the_page(
    person: Client, callfire: Simulator, clock: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = service.report

    def slow(*asked: Any, **how: Any) -> Report:
        found = report(*asked, **how)
        person.post(f"{PAGE}details/")  # of the page before, which was left at once
        return found

    monkeypatch.setattr(service, "report", slow)
    text = person.get(PAGE).content.decode()
    monkeypatch.undo()
    assert "Autumn reminder" not in text
    assert f'data-wants-details="{PAGE}details/"' in text
    there = person.post(f"{PAGE}details/", follow=True).content.decode()
    assert "Autumn reminder" in there
    assert 'data-wants-details=""' in there


@pytest.mark.parametrize("fault", ["http-404", "http-500", "garbage", "redirect"])
def test_without_them_all_else_works(visitor: Client, callfire: Simulator, fault: str) -> None:
    visitor.get(PAGE)
    callfire.fault = fault
    assert visitor.post(f"{PAGE}details/").status_code == 302
    callfire.fault = None
    text = visitor.get(PAGE).content.decode()
    assert "live answers" in text
    assert f"Broadcast {AUTUMN}" in text
