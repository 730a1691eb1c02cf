"""When there was activity, found in a far end that knows the instants and counts the questions."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from stats.activity import LONGEST_IN_DAYS, Activity
from stats.broadcast_stats import BroadcastStats
from stats.buckets import Bucket
from stats.days import day_begin
from stats.kept import Kept
from stats.models import Broadcast, Snapshot, columns
from stats.report import Look
from stats.series import NOTHING
from stats.stretches import Interval, Plan
from tests.conftest import NOW
from tests.stats.examples import LOS_ANGELES, TEXTS

UTC_ZONE = ZoneInfo("UTC")
DAY = timedelta(days=1)

pytestmark = pytest.mark.django_db


@dataclass
class FarEnd:
    """Had activity at those instants; `asked` lists what it was asked."""

    busy: list[datetime]
    asked: list[Interval] = field(default_factory=list)

    def answer(self, interval: Interval) -> BroadcastStats:
        self.asked.append(interval)
        begin, end = interval
        attempts = sum(begin <= at < end for at in self.busy)
        return TEXTS if attempts else NOTHING

    def answers(
        self, kept: Kept, plans: Callable[[], Iterable[Plan]], at: datetime = NOW
    ) -> "FarEnd":
        """Itself, after it was asked until nothing is wanted, eight questions at a time."""
        while wanted := next((each.wanted for each in plans() if each.wanted), ()):
            for interval in wanted[:8]:
                kept.learn(interval, Look(self.answer(interval), at, at), is_new=True)
        return self


def looked(now: datetime = NOW, zone: ZoneInfo = UTC_ZONE) -> tuple[Kept, Activity]:
    kept = Kept(135, zone, now)
    return kept, Activity(kept, zone, now)


def instants(*days: str) -> list[datetime]:
    """Noon of those days, in UTC."""
    return [datetime.fromisoformat(f"{each}T12:00+00:00") for each in days]


def days(first: str, last: str, zone: ZoneInfo = UTC_ZONE) -> Interval:
    begin, end = date.fromisoformat(first), date.fromisoformat(last) + DAY
    return day_begin(begin, zone), day_begin(end, zone)


def bucket(day: str, zone: ZoneInfo = UTC_ZONE) -> Bucket:
    return Bucket(*days(day, day, zone))


@pytest.mark.parametrize(
    ("busy", "extent"),
    [
        (["2026-11-23"], ("2026-11-23", "2026-11-23")),
        (["2026-11-01"], ("2026-11-01", "2026-11-01")),
        (["2026-11-02", "2026-11-20"], ("2026-11-02", "2026-11-20")),
        (["2026-07-01", "2026-08-05", "2026-09-30"], ("2026-07-01", "2026-09-30")),
        (["2025-12-31", "2026-01-01"], ("2025-12-31", "2026-01-01")),
        # Where the first and the last month are more than three apart: by months.
        (["2026-02-28", "2026-06-01"], ("2026-02-01", "2026-06-30")),
        (["2004-02-29", "2026-11-23"], ("2004-02-01", "2026-11-30")),
        (["1996-01-01"], ("1996-01-01", "1996-01-01")),
    ],
)
def test_the_first_and_the_last_activity_are_found(
    busy: list[str], extent: tuple[str, str]
) -> None:
    kept, activity = looked()
    far_end = FarEnd(instants(*busy)).answers(kept, activity.plans)
    assert activity.extent == days(*extent)
    assert len(far_end.asked) == len(set(far_end.asked))


def test_a_broadcast_of_some_days_is_found_in_sixty_questions() -> None:
    kept, activity = looked()
    busy = instants(*(f"2026-11-{day:02}" for day in range(17, 24)))
    assert len(FarEnd(busy).answers(kept, activity.plans).asked) <= 60


def test_a_broadcast_without_activity_costs_one_question() -> None:
    kept, activity = looked()
    far_end = FarEnd([]).answers(kept, activity.plans)
    assert far_end.answers(kept, activity.plans_for_last_day).asked == [
        days("1996-01-01", "2027-12-31")
    ]
    assert activity.extent is None
    assert activity.last_day is None
    assert activity.whole == Look(NOTHING, NOW, NOW)


def test_nothing_is_known_before_anything_was_asked() -> None:
    _, activity = looked()
    assert activity.extent is None
    assert activity.last_day is None
    assert activity.whole is None


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Niue", "America/Los_Angeles"])
def test_days_and_months_are_those_of_the_zone(zone: str) -> None:
    kept, activity = looked(zone=ZoneInfo(zone))
    # In Kiritimati (+14) the first of November, elsewhere the last of October.
    FarEnd([datetime(2026, 10, 31, 12, tzinfo=UTC)]).answers(kept, activity.plans)
    day = "2026-11-01" if zone == "Pacific/Kiritimati" else "2026-10-31"
    assert activity.extent == days(day, day, ZoneInfo(zone))


def test_a_whole_life_that_is_kept_saves_a_question() -> None:
    Broadcast.objects.create(broadcast_id=135)
    seen = {"first_seen_at": NOW, "last_seen_at": NOW}
    Snapshot.objects.create(broadcast_id=135, **seen, **columns(NOTHING))
    kept, activity = looked()
    assert FarEnd([]).answers(kept, activity.plans).asked == []


@pytest.mark.parametrize(
    ("busy", "extent"),
    [
        (("2026-11-02", "2026-11-20"), ("2026-11-02", "2026-11-20")),
        (("2004-02-29", "2026-11-20"), ("2004-02-01", "2026-11-30")),
    ],
)
def test_an_extent_is_not_told_before_it_is_known(
    busy: tuple[str, str], extent: tuple[str, str]
) -> None:
    kept, activity = looked()
    far_end = FarEnd(instants(*busy))
    while wanted := next((each.wanted for each in activity.plans() if each.wanted), ()):
        assert activity.extent is None
        kept.learn(wanted[0], Look(far_end.answer(wanted[0]), NOW, NOW), is_new=True)
    assert activity.extent == days(*extent)


def later(far_end: FarEnd, now: datetime) -> Activity:
    """What is known at another time by what was asked at NOW, with nothing asked since."""
    kept, activity = looked(now)
    kept.cut(*days("1996-01-01", "2027-12-31"), "month")
    kept.cut(*days("2026-10-01", "2026-10-31"), "day")
    for interval in list(far_end.asked):
        kept.learn(interval, Look(far_end.answer(interval), NOW, NOW))
    return activity


@pytest.mark.parametrize("passed", [timedelta(minutes=2), timedelta(hours=2), 40 * DAY])
def test_an_old_extent_is_told_until_somebody_looks_again(passed: timedelta) -> None:
    kept, activity = looked()
    far_end = FarEnd(instants("2026-10-02", "2026-10-20")).answers(kept, activity.plans)
    assert later(far_end, NOW + passed).extent == days("2026-10-02", "2026-10-20")


def test_the_last_day_is_not_told_from_old_answers() -> None:
    kept, activity = looked()
    far_end = FarEnd(instants("2026-10-02", "2026-10-20"))
    far_end.answers(kept, activity.plans_for_last_day)
    assert activity.last_day == bucket("2026-10-20")
    assert later(far_end, NOW).last_day == bucket("2026-10-20")
    assert later(far_end, NOW + 2 * DAY).last_day is None


def test_looking_again_costs_what_may_have_changed() -> None:
    kept, activity = looked()
    far_end = FarEnd(instants("2026-10-02", "2026-10-20")).answers(kept, activity.plans)
    again = later(far_end, NOW + 40 * DAY)
    questions: Sequence[Interval] = [each for plan in again.plans() for each in plan.wanted]
    assert questions
    assert all(end > NOW for _, end in questions)


@pytest.mark.parametrize(
    "busy",
    [
        ["2026-11-23"],
        ["2026-10-31", "2026-11-01"],
        ["2004-02-29"],
        ["1999-12-31", "2011-05-05", "2026-03-02"],
    ],
)
def test_the_last_day_with_activity_is_found(busy: list[str]) -> None:
    kept, activity = looked()
    far_end = FarEnd(instants(*busy)).answers(kept, activity.plans_for_last_day)
    assert activity.last_day == bucket(busy[-1])
    assert len(far_end.asked) <= 80
    assert len(far_end.asked) == len(set(far_end.asked))


def test_three_months_are_looked_at_day_by_day() -> None:
    for begin, end in (("2026-07-01", "2026-09-30"), ("2026-10-01", "2026-12-31")):
        first, last = days(begin, end, LOS_ANGELES)
        assert last - first <= LONGEST_IN_DAYS
