from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator import instants
from simulator.campaign import Campaign
from simulator.campaigns import CAMPAIGNS
from simulator.dialer import BESIDES, PENDING, Event
from simulator.history import Figures, Result, Standing, history_of

ANCHOR = datetime(2026, 11, 23, 17, 32, tzinfo=UTC)
NOW = instants.of(ANCHOR) + 5 * 3600
DAY = 86_400

campaigns = st.sampled_from(CAMPAIGNS)
moments = st.integers(NOW - 200 * DAY, NOW + 40 * DAY) | st.integers(NOW - 7 * DAY, NOW + 2 * DAY)
plentiful = settings(deadline=None, max_examples=60)


def recount(events: Iterable[Event], times: int) -> Figures:
    """Sum the events up the plain way."""
    events = list(events)
    attempts = Counter(event.result for event in events)
    people = {(event.result, event.recipient) for event in events if event.result not in PENDING}
    actions = Counter(result for result, _ in people)
    tried = {event.recipient for event in events if event.result not in PENDING | BESIDES}
    return Figures(
        duration_seconds=times * sum(event.duration_seconds for event in events),
        billed_seconds=times * sum(event.billed_seconds for event in events),
        credits=times * sum(event.credits for event in events),
        attempts=times * sum(event.result not in BESIDES for event in events),
        actions=times * len(tried),
        results=tuple(
            Result(name, times * attempts[name], times * actions[name]) for name in sorted(attempts)
        ),
    )


def additive(figures: Figures) -> Counter[str]:
    """Give what adds up over neighbouring intervals."""
    return Counter(
        {
            "duration": figures.duration_seconds,
            "billed": figures.billed_seconds,
            "credits": figures.credits,
            "attempts": figures.attempts,
            **{result.name: result.attempts for result in figures.results},
        }
    )


@given(campaign=campaigns, begin=moments, end=moments, now=moments)
@plentiful
def test_an_interval_is_the_sum_of_its_events(
    campaign: Campaign, begin: int, end: int, now: int
) -> None:
    history = history_of(campaign, ANCHOR)
    within = [event for event in history.events if begin <= event.at < end and event.at <= now]
    assert history.figures(begin, end, now) == recount(within, campaign.counts_for)


@given(campaign=campaigns, edges=st.lists(moments, min_size=3, max_size=6).map(sorted), now=moments)
@plentiful
def test_neighbouring_intervals_add_up_and_their_actions_at_least_to_those_of_the_whole(
    campaign: Campaign, edges: list[int], now: int
) -> None:
    history = history_of(campaign, ANCHOR)
    parts = [history.figures(begin, end, now) for begin, end in pairwise(edges)]
    whole = history.figures(edges[0], edges[-1], now)
    assert sum(map(additive, parts), Counter()) == +additive(whole)
    assert max(part.actions for part in parts) <= whole.actions
    assert whole.actions <= sum(part.actions for part in parts)


@given(campaign=campaigns, edge=moments)
@plentiful
def test_an_open_side_reaches_to_the_first_event_or_the_last(campaign: Campaign, edge: int) -> None:
    history = history_of(campaign, ANCHOR)
    before, after = history.figures(None, edge, NOW), history.figures(edge, None, NOW)
    assert additive(before) + additive(after) == +additive(history.figures(None, None, NOW))


@pytest.mark.parametrize("campaign", CAMPAIGNS, ids=lambda one: one.name)
def test_an_interval_holds_its_begin_and_not_its_end(campaign: Campaign) -> None:
    history = history_of(campaign, ANCHOR)
    at, much_later = history.events[0].at, history.events[-1].at
    assert history.figures(at, at + 1, much_later).results
    assert not history.figures(at - 1, at, much_later).results
    assert not history.figures(at, at, much_later).results
    assert not history.figures(at + 1, at, much_later).results


def test_a_recipient_tried_on_two_days_is_an_action_of_both() -> None:
    history = history_of(CAMPAIGNS[0], ANCHOR)
    begin = history.opens_at
    first, second = (history.figures(begin + n * DAY, begin + (n + 1) * DAY, NOW) for n in (0, 1))
    assert first.actions + second.actions > history.figures(begin, begin + 2 * DAY, NOW).actions


@given(campaign=campaigns, now=moments)
@plentiful
def test_the_recipients_by_status_are_the_whole_list(campaign: Campaign, now: int) -> None:
    standing = history_of(campaign, ANCHOR).standing(now)
    counts = (standing.unattempted, standing.retry_wait, standing.finished)
    assert min(counts) >= 0
    assert sum(counts) == campaign.size * campaign.counts_for


@given(campaign=campaigns, now=moments)
@plentiful
def test_a_recipient_is_unattempted_until_tried_and_finished_after_the_last_try(
    campaign: Campaign, now: int
) -> None:
    history = history_of(campaign, ANCHOR)
    happened = [event for event in history.events if event.at <= now]
    tried = {event.recipient for event in happened if event.result not in PENDING | BESIDES}
    finished = {event.recipient for event in happened if event.final}
    assert finished <= tried
    times = campaign.counts_for
    assert history.standing(now) == Standing(
        times * (campaign.size - len(tried)),
        times * (len(tried) - len(finished)),
        times * len(finished),
    )


def test_the_status_follows_the_clock() -> None:
    history = history_of(CAMPAIGNS[0], ANCHOR)
    last = max(event.at for event in history.events if event.final)
    moments_and_statuses = {
        0: "START_PENDING",
        history.opens_at - 1: "START_PENDING",
        history.opens_at: "RUNNING",
        last - 1: "RUNNING",
        last: "FINISHED",
    }
    assert {now: history.status(now)[0] for now in moments_and_statuses} == moments_and_statuses
    assert history.status(last + DAY) == ("FINISHED", last)
