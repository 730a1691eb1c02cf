"""Every page in its main states, as the site answers a person: name -> HTML."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Final
from unittest.mock import patch

from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.test import Client, RequestFactory
from pytest_django import Settings

from dashboard.views import faults
from simulator.server import Simulator
from stats import catalogue, service
from tests.conftest import NOW
from tests.stats.callfire.client.far_end import FarEnd, answer

DOCUMENTS: Final = Path(__file__).resolve().parent.parent / "documents"
AUTUMN, DAILY, TEXTS, NOT_STARTED, UNKNOWN = 11741873003, 9811204003, 6117119003, 6280378003, 135
Pages = dict[str, str]

# Name -> address, and the status that it is answered with.
PLAIN: Final[dict[str, tuple[str, int]]] = {
    "home": ("/", 200),
    "home-bad-dates": ("/?broadcast=135&begin=x&end=2026-01-01", 400),
    "list": ("/broadcasts/", 200),
    "list-nothing-found": ("/broadcasts/?q=nothing", 200),
    "figures": (f"/broadcasts/{AUTUMN}/", 200),
    "figures-in-a-zone": (f"/broadcasts/{AUTUMN}/?period=today&tz=America/Los_Angeles", 200),
    "figures-compared": (f"/broadcasts/{DAILY}/?period=7d&compare=previous", 200),
    "texts": (f"/broadcasts/{TEXTS}/", 200),
    "not-started": (f"/broadcasts/{NOT_STARTED}/", 200),
    "nothing": (f"/broadcasts/{AUTUMN}/?begin=2026-01-01&end=2026-01-02", 200),
    "too-many-buckets": (f"/broadcasts/{AUTUMN}/?bucket=hour", 200),
    "bad-dates": (f"/broadcasts/{AUTUMN}/?begin=2026-02-01&end=2026-01-01", 400),
    "not-found": (f"/broadcasts/{UNKNOWN}/", 404),
    "forget": (f"/broadcasts/{AUTUMN}/forget/", 200),
    "portfolio": ("/portfolio/", 200),
    "portfolio-bad-dates": ("/portfolio/?begin=x", 400),
    "compare-empty": ("/compare/", 200),
    "compare-search": (f"/compare/?id={AUTUMN}&q=daily", 200),
    "compare": (f"/compare/?id={AUTUMN}&id={DAILY}", 200),
    "alerts": ("/alerts/", 200),
    "alerts-of-one": (f"/alerts/?broadcast={AUTUMN}", 200),
    "tokens": ("/accounts/tokens/", 200),
    "password-change": ("/accounts/password_change/", 200),
    "nowhere": ("/nothing", 404),
}
DOCUMENTS_SHOWN: Final = (
    "stats-as-on-callfires-page",
    "stats-without-actionstatistics",
    "stats-empty-sections",
    "stats-unknown-code",
)


def all_pages(person: Client, callfire: Simulator, clock: Settings) -> Pages:
    """Ask for all of them; those that need CallFire to fail come last."""
    clock.CALLFIRE_PER_MINUTE = 10_000
    callfire.account.histories()  # made once a process: the first answer would be a slow one
    person.raise_request_exception = False
    pages = {"first-use": _page(person, "/"), "list-at-first": _page(person, "/broadcasts/")}
    pages["portfolio-at-first"] = _page(person, "/portfolio/")
    list(catalogue.import_pages())
    _load(person)
    pages |= {name: _page(person, *asked) for name, asked in PLAIN.items()}
    pages |= _forms(person) | _strangers() | _faults(person) | _documents(person, clock)
    return pages | _troubled(person, callfire, clock)


def _page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return str(response.content.decode())


def _load(person: Client) -> None:
    """Have some of everything kept, as after a first visit."""
    person.get(f"/broadcasts/{AUTUMN}/")
    for address in (
        f"/broadcasts/{AUTUMN}/details/",
        f"/broadcasts/{AUTUMN}/load/",
        f"/broadcasts/{AUTUMN}/watch/",
        f"/broadcasts/{DAILY}/compare/?period=7d&compare=previous",
        "/portfolio/load/",
        f"/compare/load/?id={AUTUMN}&id={DAILY}",
    ):
        assert person.post(address, {"watched": "on"}).status_code == 302, address


def _forms(person: Client) -> Pages:
    """What was typed wrongly, and what is shown once."""
    wrong = {"old_password": "x", "new_password1": "1", "new_password2": "2"}
    asked = {
        "password-refused": ("/accounts/password_change/", wrong),
        "token-made": ("/accounts/tokens/", {"name": "a script"}),
        "token-refused": ("/accounts/tokens/", {"name": ""}),
        "rules-refused": ("/alerts/rules/", {"error_rate": "on", "error_rate_limit": "x"}),
        "recipient-refused": ("/alerts/recipients/", {"email": "x"}),
        "zone-refused": ("/zone/", {"tz": "Mars"}),
    }
    return {
        name: str(person.post(*typed, follow=True).content.decode())
        for name, typed in asked.items()
    }


def _strangers() -> Pages:
    stranger = Client()
    refused = stranger.post("/accounts/login/", {"username": "x", "password": "x"})
    return {
        "sign-in": _page(stranger, "/accounts/login/"),
        "sign-in-to-go-on": _page(stranger, "/accounts/login/?next=/portfolio/"),
        "sign-in-refused": refused.content.decode(),
    }


def _faults(person: Client) -> Pages:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = person.cookies
    page = f"/broadcasts/{AUTUMN}/"
    answers = {
        400: person.get("/", headers={"Host": "somebody.else"}),
        403: strict.post(f"{page}refresh/"),
        405: person.post(page),
    }
    for _ in range(5):
        answers[429] = Client().post("/accounts/login/", {"username": "mk", "password": "x"})
    with patch.object(service, "report", side_effect=ZeroDivisionError):
        answers[500] = person.get(page)
    with patch.object(service, "report", side_effect=OperationalError):
        answers[503] = person.get(page)
    for status, response in answers.items():
        assert response.status_code == status
    pages = {f"fault-{status}": each.content.decode() for status, each in answers.items()}
    no_right = faults.forbidden(RequestFactory().get("/admin/"), PermissionDenied())
    return pages | {"fault-no-right": no_right.content.decode()}


def _documents(person: Client, clock: Settings) -> Pages:
    """Figures as CallFire may also send them, each of a broadcast that nobody has looked at."""
    pages, before = {}, clock.CALLFIRE_API_URL
    for number, name in enumerate(DOCUMENTS_SHOWN, start=1):
        body = (DOCUMENTS / f"{name}.xml").read_bytes()
        with FarEnd(answer(200, body, "Content-Type: application/xml")) as far:
            clock.CALLFIRE_API_URL = far.url
            pages[name] = _page(person, f"/broadcasts/{number}/")
    clock.CALLFIRE_API_URL = before
    return pages


def _troubled(person: Client, callfire: Simulator, clock: Settings) -> Pages:
    """CallFire fails: beside kept figures, where none are, and while more is loaded."""
    clock.DEMO_NOW = callfire.now = NOW + timedelta(minutes=5)
    page, pages = f"/broadcasts/{AUTUMN}/", {}
    pages["old"] = _page(person, page)
    callfire.fault = "hang-up"
    pages["stale"] = _html(lambda: person.post(f"{page}refresh/", follow=True))
    pages["not-loaded"] = _html(lambda: person.post(f"{page}load/?bucket=hour", follow=True))
    pages["unavailable"] = _page(person, f"{page}?begin=2026-11-04&end=2026-11-05", 503)
    clock.DEMO_NOW = callfire.now = NOW + timedelta(hours=1)  # the pause after it is over
    callfire.fault = "http-401"
    pages["credentials"] = _page(person, f"{page}?begin=2026-11-02&end=2026-11-03", 502)
    callfire.fault = None
    clock.CALLFIRE_API_LOGIN = clock.CALLFIRE_API_PASSWORD = ""
    return pages | {"settings-missing": _page(person, "/")}


def _html(ask: Callable[[], object]) -> str:
    return str(ask().content.decode())  # type: ignore[attr-defined]
