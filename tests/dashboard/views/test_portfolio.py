"""The portfolio's page, its loading and its downloads, on a real CallFire in small."""

import csv as csvs
import io
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from dashboard.models import Record
from simulator.server import Simulator
from stats import catalogue, portfolio
from stats.models import Broadcast, Snapshot
from stats.period import resolve
from tests.conftest import NOW
from tests.dashboard.exported import SUMMARY_COLUMNS
from tests.dashboard.views.pages_of_broadcasts import text_of
from tests.stats.timelines import UTC_ZONE

AUTUMN = 11741873003
PAGE = "/portfolio/"
MONTH = resolve(period="28d", zone=UTC_ZONE, now=NOW)
FAILED = ("TOO_BIG", "INVALID_NUMBER", "CARRIER_ERROR", "CARRIER_TEMP_ERROR", "INTERNAL_ERROR")


@pytest.fixture
def visitor(
    person: Client, callfire: Simulator, clock: Settings, monkeypatch: pytest.MonkeyPatch
) -> Client:
    # One press gets all it may ask for, however slow the machine is.
    monkeypatch.setattr("dashboard.views.portfolio.SLICE_SECONDS", 15.0)
    clock.CALLFIRE_PER_MINUTE = 10_000
    callfire.account.histories()
    list(catalogue.import_pages())
    callfire.requests.clear()
    return person


def html(visitor: Client, query: str = "period=28d") -> str:
    response = visitor.get(f"{PAGE}?{query}")
    assert response.status_code == 200
    return response.content.decode()


def csv(visitor: Client, query: str = "period=28d") -> list[dict[str, str]]:
    response = visitor.get(f"/portfolio.csv?{query}")
    assert response.status_code == 200
    text = response.content.decode("utf-8-sig")
    return list(csvs.DictReader(io.StringIO(text, newline="")))


def json(visitor: Client, query: str = "period=28d") -> Any:
    response = visitor.get(f"/portfolio.json?{query}")
    assert response.status_code == 200
    return response.json()


def load(visitor: Client, query: str = "period=28d", **typed: str) -> str:
    response = visitor.post(f"{PAGE}load/?{query}", typed)
    assert response.status_code == 302
    return str(response["Location"])


# --- the page ------------------------------------------------------------------------------------


def test_a_page_shows_what_is_kept_and_asks_for_nothing(
    visitor: Client, callfire: Simulator
) -> None:
    portfolio.fetched(MONTH, seconds=15)
    Snapshot.objects.filter(broadcast=AUTUMN).delete()
    callfire.requests.clear()
    response = visitor.get(f"{PAGE}?period=28d")
    assert callfire.requests == []
    assert "Figures of 7 of 8 broadcasts." in text_of(response)
    assert "1 broadcast was not asked for yet." in text_of(response)
    assert 'data-stands=""' in response.content.decode()


def test_without_a_period_it_is_of_28_days(visitor: Client) -> None:
    text = html(visitor, "")
    assert "Tue 27 Oct 2026 00:00 to now" in text
    current = '<a href="/portfolio/?period=28d" aria-current="true">28 days, incl. today</a>'
    assert current in text


def test_all_time_can_be_chosen(visitor: Client) -> None:
    load(visitor, "period=all")
    text = html(visitor, "period=all")
    assert "Figures of 12 of 12 broadcasts." in text
    assert "All time has no days here: choose a period to see its days." in text
    assert '<a href="/portfolio/?period=all" aria-current="true">All time</a>' in text


def test_it_is_led_to_from_every_page(visitor: Client) -> None:
    assert '<a href="/portfolio/">Portfolio</a>' in visitor.get("/broadcasts/").content.decode()
    assert 'aria-current="page">Portfolio</a>' in html(visitor)


def test_loading_leads_to_a_page_on_which_nothing_is_missing(visitor: Client) -> None:
    assert load(visitor) == f"{PAGE}?period=28d"
    text = html(visitor)
    assert "Figures of 8 of 8 broadcasts." in text
    assert 'data-stands="complete"' in text
    assert "Load the rest" not in text
    assert "Each day is of all 8 broadcasts." in text


def test_a_press_asks_so_many_questions_about_days_and_says_that_there_are_more(
    visitor: Client, callfire: Simulator
) -> None:
    there = load(visitor, left="10")
    assert there == f"{PAGE}?period=28d&left=0"
    assert len(callfire.requests) == 8 + 10
    text = visitor.get(there).content.decode()
    assert 'data-stands="stopped"' in text
    assert "500 questions about days were asked: a press asks as many again." in text
    assert '<input type="hidden" name="left" value="500">' in text
    assert load(visitor, left="500") == f"{PAGE}?period=28d"


def test_what_of_a_press_is_left_goes_on_by_itself(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.views.portfolio.SLICE_SECONDS", 0.0)
    there = load(visitor, left="10")
    assert there == f"{PAGE}?period=28d&left=10"
    text = visitor.get(there).content.decode()
    assert 'data-stands=""' in text
    assert '<input type="hidden" name="left" value="10">' in text


@pytest.mark.parametrize("left", ["x", "-1", "999999999", "", "1e3"])
def test_no_press_asks_more_than_its_limit(visitor: Client, left: str) -> None:
    assert load(visitor, left=left) == f"{PAGE}?period=28d"
    assert visitor.get(f"{PAGE}?period=28d&left={left}").status_code == 200


def test_the_zone_of_the_address_cuts_the_days(visitor: Client) -> None:
    load(visitor, "period=7d&tz=America/Los_Angeles")
    days = json(visitor, "period=7d&tz=America/Los_Angeles")["days"]
    assert days[0]["begin"] == "2026-11-17T00:00:00-08:00"
    assert len(days) == 7


def test_names_are_only_text(visitor: Client) -> None:
    Broadcast.objects.filter(pk=AUTUMN).update(own_name='<b onclick="x">&')
    load(visitor)
    assert "&lt;b onclick=&#34;x&#34;&gt;&amp;" in html(visitor)
    assert "<b onclick" not in html(visitor)


def test_a_period_without_broadcasts_says_so(visitor: Client) -> None:
    text = html(visitor, "begin=2001-01-01&end=2001-01-02")
    assert "No broadcast was created before the end of this period" in text


def test_the_ten_with_the_most_errors_come_with_their_rates(visitor: Client) -> None:
    load(visitor)
    found = json(visitor)
    errors = {
        each["id"]: sum(
            result["attempts"] for result in each["results"] if result["group"] == "failed"
        )
        for each in found["broadcasts"]
    }
    ranked = sorted((each for each in errors if errors[each]), key=lambda each: -errors[each])
    assert found["most_errors"] == ranked
    text = html(visitor)
    assert text.index(ranked[0]) < text.index(ranked[1])


def test_the_dearest_have_twenty_live_answers_at_least(visitor: Client) -> None:
    load(visitor)
    found = json(visitor)
    metrics = {each["id"]: each["metrics"] for each in found["broadcasts"]}
    costs = [Decimal(metrics[each]["cost_per_live_answer"]) for each in found["dearest"]]
    assert costs == sorted(costs, reverse=True)
    assert all(metrics[each]["live_answers"] >= 20 for each in found["dearest"])
    assert "The ten dearest of those with at least 20 live answers." in html(visitor)


# --- what goes wrong -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("begin=2014-15-02", "2014-15-02"),
        ("begin=2026-11-20&end=2026-11-19", "The end is before the begin"),
        ("period=fortnight", "fortnight"),
        ("period=28d&tz=Mars/Base", "Mars/Base"),
    ],
)
def test_what_can_t_be_used_is_said_and_kept(
    visitor: Client, callfire: Simulator, query: str, sentence: str
) -> None:
    for address in (PAGE, "/portfolio.csv", "/portfolio.json"):
        response = visitor.get(f"{address}?{query}")
        assert response.status_code == 400
        assert sentence in response.content.decode()
        assert response["Cache-Control"] == "no-store"
    assert visitor.post(f"{PAGE}load/?{query}").status_code == 400
    assert callfire.requests == []


def test_dates_that_were_refused_stay_in_their_fields(visitor: Client) -> None:
    text = visitor.get(f"{PAGE}?begin=2014-15-02&end=2026-11-19").content.decode()
    assert 'value="2014-15-02"' in text
    assert 'value="2026-11-19"' in text
    assert 'action="/portfolio/"' in text


def test_other_methods_are_refused(visitor: Client) -> None:
    assert visitor.post(PAGE).status_code == 405
    assert visitor.get(f"{PAGE}load/").status_code == 405
    assert visitor.post("/portfolio.csv").status_code == 405


def test_strangers_see_nothing(client: Client, db: None) -> None:
    for address in (PAGE, "/portfolio.csv", "/portfolio.json"):
        assert client.get(address).status_code in (302, 401)


def test_one_that_callfire_does_not_have_is_missing_everywhere(visitor: Client) -> None:
    Broadcast.objects.create(broadcast_id=135, created=NOW - timedelta(days=2), last_modified=NOW)
    load(visitor)
    text = html(visitor)
    assert "Figures of 8 of 9 broadcasts." in text
    assert "CallFire has no broadcast 135 in this account." in text
    assert 'data-stands="complete"' in text
    assert "Ask for these again" in text
    (row,) = [row for row in csv(visitor) if row["broadcast_id"] == "135"]
    assert {name: cell for name, cell in row.items() if cell} == {
        "broadcast_id": "135",
        "begin": "2026-10-27T00:00:00+00:00",
        "end": "2026-11-24T00:00:00+00:00",
        "problem": "not_found",
    }
    (missing,) = json(visitor)["missing"]
    assert (missing["id"], missing["kind"]) == ("135", "not_found")
    assert missing["message"] == "CallFire has no broadcast 135 in this account."


def test_a_refused_login_is_said_beside_what_is_kept(visitor: Client, callfire: Simulator) -> None:
    callfire.fault = "http-401"
    text = visitor.get(load(visitor)).content.decode()
    assert "CallFire refused the API login." in text
    assert 'data-stands="stopped"' in text
    response = visitor.get("/portfolio.csv?period=28d")
    assert (response.status_code, response["Content-Type"]) == (502, "text/plain; charset=utf-8")
    response = visitor.get("/portfolio.json?period=28d")
    assert (response.status_code, response.json()["problem"]["kind"]) == (502, "credentials")
    outcomes = Record.objects.filter(deed="export").values_list("outcome", flat=True)
    assert list(outcomes) == ["credentials", "credentials"]


def test_a_failing_callfire_leaves_the_older_figures_marked(
    visitor: Client, callfire: Simulator, clock: Settings
) -> None:
    load(visitor)
    clock.DEMO_NOW = callfire.now = NOW + timedelta(minutes=90)
    callfire.next_faults.append("html-page")
    load(visitor)
    text = text_of(visitor.get(f"{PAGE}?period=28d"))
    assert "Figures of 8 of 8 broadcasts." in text
    assert "CallFire's answer could not be read." in text.replace("&#39;", "'")
    assert "Counted are the figures of 22:00." in text
    assert "Seen between 22:00 and" in text
    stale = [row for row in csv(visitor) if row["stale"] == "true"]
    assert [row["problem"] for row in stale] == ["bad_response"]


# --- downloads -----------------------------------------------------------------------------------


def test_the_rows_add_up_to_the_sums_exactly(visitor: Client) -> None:
    rows, found = csv(visitor), json(visitor)
    totals = found["totals"]
    assert len(rows) == totals["broadcasts"] == 8

    def added(*columns: str) -> int:
        return sum(int(row[column] or 0) for row in rows for column in columns)

    for key in ("attempts", "actions", "duration_seconds", "billed_duration_seconds"):
        assert totals[key] == added(key)
    amounts = [Decimal(row["billed_amount"]) for row in rows]
    assert Decimal(totals["billed_amount"]) == sum(amounts)
    assert totals["live_answers"] == added("LA_attempts", "XFER_attempts")
    assert totals["texts_sent"] == added("SENT_attempts")
    assert totals["errors"] == added(*(f"{code}_attempts" for code in FAILED))
    for result in found["results"]:
        assert result["attempts"] == added(f"{result['result']}_attempts")
        assert result["actions"] == added(f"{result['result']}_actions")
    page = text_of(visitor.get(f"{PAGE}?period=28d"))
    for key in ("attempts", "actions", "live_answers", "texts_sent", "errors"):
        assert f"{totals[key]:,}" in page


def test_a_csv_has_the_columns_of_a_summary_and_fetches_what_is_missing(
    visitor: Client, callfire: Simulator
) -> None:
    response = visitor.get("/portfolio.csv?period=28d")
    head = response.content.decode("utf-8-sig").partition("\r\n")[0]
    assert head == f"{SUMMARY_COLUMNS},problem"
    assert len(callfire.requests) == 8
    assert 'filename="portfolio-2026-10-27-2026-11-23.csv"' in response["Content-Disposition"]
    assert Record.objects.filter(deed="export", outcome="ok").count() == 1


def test_a_row_is_what_the_broadcast_s_own_summary_says(visitor: Client) -> None:
    (row,) = [row for row in csv(visitor) if row["broadcast_id"] == str(AUTUMN)]
    own = visitor.get(f"/broadcasts/{AUTUMN}/summary.csv?period=28d").content.decode("utf-8-sig")
    (summary,) = csvs.DictReader(io.StringIO(own, newline=""))
    assert {**summary, "problem": ""} == row


def test_the_best_time_is_reckoned_from_kept_hours(visitor: Client) -> None:
    load(visitor)
    assert "No hours are kept here." in html(visitor)
    begin = NOW - timedelta(hours=30)
    seen = {"first_seen_at": NOW, "last_seen_at": NOW, "attempts": 40, "actions": 40}
    Snapshot.objects.create(
        broadcast_id=AUTUMN,
        begin=begin,
        end=begin + timedelta(hours=1),
        results={"LA": [30, 30], "BUSY": [10, 10]},
        **seen,
    )
    text = html(visitor)
    assert "No hours are kept here." not in text
    assert 'data-part="best-time"' in text


def test_money_stands_beside_the_credits_of_all(visitor: Client, settings: Settings) -> None:
    load(visitor)
    assert 'class="money"' not in html(visitor)
    settings.CREDIT_PRICE, settings.CREDIT_CURRENCY = Decimal("0.02"), "USD"
    text = html(visitor)
    assert text.count('class="money"') == 1
    assert text.count('data-part="money-note"') == 1


# --- how much it costs ---------------------------------------------------------------------------


def test_a_page_costs_as_many_queries_whatever_there_is(
    visitor: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    load(visitor)
    html(visitor)
    seen = {"first_seen_at": NOW, "last_seen_at": NOW, "attempts": 3, "results": {"LA": [1, 1]}}
    with django_assert_num_queries(10):
        html(visitor)
    for number in range(1, 40):
        Broadcast.objects.create(broadcast_id=number, created=NOW, last_modified=NOW)
        Snapshot.objects.create(
            broadcast_id=number, begin=MONTH.begin, end=MONTH.end, billed_amount="1.5", **seen
        )
    with django_assert_num_queries(10):
        html(visitor)


def test_a_page_that_would_be_the_same_is_not_sent_again(visitor: Client) -> None:
    load(visitor)
    html(visitor)  # the forms' mark is given with the first page
    first = visitor.get(f"{PAGE}?period=28d")
    again = visitor.get(f"{PAGE}?period=28d", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    Snapshot.objects.filter(broadcast=AUTUMN, begin=MONTH.begin, end=MONTH.end).delete()
    changed = visitor.get(f"{PAGE}?period=28d", headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
