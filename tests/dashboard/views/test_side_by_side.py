"""Broadcasts side by side: picked, compared, aligned by age, loaded, taken away."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.db import OperationalError
from django.db.models import QuerySet
from django.test import Client
from django.utils.html import escape
from pytest_django import Settings

from dashboard.models import Record
from simulator.server import Simulator
from stats import catalogue, named, service
from tests.dashboard.exported import SUMMARY_COLUMNS, read, rows
from tests.dashboard.views.pages_of_broadcasts import text_of

AUTUMN, DAILY, TEXTS, UNKNOWN = 11741873003, 9811204003, 6117119003, 135
PAGE = "/compare/"
BOTH = f"?id={AUTUMN}&id={DAILY}&period=yesterday"
NOT_KEPT = "What was fetched could not be kept, so it is not shown here."


@pytest.fixture
def visitor(person: Client, callfire: Simulator, clock: Settings) -> Client:
    callfire.account.histories()  # made once a process: the first answer would be a slow one
    return person


def loaded(visitor: Client, query: str) -> str:
    """What a person reads after all was loaded."""
    for _ in range(20):
        response = visitor.post(f"{PAGE}load/{query}")
        assert response.status_code == 302
        html = visitor.get(response["Location"].partition("#")[0]).content.decode()
        if 'data-stands=""' not in html:
            break
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def links(html: str) -> list[str]:
    return [link.replace("&amp;", "&") for link in re.findall(r'href="([^"]*)"', html)]


# --- picking -------------------------------------------------------------------------------------


def test_with_fewer_than_two_it_says_how_to_pick_and_asks_nothing(
    visitor: Client, callfire: Simulator
) -> None:
    for query in ("", f"?id={AUTUMN}"):
        response = visitor.get(PAGE + query)
        assert response.status_code == 200
        assert "Pick two to 8 broadcasts" in text_of(response)
    assert callfire.requests == []


def test_one_is_found_by_name_and_its_link_adds_it(visitor: Client) -> None:
    list(catalogue.import_pages())
    html = visitor.get(f"{PAGE}?id={AUTUMN}&period=7d&q=appoint").content.decode()
    (add,) = [link for link in links(html) if str(DAILY) in link]
    assert parse_qsl(urlsplit(add).query) == [
        ("id", str(AUTUMN)),
        ("period", "7d"),
        ("id", str(DAILY)),
    ]


def test_an_id_that_is_in_no_list_can_be_added(visitor: Client) -> None:
    html = visitor.get(f"{PAGE}?id={AUTUMN}&q={UNKNOWN}").content.decode()
    assert f"/compare/?id={AUTUMN}&id={UNKNOWN}" in links(html)


def test_each_is_taken_away_by_a_link_that_keeps_the_rest(visitor: Client) -> None:
    html = visitor.get(PAGE + BOTH).content.decode()
    assert f"/compare/?id={DAILY}&period=yesterday" in links(html)
    assert f"/compare/?id={AUTUMN}&period=yesterday" in links(html)


def test_the_list_has_a_box_a_row_and_a_button_of_a_plain_form(visitor: Client) -> None:
    list(catalogue.import_pages())
    html = visitor.get("/broadcasts/?q=autumn").content.decode()
    assert '<form id="compare" action="/compare/" method="get">' in html
    assert f'form="compare" name="id" value="{AUTUMN}" aria-label="Compare Autumn reminder"' in html


def test_a_broadcasts_page_leads_to_it_with_its_period(visitor: Client) -> None:
    html = visitor.get(f"/broadcasts/{AUTUMN}/?period=yesterday").content.decode()
    assert f"/compare/?id={AUTUMN}&period=yesterday" in links(html)
    assert "Compare with …" in html


def test_a_picked_one_that_is_renamed_makes_another_page(visitor: Client) -> None:
    page = f"{PAGE}?id={AUTUMN}"
    visitor.get(page)  # which gives this browser its mark
    first = visitor.get(page)
    unchanged = visitor.get(page, headers={"If-None-Match": first["ETag"]})
    assert unchanged.status_code == 304
    named.rename(AUTUMN, "Flu shots", "")
    again = visitor.get(page, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200
    assert "Flu shots" in text_of(again)


# --- what can't be used --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?id=one&id=135", "“one” is no broadcast ID"),
        (f"?id={2**63}&id=135", "is no broadcast ID"),
        ("?" + "&".join(f"id={n}" for n in range(1, 10)), "At most 8 broadcasts are compared"),
        ("?id=1&id=2&begin=2014-15-02", "“2014-15-02” is not a date"),
        ("?id=1&id=2&period=fortnight", "“fortnight” is not a period"),
        ("?id=1&id=2&align=moon", "“moon” is no alignment"),
        ("?id=1&id=2&align=age&age=-5", "“-5” is no age"),
        ("?id=1&id=2&align=age&age=0", "“0” is no age"),
        ("?id=1&id=2&align=age&age=9999999", "“9999999” is no age"),
        ("?id=1&id=2&tz=Mars", "“Mars” is not a time zone"),
    ],
)
def test_what_cannot_be_used_is_said_with_400_and_nothing_is_lost_or_asked(
    visitor: Client, callfire: Simulator, query: str, sentence: str
) -> None:
    response = visitor.get(PAGE + query)
    assert response.status_code == 400
    assert sentence in text_of(response)
    html = response.content.decode()
    for name, value in parse_qsl(query[1:]):
        assert f'name="{name}" value="{escape(value)}"' in html
    for path in ("/compare.csv", "/compare.json"):
        refused = visitor.get(path + query)
        assert refused.status_code == 400
        is_json = path.endswith("json")
        said = refused.json()["problem"]["message"] if is_json else refused.content.decode()
        assert sentence in said
    assert callfire.requests == []


def test_exports_of_fewer_than_two_are_refused(visitor: Client, callfire: Simulator) -> None:
    assert visitor.get(f"/compare.csv?id={AUTUMN}").status_code == 400
    assert visitor.get("/compare.json").status_code == 400
    assert callfire.requests == []


@pytest.mark.parametrize("path", [PAGE, "/compare.csv", "/compare.json"])
def test_nothing_is_changed_by_reading(visitor: Client, path: str) -> None:
    assert visitor.post(path + BOTH).status_code == 405


def test_nobody_who_is_not_signed_in_reads_it(client: Client, db: None) -> None:
    for path in (PAGE, "/compare.csv", "/compare.json"):
        assert client.get(path + BOTH).status_code in (302, 401)


# --- compared ------------------------------------------------------------------------------------


def test_figures_come_at_once_and_the_hours_are_loaded(
    visitor: Client, callfire: Simulator
) -> None:
    response = visitor.get(PAGE + BOTH)
    assert len(callfire.requests) == 2
    html = response.content.decode()
    assert 'data-stands=""' in html
    assert "Said once all hours are here" in html
    text = loaded(visitor, BOTH)
    assert "Autumn reminder" in text
    assert re.search(
        r"points? (more|fewer) live answers than Appointment|no difference to be", text
    )
    asked = len(callfire.requests)
    again = visitor.get(PAGE + BOTH)
    assert 'data-stands="complete"' in again.content.decode()
    assert len(callfire.requests) == asked


def test_the_page_is_the_same_until_something_changes(visitor: Client) -> None:
    loaded(visitor, BOTH)
    first = visitor.get(PAGE + BOTH)
    again = visitor.get(PAGE + BOTH, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


def test_one_that_fails_has_its_reason_in_its_column_and_the_others_show(visitor: Client) -> None:
    query = f"?id={AUTUMN}&id={UNKNOWN}&id={DAILY}&period=yesterday"
    text = loaded(visitor, query)
    assert "CallFire has no broadcast 135 in this account." in text
    assert re.search(r"live answers than Appointment|no difference to be", text)


def test_where_callfire_does_not_answer_each_says_so(visitor: Client, callfire: Simulator) -> None:
    callfire.fault = "http-500"
    response = visitor.get(PAGE + BOTH)
    assert response.status_code == 200
    html = response.content.decode()
    assert html.count("abreast__problem") == 2
    assert 'data-stands="stopped"' in html


def test_without_credentials_it_names_the_settings_that_are_missing(
    visitor: Client, callfire: Simulator, settings: Settings
) -> None:
    settings.CALLFIRE_API_LOGIN = ""
    response = visitor.get(PAGE + BOTH)
    assert response.status_code == 200
    assert "CALLFIRE_API_LOGIN is missing" in text_of(response)
    assert visitor.get(f"/compare.csv{BOTH}").status_code == 502
    assert callfire.requests == []


def test_what_a_load_ended_with_is_told_once_and_for_all_of_them_together(
    visitor: Client, callfire: Simulator
) -> None:
    visitor.get(PAGE + BOTH)
    callfire.fault = "http-500"
    response = visitor.post(f"{PAGE}load/{BOTH}")
    callfire.fault = None
    html = visitor.get(response["Location"].partition("#")[0]).content.decode()
    assert html.count("CallFire could not be reached, or failed.") == 1
    assert 'data-stands="stopped"' in html
    html = visitor.get(PAGE + BOTH).content.decode()
    assert "CallFire could not be reached, or failed." not in html
    assert 'data-stands=""' in html


def test_what_a_load_could_not_keep_is_said_once_and_loading_stops(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.get(PAGE + BOTH)  # figures are kept: only hours are missing
    tag = visitor.get(PAGE + BOTH)["ETag"]

    def full(*_: object, **__: object) -> None:
        raise OperationalError("database or disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(QuerySet, "bulk_create", full)
        response = visitor.post(f"{PAGE}load/{BOTH}")
    address = response["Location"].partition("#")[0]
    told = visitor.get(address, headers={"If-None-Match": tag})
    assert told.status_code == 200
    assert NOT_KEPT in text_of(told)
    assert 'data-stands="stopped"' in told.content.decode()
    assert '<p class="when__why" data-part="why">' in told.content.decode()
    html = visitor.get(PAGE + BOTH).content.decode()
    assert NOT_KEPT not in html
    assert 'data-stands=""' in html


def test_figures_that_could_not_be_kept_are_shown_and_it_is_said(
    visitor: Client, unwritable: str
) -> None:
    response = visitor.get(PAGE + BOTH)
    assert "Live-answer rate" in text_of(response)
    assert "These figures could not be kept" in text_of(response)
    assert NOT_KEPT not in text_of(response)
    assert 'data-stands="stopped"' in response.content.decode()
    response = visitor.post(f"{PAGE}load/{BOTH}")
    response = visitor.get(response["Location"].partition("#")[0])
    assert NOT_KEPT in text_of(response)
    assert 'data-stands="stopped"' in response.content.decode()


def test_a_hostile_name_is_text_everywhere(visitor: Client) -> None:
    named.rename(AUTUMN, '"><b onclick=x>&', "")
    for query in (BOTH, f"?id={AUTUMN}", "?q=onclick"):
        html = visitor.get(PAGE + query).content.decode()
        assert "&#34;&gt;&lt;b onclick=x&gt;&amp;" in html
        assert "<b onclick" not in html


def test_calls_and_texts_have_each_their_own_rows(visitor: Client) -> None:
    text = text_of(visitor.get(f"{PAGE}?id={AUTUMN}&id={TEXTS}"))
    assert "Live-answer rate" in text
    assert "Sent rate" in text
    assert "a figure of calls; these are texts" in text


def test_any_of_them_can_be_held_against_the_others(visitor: Client) -> None:
    html = visitor.get(PAGE + BOTH).content.decode()
    assert f"/compare/?id={DAILY}&id={AUTUMN}&period=yesterday" in links(html)


# --- at the same age -----------------------------------------------------------------------------


def test_at_the_same_age_each_is_one_question_from_its_first_attempt_on(
    visitor: Client, callfire: Simulator
) -> None:
    query = f"?id={AUTUMN}&id={DAILY}&align=age&age=200"
    assert "When it began is not known yet." in text_of(visitor.get(PAGE + query))
    text = loaded(visitor, query)
    assert "Of each the first 3 h 20 min, from its first attempt on" in text
    stretches = [
        (each.query["IntervalBegin"], each.query["IntervalEnd"])
        for each in callfire.requests
        if each.path.endswith("/stats") and each.query
    ]
    found = visitor.get(f"/compare.json{query}").json()
    assert found["age_minutes"] == 200
    for column in found["broadcasts"]:
        begin, end = column["period"]["begin"], column["period"]["end"]
        assert begin == column["first_attempt_at"]
        assert column["usage"]["attempts"] > 0
        assert stretches.count((_utc(begin), _utc(end))) == 1


def test_without_an_age_it_is_that_of_the_youngest_rounded_down(visitor: Client) -> None:
    query = f"?id={AUTUMN}&id={DAILY}&align=age"
    loaded(visitor, query)
    found = visitor.get(f"/compare.json{query}").json()
    assert found["age_minutes"] % 5 == 0
    begins = [each["first_attempt_at"] for each in found["broadcasts"]]
    assert max(begins) == begins[0]
    assert found["broadcasts"][0]["timeline"]["bucket"] == "hour"


def test_one_that_is_younger_than_the_age_says_so(visitor: Client) -> None:
    query = f"?id={AUTUMN}&id={DAILY}&align=age&age=10000"
    visitor.get(f"/compare.csv{query}")
    assert text_of(visitor.get(PAGE + query)).count("not that old yet: so far") == 1


def test_in_its_first_minutes_the_youngest_is_too_young(
    visitor: Client, callfire: Simulator, clock: Settings
) -> None:
    query = f"?id={AUTUMN}&id={DAILY}&align=age"
    begun = visitor.get(f"/compare.json{query}").json()["broadcasts"][0]["first_attempt_at"]
    clock.DEMO_NOW = callfire.now = datetime.fromisoformat(begun) + timedelta(minutes=4)
    assert "The youngest began less than five minutes ago." in text_of(visitor.get(PAGE + query))


def _utc(text: str) -> str:
    return datetime.fromisoformat(text).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


# --- taken away ----------------------------------------------------------------------------------


def test_the_csv_has_the_columns_of_the_summary_and_a_row_a_broadcast(visitor: Client) -> None:
    response = visitor.get(f"/compare.csv{BOTH}")
    assert response["Content-Disposition"].endswith('compare-2026-11-22-2026-11-22.csv"')
    text = response.content.decode()
    assert ",".join(read(text)[0]) == SUMMARY_COLUMNS
    for row in rows(text):
        own = visitor.get(f"/broadcasts/{row['broadcast_id']}/summary.csv?period=yesterday")
        assert [row] == rows(own.content.decode())
    assert Record.objects.filter(deed="export", what=f"/compare.csv{BOTH}").exists()


def test_one_that_fails_keeps_its_row_in_the_csv_and_says_why_in_the_json(visitor: Client) -> None:
    query = f"?id={AUTUMN}&id={UNKNOWN}&period=yesterday"
    first, second = rows(visitor.get(f"/compare.csv{query}").content.decode())
    assert first["attempts"]
    assert (second["broadcast_id"], second["attempts"]) == (str(UNKNOWN), "")
    found = visitor.get(f"/compare.json{query}").json()
    assert [each["problem"] and each["problem"]["kind"] for each in found["broadcasts"]] == [
        None,
        "not_found",
    ]


def test_where_none_can_be_had_the_exports_fail_as_those_of_one_do(
    visitor: Client, callfire: Simulator
) -> None:
    callfire.fault = "http-500"
    for path in ("/compare.csv", "/compare.json"):
        assert visitor.get(path + BOTH).status_code == 503


def test_the_json_says_intervals_and_differences_as_the_page_does(visitor: Client) -> None:
    found: Any = visitor.get(f"/compare.json{BOTH}").json()
    assert found["complete"] is True
    assert [each["broadcast"]["id"] for each in found["broadcasts"]] == [str(AUTUMN), str(DAILY)]
    (live,) = [each for each in found["differences"] if each["rate"] == "live_answer_rate"]
    assert live["low"] <= live["difference"] <= live["high"]
    text = text_of(visitor.get(PAGE + BOTH))
    low, high = sorted(abs(round(100 * live[each], 1)) for each in ("low", "high"))
    assert (f"({low} to {high})" in text) == live["seen"]


# --- questions -----------------------------------------------------------------------------------


@pytest.mark.parametrize("period", ["yesterday", "7d"])
def test_the_page_asks_the_database_no_more_for_longer_periods(
    visitor: Client, period: str, django_assert_num_queries: Any
) -> None:
    query = f"?id={AUTUMN}&id={DAILY}&period={period}"
    loaded(visitor, query)
    with django_assert_num_queries(17):
        visitor.get(PAGE + query)


def test_all_are_asked_in_one_round(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    rounds = []
    asked = service.ask_each

    def counted(*arguments: Any) -> Any:
        rounds.append(arguments)
        return asked(*arguments)

    monkeypatch.setattr(service, "ask_each", counted)
    visitor.get(f"/compare.json{BOTH}")
    assert len(rounds) == 1
