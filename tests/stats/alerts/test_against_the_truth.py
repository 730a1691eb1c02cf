"""The promises of docs/alerts.md on a few campaigns; `make bench-alerts` has many."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from itertools import chain
from typing import Any

import pytest
from pytest_django import Settings

from dashboard.alert_kinds import LABELS
from dashboard.notices.messages import document
from stats import outlook, watching
from stats.alerts import occurrences, outbox
from stats.alerts.kinds import NAMES, Name
from stats.alerts.rules import set_rules
from stats.alerts.told import told_of
from stats.broadcast_details import BroadcastDetails, CallingHours
from stats.forecast.signs import FAILED
from stats.models import Alert
from stats.named import keep_all
from stats.questions import keeping
from stats.questions.question import WHOLE_LIFE
from stats.report import Look
from stats.webhook.signing import signed
from tests.bench import alert_walk, alerts
from tests.bench.alert_days import (
    ONE_BY_ONE,
    QUIET,
    STORM,
    Blown,
    quiet,
    stood_still,
    stops,
    storms,
    stormy,
)
from tests.bench.alert_walk import Walk, sights
from tests.bench.campaigns import ANCHOR, KINDS
from tests.bench.measured import watched
from tests.bench.tables import written
from tests.bench.watched import EVERY, Watched

SEEDS = range(2_000, 2_012)
ERRORS: Mapping[Name, Decimal | None] = {"error_burst": None, "error_rate": Decimal(10)}
WATCHED: Mapping[Name, Decimal | None] = {**ERRORS, "stalled": None}
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
ID = 135
DOCUMENT = alerts.DOCUMENT.read_text("utf-8")


# ---- the promises


@pytest.mark.parametrize("seed", [2_000, 2_001])
def test_quiet_days_are_quiet(seed: int) -> None:
    found = [quiet(kind, seed, WATCHED) for kind in QUIET if kind != ONE_BY_ONE]
    told = list(chain.from_iterable(each.told for each in found))
    assert sum(each.days for each in found) >= 20
    assert told.count("error_burst") == 0
    assert told.count("stalled") == sum(each.told_without_hours for each in found) == 0
    # By chance, where few are tried in an hour.
    assert told.count("error_rate") <= 2


@cache
def strong_storms() -> list[Blown]:
    return list(chain.from_iterable(storms(None, seed) for seed in SEEDS))


def test_strong_storms_are_told_once_for_each_code_and_soon() -> None:
    assert len(strong_storms()) == 12
    for storm in strong_storms():
        assert storm.delay is not None
        assert storm.delay <= 45 * MINUTE
        assert storm.rate.delay is not None
        assert storm.rate.delay <= 25 * MINUTE
        assert storm.bursts[0].tellings == 1
        assert all(burst.tellings <= 1 for burst in storm.bursts)
        assert storm.too_early == 0


def test_that_a_storm_is_over_is_told_when_the_hour_after_it_is() -> None:
    recoveries = [storm.bursts[0].recovery for storm in strong_storms()]
    told = [each for each in recoveries if each is not None]
    assert len(told) >= 10
    assert all(40 * MINUTE <= each <= 75 * MINUTE for each in told)


def test_errors_that_do_not_rise_to_three_times_what_they_were_are_no_burst() -> None:
    found = list(chain.from_iterable(storms(0.05, seed) for seed in SEEDS))
    assert [storm.delay for storm in found] == [None] * 12


def test_stops_are_told_once_and_soon_and_so_is_that_it_dials_again() -> None:
    quick = [kind for kind in KINDS if kind != alerts.SLOW]
    found = list(chain.from_iterable(stops(kind, seed) for kind in quick for seed in SEEDS[:2]))
    assert len(found) >= 12
    assert {stop.knows_hours for stop in found} == {True, False}
    for stop in found:
        assert stop.tellings == 1
        assert stop.delay is not None
        assert stop.delay <= 25 * MINUTE
        assert stop.recovery is not None
        assert stop.recovery <= 10 * MINUTE


# ---- what is measured is what the site does


@dataclass(frozen=True)
class Played:
    """A campaign whose looks are played to the site and to the walk, and what is wanted of it."""

    seen: Watched
    looks: Sequence[Look]
    last: datetime
    wanted: Mapping[Name, Decimal | None]

    @property
    def first(self) -> datetime:
        return self.seen.first_look_at


def strong() -> Played:
    seen = watched(STORM, SEEDS[0])
    assert seen.campaign.storm is not None
    return Played(seen, seen.looks, seen.first_look_at + 9 * HOUR, ERRORS)


def mild() -> Played:
    """About as many fail as the limit says, so that it is now above and now below."""
    seen = Watched(stormy(0.10, 1_027), ANCHOR)
    return Played(seen, seen.looks, seen.first_look_at + 8 * HOUR, ERRORS)


def short() -> Played:
    seen = watched("one day, no retries", SEEDS[1])
    wanted: Mapping[Name, Decimal | None] = {"done": None, "calling_hours": None}
    done_at = next(look.first_seen_at for look in seen.looks if look.is_done)
    return Played(seen, seen.looks, done_at, wanted)


def stopped() -> Played:
    seen = watched("several days", SEEDS[0])
    stops_at = seen.first_look_at + 4 * HOUR
    looks = stood_still(seen, stops_at, stops_at + HOUR)
    return Played(seen, looks, stops_at + 2 * HOUR, {"stalled": None, "calling_hours": None})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("play", "kinds"),
    [
        (strong, {"error_burst", "error_rate"}),
        (mild, {"error_rate"}),
        (short, {"done", "calling_hours"}),
        (stopped, {"stalled", "calling_hours"}),
    ],
    ids=["storm", "mild storm", "one day", "stop"],
)
def test_the_walk_tells_what_the_site_tells(clock: Settings, play: Any, kinds: set[str]) -> None:
    played = play()
    play_to_the_site(clock, played)
    walk = Walk(played.wanted)
    for sight in sights(
        played.looks, played.first, played.last, played.seen.hours, played.seen.plan
    ):
        walk.check(sight)
    rows = Alert.objects.exclude(fired_at=None).order_by("fired_at", "pk")
    assert [facts_of(row) for row in rows] == [facts_of(each) for each in walk.told]
    assert {row.kind for row in rows} == kinds


def test_one_look_makes_no_burst_and_ends_none() -> None:
    seen = watched(STORM, SEEDS[0])
    told = alert_walk.walked(seen, ERRORS).told
    assert {each.kind for each in told} == set(ERRORS)
    assert all(each.fired_at and each.fired_at - each.began_at >= EVERY for each in told)
    assert all(each.is_recovered and each.ended_at and each.not_so_at for each in told)


def test_the_walk_looks_back_as_far_as_the_site() -> None:
    assert alert_walk.MOST_LOOKS == outlook.MOST_LOOKS


def play_to_the_site(clock: Settings, played: Played) -> None:
    """As a collector does: each answer kept, and what there is to tell looked for."""
    hours = played.seen.hours
    clock.TIME_ZONE = str(hours.zone)
    clock.DEMO_NOW = played.first
    calling = CallingHours(hours.begin, hours.end)
    details = BroadcastDetails(
        "Autumn reminder", "VOICE", "RUNNING", (), None, None, calling, played.seen.plan
    )
    keep_all({ID: details}, details_seen_at=played.first)
    watching.watch(ID)
    set_rules(None, {kind: (True, limit) for kind, limit in played.wanted.items()})
    for sight in sights(played.looks, played.first, played.last, hours, played.seen.plan):
        clock.DEMO_NOW = sight.now
        keeping.keep_all(ID, [(WHOLE_LIFE, sight.newest.stats)], sight.now)
        occurrences.check(ID)


def facts_of(one: Any) -> tuple[Any, ...]:
    facts = json.loads(json.dumps(dict(one.facts)))
    return one.kind, one.code, one.began_at, one.fired_at, one.ended_at, one.is_recovered, facts


# ---- what else the document says


def test_every_kind_and_every_code_is_described() -> None:
    for name in NAMES:
        assert f"**{LABELS[name]}** `{name}`" in DOCUMENT
    assert all(code in DOCUMENT for code in FAILED)


def test_tries_come_when_the_document_says() -> None:
    minutes = [wait / MINUTE for wait in outbox.WAITS]
    assert minutes == [1, 5, 15, 60, 180, 360, 720, 720]
    assert "1, 5 and 15 minutes later, then 1, 3 and 6\nhours, then twice 12 hours" in DOCUMENT


@pytest.mark.parametrize("secret", ["whsec_c2VjcmV0LWluLWJhc2U2NA==", "a secret of words"])
def test_the_receiver_of_the_document_knows_what_is_genuine(secret: str) -> None:
    code: dict[str, Any] = {}
    exec(fenced("python"), code)  # noqa: S102 - our own, from the document
    body, now = '{"name": "Jürgen"}'.encode(), datetime.now(UTC)
    headers = signed(body, message_id="notice-7", secret=secret, at=now)
    is_genuine = code["is_genuine"]
    assert is_genuine(headers, body, secret)
    two = {**headers, "webhook-signature": f"v1,x {headers['webhook-signature']}"}
    assert is_genuine(two, body, secret)
    assert not is_genuine(headers, body + b" ", secret)
    assert not is_genuine(headers, body, "another secret")
    assert not is_genuine({**headers, "webhook-id": "notice-8"}, body, secret)
    late = signed(body, message_id="notice-7", secret=secret, at=now - timedelta(minutes=6))
    assert not is_genuine(late, body, secret)


@pytest.mark.django_db
def test_the_example_has_the_keys_of_a_message(clock: Settings) -> None:
    clock.SITE_URL = "https://stats.example.com"
    play_to_the_site(clock, strong())
    told = told_of([row.pk for row in Alert.objects.filter(kind="error_burst")])
    events: tuple[outbox.Event, ...] = ("fired", "recovered")
    fired, recovered = (
        document(outbox.Due(7, event, "webhook", "", told[0]), clock.DEMO_NOW) for event in events
    )
    assert list(keys(json.loads(fenced("json")))) == list(keys(fired))
    described = set(re.findall(r"`(\w+)`", DOCUMENT.partition("| key of `data` |")[2]))
    assert set(recovered["data"]) <= described
    assert DOCUMENT.count(f"`{recovered['type']}`") >= 1


def fenced(language: str) -> str:
    """The first block of the document in that language."""
    return DOCUMENT.partition(f"```{language}\n")[2].partition("```")[0]


def keys(value: Any, path: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield f"{path}.{key}"
            yield from keys(each, f"{path}.{key}")


def test_the_figures_go_between_the_markers_of_the_document() -> None:
    text = written(DOCUMENT, "figures of today", alerts.BEGIN)
    assert "figures of today" in text
    assert written(text, "others", alerts.BEGIN) == written(DOCUMENT, "others", alerts.BEGIN)
    with pytest.raises(ValueError, match="no markers"):
        written("a document without them", "figures", alerts.BEGIN)
