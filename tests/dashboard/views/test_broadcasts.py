"""Each address about a broadcast: works, bad input, unknown, older figures, other methods."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from simulator.server import Simulator
from stats.models import Broadcast
from tests.conftest import NOW
from tests.dashboard.views.pages_of_broadcasts import (
    ASKING,
    AUTUMN,
    FACES,
    NOT_STARTED,
    PAGE,
    TEXTS,
    message_of,
    rows_of,
    text_of,
)

# --- it works ------------------------------------------------------------------------------------


def test_the_page_says_how_it_went(person: Client, callfire: Simulator, clock: Settings) -> None:
    response = person.get(PAGE)
    text = text_of(response)

    assert response.status_code == 200
    document = person.get(f"{PAGE}stats.json").json()
    assert f"{document['metrics']['live_answers']:,} live answers" in text
    assert f"of {document['metrics']['tried']:,} tried" in text
    assert "All time, to now (as of 22:00) · UTC" in text
    assert response["Cache-Control"] == "private, no-cache"


def test_page_csv_and_json_of_one_report_cost_one_question(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    for path in ASKING:
        assert person.get(path).status_code == 200
    assert len(callfire.requests) == 1


def test_the_results_as_csv_add_up_to_the_json(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    rows = rows_of(person.get(f"{PAGE}results.csv?period=7d"))
    document = person.get(f"{PAGE}stats.json?period=7d").json()

    assert [(row["result"], int(row["attempts"])) for row in rows] == [
        (each["result"], each["attempts"]) for each in document["results"]
    ]
    assert rows[0]["begin"] == "2026-11-17T00:00:00+00:00"
    assert rows[0]["end"] == "2026-11-24T00:00:00+00:00"
    assert rows[0]["fetched_at"] == "2026-11-23T22:00:00+00:00"


def test_a_download_is_named_by_its_days_and_not_stored(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    response = person.get(f"{PAGE}summary.csv?begin=2026-11-17&end=2026-11-20")
    assert response["Content-Disposition"] == (
        f'attachment; filename="broadcast-{AUTUMN}-summary-2026-11-17-2026-11-20.csv"'
    )
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Cache-Control"] == "no-store"
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert response.content.count(b"\r\n") == 2


def test_the_demo_marks_every_page_and_export(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    assert "demo-" not in person.get(f"{PAGE}summary.csv")["Content-Disposition"]
    assert "Demo data" not in text_of(person.get(PAGE))
    clock.DEMO = True
    assert "demo-broadcast-" in person.get(f"{PAGE}summary.csv")["Content-Disposition"]
    assert "Demo data" in text_of(person.get(PAGE))
    assert "Demo data" in text_of(person.get("/"))
    assert person.get(f"{PAGE}stats.json").json()["demo"] is True


def test_a_broadcast_without_attempts_shows_zeros_not_nothing(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    document = person.get(f"/broadcasts/{NOT_STARTED}/stats.json").json()
    assert document["usage"]["attempts"] == 0
    assert document["metrics"]["live_answers"] == 0
    assert document["metrics"]["live_answer_rate"] is None
    assert "n/a" in text_of(person.get(f"/broadcasts/{NOT_STARTED}/"))


def test_texts_have_their_own_figures(person: Client, callfire: Simulator, clock: Settings) -> None:
    text = text_of(person.get(f"/broadcasts/{TEXTS}/"))
    metrics = person.get(f"/broadcasts/{TEXTS}/stats.json").json()["metrics"]
    assert f"{metrics['texts_sent']:,} texts sent" in text
    assert metrics["live_answers"] is None
    assert "Live answers" not in re.sub("How each figure.*", "", text)


def test_head_answers_like_get_without_a_body(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    for path in ASKING:
        response = person.head(path)
        assert (response.status_code, response.content) == (200, b"")


# --- the period ----------------------------------------------------------------------------------


def test_the_zone_of_the_address_cuts_the_days(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    document = person.get(f"{PAGE}stats.json?period=today&tz=America/Los_Angeles").json()
    assert document["period"] == {
        "name": "today",
        "begin": "2026-11-23T00:00:00-08:00",
        "end": "2026-11-24T00:00:00-08:00",
        "time_zone": "America/Los_Angeles",
    }
    assert document["fetched_at"] == "2026-11-23T14:00:00-08:00"


def test_every_link_of_the_page_keeps_period_and_zone(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    page = person.get(f"{PAGE}?begin=2026-11-17&end=2026-11-20&tz=Asia/Kathmandu").content.decode()
    links = [
        link for link in re.findall(r'(?:href|action)="([^"]*)"', page) if f"/{AUTUMN}/" in link
    ]
    assert len(links) > 8
    for link in links:
        # The form of custom dates carries the zone as a field.
        assert "tz=Asia%2FKathmandu" in link or link == PAGE, link
    assert page.count('<input type="hidden" name="tz" value="Asia/Kathmandu">') >= 2
    for export in ("summary.csv", "results.csv", "stats.json", "report.xlsx"):
        assert any(f"{export}?begin=2026-11-17&amp;end=2026-11-20" in link for link in links), (
            export
        )


def test_a_running_period_says_to_now_and_a_typed_end_says_so_far(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    to_now = text_of(person.get(f"{PAGE}?begin=2026-11-20"))
    assert "Fri 20 Nov 2026 00:00 to now (as of 22:00) · UTC" in to_now
    so_far = text_of(person.get(f"{PAGE}?begin=2026-11-20&end=2026-11-23"))
    assert "Fri 20 Nov 2026 00:00 to Mon 23 Nov 2026 24:00, so far (as of 22:00) · UTC" in so_far


REFUSED = [
    ("end=2026-11-17", "There is an end but no begin."),
    ("begin=2026-11-17&end=2026-11-16", "The end is before the begin."),
    ("begin=2026-11-17T08:00&end=2026-11-17T08:00", "The end is before the begin."),
    ("begin=1999-12-31", "Years go from 2000 to 2100."),
    ("begin=2026-11-17&end=2101-01-01", "Years go from 2000 to 2100."),
    ("begin=2014-15-02T19:28:20Z", "is not a date"),
    ("begin=2011-12-30&end=2011-12-31&tz=Pacific/Apia", "skipped that day"),
    ("begin=2026-03-08T02:30&tz=America/Los_Angeles", "clocks went forward"),
    ("begin=2026-11-24", "still to come"),
    ("begin=20261117", "is not a date"),
    ("begin=2026-W47-2", "is not a date"),
    ("begin=%EF%BC%92026-11-17", "is not a date"),
    ("begin=2026-11-17T08:30%2B25:00", "is not a"),
    ("begin=now", "is not a date"),
    ("period=8d", "is not a period"),
    ("tz=Mars/Olympus", "is not a time zone"),
    ("tz=../../etc/passwd", "is not a time zone"),
    ("period=7d&tz=%00", "is not a time zone"),
]


@pytest.mark.parametrize(("query", "sentence"), REFUSED)
@pytest.mark.parametrize("face", FACES)
def test_a_period_that_is_none_is_refused_with_a_sentence_and_nothing_asked(
    person: Client, callfire: Simulator, clock: Settings, face: str, query: str, sentence: str
) -> None:
    response = person.get(f"{FACES[face]}?{query}")

    assert response.status_code == 400
    assert sentence in message_of(face, response)
    assert callfire.requests == []
    if face == "json":
        assert response.json()["problem"]["kind"] == "invalid"
        assert response.json()["broadcast"] == {"id": str(AUTUMN), "name": None}
    if face == "csv":
        assert response["Content-Type"].startswith("text/plain")


def test_what_was_typed_stays_in_the_form(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    page = person.get(f"{PAGE}?begin=2014-15-02&end=2026-11-17").content.decode()
    assert 'value="2014-15-02"' in page
    assert 'value="2026-11-17"' in page


def test_dates_win_over_a_period_which_is_then_not_looked_at(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    document = person.get(f"{PAGE}stats.json?period=nonsense&begin=2026-11-20&end=").json()
    assert document["period"]["name"] == "custom"


# --- the broadcast -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "broadcast_id", ["0", "9223372036854775808", "-1", "abc", "\uff11\uff13\uff15", "1e3"]
)
@pytest.mark.parametrize("rest", ["", "summary.csv", "results.csv", "stats.json", "report.xlsx"])
def test_an_id_that_is_none_is_404(
    person: Client, callfire: Simulator, broadcast_id: str, rest: str
) -> None:
    response = person.get(f"/broadcasts/{broadcast_id}/{rest}")
    assert response.status_code == 404
    assert callfire.requests == []
    if rest == "stats.json":
        assert response.json()["problem"]["kind"] == "invalid"


def test_the_largest_id_is_one(person: Client, callfire: Simulator, clock: Settings) -> None:
    response = person.get("/broadcasts/9223372036854775807/stats.json")
    assert response.json()["problem"]["kind"] == "not_found"
    assert response.json()["broadcast"]["id"] == "9223372036854775807"


def test_leading_zeros_lead_to_the_address_without(person: Client) -> None:
    response = person.get("/broadcasts/000135/stats.json?period=7d")
    assert response.status_code == 302
    assert response["Location"] == "/broadcasts/135/stats.json?period=7d"


@pytest.mark.parametrize("face", FACES)
def test_a_broadcast_that_callfire_does_not_have_is_404(
    person: Client, callfire: Simulator, clock: Settings, face: str
) -> None:
    response = person.get(FACES[face].replace(str(AUTUMN), "135"))
    assert response.status_code == 404
    assert message_of(face, response).count("CallFire has no broadcast 135 in this account.") >= 1
    assert not Broadcast.objects.exists()


# --- older figures, and their successors ---------------------------------------------------------


def test_an_older_snapshot_is_shown_at_once_and_asks_to_be_replaced(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    person.get(PAGE)
    clock.DEMO_NOW = callfire.now = NOW + timedelta(hours=1)
    page = person.get(PAGE).content.decode()
    assert len(callfire.requests) == 1
    assert 'data-wants-fresh="yes"' in page
    assert f"{NOW:%Y-%m-%dT%H:%M:%S}" in page

    fresh = person.get(PAGE, headers={"X-Wait-Fresh": "1"}).content.decode()
    assert len(callfire.requests) == 2
    assert 'data-wants-fresh="no"' in fresh


def test_exports_fetch_what_is_not_fresh_before_they_answer(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    for path in ASKING[1:]:
        clock.DEMO_NOW += timedelta(minutes=2)
        person.get(path)
    assert len(callfire.requests) == 3


def test_a_page_with_a_period_asks_for_the_whole_life_beside_it(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    page = person.get(f"{PAGE}?period=7d").content.decode()
    assert f'data-wants-whole-life="{PAGE}"' in page
    assert len(callfire.requests) == 1  # the page itself did not wait for it
    person.get(PAGE, headers={"X-Wait-Fresh": "1"})
    assert 'data-wants-whole-life=""' in person.get(f"{PAGE}?period=7d").content.decode()


# --- methods and strangers -----------------------------------------------------------------------


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
@pytest.mark.parametrize("path", ["/", *ASKING, "/livez", "/readyz", "/robots.txt"])
def test_other_methods_are_405_also_without_a_token(
    callfire: Simulator, person: Client, path: str, method: str
) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = person.cookies
    response = getattr(strict, method)(path)
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"
    assert callfire.requests == []
    if path.endswith(".json"):
        assert response.json()["problem"]["kind"] == "invalid"


@pytest.mark.parametrize("path", [f"{PAGE}refresh/", "/zone/", "/accounts/logout/"])
def test_what_changes_something_takes_post_alone(person: Client, path: str) -> None:
    assert person.get(path).status_code == 405


def test_a_refresh_without_a_token_is_refused(callfire: Simulator, person: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = person.cookies
    assert strict.post(f"{PAGE}refresh/").status_code == 403
    assert callfire.requests == []


def test_strangers_are_led_to_sign_in_and_back(db: None, client: Client) -> None:
    response = client.get(f"{PAGE}?period=7d")
    assert response.status_code == 302
    assert response["Location"] == f"/accounts/login/?next={PAGE.replace('/', '/')}%3Fperiod%3D7d"


def test_strangers_who_cannot_follow_get_401(db: None, client: Client) -> None:
    response = client.get(f"{PAGE}stats.json")
    assert response.status_code == 401
    assert response.json()["problem"]["kind"] == "sign_in"
    assert client.get(PAGE, headers={"X-Wait-Fresh": "1"}).status_code == 401


def test_json_about_a_wrong_method_says_the_period_that_was_asked(person: Client) -> None:
    document = person.post(f"{PAGE}stats.json?period=7d").json()
    assert document["problem"]["kind"] == "invalid"
    assert document["period"]["name"] == "7d"


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/accounts/login/", "GET, HEAD, POST"),
        ("/accounts/logout/", "POST"),
        ("/accounts/password_change/", "GET, HEAD, POST"),
        ("/accounts/password_change/done/", "GET, HEAD"),
    ],
)
def test_the_pages_of_an_account_refuse_other_methods_before_the_token(
    person: Client, path: str, allowed: str
) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = person.cookies
    for method in ("put", "delete", "patch", "options"):
        response = getattr(strict, method)(path)
        assert (response.status_code, response["Allow"]) == (405, allowed)


def test_no_page_breaks_on_odd_queries(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    odd = ["%00", "begin=%00", "tz=%ff", "period[]=1", "a=1&" * 500, "begin=" + "9" * 5000]
    for query in odd:
        for path in ("/", *ASKING):
            assert person.get(f"{path}?{query}").status_code in (200, 400), (path, query)


def test_json_holds_no_number_that_json_does_not_know(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    def refuse(text: str) -> None:
        raise AssertionError(text)

    json.loads(person.get(f"{PAGE}stats.json").content, parse_constant=refuse)
