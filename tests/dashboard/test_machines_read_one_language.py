"""What programs read is the same in every language: downloads, addresses, data of scripts."""

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from simulator.server import Simulator
from tests.dashboard.every_page import EXPORTS, PAGES, furnish
from tests.dashboard.marked import DRAWN, READ

SPANISH = {"Accept-Language": "es"}
# Besides what people read: `content` is the description, `lang` and `aria-current` the chooser's.
OF_PEOPLE = {*READ, "data-subject", "content", "lang", "aria-current", "data-own-label"}


@pytest.fixture
def visitor(person: Client, callfire: Simulator, clock: Settings) -> Client:
    return furnish(person, callfire, clock)


class Reader(HTMLParser):
    """Collects attributes, and the data of charts without what they say to people."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Any] = []
        self._is_data = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._is_data = ("type", "application/json") in attrs
        given = dict(attrs)
        if given.get("name") != "csrfmiddlewaretoken":
            self.found.append((tag, [each for each in attrs if each[0] not in OF_PEOPLE]))

    def handle_data(self, data: str) -> None:
        if self._is_data and data.strip():
            self.found.append([*_values(json.loads(data))])


def _values(data: Any, key: str = "") -> Iterator[Any]:
    if isinstance(data, dict):
        for name, value in data.items():
            yield from _values(value, key if key in DRAWN else name)
    elif isinstance(data, list):
        for value in data:
            yield from _values(value, key)
    elif key not in DRAWN:
        yield key, data


def machines_read(visitor: Client, path: str, headers: dict[str, str]) -> list[Any]:
    reader = Reader()
    reader.feed(visitor.get(path, headers=headers).content.decode())
    return reader.found


def test_attributes_and_data_of_every_page_are_the_same_in_every_language(visitor: Client) -> None:
    for path in PAGES:
        english, spanish = (machines_read(visitor, path, each) for each in ({}, SPANISH))
        assert len(english) > 20 or path == "/nothing/here/"
        assert english == spanish, path


def test_downloads_are_the_same_in_every_language(visitor: Client) -> None:
    for path in EXPORTS:
        english, spanish = (visitor.get(path, headers=each) for each in ({}, SPANISH))
        assert english.status_code == 200, path
        assert english.getvalue() == spanish.getvalue(), path
        name = "Content-Disposition"
        assert english.headers.get(name) == spanish.headers.get(name)


def test_the_sentence_of_a_problem_is_the_persons_and_its_kind_is_not(person: Client) -> None:
    english, spanish = (
        person.get("/nothing.json", headers=each).json()["problem"] for each in ({}, SPANISH)
    )
    assert english["kind"] == spanish["kind"] == "invalid"
