"""The list's page: found, sorted, fetched from CallFire, taken away; names, notes, forgetting."""

import csv
import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from dashboard.models import Record
from simulator.server import Simulator
from stats import catalogue, named, watching
from stats.broadcast_details import BroadcastDetails
from stats.models import Broadcast, Snapshot

AUTUMN = 11741873003
LIST = "/broadcasts/"


@pytest.fixture
def visitor(person: Client, callfire: Simulator, clock: Settings) -> Client:
    callfire.account.histories()  # made once a process: the first answer would be a slow one
    return person


@pytest.fixture
def imported(visitor: Client) -> Client:
    list(catalogue.import_pages())
    return visitor


def text_of(visitor: Client, address: str) -> str:
    response = visitor.get(address)
    assert response.status_code == 200
    return response.content.decode()


def names(text: str) -> list[str]:
    """What the rows are called, in the order of the page."""
    return re.findall(r'<th scope="row">\s*<a [^>]*>([^<]*)</a>', text)


def test_without_any_broadcast_it_says_how_to_get_some(visitor: Client) -> None:
    text = text_of(visitor, LIST)
    assert "No broadcasts yet. Fetch the list from CallFire, or enter a broadcast ID." in text


def test_the_button_fetches_the_list_and_says_what_came(visitor: Client) -> None:
    response = visitor.post(f"{LIST}import/")
    assert (response.status_code, response["Location"]) == (302, f"{LIST}?got=12&of=12")
    text = text_of(visitor, response["Location"])
    assert "The list is complete: 12 broadcasts came from CallFire." in text
    assert "Autumn reminder" in names(text)
    assert "not looked at yet" in text
    deed, outcome = Record.objects.values_list("deed", "outcome").get(deed="import")
    assert (deed, outcome) == ("import", "ok")


def test_a_long_import_shows_how_far_it_is_and_goes_on_from_there(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "PAGE", 5)
    monkeypatch.setattr("dashboard.views.catalogue.IMPORT_SECONDS", 0.0)
    there = visitor.post(f"{LIST}import/")["Location"]
    assert there == f"{LIST}?import=5&of=12"
    text = text_of(visitor, there)
    assert "5 of 12 broadcasts fetched" in text
    assert 'value="5" max="12"' in text
    assert "data-go-on" in text
    assert "data-go-on" not in text_of(visitor, there)  # a link from elsewhere starts nothing
    assert '<input type="hidden" name="first" value="5">' in text
    there = visitor.post(f"{LIST}import/", {"first": "5"})["Location"]
    assert there == f"{LIST}?import=10&of=12"
    assert visitor.post(f"{LIST}import/", {"first": "10"})["Location"].endswith("?got=12&of=12")
    assert Broadcast.objects.count() == 12


def test_an_import_that_ends_half_way_says_why_and_can_go_on(
    visitor: Client, callfire: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "PAGE", 5)
    callfire.next_faults.extend([None, *["http-503"] * 3])
    there = visitor.post(f"{LIST}import/")["Location"]
    assert there == f"{LIST}?import=5&of=12"
    text = text_of(visitor, there)
    assert 'data-part="problem"' in text
    assert "Go on" in text
    assert "data-go-on" not in text  # by itself it would run into the same
    assert "data-go-on" not in text_of(visitor, there)
    assert Record.objects.get(deed="import").outcome == "unavailable"


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ("http-403", "This account may not read the list of its broadcasts."),
        ("http-404", "CallFire has no list of broadcasts there. Check CALLFIRE_API_URL."),
        ("http-401", "CallFire refused the API login."),
    ],
)
def test_a_refusal_says_what_of(
    visitor: Client,
    callfire: Simulator,
    monkeypatch: pytest.MonkeyPatch,
    fault: str,
    sentence: str,
) -> None:
    monkeypatch.setattr("dashboard.management.commands.import_broadcasts.PAUSE_SECONDS", 0.0)
    callfire.fault = fault
    response = visitor.post(f"{LIST}import/", follow=True)
    assert sentence in response.content.decode()
    with pytest.raises(CommandError, match=re.escape(sentence)):
        call_command("import_broadcasts")


def test_the_command_imports_with_a_word_of_what_came(
    visitor: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("import_broadcasts")
    assert capsys.readouterr().out == "12 broadcasts, 12 new, 0 changed.\n"
    call_command("import_broadcasts")
    assert capsys.readouterr().out == "12 broadcasts, 0 new, 0 changed.\n"


def test_the_command_tries_again_where_trouble_passes(
    visitor: Client,
    callfire: Simulator,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("dashboard.management.commands.import_broadcasts.PAUSE_SECONDS", 0.0)
    callfire.next_faults.extend(["http-503"] * 3)  # a question and its retries
    call_command("import_broadcasts")
    assert capsys.readouterr().out == "12 broadcasts, 12 new, 0 changed.\n"


def test_search_filter_and_order_stand_in_the_address(imported: Client) -> None:
    assert names(text_of(imported, f"{LIST}?q=AUT+rem")) == ["Autumn reminder"]
    assert names(text_of(imported, f"{LIST}?q={AUTUMN}")) == ["Autumn reminder"]
    by_name = names(text_of(imported, f"{LIST}?type=VOICE&sort=name"))
    assert by_name == sorted(by_name, key=str.casefold)
    assert names(text_of(imported, f"{LIST}?type=VOICE&sort=-name")) == by_name[::-1]
    assert set(names(text_of(imported, f"{LIST}?label=health"))) == {
        *("Flu clinic, evening", "Pharmacy pick-up notice", "Appointment reminders, daily"),
    }
    watching.watch(AUTUMN)
    text = text_of(imported, f"{LIST}?watched=yes&status=RUNNING&sort=-credits")
    assert names(text) == ["Autumn reminder"]
    assert 'aria-sort="descending"' in text
    assert '<option value="RUNNING" selected>' in text


def test_what_no_page_ever_wrote_into_its_address_does_no_harm(imported: Client) -> None:
    for query in ("sort=nonsense", "sort=--name", "page=0", "page=x", "page=99", "q=%00"):
        assert len(names(text_of(imported, f"{LIST}?{query}"))) == 12
    assert "No broadcast fits." in text_of(imported, f"{LIST}?status=%3Cb%3E")
    assert "&lt;b&gt;" in text_of(imported, f"{LIST}?status=%3Cb%3E")


def test_the_links_of_pages_and_heads_keep_what_was_chosen(visitor: Client) -> None:
    named.keep_all({n: BroadcastDetails(f"N {n}", "VOICE") for n in range(1, 121)})
    text = text_of(visitor, f"{LIST}?q=n&type=VOICE&sort=id&page=2")
    assert f'href="{LIST}?q=n&amp;type=VOICE&amp;sort=id&amp;page=3"' in text
    assert f'href="{LIST}?q=n&amp;type=VOICE&amp;sort=id"' in text  # the first page
    assert f'href="{LIST}?q=n&amp;type=VOICE&amp;sort=-credits"' in text
    assert 'href="/broadcasts.csv?q=n&amp;type=VOICE&amp;sort=id"' in text
    assert "Page 2 of 3" in text


def test_the_list_is_taken_away_as_csv_with_the_same_filter_and_order(imported: Client) -> None:
    imported.get(f"{LIST}{AUTUMN}/")
    named.rename(AUTUMN, "=HYPERLINK(1)", "a note")
    response = imported.get("/broadcasts.csv?label=reminders&sort=id")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="broadcasts.csv"'
    content = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
    first, second = csv.DictReader(io.StringIO(content.removeprefix("\ufeff")))
    assert (first["broadcast_id"], first["name"]) == ("9811204003", "Appointment reminders, daily")
    assert (first["reached_or_sent"], first["fetched_at"]) == ("", "")
    assert (second["broadcast_id"], second["name"]) == (str(AUTUMN), "'=HYPERLINK(1)")
    assert (second["type"], second["labels"], second["note"]) == ("VOICE", "reminders", "a note")
    document = imported.get(f"{LIST}{AUTUMN}/stats.json").json()
    assert second["reached_or_sent"] == str(document["metrics"]["live_answers"])
    assert second["billed_amount"] == document["usage"]["billed_amount"]
    assert Record.objects.filter(deed="export", what__startswith="/broadcasts.csv").exists()


def test_the_same_list_again_is_not_sent_again(imported: Client) -> None:
    imported.get(LIST)  # gives the browser the mark that its forms carry
    tag = imported.get(LIST)["ETag"]
    assert imported.get(LIST, headers={"If-None-Match": tag}).status_code == 304
    named.rename(AUTUMN, "Ours", "")
    assert imported.get(LIST, headers={"If-None-Match": tag}).status_code == 200


# --- names, notes, forgetting --------------------------------------------------------------------


def test_an_own_name_and_a_note_are_kept_shown_and_found(imported: Client) -> None:
    page = f"{LIST}{AUTUMN}/"
    typed = {"own_name": "Our reminder", "note": "for the council"}
    response = imported.post(f"{page}name/?period=7d", typed)
    assert (response.status_code, response["Location"]) == (302, f"{page}?period=7d")
    text = text_of(imported, page)
    assert "<h1>\n      Our reminder" in re.sub(r"<h1>\s*", "<h1>\n      ", text)
    assert "for the council" in text
    listed = text_of(imported, f"{LIST}?q=our")
    assert names(listed) == ["Our reminder"]
    assert "for the council" in listed
    assert names(text_of(imported, f"{LIST}?q=autumn")) == ["Our reminder"]
    assert Record.objects.filter(deed="name", broadcast_id=AUTUMN).exists()


def test_a_name_that_is_too_long_is_refused_and_what_was_typed_stays(imported: Client) -> None:
    response = imported.post(f"{LIST}{AUTUMN}/name/", {"own_name": "x" * 201, "note": "mine"})
    assert response.status_code == 400
    text = response.content.decode()
    assert "at most 200 characters" in text
    assert "x" * 201 in text
    assert "mine" in text


def test_forgetting_asks_first_and_then_leaves_nothing(imported: Client) -> None:
    page = f"{LIST}{AUTUMN}/"
    imported.get(page)
    asked = text_of(imported, f"{page}forget/")
    assert "Everything that is kept here of <strong>Autumn reminder</strong>" in asked
    assert Snapshot.objects.filter(broadcast=AUTUMN).exists()
    response = imported.post(f"{page}forget/")
    assert (response.status_code, response["Location"]) == (302, LIST)
    assert not Broadcast.objects.filter(pk=AUTUMN).exists()
    assert not Snapshot.objects.filter(broadcast=AUTUMN).exists()
    record = Record.objects.get(deed="forget", broadcast_id=AUTUMN)
    assert record.outcome == "1 snapshots"


def test_the_jump_box_takes_a_name_as_well_as_an_id(imported: Client) -> None:
    assert imported.get("/?broadcast=autumn+rem")["Location"] == f"{LIST}?q=autumn+rem"
    assert imported.get(f"/?broadcast={AUTUMN}")["Location"] == f"{LIST}{AUTUMN}/"


def test_a_search_without_a_letter_or_a_digit_says_that_it_needs_one(imported: Client) -> None:
    said = "What is looked for needs a letter or a digit."
    assert said in text_of(imported, f"{LIST}?q=%2B%2B")
    assert said not in text_of(imported, f"{LIST}?q=nothing")
