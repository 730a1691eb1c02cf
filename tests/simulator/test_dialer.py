from collections import defaultdict
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from simulator import instants
from simulator.campaign import Campaign
from simulator.campaigns import CAMPAIGNS
from simulator.dialer import BESIDES, PENDING, Event, events
from simulator.history import history_of

ANCHOR = datetime(2026, 11, 23, 17, 32, tzinfo=UTC)
every_campaign = pytest.mark.parametrize("campaign", CAMPAIGNS, ids=lambda one: one.name)


def found(campaign: Campaign) -> tuple[Event, ...]:
    return history_of(campaign, ANCHOR).events


def tries_by_recipient(campaign: Campaign) -> dict[int, list[Event]]:
    tries: dict[int, list[Event]] = defaultdict(list)
    for event in found(campaign):
        if event.result not in PENDING | BESIDES:
            tries[event.recipient].append(event)
    return tries


def test_the_same_anchor_gives_the_same_events() -> None:
    assert events(CAMPAIGNS[0], ANCHOR) == events(CAMPAIGNS[0], ANCHOR)


def test_another_id_gives_other_events() -> None:
    first, second = (
        events(
            Campaign(
                id=number,
                name="",
                type="VOICE",
                size=50,
                hours=CAMPAIGNS[0].hours,
                per_hour=60,
                shares=CAMPAIGNS[0].shares,
            ),
            ANCHOR,
        )
        for number in (1, 2)
    )
    assert first != second


def test_events_hang_on_the_anchor() -> None:
    history = history_of(CAMPAIGNS[0], ANCHOR)
    later = history_of(CAMPAIGNS[0], ANCHOR + timedelta(days=1))
    assert [event.at + 86_400 for event in history.events] == [event.at for event in later.events]
    assert [event.result for event in history.events] == [event.result for event in later.events]


@every_campaign
def test_events_are_in_order_and_tries_within_the_calling_hours(campaign: Campaign) -> None:
    instants_found = [event.at for event in found(campaign)]
    assert instants_found == sorted(instants_found)
    if isinstance(campaign.hours.opens, time):
        zone, opens = ZoneInfo(campaign.hours.zone), campaign.hours.opens
        closes = (datetime.combine(ANCHOR, opens) + campaign.hours.length).time()
        for event in found(campaign):
            if event.result not in BESIDES:
                local = instants.aware(event.at).astimezone(zone)
                assert opens <= local.time() < closes
                assert not campaign.hours.weekdays_only or local.weekday() < 5


@every_campaign
def test_only_retried_results_are_tried_again_as_often_and_as_far_apart_as_configured(
    campaign: Campaign,
) -> None:
    for tries in tries_by_recipient(campaign).values():
        assert len(tries) <= campaign.retry.max_attempts
        for earlier, later in pairwise(tries):
            assert earlier.result in campaign.retry.results
            assert later.at - earlier.at >= 60 * campaign.retry.minutes_between
        last = tries[-1]
        assert last.final or campaign.stops_after
        assert not any(event.final for event in tries[:-1])


@every_campaign
def test_what_is_billed_is_rounded_up_and_priced_exactly(campaign: Campaign) -> None:
    step = campaign.billing.step_seconds
    for event in found(campaign):
        assert event.billed_seconds % step == 0
        assert 0 <= event.billed_seconds - event.duration_seconds < step
        if campaign.type == "TEXT":
            assert event.duration_seconds == 0
            assert event.credits in ((10_000, 20_000) if event.result == "SENT" else (0,))
        else:
            assert event.credits * 60 == event.billed_seconds * campaign.billing.credits_per_minute


def test_each_transfer_of_an_ivr_has_its_other_leg() -> None:
    for campaign in CAMPAIGNS:
        transferred = [event.recipient for event in found(campaign) if event.result == "XFER"]
        legs = [event.recipient for event in found(campaign) if event.result == "XFER_LEG"]
        assert sorted(legs) == (sorted(transferred) if campaign.transfer_legs else [])


def test_some_are_put_off_and_called_later() -> None:
    campaign = CAMPAIGNS[0]
    put_off = {event.recipient for event in found(campaign) if event.result == "UNDIALED"}
    assert put_off
    assert put_off < tries_by_recipient(campaign).keys()
