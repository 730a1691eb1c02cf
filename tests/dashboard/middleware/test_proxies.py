import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django import Settings

from dashboard.middleware.proxies import TrustedProxies


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
