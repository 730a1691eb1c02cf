"""The headers that close the site, by name, on every address: pages, errors and static files."""

import pytest
from django.test import Client
from django.urls import URLPattern
from pytest_django import Settings

from dashboard import urls
from simulator.server import Simulator

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000",
}
ADDRESSES = [
    "/" + str(each.pattern).lstrip("^").replace("<broadcast:broadcast_id>", "11741873003")
    for each in urls.urlpatterns
    if isinstance(each, URLPattern) and each.name
]
OTHERS = ["/admin/", "/admin/login/", "/nothing", "/broadcasts/0/stats.json", "/accounts/login"]


@pytest.mark.parametrize("address", [*ADDRESSES, *OTHERS, "/static/css/app.css"])
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", ["person", "stranger"])
def test_every_answer_carries_the_headers(
    callfire: Simulator,
    clock: Settings,
    settings: Settings,
    person: Client,
    address: str,
    method: str,
    who: str,
) -> None:
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.WHITENOISE_USE_FINDERS = True
    client = person if who == "person" else Client()
    fresh = Client(enforce_csrf_checks=True)
    fresh.cookies = client.cookies
    response = getattr(fresh, method)(address, secure=True)

    assert response.status_code < 500
    for name, value in HEADERS.items():
        assert response[name] == value, name
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
    assert "camera=()" in response["Permissions-Policy"]
    assert "Access-Control-Allow-Origin" not in response
    response.close()  # a static file is open until it is read or closed


def test_the_addresses_are_all_there() -> None:
    assert "/broadcasts/11741873003/results.csv" in ADDRESSES
    assert len(ADDRESSES) >= 14


@pytest.mark.django_db
def test_every_page_carries_the_policy_that_allows_files_of_this_site_alone(
    client: Client,
) -> None:
    policy = client.get("/accounts/login/")["Content-Security-Policy"]
    assert set(policy.split("; ")) == {
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "font-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    }
