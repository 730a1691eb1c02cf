"""The address of /compare/: IDs in any writing, ages in minutes, links that keep what was typed."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from pytest_django import Settings

from dashboard import picks
from dashboard.picks import PicksForm
from tests.conftest import NOW


def form(query: str) -> PicksForm:
    return PicksForm(QueryDict(query), now=NOW)


def test_each_broadcast_counts_once_in_its_order_and_leading_zeros_are_nothing() -> None:
    found = form("id=136&id=+135+&id=00136&id=&id=135")
    assert found.ids == (136, 135)
    assert found.is_right


@pytest.mark.parametrize(
    "text", ["0", "-1", "1.5", "\uff11\uff13\uff15", "one", str(2**63), "9" * 30, "1\0"]
)
def test_what_is_no_id_is_said_and_kept(text: str) -> None:
    query = QueryDict(mutable=True)
    query.setlist("id", ["135", text])
    found = PicksForm(query, now=NOW)
    assert found.ids == (135,)
    assert not found.is_right
    assert "is no broadcast ID" in found.sentences
    assert ("id", text) in picks.parameters(query)


def test_an_age_counts_only_where_ages_are_aligned() -> None:
    assert form("id=1&id=2&align=age&age=200").wanted.age == timedelta(minutes=200)
    assert form("id=1&id=2&align=age").wanted.is_by_age
    plain = form("id=1&id=2&age=nonsense")
    assert plain.is_right
    assert (plain.wanted.is_by_age, plain.wanted.age) == (False, None)


def test_links_keep_what_was_typed_in_its_order(settings: Settings) -> None:
    query = QueryDict("tz=UTC&id=2&period=7d&id=1&q=rem&csrf=x")
    kept = picks.parameters(query)
    assert picks.link("compare", kept) == "/compare/?id=2&id=1&period=7d&tz=UTC"
    without = picks.without_id(kept, "2")
    assert picks.link("compare_csv", without, align="age") == (
        "/compare.csv?id=1&period=7d&tz=UTC&align=age"
    )
    assert picks.parameters(query, without=picks.PERIOD)[-1] == ("tz", "UTC")
