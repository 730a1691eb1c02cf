"""The page beside the period before: what it says, asks for and leads to; and the asking itself."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape
from pytest_django import Settings

from simulator.server import Simulator
from tests.conftest import NOW
from tests.dashboard.views.pages_of_broadcasts import AUTUMN, PAGE, TEXTS, rows_of, text_of

DAILY = "/broadcasts/9811204003/"
YESTERDAY = "?period=yesterday&compare=previous"
AWAITED = "The figures to compare with are not here yet."


def compared(person: Client, query: str, path: str = DAILY) -> str:
    """What a person reads of the page after the earlier figures were asked for."""
    response = person.post(f"{path}compare/{query}")
    assert response.status_code == 302
    assert response["Location"] == path + query
    return text_of(person.get(path + query))


def part(person: Client, query: str, name: str, path: str = DAILY) -> str:
    html = person.get(path + query).content.decode()
    found = re.search(rf'<(\w+)[^>]*data-part="{name}".*?</\1>', html, re.DOTALL)
    assert found
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split())


def test_the_pages_own_figures_come_at_once_and_the_earlier_ones_are_asked_for_beside(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    response = person.get(DAILY + YESTERDAY)
    html = response.content.decode()
    assert len(callfire.requests) == 1
    assert AWAITED in text_of(response)
    assert f'data-wants-compared="{DAILY}compare/{escape(YESTERDAY)}"' in html
    text = compared(person, YESTERDAY)
    assert len(callfire.requests) == 2
    assert AWAITED not in text
    assert 'data-wants-compared=""' in person.get(DAILY + YESTERDAY).content.decode()


def test_a_page_without_a_comparison_neither_says_nor_wants_anything_of_it(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    for query in ("?period=yesterday", "?period=yesterday&compare=none"):
        response = person.get(DAILY + query)
        assert 'data-wants-compared=""' in response.content.decode()
        assert "against" not in text_of(response).partition("How each figure")[0]


def test_the_tiles_say_the_difference_and_the_earlier_value(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    compared(person, YESTERDAY)
    found = person.get(f"{DAILY}stats.json{YESTERDAY}").json()
    tiles = part(person, YESTERDAY, "tiles")
    for key in ("attempts", "actions"):
        now, then = found["usage"][key], found["previous"]["usage"][key]
        assert f"{100 * (now / then - 1):+.1f}% against {then:,}" in tiles
    now, then = (each["metrics"]["live_answers"] for each in (found, found["previous"]))
    word = "better" if now > then else "worse"
    assert f"{100 * (now / then - 1):+.1f}% {word} against {then:,}" in tiles


def test_the_results_say_the_change_of_their_share_in_points(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    compared(person, YESTERDAY)
    found = person.get(f"{DAILY}stats.json{YESTERDAY}").json()
    before = {each["result"]: each["share"] for each in found["previous"]["results"]}
    for each in found["results"]:
        row = part(person, YESTERDAY, f"result-{each['result']}")
        if each["share"] is None or each["result"] not in before:
            continue
        points = round(100 * (each["share"] - before[each["result"]]), 1)
        assert row.endswith(f"{points:+.1f}" if points else " 0.0")
        is_judged = bool(points) and each["group"] in ("reached", "failed")
        assert ("better" in row or "worse" in row) == is_judged


def test_a_running_period_says_up_to_when_it_is_compared_and_what_is_left_out(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    clock.DEMO_NOW = callfire.now = NOW + timedelta(minutes=3, seconds=20)
    query = "?period=today&compare=previous"
    text = compared(person, query, PAGE)
    found = person.get(f"{PAGE}stats.json{query}").json()
    left = found["usage"]["attempts"] - found["previous"]["current"]["usage"]["attempts"]
    assert "compared with Sun 22 Nov 2026 00:00 to Sun 22 Nov 2026 22:00" in text
    assert f"Both sides are compared up to 22:00; {left} attempts since then are left out." in text


def test_where_there_was_nothing_before_it_says_new(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    query = "?period=7d&compare=previous"
    compared(person, query, PAGE)
    assert part(person, query, "tiles", PAGE).count("new") == 6
    assert part(person, query, "result-LA", PAGE).endswith("new")


def test_nothing_and_nothing_before_is_no_change(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    query = "?begin=2026-10-02&end=2026-10-02&compare=previous"
    compared(person, query, PAGE)
    tiles = part(person, query, "tiles", PAGE)
    assert "no change" in tiles
    assert "new" not in tiles


def test_texts_have_changes_too(person: Client, callfire: Simulator, clock: Settings) -> None:
    path = f"/broadcasts/{TEXTS}/"
    query = "?begin=2026-11-22&end=2026-11-22&compare=previous"
    compared(person, query, path)
    assert part(person, query, "tiles", path).count("against") == 5


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?compare=previous", "All time has no period before it."),
        (
            "?begin=2026-11-23T21:30&compare=previous",
            "The comparison comes after the first hour of what is compared.",
        ),
    ],
)
def test_where_nothing_is_compared_it_says_why_and_asks_nothing(
    person: Client, callfire: Simulator, clock: Settings, query: str, sentence: str
) -> None:
    response = person.get(DAILY + query)
    assert sentence in text_of(response)
    assert 'data-wants-compared=""' in response.content.decode()
    assert person.post(f"{DAILY}compare/{query}").status_code == 302
    assert len(callfire.requests) == 1


def test_chosen_dates_of_another_length_are_said_to_be_so(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    query = "?period=yesterday&compare_begin=2026-11-01&compare_end=2026-11-03"
    text = compared(person, query)
    assert "compared with Sun 1 Nov 2026 00:00 to Tue 3 Nov 2026 24:00" in text
    assert "The chosen dates are of another length" in text


def test_chosen_dates_that_are_not_over_are_compared_with_the_same_part_of_the_period(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    query = "?period=yesterday&compare_begin=2026-11-23&compare_end=2026-11-23"
    text = compared(person, query)
    found = person.get(f"{DAILY}stats.json{query}").json()
    left = found["usage"]["attempts"] - found["previous"]["current"]["usage"]["attempts"]
    assert "compared with Mon 23 Nov 2026 00:00 to Mon 23 Nov 2026 22:00" in text
    assert "Both sides are compared up to Sun 22 Nov 2026 22:00; " in text
    assert f"{left} attempt" in text or (left == 0 and "no attempt since then" in text)


def test_a_failure_is_a_quiet_sentence_beside_figures_that_stand(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    before = part(person, YESTERDAY, "tiles").replace("…", "").split()
    callfire.fault = "hang-up"
    text = compared(person, YESTERDAY)
    assert "The figures to compare with could not be fetched." in text
    assert "Try to compare again" in text
    assert "Could not refresh" not in text
    again = person.get(DAILY + YESTERDAY)
    assert again.status_code == 200
    assert AWAITED in text_of(again)  # it is told once
    assert part(person, YESTERDAY, "tiles").replace("…", "").split() == before


def test_after_a_failure_the_page_does_not_ask_by_itself_again(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    person.get(DAILY + YESTERDAY)
    callfire.fault = "http-500"
    person.post(f"{DAILY}compare/{YESTERDAY}")
    assert 'data-wants-compared=""' in person.get(DAILY + YESTERDAY).content.decode()


def test_older_figures_are_replaced_before_their_comparison_is_asked_for(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    query = "?period=today&compare=previous"
    person.get(PAGE + query)
    clock.DEMO_NOW = callfire.now = NOW + timedelta(hours=1)
    html = person.get(PAGE + query).content.decode()
    assert 'data-wants-fresh="yes"' in html
    assert 'data-wants-compared=""' in html


def test_every_link_that_keeps_the_period_keeps_the_comparison(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    for query in ("compare=previous", "compare_begin=2026-11-01&compare_end=2026-11-03"):
        html = person.get(f"{PAGE}?period=yesterday&{query}").content.decode()
        links = re.findall(r'(?:href|action)="([^"]*)"', html)
        kept = [link for link in links if escape(query) in link]
        for name in ("summary.csv", "results.csv", "stats.json", "timeline.csv", "refresh/"):
            assert any(f"{PAGE}{name}?period=yesterday" in link for link in kept), name
        for preset in ("today", "7d", "28d", "month"):
            assert any(f"{PAGE}?period={preset}&amp;{escape(query)}" in link for link in kept)
        assert any("bucket=day" in link and "#when" in link for link in kept)
        assert any("begin=2026-11-21" in link for link in kept)  # a step back
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', html))
        assert dict(pair.split("=") for pair in query.split("&")).items() <= hidden.items()


def test_the_menu_leads_to_the_period_before_to_none_and_to_chosen_dates(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    html = person.get(f"{PAGE}?period=7d&bucket=hour&tz=Asia/Tokyo").content.decode()
    menu = html.partition('data-part="compare-menu"')[2].partition("</details>")[0]
    assert "The 7 days before" in menu
    assert "compare=previous" in menu
    for name, value in (("period", "7d"), ("bucket", "hour"), ("tz", "Asia/Tokyo")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in menu
    assert 'name="compare_begin"' in menu


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("period=today", "The day before"),
        ("period=yesterday", "The day before"),
        ("period=28d", "The 28 days before"),
        ("period=month", "The month before"),
        ("begin=2026-11-20&end=2026-11-22", "The 3 days before"),
        ("begin=2026-11-20T08:00&end=2026-11-20T09:00", "As long a time before"),
    ],
)
def test_the_menu_calls_the_period_before_by_its_length(
    person: Client, callfire: Simulator, clock: Settings, query: str, name: str
) -> None:
    assert name in text_of(person.get(f"{PAGE}?{query}"))


def test_asking_for_the_comparison_takes_post_with_a_token_alone(
    person: Client, callfire: Simulator
) -> None:
    assert person.get(f"{PAGE}compare/").status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = person.cookies
    assert strict.post(f"{PAGE}compare/{YESTERDAY}").status_code == 403
    assert callfire.requests == []


# --- over time -----------------------------------------------------------------------------------


def loaded(person: Client, query: str, path: str = DAILY) -> Any:
    for _ in range(5):
        person.post(f"{path}load/{query}")
    return person.get(path + query)


def test_the_earlier_buckets_are_loaded_after_those_of_the_period(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    query = "?begin=2026-11-17&end=2026-11-19&bucket=day&compare=previous"
    assert 'data-stands=""' in person.get(DAILY + query).content.decode()
    html = loaded(person, query).content.decode()
    assert 'data-stands="complete"' in html
    assert 'data-fetched="6" data-missing="0"' in html
    assert "Marks: the 3 days before." in html


def test_the_table_has_the_earlier_attempts_beside_each_bucket(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    query = "?begin=2026-11-17&end=2026-11-19&bucket=day&compare=previous"
    html = loaded(person, query).content.decode()
    table = html.partition('data-part="when-table"')[2].partition("</table>")[0]
    rows = [re.findall(r"<td[^>]*>\s*(.*?)\s*</td>", row, re.DOTALL) for row in table.split("<tr")]
    earlier = rows_of(person.get(f"{DAILY}timeline.csv?begin=2026-11-14&end=2026-11-16&bucket=day"))
    assert [row[1] for row in rows[2:]] == [each["attempts"] for each in earlier[::-1]]


def test_the_timeline_as_csv_and_json_has_the_earlier_buckets_too(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    query = "?begin=2026-11-17&end=2026-11-19&bucket=day&compare=previous"
    rows = rows_of(person.get(f"{DAILY}timeline.csv{query}"))
    assert [row["bucket_begin"][:10] for row in rows] == [
        *("2026-11-17", "2026-11-18", "2026-11-19"),
        *("2026-11-14", "2026-11-15", "2026-11-16"),
    ]
    document = person.get(f"{DAILY}timeline.json{query}").json()
    assert document["previous"]["complete"] is True
    assert [each["usage"]["attempts"] for each in document["previous"]["buckets"]] == [
        int(row["attempts"]) for row in rows[3:]
    ]
    assert person.get(f"{DAILY}timeline.json?period=yesterday").json()["previous"] is None


def test_weeks_that_do_not_match_are_said_not_to(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    response = loaded(person, "?period=month&bucket=week&compare=previous")
    assert "choose another size to see both" in text_of(response)


def test_the_broadcast_of_the_comparison_is_the_pages_own(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    compared(person, "?period=7d&compare=previous", PAGE)
    assert all(f"/{AUTUMN}/" in each.path for each in callfire.requests)
