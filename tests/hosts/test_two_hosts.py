"""Two hosts over one PostgreSQL, with nothing else in common, and one of them is lost.

Each is a group of gunicorn's processes and a collector, with the settings of production. CallFire
has a door for each host, so that it is known who asked what; what it says is the same at both.
"""

import os
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final

import pytest
from django.contrib.auth.models import User

from dashboard import tokens
from simulator import faults
from simulator.answers import Answer
from simulator.campaign import Hours
from simulator.campaigns import CAMPAIGNS
from simulator.faults import Fault
from simulator.listener import Request
from simulator.server import Asked, Simulator
from stats import lease, watching
from stats.models import Lease, Watch
from tests.hosts.host import PROJECT, Host, of_production, serving, until
from tests.hosts.people import PASSWORD, Person, Step, Worker
from tests.hosts.work import TODAY, coming_and_going, looking

LOOKED_AT: Final = range(1001, 1007)
REFRESHED: Final = 2001
WATCHED: Final = range(3001, 3005)
LEFT_BEHIND: Final = range(4001, 4004)  # asked for by the host that is lost, when it is lost
PER_TOKEN: Final = 8  # uses in a minute
ENOUGH: Final = 6  # steps
LIMITS: Final = {"CALLFIRE_PER_MINUTE": "100000", "API_PER_MINUTE": str(PER_TOKEN)}

needs_postgresql = pytest.mark.skipif(
    "TEST_DATABASE_URL" not in os.environ,
    reason="several hosts need PostgreSQL: `make test-postgres` has it",
)


class Door(Simulator):
    """CallFire as one host reaches it, which can fall silent about some broadcasts alone.

    Silent about all, it would soon be asked nothing at all: after some failures the site pauses.
    """

    silent_about: Iterable[int] = ()

    def _consider(self, request: Request) -> tuple[Answer, Fault | None]:
        answer, fault = super()._consider(request)
        is_silent = any(f"/broadcast/{each}/" in request.target for each in self.silent_about)
        return answer, faults.named("silent") if is_silent else fault


@dataclass(frozen=True, slots=True)
class Pair:
    """The hosts: the one that stays, the one that is lost, and the door that each asks at."""

    stays: Host
    lost: Host
    doors: tuple[Door, Door]

    def asked(self) -> tuple[list[Asked], list[Asked]]:
        """By the one that stays, and by the other."""
        return self.doors[0].requests[:], self.doors[1].requests[:]


@pytest.fixture
def pair(tmp_path: Path, released: Path, transactional_db: None) -> Iterator[Pair]:
    anchor = datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC)
    all_day = Hours("UTC", -9, timedelta(), timedelta(days=1))
    small = replace(CAMPAIGNS[0], size=40, per_hour=0.5, hours=all_day)
    ids = (*LOOKED_AT, REFRESHED, *WATCHED, *LEFT_BEHIND)
    campaigns = [replace(small, id=each, name=f"Number {each}") for each in ids]
    with ExitStack() as stack:
        doors = [
            stack.enter_context(Door(anchor=anchor, latency=0.05, campaigns=campaigns))
            for _ in range(2)
        ]
        both = []
        for name, door in zip(("stays", "lost"), doors, strict=True):
            folder = tmp_path / name
            folder.mkdir()
            both.append(Host(folder, released, {**of_production(door), **LIMITS}))
        stack.enter_context(serving(*both))
        yield Pair(both[0], both[1], (doors[0], doors[1]))


@needs_postgresql
def test_nothing_tells_which_host_answers(pair: Pair, mk: User) -> None:
    counts_go_together(pair, mk)
    watched_broadcasts_are_looked_at_once(pair)
    a_person_goes_from_one_to_the_other(pair.stays, pair.lost)


def a_person_goes_from_one_to_the_other(one: Host, two: Host) -> None:
    person = Person()
    assert person.sign_in(one).status_code == 302
    assert person.is_signed_in(two)
    page = f"/broadcasts/{LOOKED_AT[0]}/"
    first = person.get(one, page)
    assert first.status_code == 200
    # Both serve the files that the page of either names, and know it for the same page.
    files = set(person.get(two, page).text.split('"')) & set(first.text.split('"'))
    names = sorted(each for each in files if each.startswith("/static/"))
    assert len(names) > 1
    assert {person.get(host, name).status_code for host in (one, two) for name in names} == {200}
    etag = person.get(one, page).headers["ETag"]
    assert person.get(two, page, If_None_Match=etag).status_code == 304
    # A form of one is taken by the other, which also says once what came of it.
    person.get(one, page)
    assert person.post(two, f"{page}refresh/").status_code == 302
    assert person.post(one, f"{page}refresh/").status_code == 302
    said = [
        person.get(host, page).text.count("there is at most one question every 5 s")
        for host in (two, one)
    ]
    assert said == [1, 0]
    # Who signs out at one is signed out everywhere.
    assert person.post(two, "/accounts/logout/").status_code == 302
    assert not person.is_signed_in(one)
    # So is who changes a password elsewhere.
    elsewhere = Person("203.0.113.8")
    person.sign_in(one)
    elsewhere.sign_in(two)
    fields = {"new_password1": "quite another one", "new_password2": "quite another one"}
    form = "/accounts/password_change/"
    assert person.post(one, form, old_password=PASSWORD, **fields).status_code == 302
    assert (person.is_signed_in(two), elsewhere.is_signed_in(two)) == (True, False)


def counts_go_together(pair: Pair, mk: User) -> None:
    """Uses of a token, and wrong passwords by the address that the load balancer tells."""
    both = (pair.stays, pair.lost)
    secret = tokens.made(mk, "reports")
    path, program = f"/broadcasts/{LOOKED_AT[0]}/stats.json", Person()
    uses = [
        program.get(both[number % 2], path, Authorization=f"Bearer {secret}").status_code
        for number in range(PER_TOKEN + 2)
    ]
    assert uses == [200] * PER_TOKEN + [429] * 2
    guesser = Person("203.0.113.66")
    tries = [guesser.sign_in(both[n % 2], password="a guess").status_code for n in range(5)]
    assert tries == [200] * 4 + [429]
    assert [guesser.sign_in(each).status_code for each in both] == [429] * 2
    assert Person("203.0.113.67").sign_in(both[0]).status_code == 302


def watched_broadcasts_are_looked_at_once(pair: Pair) -> None:
    """Rounds of two collectors that begin at once are one round."""
    for broadcast_id in WATCHED:
        watching.watch(broadcast_id)
    rounds = [each.collect() for each in (pair.stays, pair.lost)]
    assert [each.wait(120) for each in rounds] == [0, 0]
    assert Watch.objects.filter(next_look_at__gt=datetime.now(UTC)).count() == len(WATCHED)
    asked = Counter(key_of(each) for door in pair.asked() for each in door)
    assert keys_of(WATCHED) <= set(asked)
    assert [each for each, times in asked.items() if times > 1] == []


@needs_postgresql
def test_a_host_that_is_lost_costs_its_connections_and_nothing_else(pair: Pair, mk: User) -> None:
    stays, lost = pair.stays, pair.lost
    files = stays.written(), lost.written()
    person = Person()
    assert person.sign_in(stays).status_code == 302
    for broadcast_id in WATCHED:
        watching.watch(broadcast_id)
    began = time.monotonic()
    with ExitStack() as stack:
        for host in (stays, lost):
            host.collect("--every", "300")
        workers = [stack.enter_context(each) for each in at_work(pair, person)]
        for each in workers:
            each.does(ENOUGH)
        loss = lose(pair, person, stack)
        for each in workers:
            each.does(ENOUGH)
        for each in loss.waiting:
            each.does(1)
    seconds = time.monotonic() - began

    done = [each for worker in (*workers, *loss.waiting) for each in worker.seen]
    whole = [each for each in done if each.status is not None]
    assert [each for each in whole if not each.is_right] == []
    # Who was at the lost host saw the connection break or be refused, and nobody else did.
    broken = [each for each in done if each.status is None]
    assert {each.host for each in broken} == {lost}
    assert min(each.ended for each in broken) >= loss.at
    assert [each for each in whole if each.host is lost and each.ended > loss.at + 5] == []
    assert len(broken) >= len(LEFT_BEHIND)

    # CallFire was asked each question once, but for those whose asker was lost.
    by_stays, by_lost = (Counter(map(key_of, door)) for door in pair.asked())
    refreshed = lease.key_of(REFRESHED, None, None)
    twice = {key for key, times in (by_stays + by_lost).items() if times > 1} - {refreshed}
    assert keys_of(LEFT_BEHIND) <= twice <= loss.orphans
    assert {(by_lost[key], by_stays[key]) for key in twice} == {(1, 1)}
    # However many press Refresh, wherever: once in five seconds.
    most = 1 + seconds / lease.OUTCOME_STAYS.total_seconds()
    assert 1 <= by_stays[refreshed] + by_lost[refreshed] <= most

    # The host comes back, without anything of its own, and says what the other one says.
    pair.doors[1].silent_about = ()
    said, asked = said_by(stays, person), pair.asked()
    with serving(lost):
        assert said_by(lost, person) == said
        assert pair.asked() == asked
    assert (stays.written(), lost.written()) == files
    assert [line for line in stays.log.read_text().splitlines() if '"level": "error"' in line] == []


@dataclass(frozen=True, slots=True)
class Loss:
    """When it was (monotonic seconds), what the lost host was asking, and who waits for that."""

    at: float
    orphans: set[str]
    waiting: list[Worker]


def lose(pair: Pair, mk: Person, stack: ExitStack) -> Loss:
    """Kill a host while it asks, and while people at the other one wait for what it asks."""
    door = pair.doors[1]
    door.silent_about = LEFT_BEHIND
    workers = []
    for host in (pair.lost, pair.stays):
        for broadcast_id in LEFT_BEHIND:
            path = f"/broadcasts/{broadcast_id}/"
            step = Step("a page of both hosts", partial(Person.get, path=path))
            workers.append(
                stack.enter_context(Worker([host], iter([step]), mk.in_another_window()))
            )
        until(lambda: keys_of(LEFT_BEHIND) <= set(map(key_of, door.requests)), "it asks")
    at = time.monotonic()
    pair.lost.kill()
    # Nobody answers for these leases: nobody else asked, and whoever did is gone.
    by_stays, by_lost = ({key_of(each) for each in asked} for asked in pair.asked())
    is_open = Lease.objects.filter(outcome__isnull=True, key__in=by_lost - by_stays)
    return Loss(at, set(is_open.values_list("key", flat=True)), workers)


def at_work(pair: Pair, mk: Person) -> Iterator[Worker]:
    """Browsers at each host, and one that the load balancer sends from one to the other."""
    attempts = {
        each: pair.doors[0].history(each).figures(None, None, 2**40).attempts for each in LOOKED_AT
    }
    for those in ([pair.stays], [pair.lost], [pair.stays, pair.lost]):
        yield Worker(those, looking(attempts, REFRESHED), mk.in_another_window())
    for host in (pair.stays, pair.lost):
        yield Worker([host], coming_and_going(), Person())


def said_by(host: Host, mk: Person) -> dict[int, object]:
    """What somebody is told of each broadcast."""
    those = (*LOOKED_AT, REFRESHED, *WATCHED, *LEFT_BEHIND)
    return {each: mk.get(host, f"/broadcasts/{each}/stats.json").json() for each in those}


def keys_of(broadcast_ids: Iterable[int]) -> set[str]:
    """The names of the questions for the whole life of each."""
    return {lease.key_of(each, None, None) for each in broadcast_ids}


def key_of(asked: Asked) -> str:
    """The name that the site has for the question."""
    _, _, rest = asked.path.partition("/broadcast/")
    broadcast_id, _, what = rest.partition("/")
    if what != "stats":
        return lease.details_key_of(int(broadcast_id))
    edges = (asked.query.get(name) for name in ("IntervalBegin", "IntervalEnd"))
    begin, end = (each and datetime.fromisoformat(each) for each in edges)
    return lease.key_of(int(broadcast_id), begin or None, end or None)


def test_both_runs_of_the_tests_are_among_what_a_laptop_does_before_it_pushes() -> None:
    """Those above run on PostgreSQL alone: they must not be left out in silence."""
    commands = (PROJECT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert {"make test", "make test-postgres"} <= set(commands)
