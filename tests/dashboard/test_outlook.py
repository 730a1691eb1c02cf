"""What the looks say of how a broadcast goes on, in words."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import get_args
from zoneinfo import ZoneInfo

from django.test import Client
from pytest_django import Settings

from dashboard import outlook
from simulator.server import Simulator
from stats import service
from stats.forecast import estimate as estimates
from stats.forecast.burndown import Point
from stats.forecast.estimate import Estimate, NoEstimate
from stats.forecast.finishing import Finishing, NoFinishing, Range
from stats.forecast.moves import Growth
from stats.forecast.retries import NoRetries, Part, Retries
from stats.forecast.signs import Failing, Tries
from stats.forecast.stall import Stall
from stats.outlook import Outlook
from tests.conftest import NOW
from tests.stats.examples import ALL

UTC_ZONE = ZoneInfo("UTC")
AT = datetime(2026, 11, 23, 22, 0, tzinfo=UTC)
AUTUMN = 11741873003
PAGE = f"/broadcasts/{AUTUMN}/"


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


ESTIMATE = Estimate(
    as_of=AT,
    left=3_110,
    low=hours(1.83),
    middle=hours(2.17),
    high=hours(2.83),
    pace_per_hour=1_433.0,
    watched=hours(3),
    looks=36,
    opens_at=AT - hours(5),
    closes_at=AT + hours(3),
    hours_left=hours(3),
    plan_is_known=True,
    growth=Growth(AT - hours(1), 500),
)
FULL = Outlook(
    ESTIMATE,
    Stall(AT - hours(0.7), AT, timedelta(minutes=42), timedelta(minutes=5), 3_110),
    Retries(
        AT - hours(5), Part(9_000, 3_000, Decimal(2_700)), Part(910, 38, Decimal("60.8")), None
    ),
    Finishing(
        left=3_110,
        credits=Range(Decimal(880), Decimal(1_100)),
        live_answers=Range(Decimal(700), Decimal(850)),
        finished=6_890,
        since=AT - hours(2),
    ),
    Failing(AT - hours(1), AT, Tries(400, 60), Tries(9_000, 180)),
    (Point(AT - hours(1), 4_000), Point(AT, 3_110)),
)
NONE = Outlook(
    NoEstimate("one_look"),
    None,
    NoRetries("still_untried"),
    NoFinishing("too_little_finished"),
    None,
    (Point(AT, 3_110),),
)


def test_an_estimate_is_a_range_with_what_is_left_and_whether_it_fits_into_today() -> None:
    assert outlook.of(FULL, UTC_ZONE, AT)["estimate"] == (
        "About 2 h 10 min more of dialing, 1 h 50 min to 2 h 50 min; 3,110 left. That fits into "
        "today's calling hours, until 24 Nov 2026 01:00. Such a range is right 8 times in 10."
    )
    assert outlook.in_short(ESTIMATE) == "about 2 h 10 min of dialing left"


def test_calling_hours_that_are_over_are_not_called_a_limit() -> None:
    estimate = replace(ESTIMATE, closes_at=AT, hours_left=hours(0))
    said = outlook.of(replace(FULL, estimate=estimate), UTC_ZONE, AT)["estimate"]
    assert "3,110 left. Today's calling hours are over. Such a range" in said


def test_the_other_parts_are_said_in_one_sentence_each() -> None:
    said = outlook.of(FULL, UTC_ZONE, AT)
    assert said["grew"] == ("The list grew by 500, seen at 21:00; the pace is counted from there.")
    assert said["stalled"] == (
        "No attempt for 42 min while 3,110 are left; the usual gap is under 6 min. "
        "Often: credits used up, or stopped."
    )
    assert said["retries"] == (
        "Since 17:00, when no number was left untried: 910 attempts, 38 live answers (4.2%), "
        "1.60 credits each. Before: 9,000 attempts, 3,000 live answers (33.3%), 0.90 credits each."
    )
    assert said["finishing"] == (
        "The 3,110 left are likely to cost 880 to 1,100 credits and to bring 700 to 850 live "
        "answers, by what the last ones did since 20:00."
    )
    assert said["failing"].startswith(
        "In the last hour 15.0% of 400 attempts failed, before that 2.0%."
    )
    assert said["burn_down"]["points"][-1]["y"] == 3_110


def test_the_last_one_left_is_said_to_be_one() -> None:
    assert FULL.stall is not None
    assert isinstance(FULL.finishing, Finishing)
    few = Range(Decimal(0), Decimal(2))
    for cost, live in ((few, few), (few, None), (None, few)):
        finishing = replace(FULL.finishing, left=1, credits=cost, live_answers=live)
        found = replace(FULL, stall=replace(FULL.stall, left=1), finishing=finishing)
        said = outlook.of(found, UTC_ZONE, AT)
        assert "while 1 is left;" in said["stalled"]
        assert said["finishing"].startswith("The 1 left is likely to ")


def test_what_cannot_be_given_is_not_there_or_says_why() -> None:
    said = outlook.of(NONE, UTC_ZONE, AT)
    assert said["estimate"] == "How long it takes can be said after a second look."
    assert said["burn_down"]["points"] == [{"x": AT.timestamp() * 1000, "y": 3_110}]
    assert not any(value for key, value in said.items() if key not in ("estimate", "burn_down"))
    assert outlook.of(replace(NONE, burn_down=()), UTC_ZONE, AT)["burn_down"] is None
    assert outlook.in_short(NONE.estimate) == ""


def test_every_reason_has_a_sentence() -> None:
    assert set(outlook.NO_ESTIMATES) == set(get_args(estimates.Reason))


def test_a_watched_broadcast_has_an_estimate_on_its_page(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    for minutes in range(0, 181, 5):
        clock.DEMO_NOW = callfire.now = NOW - timedelta(minutes=180 - minutes)
        service.report(AUTUMN, ALL, refresh=True)
    text = person.get(PAGE).content.decode()
    assert "more of dialing" in text
    assert "of dialing left." in text[: text.index("<body")]  # the page's description
    assert 'id="burn-down-data"' in text
    assert 'data-part="stalled"' not in text


def test_one_look_says_what_is_missing(
    person: Client, callfire: Simulator, clock: Settings
) -> None:
    assert "can be said after a second look" in person.get(PAGE).content.decode()
