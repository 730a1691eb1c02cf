import pytest
from django.core.checks import Warning as Advice
from django.core.checks import run_checks
from pytest_django import Settings


def told(number: str) -> list[str]:
    """What the checks with that id say, each with its hint."""
    return [f"{each.msg} {each.hint}" for each in run_checks() if each.id == f"dashboard.{number}"]


def test_a_site_that_is_set_up_is_told_nothing(settings: Settings) -> None:
    settings.TIME_ZONE_SET = True
    assert run_checks() == []


@pytest.mark.parametrize("name", ["CALLFIRE_API_LOGIN", "CALLFIRE_API_PASSWORD"])
def test_a_missing_credential_is_named_with_where_to_put_it(settings: Settings, name: str) -> None:
    setattr(settings, name, "")
    (message,) = told("W001")
    assert message.startswith(f"{name} is not set")
    assert f"Put {name} into .env" in message


def test_two_missing_credentials_are_both_named(settings: Settings) -> None:
    settings.CALLFIRE_API_LOGIN = settings.CALLFIRE_API_PASSWORD = ""
    assert [message.split()[0] for message in told("W001")] == [
        "CALLFIRE_API_LOGIN",
        "CALLFIRE_API_PASSWORD",
    ]


def test_an_unset_time_zone_is_said_and_one_set_to_utc_is_not(settings: Settings) -> None:
    settings.TIME_ZONE_SET = False
    (message,) = told("W002")
    assert message.startswith("TIME_ZONE is not set: days here are UTC days.")
    settings.TIME_ZONE_SET = True
    assert told("W002") == []


def test_the_site_starts_without_them(settings: Settings) -> None:
    settings.CALLFIRE_API_LOGIN, settings.TIME_ZONE_SET = "", False
    assert {type(each) for each in run_checks()} == {Advice}


def test_no_credential_is_in_what_a_check_says(settings: Settings) -> None:
    settings.CALLFIRE_API_LOGIN, settings.CALLFIRE_API_PASSWORD = "", "hunter2"
    assert "hunter2" not in " ".join(told("W001"))
