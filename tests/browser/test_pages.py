"""States of the pages beside the figures: signing in, tokens, the password, faults, nothing yet."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError
from playwright.sync_api import Page, expect
from pytest_django import Settings

from simulator.server import Simulator
from tests.browser.broadcasts import AUTUMN, address, look_before
from tests.browser.conftest import PASSWORD, USER
from tests.browser.looks import photograph, says
from tests.browser.timeline.conftest import turnstile  # noqa: F401
from tests.browser.timeline.pages import Turnstile
from tests.browser.watch import Watch

SIGN_IN = "/accounts/login/"
TOKENS = "/accounts/tokens/"
PASSWORD_CHANGE = "/accounts/password_change/"


def sign_in(page: Page, password: str) -> None:
    page.get_by_label("Username").fill(USER)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


# --- accounts ------------------------------------------------------------------------------------


def test_signing_in(stranger: Page, user: User) -> None:
    stranger.goto(SIGN_IN)
    says(stranger, "Sign in")
    photograph(stranger, "sign-in-plain")


def test_signing_in_is_closed_after_five_wrong_passwords(
    stranger: Page, user: User, watch: Watch
) -> None:
    watch.expect(429)
    stranger.goto(SIGN_IN)
    for _ in range(5):
        sign_in(stranger, "guessed")
    says(stranger, "Too many tries with this user name failed. Wait 15 minutes, then try again.")
    photograph(stranger, "sign-in-locked")


def test_tokens(page: Page, watch: Watch) -> None:
    page.goto(TOKENS)
    photograph(page, "tokens-none")

    page.get_by_label("What it is for").fill("the weekly sheet")
    page.get_by_role("button", name="Make a token").click()
    says(page, "This is your new token. Copy it now: it is not shown again.")
    photograph(page, "tokens-fresh")

    watch.expect(400)
    page.get_by_label("What it is for").fill(" ")
    page.get_by_role("button", name="Make a token").click()
    says(page, "This field is required.")
    photograph(page, "tokens-refused")


def test_the_password(page: Page) -> None:
    page.goto(PASSWORD_CHANGE)
    photograph(page, "password")

    for label, typed in (("Old", PASSWORD), ("New", "12345"), ("confirmation", "1234")):
        page.get_by_label(label).first.fill(typed)
    page.get_by_role("button", name="Change password").click()
    expect(page.locator(".field__error")).not_to_have_count(0)
    photograph(page, "password-refused")

    for label, typed in (
        ("Old", PASSWORD),
        ("New", "four plain words"),
        ("confirmation", "four plain words"),
    ):
        page.get_by_label(label).first.fill(typed)
    page.get_by_role("button", name="Change password").click()
    says(page, "From now on the new password is the one to sign in with.")
    photograph(page, "password-done")


def test_the_administration(stranger: Page, page: Page, user: User) -> None:
    stranger.goto("/admin/login/")
    expect(stranger.get_by_label("Username:")).to_be_visible()
    photograph(stranger, "admin-sign-in")

    User.objects.filter(pk=user.pk).update(is_staff=True, is_superuser=True)
    page.goto("/admin/")
    expect(page.get_by_role("heading", name="Site administration")).to_be_visible()
    photograph(page, "admin")


# --- nothing yet, nothing found, and on the way --------------------------------------------------


def test_nothing_fits_in_the_list(page: Page, callfire: Simulator, clock: Settings) -> None:
    look_before(page)
    page.goto("/broadcasts/?q=nobody")
    says(page, "No broadcast fits.", "0 broadcasts")
    photograph(page, "list-filtered-to-nothing")


def test_the_list_on_its_way(page: Page, callfire: Simulator, clock: Settings) -> None:
    # The page goes on by itself, which would be another page while this one is looked at.
    held = "HTMLFormElement.prototype.submit = HTMLFormElement.prototype.requestSubmit = () => {}"
    page.add_init_script(held)
    page.goto("/broadcasts/?import=5&of=12")
    says(page, "5 of 12 broadcasts fetched")
    photograph(page, "list-importing")


def test_a_portfolio_of_nothing(page: Page, callfire: Simulator, clock: Settings) -> None:
    page.goto("/portfolio/")
    says(page, "No broadcast was created before the end of this period")
    photograph(page, "portfolio-empty")


def test_nothing_is_compared(page: Page, callfire: Simulator, clock: Settings) -> None:
    page.goto("/compare/")
    says(page, "Pick two to 8 broadcasts")
    photograph(page, "compare-nothing")


def test_a_comparison_on_its_way(
    page: Page,
    callfire: Simulator,
    clock: Settings,
    turnstile: Turnstile,  # noqa: F811
) -> None:
    other, query = 9811204003, "period=7d"
    for broadcast_id in (AUTUMN, other):
        for each in ("", query):
            assert page.request.get(address(broadcast_id, each)).ok
    turnstile.shut()
    page.goto(f"/compare/?id={AUTUMN}&id={other}&{query}")
    expect(page.locator("[data-part=when]")).to_have_attribute("aria-busy", "true")
    photograph(page, "compare-loading")


def test_no_alert_was_ever_told(page: Page, callfire: Simulator, clock: Settings) -> None:
    page.goto("/alerts/")
    says(page, "Nothing that you asked to be told of.", "Nothing yet.")
    photograph(page, "alerts-none")


def test_alerts_of_no_broadcast(
    page: Page, callfire: Simulator, clock: Settings, watch: Watch
) -> None:
    watch.expect(400)
    page.goto("/alerts/?broadcast=mine")
    says(page, "“mine” is not a broadcast ID: a whole number in digits.")
    photograph(page, "alerts-unknown")


def test_a_name_that_is_too_long(
    page: Page, callfire: Simulator, clock: Settings, watch: Watch
) -> None:
    page.goto(address())
    page.get_by_role("heading", name="Name and note").click()
    field = page.get_by_label("Name here")
    field.evaluate("field => field.removeAttribute('maxlength')")
    field.fill("long " * 50)
    watch.expect(400)
    page.locator("[data-part=own]").get_by_role("button", name="Save").click()
    says(page, "at most 200 characters")
    photograph(page, "name-refused")


# --- faults --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "status", "path", "sentence"),
    [
        (
            "fault-400",
            400,
            "/?" + "&".join(f"a{n}=" for n in range(1_001)),
            "is not what this site takes",
        ),
        ("fault-405", 405, f"/broadcasts/{AUTUMN}/refresh/", "only"),
    ],
)
def test_an_address_that_can_t_be_used(
    page: Page, watch: Watch, name: str, status: int, path: str, sentence: str
) -> None:
    watch.expect(status)
    page.goto(path)
    says(page, sentence, str(status))
    photograph(page, name)


def test_a_form_without_this_browser_s_mark(page: Page, watch: Watch) -> None:
    page.goto(TOKENS)
    page.context.clear_cookies(name="csrftoken")
    watch.expect(403)
    page.get_by_label("What it is for").fill("anything")
    page.get_by_role("button", name="Make a token").click()
    says(page, "the form did not carry this browser's mark", "403")
    photograph(page, "fault-403")


@pytest.mark.parametrize(
    ("name", "status", "error", "sentence"),
    [
        ("fault-500", 500, RuntimeError("a mistake"), "The mistake is this site's, not yours"),
        ("fault-503", 503, OperationalError("gone"), "This site does not reach its database."),
    ],
)
def test_a_fault_of_this_site(
    page: Page,
    watch: Watch,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    status: int,
    error: Exception,
    sentence: str,
) -> None:
    def fail(*_: Any, **__: Any) -> Callable[..., Any]:
        raise error

    monkeypatch.setattr("dashboard.views.alerts._page", fail)
    watch.expect(status)
    page.goto("/alerts/")
    says(page, sentence, str(status))
    photograph(page, name)
