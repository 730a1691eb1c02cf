"""The record of who did what, when and with what outcome."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings

from dashboard import tokens
from dashboard.models import AppendOnlyError, Record
from simulator.server import Simulator
from tests.conftest import NOW

AUTUMN = 11741873003
PAGE = f"/broadcasts/{AUTUMN}/"
PASSWORD = "a password of mk"
EXPORTS = ["summary.csv", "results.csv", "stats.json", "report.xlsx"]


def lines() -> list[tuple[str, str, str]]:
    """Who, deed and outcome of each line, the oldest first."""
    return list(Record.objects.order_by("pk").values_list("who", "deed", "outcome"))


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_is_recorded_with_what_was_asked_and_the_reference(
    person: Client, callfire: Simulator, clock: Settings, name: str
) -> None:
    response = person.get(f"{PAGE}{name}?period=7d")
    line = Record.objects.get(deed="export")
    assert (line.who, line.outcome, line.broadcast_id) == ("mk", "ok", AUTUMN)
    assert line.what == f"{PAGE}{name}?period=7d"
    assert line.client == "127.0.0.1"
    assert line.reference == response["X-Request-Reference"]


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_that_failed_is_recorded_with_the_reason(
    person: Client, callfire: Simulator, clock: Settings, name: str
) -> None:
    callfire.fault = "http-404"
    person.get(f"{PAGE}{name}")
    person.get(f"{PAGE}{name}?begin=nonsense")
    assert lines()[-2:] == [("mk", "export", "not_found"), ("mk", "export", "invalid")]


def test_figures_that_stood_in_are_recorded_as_such(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    person.get(f"{PAGE}results.csv")
    clock.DEMO_NOW = NOW + timedelta(hours=1)
    callfire.fault = "http-403"
    person.get(f"{PAGE}results.csv")
    assert lines()[-1] == ("mk", "export", "kept figures: forbidden")


def test_a_refresh_is_recorded_with_its_outcome(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    person.post(f"{PAGE}refresh/")
    callfire.fault = "http-404"
    person.post("/broadcasts/6117119003/refresh/")
    assert lines()[-2:] == [("mk", "refresh", "ok"), ("mk", "refresh", "not_found")]


def test_looking_at_a_page_is_not_recorded(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    before = lines()
    person.get(PAGE)
    assert lines() == before


def test_signing_in_and_out_and_what_failed_of_it_are_recorded(db: None) -> None:
    User.objects.create_user("mk", password=PASSWORD)
    client = Client()
    client.post("/accounts/login/", {"username": "mk", "password": PASSWORD})
    client.post("/accounts/logout/")
    client.post("/accounts/login/", {"username": "mk", "password": "wrong"})
    client.post("/accounts/login/", {"username": "my password!", "password": "mk"})
    assert lines() == [
        ("mk", "sign_in", "ok"),
        ("mk", "sign_out", "ok"),
        ("mk", "sign_in", "refused"),
        ("(unknown name)", "sign_in", "refused"),
    ]


def test_a_sign_in_that_was_closed_is_recorded(db: None) -> None:
    User.objects.create_user("mk", password=PASSWORD)
    for _ in range(5):
        Client().post("/accounts/login/", {"username": "mk", "password": "wrong"})
    assert lines().count(("mk", "sign_in", "closed")) == 1


def test_a_changed_password_is_recorded_and_signs_out_elsewhere(person: Client) -> None:
    elsewhere = Client()
    elsewhere.force_login(User.objects.get(username="mk"))
    new = "quite another one 7"
    typed = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert person.post("/accounts/password_change/", typed).status_code == 302
    assert lines()[-1] == ("mk", "password", "ok")
    assert person.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302


def test_what_a_program_did_names_its_token(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    secret = tokens.made(User.objects.get(username="mk"), "the sheet")
    Client().get(f"{PAGE}results.csv", headers={"Authorization": f"Bearer {secret}"})
    line = Record.objects.get(deed="export")
    assert (line.who, line.token) == ("mk", "the sheet")


@pytest.mark.parametrize(
    "change",
    [
        lambda: Record.objects.all().delete(),
        lambda: Record.objects.update(who="other"),
        lambda: Record.objects.get().delete(),
        lambda: Record.objects.get().save(),
    ],
)
def test_a_line_cannot_be_changed_or_taken_out(db: None, change: Callable[[], None]) -> None:
    Record.objects.create(who="mk", deed="refresh", outcome="ok", reference="00000000")
    with pytest.raises(AppendOnlyError):
        change()
    assert lines() == [("mk", "refresh", "ok")]


def test_the_record_outlives_the_person(person: Client) -> None:
    User.objects.get(username="mk").delete()
    assert lines() == [("mk", "sign_in", "ok")]


def test_staff_read_the_record_in_the_admin_and_change_nothing(admin_client: Client) -> None:
    line = Record.objects.get(deed="sign_in")
    listed = admin_client.get("/admin/dashboard/record/?q=admin")
    assert "signed in" in listed.content.decode()
    there = f"/admin/dashboard/record/{line.pk}/"
    assert admin_client.get(f"{there}change/").status_code == 200
    assert admin_client.post(f"{there}change/", {"who": "other"}).status_code == 403
    assert admin_client.post(f"{there}delete/", {"post": "yes"}).status_code == 403
    assert admin_client.get("/admin/dashboard/record/add/").status_code == 403
    taken = {"action": "delete_selected", "_selected_action": [line.pk], "post": "yes"}
    admin_client.post("/admin/dashboard/record/", taken)
    assert Record.objects.filter(pk=line.pk).exists()


@pytest.mark.parametrize("name", EXPORTS)
def test_what_cannot_be_recorded_is_logged_and_the_download_goes(
    person: Client,
    unwritable: str,
    callfire: Simulator,
    clock: Settings,
    caplog: pytest.LogCaptureFixture,
    name: str,
) -> None:
    response = person.get(f"{PAGE}{name}")
    assert response.status_code == 200
    assert len(response.content) > 500
    (said,) = [vars(each) for each in caplog.records if "not recorded" in each.message]
    assert (said["who"], said["deed"], said["broadcast_id"]) == ("mk", "export", AUTUMN)
    assert said["reference"] == response["X-Request-Reference"]
