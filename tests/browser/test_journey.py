"""The whole way with a mouse: sign in, ask, look, change the period and the zone, take away."""

import csv
import io
import re
from pathlib import Path

from playwright.sync_api import Page, expect
from pytest_django import Settings

from simulator.server import Simulator
from tests.browser.broadcasts import (
    AUTUMN,
    LATER,
    address,
    document,
    figures_asked,
    let_pass,
    look_to_the_end_before,
)
from tests.browser.conftest import PASSWORD, USER, OpenContext


def resolved(page: Page, sentence: str) -> None:
    expect(page.locator("[data-part=resolved]")).to_have_text(sentence)


def test_from_the_sign_in_to_the_figures(
    stranger: Page, user: object, callfire: Simulator, clock: Settings
) -> None:
    page = stranger
    page.goto("/")
    page.get_by_label("Username").fill(USER)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Broadcast: name or ID").fill(str(AUTUMN))
    page.get_by_label("Period").select_option("7 days, incl. today")
    page.get_by_role("button", name="Show stats").click()

    expect(page).to_have_url(re.compile(rf"/broadcasts/{AUTUMN}/\?period=7d$"))
    resolved(page, "Tue 17 Nov 2026 00:00 to now (as of 22:00) · UTC")
    live_answers = document(page, query="period=7d")["metrics"]["live_answers"]
    expect(page.locator(".tile--lead .figure")).to_have_text(f"{live_answers:,}")
    expect(page.locator("[data-part=answer]")).to_contain_text(f"{live_answers:,} live answers")


def test_who_was_sent_to_sign_in_comes_to_the_page_that_was_asked_for(
    stranger: Page, user: object, callfire: Simulator, clock: Settings
) -> None:
    stranger.goto(address(query="period=yesterday&tz=Asia/Tokyo"))
    stranger.get_by_label("Username").fill(USER)
    stranger.get_by_label("Password").fill(PASSWORD)
    stranger.get_by_role("button", name="Sign in").click()
    resolved(stranger, "Mon 23 Nov 2026 00:00 to Mon 23 Nov 2026 24:00 · Asia/Tokyo (UTC+9)")


def test_presets_steps_and_dates_lead_on_and_the_back_button_leads_back(
    page: Page, callfire: Simulator, clock: Settings
) -> None:
    page.goto(address())
    page.get_by_role("link", name="Yesterday").click()
    resolved(page, "Sun 22 Nov 2026 00:00 to Sun 22 Nov 2026 24:00 · UTC")
    expect(page.locator("[data-part=controls] [aria-current=true]")).to_have_text("Yesterday")
    page.get_by_role("link", name="One period back").click()
    resolved(page, "Sat 21 Nov 2026 00:00 to Sat 21 Nov 2026 24:00 · UTC")

    page.locator("summary", has_text="Custom …").click()
    page.get_by_label("From", exact=True).fill("2026-11-18")
    page.get_by_label("To", exact=True).fill("2026-11-20")
    page.get_by_role("button", name="Show stats").click()
    resolved(page, "Wed 18 Nov 2026 00:00 to Fri 20 Nov 2026 24:00 · UTC")
    expect(page).to_have_url(re.compile(r"\?begin=2026-11-18&end=2026-11-20"))

    page.go_back()
    resolved(page, "Sat 21 Nov 2026 00:00 to Sat 21 Nov 2026 24:00 · UTC")
    page.go_back()
    page.go_back()
    resolved(page, "All time, to now (as of 22:00) · UTC")


def test_no_step_leads_into_the_future(page: Page, callfire: Simulator, clock: Settings) -> None:
    page.goto(address(query="period=today"))
    expect(page.get_by_role("link", name="One period back")).to_be_visible()
    expect(page.get_by_role("link", name="One period forward")).to_have_count(0)


def test_times_come_on_demand_and_mean_the_same(
    page: Page, callfire: Simulator, clock: Settings
) -> None:
    page.goto(address(query="begin=2026-11-18&end=2026-11-20"))
    page.locator("summary", has_text="Custom …").click()
    page.get_by_role("button", name="With times").click()
    expect(page.get_by_label("From", exact=True)).to_have_value("2026-11-18T00:00")
    expect(page.get_by_label("To", exact=True)).to_have_value("2026-11-21T00:00")
    page.get_by_label("To", exact=True).fill("2026-11-20T12:30")
    page.get_by_role("button", name="Show stats").click()
    resolved(page, "Wed 18 Nov 2026 00:00 to Fri 20 Nov 2026 12:30 · UTC")

    page.locator("summary", has_text="Custom …").click()
    page.get_by_label("To", exact=True).fill("2026-11-21T00:00")
    page.get_by_role("button", name="Without times").click()
    expect(page.get_by_label("To", exact=True)).to_have_value("2026-11-20")


def test_the_zone_chosen_in_the_header_goes_into_the_address(
    page: Page, callfire: Simulator, clock: Settings
) -> None:
    page.goto(address(query="period=today"))
    page.get_by_text("Time zone: UTC").click()
    names = page.locator("#zone-names option")
    expect(names.first).to_have_attribute("value", "Pacific/Auckland")
    assert names.count() > 400

    page.get_by_label("Another time zone").fill("America/Los_Angeles")
    page.get_by_role("button", name="Use this time zone").click()
    expect(page).to_have_url(re.compile(r"period=today&tz=America%2FLos_Angeles$"))
    resolved(page, "Mon 23 Nov 2026 00:00 to now (as of 14:00) · America/Los_Angeles (UTC-8)")
    expect(page.locator(".top-bar")).to_contain_text("Los Angeles, UTC-8")

    page.get_by_role("link", name="Yesterday").click()
    resolved(page, "Sun 22 Nov 2026 00:00 to Sun 22 Nov 2026 24:00 · America/Los_Angeles (UTC-8)")


def test_the_results_as_csv_are_those_of_the_json(
    page: Page, callfire: Simulator, clock: Settings, tmp_path: Path
) -> None:
    query = "period=7d&tz=America/Los_Angeles"
    page.goto(address(query=query))
    page.locator("summary", has_text="Export").click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Results, a row each (CSV)").click()
    assert waiting.value.suggested_filename == (
        f"broadcast-{AUTUMN}-results-2026-11-17-2026-11-23.csv"
    )
    kept = tmp_path / "results.csv"
    waiting.value.save_as(kept)

    rows = list(csv.DictReader(io.StringIO(kept.read_text("utf-8-sig"), newline="")))
    said = document(page, query=query)
    figures = [(row["result"], int(row["attempts"]), int(row["actions"])) for row in rows]
    assert figures == [
        (each["result"], each["attempts"], each["actions"]) for each in said["results"]
    ]
    assert {row["begin"] for row in rows} == {said["period"]["begin"]}
    table = page.locator("[data-part=results] tbody tr")
    shown = {
        row.locator("abbr").inner_text(): row.locator("td").first.inner_text()
        for row in table.all()
    }
    assert shown == {row["result"]: f"{int(row['attempts']):,}" for row in rows}


def test_the_json_is_a_page_of_its_own(page: Page, callfire: Simulator, clock: Settings) -> None:
    page.goto(address(query="period=yesterday"))
    href = page.get_by_role("link", name="All figures (JSON)", include_hidden=True)
    assert href.get_attribute("href") == address(query="").removesuffix("?") + (
        "stats.json?period=yesterday"
    )
    assert document(page, query="period=yesterday")["period"]["name"] == "yesterday"


def test_copy_link_copies_the_address(
    open_context: OpenContext, page: Page, callfire: Simulator, clock: Settings
) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    look_to_the_end_before(page)  # what comes later would be the news
    page.goto(address(query="period=all"))
    page.locator("summary", has_text="Export").click()
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Link copied")).to_be_visible()
    expect(page.locator("#news")).to_have_text("Link copied")
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_refresh_brings_the_figures_of_now_and_says_so(
    page: Page, callfire: Simulator, clock: Settings
) -> None:
    look_to_the_end_before(page)
    page.goto(address())
    before = document(page)["metrics"]["live_answers"]
    expect(page.locator(".fresh")).to_contain_text("As of 22:00:00, just now")
    let_pass(clock, callfire)
    page.get_by_role("button", name="Refresh").click()

    expect(page.locator("#news")).to_have_text("Updated: as of 22:05:00.")
    after = document(page)["metrics"]["live_answers"]
    assert after > before
    expect(page.locator(".tile--lead .figure")).to_have_text(f"{after:,}")
    expect(page).to_have_url(re.compile(rf"/broadcasts/{AUTUMN}/$"))
    assert page.evaluate("history.length") == 2  # the empty page, and this one
    whole_lives = [each for each in figures_asked(callfire) if "IntervalBegin" not in each.query]
    assert whole_lives[-1].at == int(LATER.timestamp())


def test_sign_out_leads_to_the_sign_in(page: Page, callfire: Simulator, clock: Settings) -> None:
    page.goto("/")
    page.locator("summary.chip").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.goto(address())
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
