from datetime import UTC, date, datetime

import pytest
from django.template import engines
from pytest_django import Settings

from dashboard.templatetags import moments
from tests.dashboard.templatetags.contexts import with_context

NOW = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)  # 23:30 of the 23rd in Los Angeles
HERE = {"name": "America/Los_Angeles"}


@pytest.fixture(autouse=True)
def the_clock_stands(settings: Settings) -> None:
    settings.DEMO_NOW = NOW


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (datetime(2026, 11, 23, 22, 32, 10, tzinfo=UTC), "14:32:10"),
        (datetime(2026, 11, 23, 2, 2, tzinfo=UTC), "yesterday, 18:02"),
        (datetime(2026, 11, 18, 2, 2, tzinfo=UTC), "17 Nov 2026, 18:02"),
    ],
)
def test_an_instant_is_said_by_its_day_in_the_zone_of_the_page(at: datetime, text: str) -> None:
    shown = moments.moment(with_context({"zone": HERE}), at)
    assert shown.endswith(f">{text}</time>")


def test_a_browser_and_a_pointer_find_the_whole_instant() -> None:
    template = engines["jinja2"].from_string("{{ moment(at) }}")
    at = datetime(2026, 11, 23, 22, 32, 10, 500_000, tzinfo=UTC)
    assert template.render({"zone": HERE, "at": at}) == (
        '<time datetime="2026-11-23T14:32:10-08:00" title="Mon 23 Nov 2026 14:32:10 UTC-8">'
        "14:32:10</time>"
    )


def test_a_line_of_text_has_the_minute_alone() -> None:
    at = datetime(2026, 11, 23, 22, 32, 10, tzinfo=UTC)
    assert moments.clock(with_context({"zone": HERE}), at).endswith(">14:32</time>")


def test_without_a_zone_of_the_page_the_site_s_own_holds(settings: Settings) -> None:
    settings.TIME_ZONE = "UTC"
    assert ">00:15:00<" in moments.moment(
        with_context({}), datetime(2026, 11, 24, 0, 15, tzinfo=UTC)
    )


def test_the_browser_learns_where_the_demo_s_clock_stands(settings: Settings) -> None:
    assert moments.standing_now() == "2026-11-24T07:30:00+00:00"
    settings.DEMO_NOW = None
    assert moments.standing_now() == ""


def test_a_day_is_written_with_its_weekday() -> None:
    assert moments.day(date(2026, 11, 17)) == "Tue 17 Nov 2026"
