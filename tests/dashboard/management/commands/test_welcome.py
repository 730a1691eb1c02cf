from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from pytest_django import Settings


def said(port: int = 8000) -> list[str]:
    out = StringIO()
    call_command("welcome", port=port, stdout=out)
    return out.getvalue().splitlines()


@pytest.mark.django_db
def test_a_new_site_says_what_is_missing_in_a_sentence_each(settings: Settings) -> None:
    settings.CALLFIRE_API_LOGIN = settings.CALLFIRE_API_PASSWORD = ""
    settings.TIME_ZONE_SET = False
    assert said(8001) == [
        "CallFire can't be asked until .env has CALLFIRE_API_LOGIN and CALLFIRE_API_PASSWORD.",
        "Days are UTC days until .env has TIME_ZONE.",
        "Nobody can sign in yet. Make a user: .venv/bin/python manage.py createsuperuser",
        "Broadcast Stats is at http://127.0.0.1:8001/ (Ctrl-C stops it)",
    ]


@pytest.mark.django_db
def test_a_site_that_lacks_nothing_says_its_address_alone() -> None:
    User.objects.create_user("mk")
    assert said() == ["Broadcast Stats is at http://127.0.0.1:8000/ (Ctrl-C stops it)"]
