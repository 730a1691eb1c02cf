"""On paper: a broadcast is one page of A4, a report; no page shows what can be pressed."""

import io
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect
from pypdf import PdfReader
from pytest_django import Settings

from simulator.server import Simulator
from stats import details
from stats.results import KNOWN
from tests.browser.broadcasts import (
    AUTUMN,
    TEXTS,
    address,
    document,
    let_pass,
    look_before,
    look_to_the_end_before,
)
from tests.browser.drawn import canvas_of
from tests.browser.looks import FOLDER
from tests.browser.test_charts import COLOURS, colours, is_drawn
from tests.stats.callfire.client.far_end import FarEnd, answer

CODES = (*KNOWN, "WHISPERED")  # and one of no page of CallFire's
RESULTS = "".join(
    f"<ResultStat><Result>{code}</Result><Attempts>{1000 - 40 * at}</Attempts>"
    f"<Actions>{900 - 40 * at}</Actions></ResultStat>"
    for at, code in enumerate(CODES)
)
EVERY_CODE = f"""<r:Resource xmlns="http://api.callfire.com/data"
 xmlns:r="http://api.callfire.com/resource"><BroadcastStats><UsageStats><Duration>299326</Duration>
<BilledDuration>317874</BilledDuration><BilledAmount>5297.9</BilledAmount>
<Attempts>11121</Attempts><Actions>8339</Actions></UsageStats>{RESULTS}<ActionStatistics>
<Unattempted>1661</Unattempted><RetryWait>235</RetryWait><Finished>8104</Finished>
</ActionStatistics></BroadcastStats></r:Resource>"""
PRESSED = ("Refresh", "Export", "Watch", "Compare", "Show as table", "Month to date", "Sign out")
PLACES = ("Portfolio", "Alerts", "Account", "Theme", "Skip to")


def printed(page: Page, name: str, paper: str = "A4") -> PdfReader:
    """The page as it is printed, also kept as NAME.pdf in `screenshots/`."""
    FOLDER.mkdir(exist_ok=True)
    return PdfReader(io.BytesIO(page.pdf(path=FOLDER / f"{name}.pdf", format=paper)))


def bare(text: str) -> str:
    """Without white space: how much there is between two words on paper is anybody's guess."""
    return "".join(text.split())


def text_of(sheets: PdfReader) -> str:
    return bare("".join(sheet.extract_text() for sheet in sheets.pages))


def check_report(sheets: PdfReader, *figures: str) -> None:
    """One page with these figures on it, and nothing that could be pressed."""
    assert len(sheets.pages) == 1
    text = text_of(sheets)
    for figure in (*figures, "What came back", "When", "Progress", "Usage, cost and retries"):
        assert bare(figure) in text, (figure, text)
    for word in (*PRESSED, *PLACES):
        assert bare(word) not in text, (word, text)


def figures_of(report: Any) -> list[str]:
    """What a sheet says of the report: usage, and each result by name, code and attempts."""
    usage = report["usage"]
    said = [f"{usage['attempts']:,}", f"{usage['actions']:,}", f"{usage['duration_seconds']:,} s"]
    return said + [f"{each['label']} {each['result']}" for each in report["results"]]


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize(("broadcast_id", "name"), [(AUTUMN, "calls"), (TEXTS, "texts")])
def test_a_broadcast_is_one_page(
    page: Page, callfire: Simulator, clock: Settings, broadcast_id: int, name: str, paper: str
) -> None:
    assert page.request.get(f"{address(broadcast_id)}timeline.json").json()["complete"]
    details.refresh(broadcast_id)
    page.goto(address(broadcast_id))
    expect(page.locator("[data-part=when]")).to_have_attribute("data-stands", "complete")
    canvas_of(page, "when")
    sheets = printed(page, f"printed-{name}-{paper}", paper)
    check_report(
        sheets,
        page.locator("h1").inner_text(),
        "As of 22:00:00",
        " ".join(page.locator("[data-part=answer]").inner_text().split()),
        "All time, to now (as of 22:00) · UTC",
        *figures_of(document(page, broadcast_id)),
        f"Broadcast Stats · {page.url} · printed Nov 23, 2026, 22:00",
    )


def test_with_a_comparison_it_still_is(page: Page, callfire: Simulator, clock: Settings) -> None:
    query = "period=7d&compare=previous"
    look_to_the_end_before(page, query)
    page.goto(address(query=query))
    expect(page.locator(".tiles")).to_contain_text("%")
    canvas_of(page, "when")
    check_report(printed(page, "printed-compared"), "compared with", "Change")


def test_in_spanish_and_compared_on_letter_too(
    page: Page, callfire: Simulator, clock: Settings
) -> None:
    query = "period=7d&compare=previous"
    look_to_the_end_before(page, query)
    page.goto(address(query=query))
    page.get_by_role("button", name="Español").click()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.locator(".tiles")).to_contain_text("%")
    canvas_of(page, "when")
    sheets = printed(page, "printed-compared-es-Letter", "Letter")
    assert len(sheets.pages) == 1
    assert bare("impreso") in text_of(sheets).lower()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    table = page.locator("[data-part=results] table")
    assert table.evaluate("table => table.offsetWidth <= table.parentElement.clientWidth")


def test_what_is_taken_out_on_screen_is_on_paper_with_its_legend(
    page: Page, callfire: Simulator, clock: Settings
) -> None:
    look_to_the_end_before(page)
    page.goto(address())
    canvas = canvas_of(page, "when")
    missed = page.locator("[data-legend=when] [data-toggle=missed]")
    missed.click()
    expect(missed).to_have_attribute("aria-pressed", "false")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert set(colours(page, "--missed")) <= set(canvas.evaluate(COLOURS))
    expect(missed).to_have_attribute("aria-pressed", "true")
    expect(missed).to_be_visible()
    expect(page.locator("[data-part=progress] dt .swatch:visible")).to_have_count(3)
    expect(page.locator("[data-part=progress] dt a").first).to_be_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(missed).to_have_attribute("aria-pressed", "false")


def test_a_failed_refresh_is_on_paper(page: Page, callfire: Simulator, clock: Settings) -> None:
    look_before(page)
    with FarEnd(answer(500, b"")) as far:
        clock.CALLFIRE_API_URL = far.url
        let_pass(clock, callfire)
        page.goto(address())
        expect(page.locator(".problem[data-part=problem]")).to_be_visible()
        text = text_of(printed(page, "printed-stale"))
    assert bare("Could not refresh") in text
    assert bare("These are the figures of") in text
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".problem button")).to_be_hidden()


def test_so_is_one_with_every_result_there_is(
    page: Page, callfire: Simulator, clock: Settings
) -> None:
    reply = answer(200, EVERY_CODE.encode(), "Content-Type: application/xml")
    with FarEnd(reply) as far:
        clock.CALLFIRE_API_URL = far.url
        page.goto(address())
        canvas_of(page, "results")
        report = document(page)
        assert len(report["results"]) == len(CODES)
        check_report(printed(page, "printed-every-code"), *figures_of(report))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_charts_come_to_paper_in_light_colours_and_are_as_before_afterwards(
    page: Page, callfire: Simulator, clock: Settings, theme: Any
) -> None:
    page.emulate_media(color_scheme=theme)
    page.goto(address())
    # What stands above grows while it is filled in.
    expect(page.locator("[data-part=when]")).to_have_attribute("data-stands", "complete")
    canvas = canvas_of(page, "results")
    page.evaluate("scrollTo(0, 0)")  # paper is shorter, and a page does not scroll beyond its end
    before = canvas.evaluate(COLOURS)
    size = canvas.bounding_box()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert colours(page, "--reached") == ["1,144,112"]
    assert set(colours(page, "--reached", "--missed")) <= set(canvas.evaluate(COLOURS))
    room = page.locator("[data-part=results] tbody").bounding_box()
    drawn = canvas.bounding_box()
    assert room is not None
    assert drawn is not None
    assert drawn["height"] == pytest.approx(room["height"], abs=2)  # a bar beside each row
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert canvas.evaluate(COLOURS) == before
    assert canvas.bounding_box() == size


def test_what_is_printed_does_not_hang_on_the_window(
    page: Page, callfire: Simulator, clock: Settings
) -> None:
    look_to_the_end_before(page)
    page.set_viewport_size({"width": 360, "height": 760})
    page.goto(address())
    expect(page.locator("[data-part=when]")).to_have_attribute("data-stands", "complete")
    canvas_of(page, "when")
    check_report(printed(page, "printed-from-a-phone"), *figures_of(document(page)))


def test_charts_that_nobody_came_near_are_on_paper(
    page: Page, callfire: Simulator, clock: Settings
) -> None:
    page.set_viewport_size({"width": 360, "height": 400})
    page.goto(address())
    expect(page.locator("[data-part=when]")).to_have_attribute("data-stands", "complete")
    for name in ("progress", "when", "results"):
        assert not is_drawn(page, name)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    for name in ("progress", "when", "results"):
        assert is_drawn(page, name)


def test_the_button_waits_for_what_draws(page: Page, callfire: Simulator, clock: Settings) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/chart.umd*.js", hold)
    page.add_init_script("window.print = () => (window.hadCharts = Boolean(window.Chart));")
    with page.expect_request("**/chart.umd*.js"):
        page.goto(address())
    page.locator("summary").filter(has_text="Export").click()
    page.get_by_role("button", name="Print", exact=True).click()
    assert page.evaluate("window.hadCharts === undefined")
    held[0].continue_()
    page.wait_for_function("() => window.hadCharts === true")


def test_the_menu_prints(page: Page, callfire: Simulator, clock: Settings) -> None:
    page.add_init_script("window.print = () => (window.wasPrinted = true);")
    page.goto(address())
    page.locator("summary").filter(has_text="Export").click()
    page.get_by_role("button", name="Print", exact=True).click()
    assert page.evaluate("wasPrinted")


def test_without_scripts_there_is_no_button_that_does_nothing(
    scriptless: Page, callfire: Simulator, clock: Settings
) -> None:
    scriptless.goto(address())
    scriptless.locator("summary").filter(has_text="Export").click()
    expect(scriptless.get_by_text("Print", exact=True)).to_be_hidden()


@pytest.mark.parametrize(
    "path", ["/", "/broadcasts/", "/portfolio/", f"/compare/?id={AUTUMN}&id={TEXTS}", "/alerts/"]
)
def test_other_pages_come_without_what_can_be_pressed(
    page: Page, callfire: Simulator, clock: Settings, path: str
) -> None:
    look_to_the_end_before(page)
    page.goto(path)
    expect(page.locator("h1")).to_be_visible()
    text = text_of(printed(page, f"printed{path.partition('?')[0].replace('/', '-').rstrip('-')}"))
    for word in (
        "Export",
        "Watch",
        "Sign out",
        "Theme",
        "Skip to",
        "Show stats",
        "Save",
        "Refresh",
    ):
        assert bare(word) not in text, (word, text)
    assert bare("· printed Nov 23, 2026, 22:00") in text
