import pytest
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern
from pytest_django import Settings

from dashboard import urls
from dashboard.middleware import TrustedProxies


def seen(peer: str, **headers: str) -> tuple[str, str, str | None]:
    """Address, scheme and X-Forwarded-For as the site believes them."""
    requests: list[HttpRequest] = []

    def answer(request: HttpRequest) -> HttpResponse:
        requests.append(request)
        return HttpResponse()

    TrustedProxies(answer)(RequestFactory().get("/", REMOTE_ADDR=peer, **headers))  # type: ignore[arg-type]
    meta = requests[0].META
    return meta["REMOTE_ADDR"], requests[0].scheme or "", meta.get("HTTP_X_FORWARDED_FOR")


FORWARDED = {"HTTP_X_FORWARDED_FOR": "6.6.6.6, 192.0.2.7", "HTTP_X_FORWARDED_PROTO": "https"}


def test_a_trusted_proxy_is_believed(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = ["10.0.0.1"]
    assert seen("10.0.0.1", **FORWARDED) == ("192.0.2.7", "https", None)


def test_nobody_else_is_believed(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = ["10.0.0.1"]
    assert seen("10.0.0.2", **FORWARDED) == ("10.0.0.2", "http", None)


def test_a_chain_of_trusted_proxies_is_followed_to_the_first_stranger(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = ["10.0.0.1", "192.0.2.7"]
    assert seen("10.0.0.1", **FORWARDED) == ("6.6.6.6", "https", None)


@pytest.mark.parametrize("invented", ["", "unknown", "1.2.3.4:80", "<script>"])
def test_an_address_that_is_none_leaves_the_proxys_own(settings: Settings, invented: str) -> None:
    settings.TRUSTED_PROXIES = ["10.0.0.1"]
    assert seen("10.0.0.1", HTTP_X_FORWARDED_FOR=invented)[0] == "10.0.0.1"


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
    open_to_all = {"login", "logout", "livez", "readyz", "robots", "favicon"}
    views = [pattern for pattern in urls.urlpatterns if isinstance(pattern, URLPattern)]
    assert {
        view.name for view in views if not getattr(view.callback, "login_required", True)
    } == open_to_all
