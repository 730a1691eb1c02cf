"""Every kept snapshot of a broadcast, to be taken away."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from simulator.server import Simulator
from stats.models import Broadcast, Snapshot
from tests.conftest import NOW
from tests.dashboard.exported import SUMMARY_COLUMNS, rows

AUTUMN = 11741873003
PAGE = f"/broadcasts/{AUTUMN}/"
COLUMNS = SUMMARY_COLUMNS.replace(",fetched_at,stale,", ",first_seen_at,last_seen_at,")


@pytest.fixture
def visitor(person: Client, callfire: Simulator, clock: Settings) -> Client:
    return person


def history(client: Client, query: str = "") -> str:
    response = client.get(f"{PAGE}history.csv{query}")
    assert response.status_code == 200
    assert response["Content-Disposition"].endswith(f'"broadcast-{AUTUMN}-history-all.csv"')
    return response.getvalue().decode()


def test_each_kept_answer_is_a_row_the_first_seen_first(
    visitor: Client, callfire: Simulator, clock: Settings
) -> None:
    visitor.get(PAGE)
    visitor.get(f"{PAGE}?period=7d")
    clock.DEMO_NOW = callfire.now = NOW + timedelta(minutes=30)
    visitor.post(f"{PAGE}refresh/")
    text = history(visitor)
    found = rows(text)
    assert text.splitlines()[0] == f"\ufeff{COLUMNS}"
    assert [row["begin"] != "" for row in found] == [False, True, False]
    assert int(found[2]["attempts"]) > int(found[0]["attempts"])
    assert found[0]["first_seen_at"] == "2026-11-23T22:00:00+00:00"
    assert found[2]["unattempted"] != ""


def test_times_are_in_the_zone_of_the_address(visitor: Client) -> None:
    visitor.get(PAGE)
    (row,) = rows(history(visitor, "?tz=America/Los_Angeles"))
    assert row["last_seen_at"] == "2026-11-23T14:00:00-08:00"


def test_what_was_never_seen_has_a_head_alone(visitor: Client, callfire: Simulator) -> None:
    assert history(visitor) == f"\ufeff{COLUMNS}\r\n"
    assert callfire.requests == []


def test_many_rows_come_in_pieces(visitor: Client) -> None:
    Broadcast.objects.create(broadcast_id=AUTUMN)
    at = datetime(2026, 1, 1, tzinfo=UTC)
    Snapshot.objects.bulk_create(
        Snapshot(
            broadcast_id=AUTUMN,
            first_seen_at=at + timedelta(seconds=number),
            last_seen_at=at + timedelta(seconds=number),
            attempts=number,
        )
        for number in range(12_000)
    )
    response: Any = visitor.get(f"{PAGE}history.csv")
    pieces = [bytes(piece) for piece in response.streaming_content]
    assert max(map(len, pieces)) < sum(map(len, pieces)) / 2
    found = rows(b"".join(pieces).decode())
    assert [int(row["attempts"]) for row in found] == list(range(12_000))


def test_the_page_lists_the_latest_looks_at_the_whole_broadcast(
    visitor: Client, callfire: Simulator, clock: Settings
) -> None:
    visitor.get(PAGE)
    clock.DEMO_NOW = callfire.now = NOW + timedelta(minutes=30)
    visitor.post(f"{PAGE}refresh/")
    text = visitor.get(PAGE).content.decode()
    assert "2 looks at the whole broadcast" in text
    text = text[text.index('aria-label="Table of looks"') :]
    assert text.index("22:30:00") < text.index("22:00:00")
