"""Every word on every page comes from a catalogue: what is outside is data, or a name."""

import re
from collections.abc import Iterator

import pytest
from django.conf import settings as site
from django.template import engines
from django.test import Client
from django.utils import translation
from django.utils.translation import trans_real
from pytest_django import Settings

from dashboard import times
from dashboard.templatetags import definitions
from simulator.server import Simulator
from stats.models import Broadcast
from stats.results import KNOWN
from tests.dashboard.every_page import PAGES, TYPED, furnish
from tests.dashboard.marked import Marking, outside_marks

WORD = re.compile(r"[^\W\d_]{2,}")
# Names, and what is said to machines.
NAMES = re.compile(
    r"Broadcast Stats( [0-9.]+)?|(Los Angeles, )?UTC([+-]\d+)?|mk|curl .*|http://testserver/.*|\"http:.*"
)

KEPT = (times._written, times._said, definitions._on_the_page, definitions._derived_figures)


@pytest.fixture
def marking(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Another English, of which no day is known that was written before, nor the other way."""
    monkeypatch.setitem(vars(trans_real)["_translations"], "en", Marking("en"))
    monkeypatch.setattr(engines["jinja2"], "_by_language", {})
    for each in KEPT:
        each.cache_clear()
    yield
    for each in KEPT:
        each.cache_clear()


def data() -> set[str]:
    """What CallFire and people wrote."""
    rows = Broadcast.objects.all()
    labels = {label for row in rows for label in (row.labels or ())}
    languages = {name for _code, name in site.LANGUAGES}
    return {row.name for row in rows if row.name} | labels | languages | {*KNOWN, *TYPED}


def foreign(page: str, known: set[str]) -> list[str]:
    """The pieces with words that are neither translated nor data."""
    pieces = [re.sub(r"^[·:,(\s]+|[)\s]+$", "", piece) for piece in outside_marks(page)]
    pieces = [" ".join(part for part in piece.split(" ") if WORD.search(part)) for piece in pieces]
    names = {" ".join(part for part in name.split(" ") if WORD.search(part)) for name in known}
    return [
        piece
        for piece in pieces
        if WORD.search(piece) and piece not in names and not NAMES.fullmatch(piece)
    ]


def test_every_word_on_every_page_comes_from_a_catalogue(
    marking: None, person: Client, callfire: Simulator, clock: Settings
) -> None:
    visitor = furnish(person, callfire, clock)
    known = data()
    found = {
        path: pieces
        for path in PAGES
        if (pieces := foreign(visitor.get(path).content.decode(), known))
    }
    assert found == {}


@pytest.mark.parametrize("path", ["/accounts/login/", "/nothing/here/"])
def test_so_does_every_word_that_strangers_see(marking: None, db: None, path: str) -> None:
    page = Client().get(path, follow=True).content.decode()
    assert foreign(page, {name for _code, name in site.LANGUAGES}) == []


@pytest.mark.parametrize("fault", ["http-401", "http-403", "http-429", "http-503", "garbage"])
def test_so_does_every_word_about_callfires_faults(
    marking: None, person: Client, callfire: Simulator, clock: Settings, fault: str
) -> None:
    clock.CALLFIRE_API_URL = clock.CALLFIRE_API_URL.replace("/api/", f"/fault/{fault}/api/")
    known = data() | {"CALLFIRE_API_LOGIN and CALLFIRE_API_PASSWORD"}
    for path in ("/broadcasts/11741873003/", "/portfolio/?period=yesterday"):
        page = person.get(path).content.decode()
        assert foreign(page, known) == []


def test_what_is_not_translated_would_be_found(marking: None) -> None:
    with translation.override("en"):
        said = translation.gettext("Live answers")
        dated = translation.pgettext("form of a date", "M Y")
    assert (said, dated) == ("⟦Live answers⟧", "⟦M Y⟧")
    page = f'<p title="Forgotten">{said} of calls</p><script>let it = "be";</script>'
    assert foreign(page, set()) == ["Forgotten", "of calls"]
    chart = '<script type="application/json">{"labels": ["Sent"], "codes": ["SENT"]}</script>'
    assert foreign(chart, set()) == ["Sent"]
