"""Without JavaScript everything works but drawing, copying and updating."""

import csv
import io
import re
from pathlib import Path

from playwright.sync_api import Page, expect
from pytest_django import Settings

from simulator.server import Simulator
from tests.browser.broadcasts import AUTUMN, address, document, let_pass, look_before


def test_form_and_page(scriptless: Page, callfire: Simulator, clock: Settings) -> None:
    page = scriptless
    page.goto("/")
    page.get_by_label("Broadcast: name or ID").fill(str(AUTUMN))
    page.get_by_label("From").fill("2026-11-18")
    page.get_by_label("To", exact=True).fill("2026-11-20")
    page.get_by_role("button", name="Show stats").click()

    expect(page).to_have_url(re.compile(r"\?begin=2026-11-18&end=2026-11-20$"))
    query = "begin=2026-11-18&end=2026-11-20"
    live_answers = document(page, query=query)["metrics"]["live_answers"]
    expect(page.locator(".tile--lead .figure")).to_have_text(f"{live_answers:,}")
    expect(page.locator("[data-part=results] table")).to_be_visible()


def test_progress_is_a_bar_all_the_same_and_no_canvas_stays_blank(
    scriptless: Page, callfire: Simulator, clock: Settings
) -> None:
    scriptless.goto(address())
    expect(scriptless.locator(".progress-bar--wide")).to_be_visible()
    for canvas in scriptless.locator("canvas").all():
        expect(canvas).to_be_hidden()


def test_nothing_is_offered_that_needs_a_script(
    scriptless: Page, callfire: Simulator, clock: Settings
) -> None:
    scriptless.goto(address())
    scriptless.locator("summary", has_text="Export").click()
    expect(scriptless.get_by_role("button", name="Copy link")).to_be_hidden()
    expect(scriptless.locator("[data-updating]")).to_be_hidden()


def test_custom_dates(scriptless: Page, callfire: Simulator, clock: Settings) -> None:
    page = scriptless
    page.goto(address(query="period=7d"))
    page.locator("summary", has_text="Custom …").click()
    page.get_by_label("From", exact=True).fill("2026-11-19")
    page.get_by_label("To", exact=True).fill("")
    page.get_by_role("button", name="Show stats").click()
    expect(page.locator("[data-part=resolved]")).to_have_text(
        "Thu 19 Nov 2026 00:00 to now (as of 22:00) · UTC"
    )


def test_the_zone(scriptless: Page, callfire: Simulator, clock: Settings) -> None:
    page = scriptless
    page.goto(address(query="period=yesterday"))
    page.get_by_text("Time zone: UTC").click()
    page.get_by_label("Another time zone").fill("Asia/Tokyo")
    page.get_by_role("button", name="Use this time zone").click()
    expect(page.locator("[data-part=resolved]")).to_contain_text("Asia/Tokyo (UTC+9)")
    expect(page).to_have_url(re.compile("tz=Asia%2FTokyo$"))


def test_refresh(scriptless: Page, callfire: Simulator, clock: Settings) -> None:
    page = scriptless
    look_before(page)
    let_pass(clock, callfire)
    page.goto(address())
    expect(page.locator(".fresh")).to_contain_text("As of 22:00:00")
    page.get_by_role("button", name="Refresh").click()
    expect(page.locator(".fresh")).to_contain_text("As of 22:05:00")


def test_a_refresh_that_failed_says_so_beside_the_figures(
    scriptless: Page, callfire: Simulator, clock: Settings
) -> None:
    page = scriptless
    page.goto(address())
    let_pass(clock, callfire)
    callfire.fault = "hang-up"
    page.get_by_role("button", name="Refresh").click()
    expect(page.locator("[data-part=problem]")).to_contain_text("Could not refresh at 22:05:")
    expect(page.locator("[data-part=answer]")).to_contain_text("live answers")


def test_exports(scriptless: Page, callfire: Simulator, clock: Settings, tmp_path: Path) -> None:
    page = scriptless
    page.goto(address(query="period=yesterday"))
    page.locator("summary", has_text="Export").click()
    for name in ("Results, a row each (CSV)", "Summary in one row (CSV)"):
        with page.expect_download() as waiting:
            page.get_by_role("link", name=name).click()
        kept = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(kept)
        rows = list(csv.DictReader(io.StringIO(kept.read_text("utf-8-sig"), newline="")))
        assert {row["broadcast_id"] for row in rows} == {str(AUTUMN)}
