"""CSV and JSON beside the period before: what they add, and what they say where it can't be had."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from simulator.server import Simulator
from tests.conftest import NOW
from tests.dashboard.views.pages_of_broadcasts import FACES, PAGE, message_of, rows_of

DAILY = "/broadcasts/9811204003/"
YESTERDAY = "period=yesterday&compare=previous"
EDGES = ("2026-11-21T00:00:00+00:00", "2026-11-22T00:00:00+00:00")


def document(person: Client, query: str, path: str = DAILY) -> Any:
    return person.get(f"{path}stats.json?{query}").json()


def test_json_holds_the_earlier_figures_which_are_those_of_that_period_itself(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    found = document(person, YESTERDAY)
    itself = document(person, "begin=2026-11-21&end=2026-11-21")
    assert found["previous_problem"] is None
    assert list(found["previous"]) == [
        *("period", "fetched_at", "stale", "usage", "results", "metrics", "current")
    ]
    for key in ("period", "usage", "results"):
        assert found["previous"][key] == itself[key]
    assert found["previous"]["current"]["usage"] == found["usage"]
    assert found["usage"]["attempts"] > 0
    assert found["usage"] != found["previous"]["usage"]
    assert len(callfire.requests) == 2


@pytest.mark.parametrize("query", ["period=yesterday", "period=yesterday&compare=none"])
def test_without_a_comparison_nothing_is_added_and_nothing_asked(
    person: Client, callfire: Simulator, clock: Settings, query: str
) -> None:
    found = document(person, query)
    assert (found["previous"], found["previous_problem"]) == (None, None)
    assert len(rows_of(person.get(f"{DAILY}summary.csv?{query}"))) == 1
    assert len(callfire.requests) == 1


def test_a_running_period_is_compared_up_to_the_same_moment(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    clock.DEMO_NOW = callfire.now = NOW + timedelta(minutes=3, seconds=20)
    found = document(person, "period=7d&compare=previous", PAGE)
    previous = found["previous"]
    assert previous["period"]["begin"] == "2026-11-10T00:00:00+00:00"
    assert previous["period"]["end"] == "2026-11-16T22:00:00+00:00"
    assert previous["current"]["period"]["end"] == "2026-11-23T22:00:00+00:00"
    assert 0 < previous["current"]["usage"]["attempts"] < found["usage"]["attempts"]
    assert len(callfire.requests) == 3


def test_chosen_dates_win_over_compare_which_is_then_not_looked_at(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    query = "period=yesterday&compare=nonsense&compare_begin=2026-11-14&compare_end=2026-11-14"
    period = document(person, query)["previous"]["period"]
    assert period["begin"] == "2026-11-14T00:00:00+00:00"


def test_the_rows_of_the_earlier_period_follow_in_csv_with_the_same_columns(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    itself = rows_of(person.get(f"{DAILY}results.csv?begin=2026-11-21&end=2026-11-21"))
    alone = rows_of(person.get(f"{DAILY}results.csv?period=yesterday"))
    assert rows_of(person.get(f"{DAILY}results.csv?{YESTERDAY}")) == alone + itself

    first, second = rows_of(person.get(f"{DAILY}summary.csv?{YESTERDAY}"))
    assert [first] == rows_of(person.get(f"{DAILY}summary.csv?period=yesterday"))
    assert (second["begin"], second["end"]) == EDGES
    assert second["attempts"] == str(sum(int(row["attempts"]) for row in itself))
    assert second["finished"] == ""  # a state of the moment, not of that day


def test_where_the_earlier_figures_fail_the_others_stand_and_the_kind_is_said(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    document(person, "period=yesterday")
    callfire.fault = "hang-up"
    found = document(person, YESTERDAY)
    assert found["usage"]["attempts"] > 0
    assert found["problem"] is None
    assert found["previous"] is None
    assert found["previous_problem"]["kind"] == "unavailable"


def test_where_the_earlier_figures_fail_csv_has_a_row_of_their_begin_and_end_alone(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    document(person, "period=yesterday")
    callfire.fault = "hang-up"
    for name in ("summary", "results"):
        last = rows_of(person.get(f"{DAILY}{name}.csv?{YESTERDAY}"))[-1]
        given = {key: value for key, value in last.items() if value and key != "name"}
        assert given == {
            "broadcast_id": "9811204003",
            "begin": EDGES[0],
            "end": EDGES[1],
        }


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("compare=previous", "whole_life"),
        ("period=all&compare_begin=2026-11-01&compare_end=2026-11-02", "whole_life"),
        ("begin=2026-11-23T21:30&compare=previous", "first_hour"),
        ("begin=2000-01-01&end=2000-01-02&compare=previous", "out_of_range"),
    ],
)
def test_why_there_is_no_comparison_is_said_as_a_kind(
    person: Client, callfire: Simulator, clock: Settings, query: str, kind: str
) -> None:
    found = document(person, query)
    assert found["previous"] is None
    assert found["previous_problem"]["kind"] == kind
    assert found["previous_problem"]["message"].endswith(".")
    assert len(callfire.requests) == 1


REFUSED = [
    ("compare=yes", "“yes” is nothing to compare with."),
    ("compare_end=2026-11-02", "There is an end but no begin."),
    ("compare_begin=2026-11-02&compare_end=2026-11-01", "The end is before the begin."),
    ("compare_begin=now", "is not a date"),
    ("compare_begin=2026-11-24", "still to come"),
    ("compare_begin=%00", "is not a date"),
]


@pytest.mark.parametrize(("query", "sentence"), REFUSED)
@pytest.mark.parametrize("face", FACES)
def test_what_can_not_be_compared_with_is_refused_and_nothing_is_asked(
    person: Client, callfire: Simulator, clock: Settings, face: str, query: str, sentence: str
) -> None:
    response = person.get(f"{FACES[face]}?period=7d&{query}")
    assert response.status_code == 400
    assert sentence in message_of(face, response)
    assert callfire.requests == []
