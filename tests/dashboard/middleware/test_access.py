"""Who may ask: signing in, where it leads, and what is open to strangers."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern

from dashboard import urls


@pytest.mark.django_db
def test_signing_in_leads_to_where_one_wanted_to_go_and_nowhere_else(client: Client) -> None:
    User.objects.create_user("mk", password="a password of mk")
    typed = {"username": "mk", "password": "a password of mk"}
    response = client.post("/accounts/login/?next=/broadcasts/135/", typed)
    assert response["Location"] == "/broadcasts/135/"
    client.logout()
    response = client.post("/accounts/login/?next=https://evil.example/", typed)
    assert response["Location"] == "/"


def test_every_address_but_the_listed_ones_needs_sign_in() -> None:
    open_to_all = {"login", "logout", "livez", "readyz", "robots", "favicon", "theme", "language"}
    views = [pattern for pattern in urls.urlpatterns if isinstance(pattern, URLPattern)]
    assert {
        view.name for view in views if not getattr(view.callback, "login_required", True)
    } == open_to_all
