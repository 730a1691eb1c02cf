"""Tables that sort: by values, three presses round, over a refresh, beside their chart."""

from playwright.sync_api import Locator, Page, expect
from pytest_django import Settings

from simulator.server import Simulator
from tests.browser.broadcasts import address
from tests.browser.drawn import canvas_of

LABELS = "(canvas) => Chart.getChart(canvas).data.labels"


def column(table: Locator, number: int) -> list[str]:
    return table.locator("tbody").first.locator(f"tr > :nth-child({number})").all_inner_texts()


def numbers(table: Locator, number: int) -> list[float]:
    return [float(text.replace(",", "").rstrip("%")) for text in column(table, number) if text]


def shown(page: Page, query: str = "") -> Locator:
    page.goto(address(query=query))
    return page.locator("table[data-sortable=results]")


def test_a_press_sorts_down_another_up_and_the_third_as_they_came(
    page: Page, callfire: Simulator, clock: Settings
) -> None:
    table = shown(page)
    came, sums = column(table, 1), table.locator("tfoot").inner_text()
    head = table.locator("th[data-column=actions]")
    button = table.get_by_role("button", name="Actions")
    button.click()
    expect(head).to_have_attribute("aria-sort", "descending")
    assert numbers(table, 3) == sorted(numbers(table, 3), reverse=True)
    button.press("Enter")
    expect(head).to_have_attribute("aria-sort", "ascending")
    assert numbers(table, 3) == sorted(numbers(table, 3))
    assert table.locator("tfoot").inner_text() == sums
    button.press("Enter")
    expect(table.locator("[aria-sort]")).to_have_count(0)
    assert column(table, 1) == came


def test_words_go_from_a_on_and_what_is_not_known_stays_last(
    page: Page, callfire: Simulator, clock: Settings
) -> None:
    table = shown(page)
    table.get_by_role("button", name="Result").click()
    words = column(table, 1)
    assert words == sorted(words, key=str.casefold)
    expect(table.locator("th[data-column=result]")).to_have_attribute("aria-sort", "ascending")
    button = table.get_by_role("button", name="Of tried")
    for is_descending in (True, False):
        button.click()
        shares = column(table, 4)
        assert shares[-1].strip() in ("", "not tried")
        known = [float(text.rstrip("%")) for text in shares if "%" in text]
        assert known == sorted(known, reverse=is_descending)
    expect(table.locator("[aria-sort]")).to_have_count(1)


def bars_stand_beside(page: Page, table: Locator) -> bool:
    """Whether the chart's bars are in the order of the rows, by their names, which may be cut."""
    labels = canvas_of(page, "results").evaluate(LABELS)
    return len(labels) > 2 and all(
        row.strip().startswith(label.rstrip("…"))
        for label, row in zip(labels, column(table, 1), strict=True)
    )


def test_the_bars_stand_beside_their_rows(page: Page, callfire: Simulator, clock: Settings) -> None:
    table = shown(page)
    for _ in range(3):
        table.get_by_role("button", name="Attempts").click()
        assert bars_stand_beside(page, table)


def test_a_refresh_keeps_order_bars_and_focus(
    page: Page, callfire: Simulator, clock: Settings
) -> None:
    table = shown(page, "period=7d")
    button = table.get_by_role("button", name="Result")
    button.click()
    words = column(table, 1)
    button.focus()
    page.keyboard.press("r")
    expect(page.locator("#news")).to_contain_text("Updated: as of")
    expect(table.locator("th[data-column=result]")).to_have_attribute("aria-sort", "ascending")
    expect(table.get_by_role("button")).to_have_count(4)
    expect(button).to_be_focused()
    assert column(table, 1) == words
    assert bars_stand_beside(page, table)
    for _ in range(2):
        button.press("Enter")
    attempts = numbers(table, 2)  # as they came
    assert attempts == sorted(attempts, reverse=True)
    assert bars_stand_beside(page, table)


def test_buckets_sort_by_their_time_and_by_their_figures(
    page: Page, callfire: Simulator, clock: Settings
) -> None:
    shown(page, "period=7d")
    expect(page.locator("[data-part=when]")).to_have_attribute("data-stands", "complete")
    page.locator("[data-part=when-table] > summary").click()
    table = page.locator("table[data-sortable=buckets]")
    came = column(table, 1)
    table.get_by_role("button", name="Attempts").click()
    assert numbers(table, 2) == sorted(numbers(table, 2), reverse=True)
    when = table.get_by_role("button", name="When")
    when.click()
    assert column(table, 1) == came  # the newest first
    when.click()
    assert column(table, 1) == came[::-1]


def test_the_first_page_sorts_what_was_seen_lately(
    page: Page, callfire: Simulator, clock: Settings
) -> None:
    for query in ("period=7d", ""):
        shown(page, query)
    page.goto("/")
    table = page.locator("table[data-sortable=lately]")
    table.get_by_role("button", name="Credits").click()
    expect(table.locator("th[data-column=credits]")).to_have_attribute("aria-sort", "descending")


def test_without_scripts_no_head_looks_like_a_button(
    scriptless: Page, callfire: Simulator, clock: Settings
) -> None:
    scriptless.goto(address())
    expect(scriptless.locator("table[data-sortable] button")).to_have_count(0)
