"""When: the open page fills its timeline in, and knows how to rest, to stop and to go on."""

import re
from collections.abc import Callable, Iterable, Iterator
from threading import Semaphore
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from playwright.sync_api import Locator, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from simulator.server import Simulator
from stats import service
from tests.browser.broadcasts import (
    AUTUMN,
    NOT_STARTED,
    TEXTS,
    address,
    figures_asked,
    let_pass,
    look_before,
)
from tests.browser.conftest import OpenContext, signed_in, under_way
from tests.browser.gate import SECONDS
from tests.browser.looks import SCHEMES, Scheme, assert_no_sideways_scrolling, photograph
from tests.browser.watch import Watch

WEEK = "begin=2026-11-17&end=2026-11-23"
NINE_DAYS = "begin=2026-11-15&end=2026-11-23"  # nothing happened on the first two
MONDAY = "Mon 23 Nov is in progress, until 22:00."
MORE = "Load the rest"
AT_A_TIME = 3

CHART = """(canvas) => Chart.getChart(canvas).data.datasets.map((set) => ({
  label: set.label, data: set.data, fill: set.backgroundColor, border: set.borderWidth }))"""
# Which part of a bucket's stretch of the canvas is drawn on.
DRAWN_ON = """(canvas, index) => {
  const { width, height } = canvas;
  const copy = Object.assign(document.createElement("canvas"), { width, height });
  const context = copy.getContext("2d", { willReadFrequently: true });
  context.drawImage(canvas, 0, 0);
  const { chartArea, scales, data } = Chart.getChart(canvas);
  const step = chartArea.width / data.labels.length;
  const left = scales.x.getPixelForValue(index) - step / 2;
  const around = [left + 1, chartArea.top, step - 2, chartArea.height];
  const { data: dots } = context.getImageData(
    ...around.map((each) => (each * width) / canvas.clientWidth));
  const alphas = dots.filter((_, at) => at % 4 === 3);
  return alphas.filter((alpha) => alpha > 20).length / alphas.length;
}"""


class Turnstile:
    """Lets CallFire's answers through by number, once it is shut."""

    def __init__(self) -> None:
        self._is_shut = False
        self._permits = Semaphore(0)

    def shut(self) -> None:
        self._is_shut = True

    def let(self, count: int) -> None:
        self._permits.release(count)

    def open(self) -> None:
        self._is_shut = False
        self.let(100)  # more than anybody waits for

    def wait(self) -> None:
        if self._is_shut:
            self._permits.acquire(timeout=SECONDS)


@pytest.fixture
def turnstile(callfire: Simulator, monkeypatch: pytest.MonkeyPatch) -> Iterator[Turnstile]:
    """The stand-in CallFire answers as this lets it."""
    turnstile, consider = Turnstile(), callfire._consider

    def held(*request: Any) -> Any:
        considered = consider(*request)
        turnstile.wait()
        return considered

    monkeypatch.setattr(callfire, "_consider", held)
    yield turnstile
    turnstile.open()


@pytest.fixture
def slices(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each time the page asks for more, a few questions are asked, however fast the answers."""
    ask_all = service.ask_all

    def few(broadcast_id: int, wanted: Callable[[], Iterable[Any]], seconds: float) -> Any:
        begun: list[Any] = []

        def those() -> Iterator[Any]:
            for each in wanted():
                if each not in begun and len(begun) < AT_A_TIME:
                    begun.append(each)
                if each in begun:
                    yield each

        return ask_all(broadcast_id, those, seconds)

    monkeypatch.setattr(service, "ask_all", few)


@pytest.fixture
def known(page: Page, callfire: Simulator, clock: Settings) -> Page:
    """The figures of the page itself are kept: what is asked from now on is the timeline's."""
    for query in ("", WEEK):
        look_before(page, query)
    callfire.requests.clear()
    return page


@pytest.fixture
def begun(known: Page, turnstile: Turnstile, slices: None) -> Page:
    """The week's page with three of its days; the next three are asked for and held back."""
    turnstile.shut()
    turnstile.let(AT_A_TIME)
    known.goto(address(query=WEEK))
    progress(known, 3)
    return known


def when(page: Page) -> Locator:
    return page.locator("[data-part=when]")


def canvas(page: Page) -> Locator:
    return page.locator("[data-chart=when] canvas")


def chart(page: Page) -> Any:
    return canvas(page).evaluate(CHART)


def progress(page: Page, days: int, of: int = 7) -> None:
    expect(when(page).locator("label")).to_contain_text(f"{days} of {of} days")
    expect(when(page).locator("progress")).to_have_js_property("value", days)
    expect(when(page).locator("progress")).to_have_js_property("max", of)


def complete(page: Page) -> None:
    expect(when(page)).to_have_attribute("data-stands", "complete")
    expect(when(page)).not_to_have_attribute("aria-busy", "true")
    expect(when(page).locator("[data-load-form]")).to_have_count(0)
    expect(missing(page)).to_have_count(0)


def ended(page: Page, why: str) -> None:
    """It asks no more, and says why, for the eye and for the ear, and how to go on."""
    expect(page.locator("[data-part=why]")).to_contain_text(why)
    expect(page.locator("[data-part=why]")).to_be_visible()
    expect(page.locator("#timeline-news")).to_contain_text(why)
    expect(when(page)).not_to_have_attribute("aria-busy", "true")
    expect(page.get_by_role("button", name=MORE)).to_be_visible()
    expect(page.get_by_role("button", name="Stop")).to_be_hidden()


def missing(page: Page) -> Locator:
    return when(page).locator("tr.is-missing")


def intervals(callfire: Simulator) -> list[tuple[str, str]]:
    asked = [each.query for each in figures_asked(callfire)]
    return [(query["IntervalBegin"], query["IntervalEnd"]) for query in asked]


def document(page: Page, query: str = WEEK) -> Any:
    return page.request.get(f"/broadcasts/{AUTUMN}/timeline.json?{query}").json()


def tried(results: Any) -> int:
    groups = ("pending", "leg")
    return sum(each["attempts"] for each in results if each["group"] not in groups)


def hide(page: Page, *, is_hidden: bool) -> None:
    page.evaluate(
        """isHidden => {
            Object.defineProperty(document, "hidden", { value: isHidden, configurable: true });
            document.dispatchEvent(new Event("visibilitychange"));
        }""",
        is_hidden,
    )


def looks_well(page: Page) -> None:
    """To axe, and on a phone as on a wide screen."""
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        assert_no_sideways_scrolling(page)
    found = Axe().run(page, context="[data-part=when]")
    assert found.violations_count == 0, found.generate_report()


def click_bucket(page: Page, index: int) -> None:
    x = canvas(page).evaluate(
        "(canvas, index) => Chart.getChart(canvas).scales.x.getPixelForValue(index)", index
    )
    canvas(page).click(position={"x": x, "y": 60})


# --- filling in ----------------------------------------------------------------------------------


def test_progress_is_shown_and_grows_until_nothing_is_missing(
    begun: Page, turnstile: Turnstile
) -> None:
    expect(when(begun)).to_have_attribute("aria-busy", "true")
    expect(begun.get_by_role("button", name="Stop")).to_be_visible()
    expect(begun.get_by_role("button", name=MORE)).to_be_hidden()
    begun.get_by_text("Show as table").click()
    assert missing(begun).locator("th").all_inner_texts() == [
        *("Fri 20 Nov", "Thu 19 Nov", "Wed 18 Nov", "Tue 17 Nov"),
    ]
    turnstile.let(AT_A_TIME)
    progress(begun, 6)
    turnstile.open()
    complete(begun)
    expect(begun.locator("#timeline-news")).to_have_text("The timeline is complete.")
    expect(when(begun)).to_contain_text(MONDAY)
    expect(begun.locator("[data-part=sums]")).to_contain_text("7 of 7 days fetched")
    expect(when(begun).locator("details")).to_have_attribute("open", "")


def test_how_it_looks_while_it_is_filled(begun: Page) -> None:
    photograph(begun, "when-loading", ["dark"])
    expect(when(begun)).to_have_attribute("aria-busy", "true")


def test_what_is_below_stays_where_it_is(begun: Page, turnstile: Turnstile) -> None:
    below = begun.locator("[data-part=results]")
    before = below.bounding_box()
    turnstile.open()
    complete(begun)
    assert below.bounding_box() == before


def test_leaving_pauses_it_and_coming_back_asks_nothing_again(
    begun: Page, turnstile: Turnstile, callfire: Simulator
) -> None:
    begun.goto("/")
    turnstile.open()
    under_way.wait_for_none()
    asked = len(callfire.requests)
    assert asked == 2 * AT_A_TIME  # those that were under way have come to their end

    begun.go_back()
    complete(begun)
    found = intervals(callfire)
    assert len(found) == len(set(found)) == 7


def test_a_page_out_of_the_browsers_cache_goes_on(begun: Page, turnstile: Turnstile) -> None:
    begun.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    turnstile.open()
    under_way.wait_for_none()
    progress(begun, 3)
    begun.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    complete(begun)


def test_a_hidden_tab_asks_nothing(begun: Page, turnstile: Turnstile, callfire: Simulator) -> None:
    hide(begun, is_hidden=True)
    turnstile.open()
    progress(begun, 6)  # what was under way
    under_way.wait_for_none()
    assert len(callfire.requests) == 6
    hide(begun, is_hidden=False)
    complete(begun)


def test_another_persons_open_page_costs_no_second_question(
    known: Page,
    callfire: Simulator,
    turnstile: Turnstile,
    open_context: OpenContext,
    live_server: LiveServer,
) -> None:
    somebody = User.objects.create_user("sk", password="a password of sk")
    other = signed_in(open_context(), live_server, somebody).new_page()
    turnstile.shut()
    for each in (known, other):
        each.goto(address(query=WEEK))
        progress(each, 0)
    callfire.wait_for(7)
    turnstile.open()
    for each in (known, other):
        complete(each)
    assert len(intervals(callfire)) == len(set(intervals(callfire))) == 7


# --- ending, and going on ------------------------------------------------------------------------


def test_a_refusal_half_way_ends_it_and_it_can_go_on(
    known: Page, callfire: Simulator, clock: Settings, slices: None
) -> None:
    callfire.next_faults.extend([None] * AT_A_TIME + ["http-403"] * AT_A_TIME)
    known.goto(address(query=WEEK))
    ended(known, f"This account may not read broadcast {AUTUMN}.")
    progress(known, 3)
    known.get_by_text("Show as table").click()
    assert missing(known).locator("td").all_inner_texts() == ["", "missing"] * 4
    assert chart(known)[0]["data"][:4] == [None] * 4
    photograph(known, "when-refused", ["light"])

    callfire.next_faults.clear()
    let_pass(clock, callfire)  # a problem is told to all for 5 s
    known.get_by_role("button", name=MORE).click()
    complete(known)
    expect(known.locator("[data-part=why]")).to_be_hidden()
    assert None not in chart(known)[0]["data"]


def test_it_goes_on_by_itself_at_the_time_that_was_said(
    known: Page, callfire: Simulator, clock: Settings
) -> None:
    before = clock.CALLFIRE_PER_MINUTE
    clock.CALLFIRE_PER_MINUTE = 5  # figures, details and figures were asked already
    known.clock.install()
    known.goto(address(query=WEEK))
    ended(known, "This site asks at most 5 times a minute; going on at 22:01.")
    progress(known, 2)
    clock.CALLFIRE_PER_MINUTE = before
    let_pass(clock, callfire)
    known.clock.run_for(61_000)
    complete(known)


def test_a_swap_of_the_page_does_not_go_on_with_what_has_ended(
    known: Page, callfire: Simulator, clock: Settings
) -> None:
    callfire.next_faults.extend(["http-403"] * 7)
    known.goto(address(query=WEEK))
    ended(known, "This account may not read broadcast")
    asked = len(callfire.requests)
    callfire.next_faults.clear()
    let_pass(clock, callfire)
    known.get_by_role("button", name="Refresh").click()
    expect(known.locator("#news")).to_have_text("Updated: as of 22:05:00.")
    under_way.wait_for_none()
    expect(known.locator("[data-part=why]")).to_contain_text("This account may not read broadcast")
    assert len(callfire.requests) == asked + 1


def test_stopping_asks_no_more_and_it_can_go_on(
    begun: Page, turnstile: Turnstile, callfire: Simulator
) -> None:
    begun.get_by_role("button", name="Stop").click()
    ended(begun, "Stopped. What has come so far is kept.")
    turnstile.open()
    under_way.wait_for_none()
    begun.evaluate("fetch(location.href)")  # all that was to come of it has come
    assert len(callfire.requests) == 2 * AT_A_TIME
    progress(begun, 3)

    begun.get_by_role("button", name=MORE).click()
    complete(begun)
    assert len(intervals(callfire)) == len(set(intervals(callfire))) == 7


def test_who_was_signed_out_keeps_the_figures_and_is_told(
    begun: Page, turnstile: Turnstile, watch: Watch
) -> None:
    tiles = begun.locator("[data-part=tiles]").inner_text()
    watch.expect(401)
    Session.objects.all().delete()
    turnstile.open()
    ended(begun, "You were signed out at 22:00.")
    link = when(begun).get_by_role("link", name="Sign in to go on")
    expect(link).to_have_attribute("href", re.compile(r"/accounts/login/\?next=.*begin%3D2026"))
    progress(begun, 3)
    assert begun.locator("[data-part=tiles]").inner_text() == tiles
    looks_well(begun)


def test_without_a_connection_it_says_so_and_can_go_on(
    begun: Page, turnstile: Turnstile, watch: Watch
) -> None:
    watch.expect("ERR_INTERNET_DISCONNECTED")
    begun.route("**/load/**", lambda route: route.abort("internetdisconnected"))
    turnstile.open()
    ended(begun, "No connection to this site since 22:00.")
    expect(when(begun).get_by_role("link", name="Sign in to go on")).to_be_hidden()
    progress(begun, 6)
    begun.unroute("**/load/**")
    begun.get_by_role("button", name=MORE).click()
    complete(begun)


# --- what is drawn -------------------------------------------------------------------------------


def test_a_missing_day_is_a_hatched_gap_an_empty_one_is_zero_and_the_open_one_hollow(
    known: Page, turnstile: Turnstile, slices: None
) -> None:
    look_before(known, NINE_DAYS)
    turnstile.shut()
    turnstile.let(AT_A_TIME)
    known.goto(address(query=NINE_DAYS))
    progress(known, 3, of=9)
    for stack in chart(known):
        assert stack["data"][:6] == [None] * 6
        assert None not in stack["data"][6:]
    assert canvas(known).evaluate(DRAWN_ON, 0) > 0.1  # gaps are hatched over the whole height

    turnstile.open()
    complete(known)
    for stack in chart(known):
        assert stack["data"][:2] == [0, 0]
        solid, hollow = stack["fill"][-2:]
        assert (hollow, stack["border"][-2:]) == (f"{solid}55", [0, 1])
    assert canvas(known).evaluate(DRAWN_ON, 0) < 0.05  # the lines of the grid


def test_the_measures_change_the_chart_its_name_and_nothing_else(
    known: Page, callfire: Simulator
) -> None:
    known.goto(address(query=WEEK))
    complete(known)
    buckets = document(known)["buckets"]
    stacks = zip(*(each["data"] for each in chart(known)), strict=True)
    assert [sum(day) for day in stacks] == [tried(each["results"]) for each in buckets]
    name = re.compile(r"attempts in 7 days; the most, [\d,]+, in \w+ \d+ Nov\.$")
    expect(canvas(known)).to_have_attribute("aria-label", name)
    for label, values in {
        "Actions": [each["usage"]["actions"] for each in buckets],
        "Credits": [float(each["usage"]["billed_amount"]) for each in buckets],
        "Call time": [each["usage"]["duration_seconds"] / 3600 for each in buckets],
        "Live-answer rate": [float(each["metrics"]["live_answer_rate"]) for each in buckets],
    }.items():
        button = known.get_by_role("button", name=label)
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")
        expect(when(known).locator("[aria-pressed=true]")).to_have_count(1)
        (drawn,) = chart(known)
        assert (drawn["label"], drawn["data"]) == (label, pytest.approx(values))
        expect(canvas(known)).to_have_attribute("aria-label", re.compile(f"^{label}: the most, "))


def test_the_measure_stays_chosen_after_a_swap_and_for_another_size(
    known: Page, callfire: Simulator, clock: Settings
) -> None:
    known.goto(address(query=WEEK))
    complete(known)
    credits_ = known.get_by_role("button", name="Credits")
    credits_.click()
    known.get_by_role("button", name="Refresh").click()
    expect(known.locator("[data-part=repeated]")).to_be_visible()  # nothing of the chart is new
    expect(credits_).to_have_attribute("aria-pressed", "true")

    let_pass(clock, callfire)
    known.get_by_role("button", name="Refresh").click()
    expect(when(known)).to_contain_text("until 22:05")
    expect(credits_).to_have_attribute("aria-pressed", "true")
    expect(canvas(known)).to_have_attribute("aria-label", re.compile("^Credits: the most, "))
    assert [each["label"] for each in chart(known)] == ["Credits"]

    when(known).get_by_role("link", name="Week").click()
    complete(known)
    expect(credits_).to_have_attribute("aria-pressed", "true")
    assert [each["label"] for each in chart(known)] == ["Credits"]


def test_a_refresh_brings_the_open_day_up_to_date_without_a_word(
    known: Page, callfire: Simulator, clock: Settings
) -> None:
    known.goto(address(query=WEEK))
    complete(known)
    before = chart(known)
    let_pass(clock, callfire)
    known.get_by_role("button", name="Refresh").click()
    expect(when(known)).to_contain_text("until 22:05")
    complete(known)
    expect(known.locator("#news")).to_have_text("Updated: as of 22:05:00.")
    expect(known.locator("#timeline-news")).to_have_text("The timeline is complete.")
    after = chart(known)
    assert [each["data"][:-1] for each in after] == [each["data"][:-1] for each in before]
    assert [each["data"][-1] for each in after] != [each["data"][-1] for each in before]


def test_a_bar_leads_to_its_day_and_the_way_back_returns(known: Page, callfire: Simulator) -> None:
    known.goto(address(query=WEEK))
    complete(known)
    click_bucket(known, 2)
    expect(known.locator("[data-part=resolved]")).to_contain_text(
        "Thu 19 Nov 2026 00:00 to Thu 19 Nov 2026 24:00"
    )
    complete(known)
    known.go_back()
    expect(known).to_have_url(re.compile(f"{re.escape(WEEK)}$"))
    complete(known)
    assert len(chart(known)[0]["data"]) == 7


def test_a_gap_leads_to_its_own_day(begun: Page, turnstile: Turnstile) -> None:
    begun.get_by_role("button", name="Stop").click()
    turnstile.open()
    click_bucket(begun, 0)
    expect(begun.locator("[data-part=resolved]")).to_contain_text("Tue 17 Nov 2026 00:00 to Tue 17")


def test_hours_are_called_by_their_day_where_it_begins(known: Page, callfire: Simulator) -> None:
    known.goto(address(query="begin=2026-11-21&bucket=hour"))
    complete(known)
    expect(when(known)).to_contain_text("70 of 70 hours fetched.")
    looks_well(known)
    for width, least in ((1280, 6), (360, 3)):
        known.set_viewport_size({"width": width, "height": 800})
        assert_no_sideways_scrolling(known)
        labels = canvas(known).evaluate(
            "canvas => Chart.getChart(canvas).scales.x.ticks.map(({ label }) => label)"
        )
        assert len(labels) >= least
        days = [label[1] for label in labels if label[0] == "00:00"]
        assert days == ["Sat 21 Nov", "Sun 22 Nov", "Mon 23 Nov"]


# --- other faces ---------------------------------------------------------------------------------


def test_the_keyboard_alone_reaches_everything_and_keeps_its_place(
    begun: Page, turnstile: Turnstile
) -> None:
    press, focused = begun.keyboard.press, begun.locator(":focus")
    begun.get_by_role("button", name="Attempts").focus()
    press("Tab")
    press("Space")
    expect(focused).to_have_text("Actions")
    expect(focused).to_have_attribute("aria-pressed", "true")
    seen = []
    for _ in range(9):
        press("Tab")
        seen.append(focused.inner_text().strip())
    assert seen == [
        *("Live-answer rate", "Credits", "Call time", "Hour", "Day", "Week", "Month"),
        *("Stop", "Show as table"),
    ]
    press("Shift+Tab")
    press("Enter")
    expect(focused).to_have_text(MORE)
    press("Enter")
    expect(focused).to_have_text("Stop")
    turnstile.open()
    complete(begun)
    expect(focused).to_have_text("Show as table")
    press("Enter")
    press("Tab")
    expect(focused).to_have_attribute("aria-label", "Table of buckets")
    press("Tab")
    expect(focused).to_have_text("Mon 23 Nov")
    press("Enter")
    expect(begun.locator("[data-part=resolved]")).to_contain_text("Mon 23 Nov 2026 00:00 to")


def test_without_scripts_a_button_does_the_same_until_nothing_is_missing(
    scriptless: Page, callfire: Simulator, clock: Settings, slices: None
) -> None:
    page = scriptless
    page.goto(address(query=WEEK))
    expect(page.locator("[data-part=measures]")).to_be_hidden()
    expect(page.get_by_role("button", name="Stop")).to_be_hidden()
    for days in (0, 3, 6):
        progress(page, days)
        expect(missing(page)).to_have_count(7 - days)
        page.get_by_role("button", name=MORE).click()
    complete(page)
    page.get_by_text("Show as table").click()
    attempts = [f"{each['usage']['attempts']:,}" for each in document(page)["buckets"]]
    cells = when(page).locator("tbody td:nth-child(2)")
    assert cells.all_inner_texts() == attempts[::-1]
    expect(when(page)).to_contain_text(MONDAY)


def test_without_scripts_a_refusal_says_why(
    scriptless: Page, callfire: Simulator, clock: Settings
) -> None:
    page = scriptless
    look_before(page, WEEK)
    page.goto(address(query=WEEK))
    callfire.fault = "http-403"
    page.get_by_role("button", name=MORE).click()
    expect(page.locator("[data-part=why]")).to_contain_text("This account may not read broadcast")
    callfire.fault = None
    let_pass(clock, callfire)
    page.get_by_role("button", name=MORE).click()
    complete(page)


@pytest.mark.parametrize(
    ("broadcast_id", "query", "sentence"),
    [
        (TEXTS, "", "Sent rate"),
        (AUTUMN, "begin=2025-11-01&end=2025-11-30", "no attempts in this period"),
        (NOT_STARTED, "", "Nothing to draw yet: no calls or texts so far."),
        (AUTUMN, "begin=2024-01-01&bucket=day", "more than 400 buckets of one day"),
    ],
)
def test_how_it_looks(
    page: Page,
    callfire: Simulator,
    clock: Settings,
    broadcast_id: int,
    query: str,
    sentence: str,
) -> None:
    page.goto(address(broadcast_id, query))
    expect(when(page)).to_contain_text(sentence)
    expect(page.locator("[data-load-form]")).to_have_count(0)
    looks_well(page)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_how_the_whole_of_it_looks(known: Page, scheme: Scheme) -> None:
    known.emulate_media(color_scheme=scheme)
    known.goto(address(query=WEEK))
    complete(known)
    known.get_by_role("button", name="Live-answer rate").click()
    known.get_by_text("Show as table").click()
    looks_well(known)
