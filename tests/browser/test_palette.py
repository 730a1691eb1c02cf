"""Pictures for the documents: smaller, and to the eye the same."""

from playwright.sync_api import Page

from tests.browser.palette import COLOURS, read, small

FLAT = "<body style='background:#0b6e8f'><p style='background:#fff;width:40px;height:9px'>"
GRADIENT = "<body style='background:linear-gradient(90deg,#000,#0f0 50%,#f0f)'>"


def picture(page: Page, html: str) -> bytes:
    page.set_viewport_size({"width": 600, "height": 40})
    page.set_content(html)
    return page.screenshot()


def test_a_picture_of_few_colours_stays_as_it_is(stranger: Page) -> None:
    taken = picture(stranger, FLAT)
    assert read(small(taken)) == read(taken)


def test_many_colours_become_the_nearest_of_256(stranger: Page) -> None:
    taken = picture(stranger, GRADIENT)
    (width, height, before), after = read(taken), read(small(taken))[2]
    assert (width, height) == (600, 40)
    assert len({pixel for row in before for pixel in row}) > COLOURS
    assert len({pixel for row in after for pixel in row}) <= COLOURS
    furthest = max(
        abs(old - new)
        for row, row_after in zip(before, after, strict=True)
        for pixel, pixel_after in zip(row, row_after, strict=True)
        for old, new in zip(pixel, pixel_after, strict=True)
    )
    assert furthest <= 12


def test_the_same_picture_gives_the_same_bytes(stranger: Page) -> None:
    taken = picture(stranger, GRADIENT)
    assert small(taken) == small(taken)
