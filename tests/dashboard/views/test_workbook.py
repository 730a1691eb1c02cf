"""report.xlsx on a real CallFire in small: the same figures as the other downloads."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from openpyxl.workbook import Workbook
from pytest_django import Settings

from dashboard.models import Record
from dashboard.views import workbook as view
from simulator.server import Simulator
from tests.conftest import NOW
from tests.dashboard.exported import rows
from tests.dashboard.views.pages_of_broadcasts import AUTUMN, PAGE, TEXTS
from tests.dashboard.workbook.read_back import figures, opened, sheet, table

WEEK = "begin=2026-11-17&end=2026-11-23&tz=America/Los_Angeles"
REPORT = f"{PAGE}report.xlsx"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DAILY = "/broadcasts/9811204003/"


@pytest.fixture
def visitor(person: Client, callfire: Simulator, clock: Settings) -> Client:
    return person


def book(client: Client, query: str = WEEK, path: str = PAGE) -> Workbook:
    response = client.get(f"{path}report.xlsx?{query}")
    assert response.status_code == 200
    return opened(response.content)


def csv(client: Client, name: str, query: str = WEEK) -> list[dict[str, str]]:
    return rows(client.get(f"{PAGE}{name}?{query}").content.decode())


def test_it_is_a_download_named_by_its_days_not_stored_and_recorded(visitor: Client) -> None:
    response = visitor.get(f"{REPORT}?{WEEK}")
    assert response["Content-Type"] == XLSX
    assert response["Content-Disposition"] == (
        f'attachment; filename="broadcast-{AUTUMN}-report-2026-11-17-2026-11-23.xlsx"'
    )
    assert response["Cache-Control"] == "no-store"
    line = Record.objects.get(deed="export")
    assert (line.outcome, line.what) == ("ok", f"{REPORT}?{WEEK}")


def test_its_totals_are_those_of_json_and_csv(visitor: Client) -> None:
    found = book(visitor)
    document: Any = visitor.get(f"{PAGE}stats.json?{WEEK}").json()
    summary, results = figures(found), table(found, "Results")
    usage, metrics = document["usage"], document["metrics"]
    assert summary["Attempts"] == usage["attempts"]
    assert summary["Call time in seconds"] == usage["duration_seconds"]
    assert summary["Call time"] == timedelta(seconds=usage["duration_seconds"])
    assert summary["Credits billed"] == float(usage["billed_amount"])
    assert summary["Live answers"] == metrics["live_answers"]
    assert summary["Live-answer rate"] == metrics["live_answer_rate"]
    assert {row["Code"]: row["Attempts"] for row in results[:-1]} == {
        row["result"]: row["attempts"] for row in document["results"]
    }
    assert results[-1]["Attempts"] == sum(
        int(row["attempts"]) for row in csv(visitor, "results.csv")
    )


def test_its_timeline_is_that_of_csv(visitor: Client) -> None:
    *found, sums = table(book(visitor), "Timeline")
    expected = csv(visitor, "timeline.csv")
    assert [row["Begin, ISO 8601"] for row in found] == [row["bucket_begin"] for row in expected]
    assert [str(row["Attempts"]) for row in found] == [row["attempts"] for row in expected]
    assert [row["Credits"] for row in found] == [float(row["billed_amount"]) for row in expected]
    assert [str(row["Live answer (LA)"]) for row in found] == [
        row["LA_attempts"] for row in expected
    ]
    assert [row["State"] for row in found][-2:] == ["may still change", "in progress"]
    assert sums["Attempts"] == sum(int(row["attempts"]) for row in expected)


def test_a_chosen_size_of_buckets_is_that_of_the_timeline(visitor: Client) -> None:
    found = table(book(visitor, f"{WEEK}&bucket=week"), "Timeline")
    assert [row["Week"] for row in found] == ["Week of 16 Nov 2026", "Week of 23 Nov 2026", "All"]


def test_a_broadcast_of_texts_has_the_figures_of_texts(visitor: Client) -> None:
    found = book(visitor, "", f"/broadcasts/{TEXTS}/")
    assert figures(found)["Texts sent"] > 0
    assert "Sent rate" in table(found, "Timeline")[0]


def test_a_period_in_which_nothing_happened_has_zeros(visitor: Client) -> None:
    found = book(visitor, "begin=2025-11-01&end=2025-11-03")
    assert figures(found)["Attempts"] == 0
    assert [row["Attempts"] for row in table(found, "Timeline")] == [0, 0, 0, 0]
    assert table(found, "Results")[0]["What it means"] == "No result has come back."


def test_too_many_buckets_are_said_and_the_figures_stand(visitor: Client) -> None:
    found = book(visitor, "begin=2026-08-01&bucket=hour")
    sentence = "This period has more than 400 buckets of one hour. Choose: day."
    assert sheet(found, "Timeline")["A4"].value == sentence
    assert figures(found)["Attempts"] > 0


def test_earlier_figures_stand_beside_and_their_buckets_on_a_sheet_of_their_own(
    visitor: Client,
) -> None:
    query = "period=yesterday&compare=previous"
    found = book(visitor, query, DAILY)
    previous = visitor.get(f"{DAILY}stats.json?{query}").json()["previous"]
    assert figures(found, "Earlier period")["Attempts"] == previous["usage"]["attempts"]
    assert found.sheetnames == ["Summary", "Results", "Timeline", "Timeline before", "Definitions"]
    before = table(found, "Timeline before")
    assert before[0]["Begin, ISO 8601"] == previous["period"]["begin"]
    assert before[-1]["Attempts"] == previous["usage"]["attempts"]
    by_code = {row["Code"]: row["Attempts before"] for row in table(found, "Results")[:-1]}
    assert {code: count for code, count in by_code.items() if count is not None} == {
        row["result"]: row["attempts"] for row in previous["results"]
    }


def test_why_there_are_no_earlier_figures_is_said(visitor: Client) -> None:
    notes = [row["Note"] for row in table(book(visitor, "compare=previous"), "Summary")]
    assert any("All time" in str(note) for note in notes)


def test_kept_figures_stand_in_with_the_reason_and_are_recorded_as_such(
    visitor: Client, callfire: Simulator, clock: Settings
) -> None:
    good = figures(book(visitor))
    clock.DEMO_NOW = NOW + timedelta(hours=2)
    callfire.fault = "http-500"
    found = book(visitor)
    assert str(sheet(found, "Summary")["A4"].value).startswith("Could not refresh: CallFire ")
    assert figures(found)["Attempts"] == good["Attempts"]
    assert Record.objects.order_by("pk").last().outcome == "kept figures: unavailable"  # type: ignore[union-attr]


def test_what_of_the_timeline_did_not_come_in_time_is_marked_and_comes_the_next_time(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(view, "WITHIN_SECONDS", 0.0)
        late = book(visitor)
    assert "of 7 days are missing" in str(sheet(late, "Timeline")["A4"].value)
    assert figures(late)["Attempts"] > 0
    assert {row["State"] for row in table(book(visitor), "Timeline")[:5]} == {"final"}


@pytest.mark.parametrize(
    ("fault", "status"), [("http-404", 404), ("silent", 504), ("http-403", 502), ("not-xml", 502)]
)
def test_a_problem_is_said_in_words(
    visitor: Client, callfire: Simulator, fault: str, status: int
) -> None:
    callfire.fault = fault
    response = visitor.get(REPORT)
    assert response.status_code == status
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert "Content-Disposition" not in response


def test_what_was_typed_wrongly_is_said_in_words(visitor: Client, callfire: Simulator) -> None:
    response = visitor.get(f"{REPORT}?begin=2014-15-02")
    assert (response.status_code, response["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert "is not a date" in response.content.decode()
    assert callfire.requests == []


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_it_can_only_be_read(visitor: Client, callfire: Simulator, method: str) -> None:
    response = getattr(visitor, method)(REPORT)
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    assert callfire.requests == []


def test_the_page_leads_to_it_with_what_was_chosen(visitor: Client) -> None:
    page = visitor.get(f"{PAGE}?{WEEK}&bucket=hour&compare=previous").content.decode()
    assert f'href="{REPORT}?begin=2026-11-17&amp;end=2026-11-23&amp;bucket=hour' in page


def test_the_demo_is_named_in_the_file_and_in_its_name(visitor: Client, clock: Settings) -> None:
    clock.DEMO = True
    response = visitor.get(f"{REPORT}?{WEEK}")
    assert f'"demo-broadcast-{AUTUMN}-report-' in response["Content-Disposition"]
    assert str(sheet(opened(response.content), "Results")["A3"].value).startswith("Demo data")
