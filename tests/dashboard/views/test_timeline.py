"""The timeline on its page and as downloads, on a real CallFire in small."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from dashboard.models import Record
from simulator.server import Simulator
from stats.models import Snapshot
from tests.conftest import NOW
from tests.dashboard.exported import SUMMARY_COLUMNS, rows

AUTUMN = 11741873003
PAGE = f"/broadcasts/{AUTUMN}/"
WEEK = "begin=2026-11-17&end=2026-11-23&tz=America/Los_Angeles"
COLUMNS = SUMMARY_COLUMNS.replace(",begin,end,", ",bucket_begin,bucket_end,") + ",state"


@pytest.fixture
def visitor(person: Client, callfire: Simulator, clock: Settings) -> Client:
    return person


def section(text: str) -> str:
    """The section "When" of a page."""
    return text[text.index('data-part="when"') : text.index('data-part="results"')]


def page(client: Client, query: str = WEEK) -> str:
    response = client.get(f"{PAGE}?{query}")
    assert response.status_code == 200
    return response.content.decode()


def csv(client: Client, query: str = WEEK) -> list[dict[str, str]]:
    response = client.get(f"{PAGE}timeline.csv?{query}")
    assert response.status_code == 200
    return rows(response.content.decode())


def test_a_page_shows_at_once_what_is_kept_and_asks_for_nothing_more(
    visitor: Client, callfire: Simulator
) -> None:
    text = section(page(visitor))
    assert len(callfire.requests) == 1  # for the figures of the page itself
    assert "0 of 7 days" in text
    assert 'data-stands=""' in text
    assert "Load the rest" in text


def test_loading_leads_back_to_a_page_on_which_nothing_is_missing(visitor: Client) -> None:
    page(visitor)
    response = visitor.post(f"{PAGE}load/?{WEEK}")
    assert (response.status_code, response["Location"]) == (
        302,
        f"{PAGE}?{WEEK.replace('/', '%2F')}#when",
    )
    text = section(page(visitor))
    assert 'data-stands="complete"' in text
    assert "Load the rest" not in text
    assert "Mon 23 Nov is in progress, until 14:00." in text
    assert re.findall(r">(\w+ \d+ Nov)</a>", text) == [
        *("Mon 23 Nov", "Sun 22 Nov", "Sat 21 Nov", "Fri 20 Nov"),
        *("Thu 19 Nov", "Wed 18 Nov", "Tue 17 Nov"),
    ]


def test_a_bucket_leads_to_its_own_page_whose_figures_are_known_already(
    visitor: Client, callfire: Simulator
) -> None:
    visitor.post(f"{PAGE}load/?{WEEK}")
    text = section(page(visitor))
    (there,) = re.findall(r'<a href="([^"]+)">Fri 20 Nov</a>', text)
    asked = len(callfire.requests)
    day = visitor.get(there.replace("&amp;", "&")).content.decode()
    assert "Fri 20 Nov 2026 00:00 to Fri 20 Nov 2026 24:00" in day
    assert len(callfire.requests) == asked


@pytest.mark.parametrize(
    ("query", "size"),
    [
        ("period=today", "Hour"),
        ("period=7d", "Day"),
        ("period=7d&bucket=hour", "Hour"),
        ("period=28d&bucket=week", "Week"),
        ("begin=2025-11-01", "Month"),
    ],
)
def test_the_size_follows_from_the_period_or_is_chosen(
    visitor: Client, query: str, size: str
) -> None:
    text = section(page(visitor, query))
    assert re.findall(r'aria-current="true">(\w+)</a>', text) == [size]


def test_a_chosen_size_stays_through_steps_loads_and_exports(visitor: Client) -> None:
    text = page(visitor, f"{WEEK}&bucket=hour")
    assert "bucket=hour" in re.findall(r'data-load="([^"]+)"', text)[0]
    assert re.search(r'href="[^"]+timeline.csv\?[^"]+bucket=hour', text)
    assert re.search(r'action="[^"]+refresh/\?[^"]+bucket=hour', text)


def test_too_many_buckets_are_refused_with_the_size_that_fits(
    visitor: Client, callfire: Simulator
) -> None:
    query = "begin=2026-08-01&bucket=hour"
    sentence = "This period has more than 400 buckets of one hour. Choose: day."
    assert sentence in section(page(visitor, query))
    response = visitor.get(f"{PAGE}timeline.csv?{query}")
    assert (response.status_code, response.content.decode().strip()) == (400, sentence)
    document = visitor.get(f"{PAGE}timeline.json?{query}").json()
    assert document["problem"]["message"] == sentence


@pytest.mark.parametrize(
    "name", ["", "timeline.csv", "timeline.json", "summary.csv", "report.xlsx"]
)
def test_a_size_that_there_is_not_is_refused_in_words(visitor: Client, name: str) -> None:
    response = visitor.get(f"{PAGE}{name}?bucket=fortnight")
    assert response.status_code == 400
    assert "fortnight" in response.content.decode()
    assert "is not a size of buckets." in response.content.decode()


def test_csv_has_a_row_a_bucket_with_the_columns_of_the_summary(visitor: Client) -> None:
    response = visitor.get(f"{PAGE}timeline.csv?{WEEK}")
    text = response.content.decode()
    assert text.splitlines()[0] == f"\ufeff{COLUMNS}"
    assert response["Content-Disposition"] == (
        f'attachment; filename="broadcast-{AUTUMN}-timeline-2026-11-17-2026-11-23.csv"'
    )
    assert response["Cache-Control"] == "no-store"
    found = rows(text)
    assert [row["state"] for row in found] == ["settled"] * 5 + ["provisional", "open"]
    assert found[0]["bucket_begin"] == "2026-11-17T00:00:00-08:00"
    assert found[0]["bucket_end"] == found[1]["bucket_begin"]
    assert {row["unattempted"] + row["retry_wait"] + row["finished"] for row in found} == {""}
    assert {row["stale"] for row in found} == {"false"}


def test_the_buckets_add_up_to_the_summary(visitor: Client) -> None:
    (whole,) = rows(visitor.get(f"{PAGE}summary.csv?{WEEK}").content.decode())
    found = csv(visitor)
    for column in ("attempts", "duration_seconds", "LA_attempts", "UNDIALED_attempts"):
        assert sum(int(row[column]) for row in found) == int(whole[column])


def test_json_has_the_same(visitor: Client) -> None:
    document = visitor.get(f"{PAGE}timeline.json?{WEEK}").json()
    assert document["bucket"] == "day"
    assert (document["missing"], document["complete"]) == (0, True)
    assert document["problem"] is None
    assert document["period"]["time_zone"] == "America/Los_Angeles"
    for bucket, row in zip(document["buckets"], csv(visitor), strict=True):
        assert bucket["begin"] == row["bucket_begin"]
        assert bucket["state"] == row["state"]
        assert str(bucket["usage"]["attempts"]) == row["attempts"]
        assert bucket["usage"]["billed_amount"] == row["billed_amount"]
        assert bucket["metrics"]["completion"] is None


def refuse_after(callfire: Simulator, answers: int, fault: str) -> None:
    """Let so many questions be answered, and then none."""
    asked = len(callfire.requests)

    def next_fault() -> str | None:
        return None if len(callfire.requests) - asked <= answers else fault

    callfire._next_fault = next_fault  # type: ignore[method-assign]


def test_what_is_missing_is_marked_and_asking_again_goes_on_from_there(
    visitor: Client, callfire: Simulator, clock: Settings
) -> None:
    refuse_after(callfire, 4, "http-403")
    found = csv(visitor)
    missing = [row for row in found if row["state"] == "missing"]
    assert 0 < len(missing) < 7
    assert {row["attempts"] + row["LA_attempts"] + row["stale"] for row in missing} == {""}
    asked = len(callfire.requests)
    refuse_after(callfire, 100, "http-403")
    clock.DEMO_NOW = NOW + timedelta(seconds=10)  # what a question came to is told for 5 s
    assert [row["state"] for row in csv(visitor)][:5] == ["settled"] * 5
    assert len(callfire.requests) - asked == len(missing)


def test_where_nothing_is_known_the_problem_is_the_answer(
    visitor: Client, callfire: Simulator
) -> None:
    callfire.fault = "http-404"
    assert visitor.get(f"{PAGE}timeline.csv?{WEEK}").status_code == 404
    document = visitor.get(f"{PAGE}timeline.json?{WEEK}")
    assert (document.status_code, document.json()["problem"]["kind"]) == (404, "not_found")


def test_a_refusal_half_way_is_named_on_the_page_with_a_way_to_go_on(
    visitor: Client, callfire: Simulator
) -> None:
    page(visitor)
    refuse_after(callfire, 3, "http-403")
    visitor.post(f"{PAGE}load/?{WEEK}")
    text = section(page(visitor))
    assert 'data-stands="stopped"' in text
    assert f"This account may not read broadcast {AUTUMN}." in text
    assert "Load the rest" in text
    assert re.search(r"[1-6] of 7 days", text)
    # told once: whoever comes back goes on
    assert 'data-stands=""' in section(page(visitor))


def test_what_could_not_be_kept_is_said_and_loading_stops(visitor: Client, unwritable: str) -> None:
    visitor.post(f"{PAGE}load/?{WEEK}")
    text = section(page(visitor))
    assert "could not be kept" in text
    assert 'data-stands="stopped"' in text


def test_seeing_the_same_days_again_costs_at_most_the_open_one(
    visitor: Client, callfire: Simulator, clock: Settings
) -> None:
    csv(visitor, f"{WEEK}&bucket=hour")
    csv(visitor)
    asked = len(callfire.requests)
    csv(visitor)
    assert len(callfire.requests) == asked
    clock.DEMO_NOW = callfire.now = NOW + timedelta(minutes=5)
    csv(visitor)
    assert len(callfire.requests) - asked <= 1


def test_an_empty_period_says_when_the_last_activity_was(visitor: Client) -> None:
    query = "begin=2025-11-01&end=2025-11-30"
    page(visitor, query)
    for _ in range(3):  # stage by stage, where a slow machine takes longer than one load may
        visitor.post(f"{PAGE}load/?{query}")
    text = page(visitor, query)
    assert "No calls or texts between Sat 1 Nov 2025 and Sun 30 Nov 2025." in text
    sentence = (
        r'The last activity was on\s+<a href="[^"]*begin=2026-11-23[^"]*">Mon 23 Nov 2026</a>'
    )
    assert re.search(sentence, text)


def test_the_numbers_add_up_or_it_is_said_where_not(visitor: Client, callfire: Simulator) -> None:
    visitor.post(f"{PAGE}load/?{WEEK}")
    text = page(visitor)
    (added,) = re.findall(r"7 of 7 days fetched; they add up to ([\d,]+) attempts", text)
    assert f"the whole says {added}" in text
    assert "No difference was found." in text
    assert '<details class="card fold" data-part="sums" >' in text


def test_a_settled_day_that_comes_back_different_is_told(
    visitor: Client, callfire: Simulator, clock: Settings
) -> None:
    visitor.post(f"{PAGE}load/?{WEEK}")
    day = (
        Snapshot.objects.filter(attempts__gt=0, end__isnull=False).order_by("begin", "end").first()
    )
    assert day is not None
    day = Snapshot.objects.filter(begin=day.begin).order_by("end").first()
    assert day is not None
    day.results["LA"][0] -= 14
    day.results["NO_ANS"][0] += 14
    day.save()
    clock.DEMO_NOW = callfire.now = NOW + timedelta(minutes=5)
    visitor.post(f"{PAGE}refresh/?begin=2026-11-17&end=2026-11-17&tz=America/Los_Angeles")
    text = page(visitor)
    assert "Tue 17 Nov changed after it was first fetched" in text
    assert "LA +14, NO_ANS -14" in text
    assert re.search(r'data-part="sums" open', text)


def test_downloads_are_recorded(visitor: Client, callfire: Simulator) -> None:
    visitor.get(f"{PAGE}timeline.csv?{WEEK}")
    visitor.get(f"{PAGE}timeline.json?{WEEK}")
    visitor.get(f"{PAGE}history.csv").getvalue()
    found = list(Record.objects.filter(deed="export").values_list("outcome", flat=True))
    assert found == ["ok", "ok", "ok"]


@pytest.mark.parametrize("name", ["load/", "timeline.csv", "timeline.json", "history.csv"])
def test_an_address_takes_its_own_method_alone(visitor: Client, name: str) -> None:
    wrong: Any = visitor.get if name == "load/" else visitor.post
    assert wrong(f"{PAGE}{name}").status_code == 405
