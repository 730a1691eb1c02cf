"""The list of broadcasts: what is found, in which order, and at what cost."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stats import listing, named, watching
from stats.broadcast_details import BroadcastDetails
from stats.broadcast_stats import ActionStatistics, BroadcastStats, ResultStat, UsageStats
from stats.listing import SORTS, Wanted
from stats.questions import keeping
from tests.stats.examples import ALL

AT = datetime(2026, 11, 23, 22, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def stats(attempts: int, answered: int, amount: str = "1.5") -> BroadcastStats:
    return BroadcastStats(
        UsageStats(60, 60, Decimal(amount), attempts, attempts),
        (ResultStat("LA", answered, answered), ResultStat("BUSY", attempts - answered, 0)),
        ActionStatistics(10, 0, attempts),
    )


@pytest.fixture
def known() -> None:
    named.keep_all(
        {
            1: BroadcastDetails("Autumn reminder", "VOICE", "RUNNING", ("members", "north")),
            2: BroadcastDetails("Autumn texts", "TEXT", "FINISHED", ("members",)),
            3: BroadcastDetails("Spring reminder", "VOICE", "RUNNING", ("south",)),
            31: BroadcastDetails(None, None, "ODDLY_NEW"),
        }
    )
    keeping.keep(1, (None, None), stats(100, 40), AT)
    keeping.keep(3, (None, None), stats(50, 30, "99"), AT + timedelta(hours=1))


def found(wanted: Wanted) -> list[int]:
    return [each.report.broadcast_id for each in listing.page(wanted, 1, ALL).rows]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("", {1, 2, 3, 31}),
        ("aut", {1, 2}),
        ("AUT REM", {1}),
        ("rem", {1, 3}),
        ("eminder", set()),
        ("memb", {1, 2}),
        ("3", {3, 31}),
        ("31", {31}),
        ("aut spring", set()),
        ("…", set()),
    ],
)
def test_beginnings_of_words_and_ids_find_it(known: None, text: str, ids: set[int]) -> None:
    assert set(found(Wanted(text=text))) == ids


def test_filters_narrow_it_down_together(known: None) -> None:
    watching.watch(3)
    assert set(found(Wanted(type="VOICE"))) == {1, 3}
    assert set(found(Wanted(status="ODDLY_NEW"))) == {31}
    assert set(found(Wanted(label="members"))) == {1, 2}
    assert found(Wanted(label="memb")) == []
    assert found(Wanted(is_watched=True)) == [3]
    assert set(found(Wanted(is_watched=False))) == {1, 2, 31}
    assert found(Wanted(text="rem", type="VOICE", status="RUNNING", label="north")) == [1]


def test_it_sorts_by_what_stands_on_the_broadcast_and_what_is_not_given_comes_last(
    known: None,
) -> None:
    assert found(Wanted(sort="name", is_descending=False)) == [1, 2, 3, 31]
    assert found(Wanted(sort="name")) == [3, 2, 1, 31]
    for sort in ("completion", "reached", "rate", "credits", "as_of"):
        down, up = (found(Wanted(sort=sort, is_descending=each)) for each in (True, False))
        assert down[:2] == up[:2][::-1], sort
        assert down[2:] == up[2:] == [31, 2], sort
    assert found(Wanted(sort="credits"))[0] == 3
    assert found(Wanted(sort="rate"))[0] == 3
    assert found(Wanted(sort="reached"))[0] == 1
    assert found(Wanted(sort="completion"))[0] == 1
    assert found(Wanted(sort="id")) == [31, 3, 2, 1]
    assert {len(found(Wanted(sort=sort))) for sort in SORTS} == {4}


def test_a_row_has_the_newest_figures_and_the_line_of_the_looks_before(known: None) -> None:
    for minutes, attempts in ((5, 110), (10, 130)):
        at = AT + timedelta(minutes=minutes)
        keeping.keep(1, (None, None), stats(attempts, 40), at)
    keeping.keep(1, (AT, AT + timedelta(hours=1)), stats(7, 1), AT + timedelta(hours=2))
    row = listing.page(Wanted(text="1"), 1, ALL).rows[0]
    assert row.trend == (100, 110, 130)
    assert row.report.as_of == AT + timedelta(minutes=10)
    assert row.report.metrics.tried == 130


def test_pages_have_50_and_the_last_one_stands_in_for_those_behind_it() -> None:
    named.keep_all({number: BroadcastDetails(f"N {number}") for number in range(1, 121)})
    pages = [listing.page(Wanted(sort="id", is_descending=False), n, ALL) for n in (1, 3, 99)]
    assert [(len(each.rows), each.number, each.pages, each.count) for each in pages] == [
        (50, 1, 3, 120),
        (20, 3, 3, 120),
        (20, 3, 3, 120),
    ]
    every = listing.rows(Wanted(sort="id", is_descending=False), ALL)
    assert [each.report.broadcast_id for each in every] == list(range(1, 121))


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(),
        Wanted(text="spr springtime", sort="as_of"),
        Wanted(text="spr", label="north", sort="name"),
        Wanted(type="TEXT", status="RUNNING", sort="status"),
        Wanted(is_watched=False, sort="id", is_descending=False),
        Wanted(text="spr", is_watched=False, sort="credits"),
        Wanted(text="spr 3"),
        Wanted(is_watched=True, sort="name"),
    ],
)
def test_pages_of_many_and_of_few_have_what_is_taken_away_in_the_same_order(wanted: Wanted) -> None:
    named.keep_all(
        {
            each: BroadcastDetails(
                f"Spring {each % 7} springtime",
                "TEXT" if each % 4 else "VOICE",
                "RUNNING" if each % 5 else "FINISHED",
                ("north",) if each % 3 else (),
            )
            for each in range(1, 201)
        }
    )
    for each in (3, 30, 33):
        watching.watch(each)
        keeping.keep(each, (None, None), stats(each, 2), AT + timedelta(minutes=each))
    every = [each.report.broadcast_id for each in listing.rows(wanted, ALL)]
    first = listing.page(wanted, 1, ALL)
    pages = [listing.page(wanted, number, ALL).rows for number in range(1, first.pages + 1)]
    assert [each.report.broadcast_id for rows in pages for each in rows] == every
    assert first.count == len(every) > 0


def test_the_number_of_queries_does_not_grow_with_the_list() -> None:
    def queries(number: int) -> int:
        broadcasts = range(1, number + 1)
        named.keep_all({each: BroadcastDetails(f"N {each}") for each in broadcasts})
        for each in broadcasts:
            keeping.keep(each, (None, None), stats(100, 40), AT)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            listing.page(Wanted(text="n"), 1, ALL)
        return len(captured)

    assert queries(2) == queries(60)


def test_words_are_compared_by_code_points_whatever_the_databases_language() -> None:
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, "stats_word")
    (collation,) = (column.collation for column in columns if column.name == "word")
    assert collation == ("C" if connection.vendor == "postgresql" else None)
