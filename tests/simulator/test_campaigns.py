from datetime import UTC, datetime, timedelta

import pytest

from simulator import instants
from simulator.campaign import Campaign
from simulator.campaigns import CAMPAIGNS
from simulator.history import Figures, History, history_of

HOUR = 3600
ANCHORS = [
    datetime(2026, 11, 23, 17, 32, tzinfo=UTC),
    datetime(2026, 3, 7, 23, 5, 9, tzinfo=UTC),  # clocks change within the hours that follow
    datetime(2028, 2, 29, 6, 0, tzinfo=UTC),
]


def start(anchor: datetime) -> int:
    return instants.of(anchor + timedelta(hours=5))


def so_far(campaign: Campaign, anchor: datetime) -> tuple[History, Figures, str]:
    history, now = history_of(campaign, anchor), start(anchor)
    return history, history.figures(None, None, now), history.status(now)[0]


def results(figures: Figures) -> dict[str, int]:
    return {result.name: result.attempts for result in figures.results}


def named(name: str) -> Campaign:
    return next(campaign for campaign in CAMPAIGNS if campaign.name == name)


def test_no_two_campaigns_share_an_id_or_a_name() -> None:
    assert len({campaign.id for campaign in CAMPAIGNS}) == len(CAMPAIGNS) == 12
    assert len({campaign.name for campaign in CAMPAIGNS}) == 12


@pytest.mark.parametrize("anchor", ANCHORS, ids=str)
def test_every_state_of_a_broadcast_is_there_at_the_start(anchor: datetime) -> None:
    statuses = [so_far(campaign, anchor)[2] for campaign in CAMPAIGNS]
    assert {status: statuses.count(status) for status in statuses} == {
        "RUNNING": 5,
        "START_PENDING": 1,
        "FINISHED": 4,
        "STOPPED": 1,
        "ARCHIVED": 1,
    }


@pytest.mark.parametrize("anchor", ANCHORS, ids=str)
def test_something_moves_at_any_hour_until_the_end_of_the_next_day(anchor: datetime) -> None:
    histories = [history_of(campaign, anchor) for campaign in CAMPAIGNS]
    begin = instants.of(anchor)
    for at in range(begin, begin + 30 * HOUR, HOUR // 4):
        tried = [history.figures(at, at + HOUR // 4, at + HOUR).attempts for history in histories]
        assert sum(tried) > 0, instants.write(at)


@pytest.mark.parametrize("anchor", ANCHORS, ids=str)
@pytest.mark.parametrize(
    "name",
    [
        "Autumn reminder",
        "Flu clinic, evening",
        "School closed today",
        "Appointment reminders, daily",
    ],
)
def test_those_called_by_day_move_around_the_start(name: str, anchor: datetime) -> None:
    history, now = history_of(named(name), anchor), start(anchor)
    assert history.figures(now, now + HOUR, now + HOUR).attempts > 0


def test_the_campaign_just_started_has_most_of_its_list_ahead() -> None:
    history, figures, _ = so_far(named("School closed today"), ANCHORS[0])
    standing = history.standing(start(ANCHORS[0]))
    assert figures.attempts > 0
    assert standing.unattempted > 0.9 * history.campaign.size


def test_nobody_has_been_tried_by_the_campaign_to_come() -> None:
    history, figures, _ = so_far(named("Payment due, 2nd try"), ANCHORS[0])
    assert figures == Figures(0, 0, 0, 0, 0, ())
    assert history.created_at < instants.of(ANCHORS[0]) < history.opens_at
    assert history.standing(start(ANCHORS[0])).unattempted == 2_500


def test_the_stopped_campaign_stays_half_way_for_good() -> None:
    history, figures, _ = so_far(named("Storm warning, coast"), ANCHORS[0])
    much_later = start(ANCHORS[0]) + 1000 * 24 * HOUR
    assert history.figures(None, None, much_later) == figures
    assert 0.3 < history.standing(much_later).finished / history.campaign.size < 0.7
    assert history.standing(much_later).retry_wait > 0


def test_the_storm_stands_out_from_the_hours_before_it() -> None:
    history, now = history_of(named("Flu clinic, evening"), ANCHORS[0]), start(ANCHORS[0])

    def error_share(begin: int, end: int) -> float:
        found = results(history.figures(begin, end, now))
        return sum(count for name, count in found.items() if "ERROR" in name) / sum(found.values())

    begin = instants.of(ANCHORS[0] + timedelta(hours=2.5))
    assert error_share(begin, begin + 2 * HOUR) > 0.6
    assert error_share(begin - 3 * HOUR, begin) < 0.1


def test_the_campaign_without_machine_detection_has_no_answering_machine() -> None:
    _, figures, _ = so_far(named("Pharmacy pick-up notice"), ANCHORS[0])
    assert "AM" not in results(figures)


def test_millions_of_calls_are_kept_as_thousands_of_events() -> None:
    history, figures, _ = so_far(named("National service survey"), ANCHORS[0])
    assert figures.attempts > 5_000_000
    assert figures.credits > 10_000_000 * 10_000  # Java writes such a float with an exponent
    assert figures.duration_seconds < 2**31  # an xs:int
    assert len(history.events) < 20_000


def test_replies_to_texts_come_later_even_after_all_are_sent() -> None:
    history, figures, _ = so_far(named("Delivery window texts"), ANCHORS[0])
    replies = [event.at for event in history.events if event.result == "RECEIVED"]
    sent = [event.at for event in history.events if event.result == "SENT"]
    assert max(replies) > max(sent)
    assert 0.08 < results(figures)["RECEIVED"] / results(figures)["SENT"] < 0.13
    assert {"DNT", "TOO_BIG", "CARRIER_ERROR", "INVALID_NUMBER"} < set(results(figures))
