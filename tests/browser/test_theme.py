"""The theme as a person meets it: chosen in the header, without a flash, also without scripts."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from simulator.server import Simulator
from tests.browser.broadcasts import address
from tests.browser.conftest import OpenContext, signed_in
from tests.browser.drawn import canvas_of
from tests.browser.looks import (
    FOLDER,
    SIZES,
    assert_axe_finds_nothing,
    assert_no_sideways_scrolling,
)
from tests.browser.test_charts import COLOURS, colours
from tests.browser.watch import Watch

# The body's where it has one, as in the administration, else the root's.
GROUND = """() => [document.body, document.documentElement]
  .map((each) => getComputedStyle(each).backgroundColor)
  .find((colour) => colour !== "rgba(0, 0, 0, 0)")"""
LIGHT, DARK = "rgb(246, 247, 249)", "rgb(13, 18, 24)"
# The grounds that were ever painted, from the first frame on.
PAINTED = """window.painted = new Set();
const look = () => {
  const grounds = [document.body, document.documentElement].map(
    (each) => each && getComputedStyle(each).backgroundColor);
  const ground = grounds.find((colour) => colour && colour !== "rgba(0, 0, 0, 0)");
  if (ground) painted.add(ground);
  requestAnimationFrame(look);
};
requestAnimationFrame(look);"""


def choose(page: Page, name: str) -> None:
    chooser = page.locator("details", has=page.locator("summary", has_text="Theme"))
    if chooser.get_attribute("open") is None:
        chooser.locator("summary").click()
    chooser.get_by_role("button", name=name, exact=True).click()


def choose_and_have_it_kept(page: Page, name: str) -> None:
    with page.expect_response("**/theme/"):
        choose(page, name)


@pytest.mark.parametrize(("system", "chosen"), [("light", "Dark"), ("dark", "Light")])
def test_a_chosen_theme_is_there_at_once_and_on_every_later_page_without_a_flash(
    page: Page, callfire: Simulator, clock: Settings, watch: Watch, system: Any, chosen: str
) -> None:
    watch.expect(404)
    page.emulate_media(color_scheme=system)
    page.goto(address())
    before, after = (LIGHT, DARK) if chosen == "Dark" else (DARK, LIGHT)
    assert page.evaluate(GROUND) == before
    canvas = canvas_of(page, "progress")
    choose_and_have_it_kept(page, chosen)
    assert page.evaluate(GROUND) == after
    assert canvas.evaluate(COLOURS)[0] == colours(page, "--done")[0]
    page.add_init_script(PAINTED)
    for path in ("/", address(), "/broadcasts/", "/nothing"):
        page.goto(path)
        page.screenshot()
        assert page.evaluate("[...painted]") == [after], path


def test_the_system_is_followed_again_once_that_is_chosen(
    page: Page, callfire: Simulator, clock: Settings
) -> None:
    page.goto(address())
    choose(page, "Dark")
    assert page.evaluate(GROUND) == DARK
    choose_and_have_it_kept(page, "System")
    assert page.evaluate(GROUND) == LIGHT
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(GROUND) == DARK
    page.reload()
    assert page.evaluate(GROUND) == DARK


def test_it_is_chosen_with_the_keyboard_and_said(page: Page, callfire: Simulator) -> None:
    page.goto("/")
    page.locator("summary").filter(has_text="Theme").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Dark", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    pressed = page.get_by_role("button", name="Dark", exact=True, pressed=True)
    expect(pressed).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("summary").filter(has_text="Theme")).to_be_focused()


def test_strangers_choose_it_on_the_page_where_they_sign_in(stranger: Page) -> None:
    stranger.goto("/accounts/login/")
    choose_and_have_it_kept(stranger, "Dark")
    stranger.reload()
    assert stranger.evaluate(GROUND) == DARK
    assert_axe_finds_nothing(stranger)


def test_without_scripts_the_page_comes_again_in_the_chosen_theme(
    scriptless: Page, callfire: Simulator
) -> None:
    scriptless.goto("/?tz=UTC")
    choose(scriptless, "Dark")
    expect(scriptless).to_have_url("/?tz=UTC")
    expect(scriptless.locator("html")).to_have_css("background-color", DARK)


def test_another_tab_and_a_page_gone_back_to_follow(page: Page, callfire: Simulator) -> None:
    other = page.context.new_page()
    other.goto("/")
    page.goto("/")
    page.goto("/accounts/tokens/")
    choose_and_have_it_kept(page, "Dark")
    expect(other.locator("html")).to_have_css("background-color", DARK)
    page.go_back()
    expect(page.locator("html")).to_have_css("background-color", DARK)


def test_the_chooser_is_in_reach_where_the_page_is_narrow(
    page: Page, callfire: Simulator, clock: Settings
) -> None:
    page.set_viewport_size({"width": 360, "height": 760})
    page.goto(address(query="tz=America/Argentina/ComodRivadavia"))
    page.locator("summary").filter(has_text="Theme").click()
    box = page.locator("[data-menu][open] .menu__panel").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    assert_no_sideways_scrolling(page)
    assert_axe_finds_nothing(page)


@pytest.mark.parametrize("chosen", ["light", "dark"])
def test_the_administration_has_the_sites_own_look(
    open_context: OpenContext, live_server: LiveServer, transactional_db: None, chosen: str
) -> None:
    staff = User.objects.create_superuser("root", password="a password of root")
    page = signed_in(open_context(), live_server, staff).new_page()
    page.goto("/admin/")
    with page.expect_response("**/theme/"):
        page.get_by_role("button", name=chosen.title(), exact=True).click()
    expect(page.locator("body")).to_have_css(
        "background-color", DARK if chosen == "dark" else LIGHT
    )
    FOLDER.mkdir(exist_ok=True)
    for name in ("", "auth/user/", f"auth/user/{staff.pk}/change/", "dashboard/record/"):
        page.goto(f"/admin/{name}")
        expect(page.locator("#site-name a")).to_have_text("Broadcast Stats")
        ground = DARK if chosen == "dark" else LIGHT
        expect(page.locator("body")).to_have_css("background-color", ground)
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            part = name.replace("/", "-").replace(str(staff.pk), "one").strip("-") or "index"
            page.screenshot(path=FOLDER / f"admin-{part}-{chosen}-{width}.png", full_page=True)


def test_where_the_system_forces_its_colours_groups_are_still_told_apart(
    open_context: OpenContext,
    live_server: LiveServer,
    user: User,
    callfire: Simulator,
    clock: Settings,
) -> None:
    page = signed_in(open_context(forced_colors="active"), live_server, user).new_page()
    page.goto(address())
    canvas_of(page, "results")
    swatch = "(each) => getComputedStyle(each).backgroundColor"
    table = page.locator("[data-part=results] tbody .swatch").all()
    grounds = {each.evaluate(swatch) for each in table}
    assert len(grounds) > 3
    assert canvas_of(page, "progress").evaluate(COLOURS)[0] == colours(page, "--done")[0]
    FOLDER.mkdir(exist_ok=True)
    page.screenshot(path=FOLDER / "forced-colours.png", full_page=True)
