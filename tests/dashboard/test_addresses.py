from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from django.http import QueryDict
from django.test import override_settings
from hypothesis import assume, given
from hypothesis import strategies as st
from pytest_django import Settings

from dashboard import addresses
from dashboard.forms import PeriodForm
from stats.period import PRESETS, Period, resolve
from tests.stats.examples import ALL, LOS_ANGELES, WEEK
from tests.stats.odd_days import zoned_instants

NOW = datetime(2026, 11, 23, 22, 32, 10, tzinfo=UTC)
LATE = datetime(2100, 12, 30, tzinfo=UTC)


def opened(address: str, now: datetime = NOW) -> Period:
    """The period that an address means to whoever opens it."""
    return PeriodForm(QueryDict(urlsplit(address).query), now=now).value


def test_the_whole_life_in_the_zone_of_the_site_has_a_bare_address() -> None:
    assert addresses.of_broadcast("show", 135, ALL) == "/broadcasts/135/"


def test_another_zone_stands_in_the_address_and_the_sites_own_does_not(settings: Settings) -> None:
    week = "begin=2026-11-17&end=2026-11-23"
    assert addresses.of_broadcast("results_csv", 135, WEEK) == (
        f"/broadcasts/135/results.csv?{week}&tz=America%2FLos_Angeles"
    )
    settings.TIME_ZONE = "America/Los_Angeles"
    assert addresses.of_broadcast("results_csv", 135, WEEK) == (
        f"/broadcasts/135/results.csv?{week}"
    )


def test_an_offset_survives_the_address() -> None:
    # 01:30 came twice that night in Berlin; a bare + would be read as a space.
    zone = ZoneInfo("Europe/Berlin")
    period = resolve(begin="2026-10-25T01:30", end="2026-10-25T02:30", zone=zone, now=NOW)
    address = addresses.of_broadcast("show", 135, period)
    assert "+" not in address
    assert opened(address) == period


@pytest.mark.parametrize("name", PRESETS)
@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo"])
def test_a_preset_keeps_its_name_and_so_moves_with_the_day(name: str, zone: str) -> None:
    address = addresses.of_broadcast(
        "show", 135, resolve(period=name, zone=ZoneInfo(zone), now=NOW)
    )
    tomorrow = NOW + timedelta(days=1)
    assert opened(address, tomorrow) == resolve(period=name, zone=ZoneInfo(zone), now=tomorrow)


def test_a_begin_alone_goes_on_following_today() -> None:
    period = resolve(begin="2026-11-17", zone=LOS_ANGELES, now=NOW)
    tomorrow = NOW + timedelta(days=1)
    found = opened(addresses.of_broadcast("show", 135, period), tomorrow)
    assert found == resolve(begin="2026-11-17", zone=LOS_ANGELES, now=tomorrow)
    assert found.end != period.end


def test_what_is_compared_and_the_size_of_buckets_stay_in_the_address() -> None:
    typed = {"bucket": "day", "compare": "previous", "compare_begin": " ", "other": "x"}
    chosen = addresses.chosen_of(typed)
    address = addresses.of_broadcast("load", 135, ALL, chosen)
    assert address == "/broadcasts/135/load/?bucket=day&compare=previous"
    assert addresses.of_broadcast("show", 135, ALL, chosen.comparison) == (
        "/broadcasts/135/?compare=previous"
    )


def test_chosen_dates_win_over_the_period_before() -> None:
    typed = {"compare": "nonsense", "compare_begin": "2026-11-01 ", "compare_end": "2026-11-07"}
    assert addresses.of_broadcast("show", 135, ALL, addresses.chosen_of(typed)) == (
        "/broadcasts/135/?compare_begin=2026-11-01&compare_end=2026-11-07"
    )


def test_to_compare_with_nothing_needs_no_word_in_the_address() -> None:
    assert addresses.chosen_of({"compare": "none", "bucket": "year"}) == addresses.NOTHING


@given(zoned_instants(), st.timedeltas(timedelta(seconds=1), timedelta(days=400)), st.booleans())
def test_an_address_opened_again_asks_for_the_same_instants(
    zoned: tuple[ZoneInfo, datetime], length: timedelta, is_sites_zone: bool
) -> None:
    zone, begin = zoned
    end = min(begin + timedelta(seconds=int(length.total_seconds())), LATE)
    assume(begin < end)
    period = Period("custom", begin, end, zone)
    with override_settings(TIME_ZONE=zone.key if is_sites_zone else "UTC"):
        address = addresses.of_broadcast("show", 2**63 - 1, period)
        assert address.isascii()
        assert opened(address, LATE) == period
