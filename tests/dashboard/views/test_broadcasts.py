"""Each address about a broadcast, in each of its ends: works, bad input, refused, slow, stale."""

import csv
import io
import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client
from pytest_django import Settings

from dashboard.problems import STATUS
from simulator.server import Simulator
from stats.models import Broadcast, Snapshot
from tests.conftest import NOW

AUTUMN = 11741873003
TEXTS = 6117119003
NOT_STARTED = 6280378003
PAGE = f"/broadcasts/{AUTUMN}/"
FACES = {"page": PAGE, "csv": f"{PAGE}results.csv", "json": f"{PAGE}stats.json"}
ASKING = [PAGE, f"{PAGE}summary.csv", f"{PAGE}results.csv", f"{PAGE}stats.json"]

# Fault of CallFire's, and the kind of problem it is to a person.
FAULTS = {
    "http-404": "not_found",
    "http-401": "credentials",
    "http-403": "forbidden",
    "http-400": "bad_response",
    "http-408": "bad_response",
    "redirect": "bad_response",
    "html-page": "bad_response",
    "error-inside-200": "bad_response",
    "not-xml": "bad_response",
    "dtd": "bad_response",
    "gzip-bomb": "bad_response",
    "big-content-length": "bad_response",
    "http-429": "rate_limited",
    "http-500": "unavailable",
    "html-error": "unavailable",
    "hang-up": "unavailable",
    "truncated": "unavailable",
    "silent": "timeout",
    "drip-headers": "timeout",
    "drip-body": "timeout",
}


def text_of(response: Any) -> str:
    """What a person reads of a page: no tags, single spaces."""
    without_scripts = re.sub(
        r"<script.*?</script>", " ", response.content.decode(), flags=re.DOTALL
    )
    return " ".join(re.sub(r"<[^>]+>", " ", without_scripts).split())


def rows_of(response: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def message_of(face: str, response: Any) -> str:
    if face == "json":
        return str(response.json()["problem"]["message"])
    return text_of(response)


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
    for export in ("summary.csv", "results.csv", "stats.json"):
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
@pytest.mark.parametrize("rest", ["", "summary.csv", "results.csv", "stats.json"])
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


# --- when it goes wrong --------------------------------------------------------------------------


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("face", FACES)
def test_each_fault_without_kept_figures_has_its_status_and_sentence(
    person: Client, callfire: Simulator, clock: Settings, face: str, fault: str
) -> None:
    callfire.fault = fault
    callfire.drip_seconds = 0.05
    response = person.get(FACES[face])

    kind = FAULTS[fault]
    assert response.status_code == STATUS[kind]
    assert message_of(face, response)
    assert "Traceback" not in response.content.decode()
    assert not Snapshot.objects.exists()
    assert ("Retry-After" in response) == (response.status_code == 503)
    if face == "json":
        document = response.json()
        assert document["problem"]["kind"] == kind
        assert document["broadcast"]["id"] == str(AUTUMN)
        assert document["period"]["name"] == "all"
        assert document["stale"] is False
        assert set(document["metrics"].values()) == {None}
        assert document["results"] == []


@pytest.mark.parametrize("fault", [name for name in FAULTS if name != "http-404"])
def test_each_fault_leaves_kept_figures_in_place_with_the_reason(
    person: Client, callfire: Simulator, clock: Settings, fault: str
) -> None:
    good = person.get(f"{PAGE}stats.json").json()
    clock.DEMO_NOW = NOW + timedelta(minutes=5)
    callfire.fault = fault
    callfire.drip_seconds = 0.05

    document = person.get(f"{PAGE}stats.json").json()
    assert document["stale"] is True
    assert document["problem"]["kind"] == FAULTS[fault]
    assert document["usage"] == good["usage"]
    assert document["fetched_at"] == good["fetched_at"]
    assert rows_of(person.get(f"{PAGE}summary.csv"))[0]["stale"] == "true"


def test_a_stale_page_says_when_why_and_of_when_its_figures_are(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    person.get(PAGE)
    clock.DEMO_NOW = NOW + timedelta(minutes=5)
    callfire.fault = "silent"
    response = person.get(PAGE, headers={"X-Wait-Fresh": "1"})
    text = text_of(response)

    assert response.status_code == 200
    assert "Could not refresh at 22:05" in text
    assert "CallFire did not answer within 15 s" in text
    assert "22:00" in text
    assert "live answers" in text


def test_after_a_404_no_kept_figures_are_shown(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    person.get(PAGE)
    clock.DEMO_NOW = NOW + timedelta(minutes=5)
    callfire.fault = "http-404"
    assert person.get(f"{PAGE}stats.json").status_code == 404


def test_a_busy_callfire_tells_the_time_of_the_next_try(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    callfire.fault = "http-429"
    response = person.get(f"{PAGE}stats.json")
    problem = response.json()["problem"]
    assert re.fullmatch(r"CallFire is busy\. Next try at .*\d\d:\d\d\.", problem["message"])
    assert problem["retry_at"] is not None
    assert int(response["Retry-After"]) > 0


def test_missing_settings_are_named(person: Client, callfire: Simulator, clock: Settings) -> None:
    clock.CALLFIRE_API_LOGIN = ""
    clock.CALLFIRE_API_PASSWORD = ""
    response = person.get(f"{PAGE}stats.json")
    assert response.status_code == 502
    assert response.json()["problem"]["kind"] == "credentials"
    for name in ("CALLFIRE_API_LOGIN", "CALLFIRE_API_PASSWORD"):
        assert name in response.json()["problem"]["message"]
        assert name in text_of(person.get("/"))
    assert callfire.requests == []


def test_nothing_of_the_far_ends_text_is_shown(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    for fault in ("html-error", "html-page", "error-inside-200"):
        callfire.fault = fault
        page = person.get(PAGE).content.decode()
        assert "nginx" not in page.lower()
        assert "TriggerEvent" not in page


def test_an_answer_that_cannot_be_read_has_a_reference_that_is_also_in_the_log(
    person: Client, callfire: Simulator, clock: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    callfire.fault = "not-xml"
    response = person.get(PAGE)
    reference = response["X-Request-Reference"]
    assert f"reference {reference}." in text_of(response)
    assert reference in [vars(each).get("reference") for each in caplog.records]


def test_figures_that_cannot_be_saved_are_shown_with_a_sentence(
    person: Client, callfire: Simulator, clock: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**_: object) -> None:
        raise DatabaseError("database or disk is full")

    monkeypatch.setattr(Snapshot.objects, "create", full)
    for response in (person.get(PAGE), person.post(f"{PAGE}refresh/")):
        assert response.status_code == 200
        assert "could not be kept" in text_of(response)
        assert "live answers" in text_of(response)


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


# --- refresh -------------------------------------------------------------------------------------


def test_a_refresh_asks_now_and_leads_back_to_the_same_page(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    person.get(PAGE)
    response = person.post(f"{PAGE}refresh/?period=7d&tz=Asia/Tokyo")
    assert response.status_code == 302
    assert response["Location"] == f"{PAGE}?period=7d&tz=Asia%2FTokyo"
    assert len(callfire.requests) == 2


def test_a_refresh_that_fails_is_told_once_on_the_page_it_leads_to(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    person.get(PAGE)
    clock.DEMO_NOW = NOW + timedelta(seconds=5)
    callfire.fault = "http-403"
    told = person.post(f"{PAGE}refresh/", follow=True)
    assert told.status_code == 200
    assert "may not read broadcast" in text_of(told)
    assert len(callfire.requests) == 2  # the page did not ask again
    assert "may not read broadcast" not in text_of(person.get(PAGE))


def test_a_refreshs_problem_waits_for_the_page_it_belongs_to(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    person.get(PAGE)
    person.get(f"/broadcasts/{TEXTS}/")
    clock.DEMO_NOW = NOW + timedelta(seconds=5)
    callfire.fault = "http-403"
    person.post(f"{PAGE}refresh/")
    assert "may not read broadcast" not in text_of(person.get(f"/broadcasts/{TEXTS}/"))
    person.head(PAGE)
    assert "may not read broadcast" in text_of(person.get(PAGE))
    assert "may not read broadcast" not in text_of(person.get(PAGE))


def test_a_refresh_that_fails_without_kept_figures_shows_its_problem(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    callfire.fault = "http-401"
    response = person.post(f"{PAGE}refresh/", follow=True)
    assert response.status_code == 502
    assert "CallFire refused the API login" in text_of(response)
    assert len(callfire.requests) == 1


def test_a_refresh_too_soon_after_another_asks_nothing_and_says_so(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    person.get(PAGE)
    for _ in range(3):
        told = person.post(f"{PAGE}refresh/", follow=True)
        assert "at most one question every 5 s" in text_of(told)
    assert len(callfire.requests) == 1
    clock.DEMO_NOW = NOW + timedelta(seconds=5)
    told = person.post(f"{PAGE}refresh/", follow=True)
    assert "at most one question every 5 s" not in text_of(told)
    assert len(callfire.requests) == 2


def test_a_refused_login_stops_the_asking_until_a_refresh_probes(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    callfire.fault = "http-401"
    person.get(PAGE)
    for minutes in (1, 2):
        clock.DEMO_NOW = NOW + timedelta(minutes=minutes)
        problem = person.get(f"{PAGE}stats.json").json()["problem"]
        assert "Nothing more is asked until they change" in problem["message"]
    assert len(callfire.requests) == 1
    callfire.fault = None
    person.post(f"{PAGE}refresh/")
    assert person.get(f"{PAGE}stats.json").status_code == 200
    assert len(callfire.requests) == 2


def test_five_failures_stop_the_asking_for_a_minute_and_the_page_says_until_when(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    callfire.fault = "http-500"
    for second in range(5):
        clock.DEMO_NOW = NOW + timedelta(seconds=6 * second)
        person.get(f"/broadcasts/{second + 1}/")
    asked = len(callfire.requests)
    response = person.get(f"{PAGE}stats.json")
    assert response.json()["problem"]["retry_at"] == "2026-11-23T22:01:24+00:00"
    assert response["Retry-After"] == "60"
    assert "Next try at 22:01." in text_of(person.get(PAGE))
    assert len(callfire.requests) == asked
    callfire.fault = None
    clock.DEMO_NOW = NOW + timedelta(seconds=84)
    assert person.get(f"{PAGE}stats.json").status_code == 200


def test_beyond_the_sites_own_limit_it_says_when_it_goes_on(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    clock.CALLFIRE_PER_MINUTE = 2
    for broadcast_id in (AUTUMN, TEXTS):
        assert person.get(f"/broadcasts/{broadcast_id}/").status_code == 200
    response = person.get(f"/broadcasts/{NOT_STARTED}/stats.json")
    assert response.status_code == 503
    assert response.json()["problem"] == {
        "kind": "rate_limited",
        "message": "This site asks at most 2 times a minute; going on at 22:01.",
        "retry_at": "2026-11-23T22:01:00+00:00",
    }
    assert len(callfire.requests) == 2


def test_a_refresh_of_a_period_that_is_none_asks_nothing(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    assert person.post(f"{PAGE}refresh/?begin=x").status_code == 400
    assert callfire.requests == []


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


# --- the first page ------------------------------------------------------------------------------


def test_the_form_leads_on_to_the_page(person: Client) -> None:
    response = person.get("/?broadcast=+0135+&period=7d&begin=&end=")
    assert response.status_code == 302
    assert response["Location"] == "/broadcasts/135/?period=7d"


@pytest.mark.parametrize(
    "typed", ["", "0", "abc", "\uff11\uff13\uff15", "-5", "1.5", "9223372036854775808", "9" * 5000]
)
def test_an_id_that_is_none_is_refused_in_the_form(
    person: Client, callfire: Simulator, typed: str
) -> None:
    response = person.get("/", {"broadcast": typed, "begin": "2026-11-17"})
    assert response.status_code == 400
    assert 'value="2026-11-17"' in response.content.decode()
    assert callfire.requests == []


def test_the_first_page_lists_what_anyone_saw_lately(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    assert "No broadcasts yet. Enter a broadcast ID." in text_of(person.get("/"))
    person.get(PAGE)
    text = text_of(person.get("/"))
    assert str(AUTUMN) in text
    assert "No broadcasts yet" not in text


def test_the_first_page_lists_also_what_was_only_looked_at_in_a_period(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    person.get(f"{PAGE}?period=7d")
    text = text_of(person.get("/"))
    assert f"{AUTUMN} only looked at in a period so far" in text


def test_an_unknown_zone_does_not_stay_in_the_form(person: Client) -> None:
    page = person.get("/?broadcast=abc&begin=zz&tz=Mars").content.decode()
    assert "is not a time zone" in page
    assert "is not a date" in page
    assert 'value="Mars"' not in page


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
