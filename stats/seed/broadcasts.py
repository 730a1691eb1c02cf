"""Made-up broadcasts: what CallFire says of each, and the looks at it.

Each follows from its number alone, so that it is the same in a small database and in a large one.
As many end each day; those that ended last still run.
"""

import json
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from stats import named
from stats.broadcast_details import BroadcastDetails, CallingHours, RetryPlan
from stats.days import day_begin
from stats.models import Broadcast, Snapshot, details_columns, standing_columns, stats_of
from stats.seed.course import HOUR, HOURS, Course, course_of
from stats.seed.looks import COLUMNS, Looks, timeline_days, timeline_snapshots

FIRST_ID: Final = 12_000_000_000  # of number 0; the older, the lower
A_DAY: Final = 72  # broadcasts that end on the same day
MOST_DAYS: Final = 1_100  # of a timeline: three years
_TREND: Final = 24
_OF_TEN_A_TIMELINE: Final = 6  # of ten snapshots, the others being looks at the whole life
_TYPES: Final = ("VOICE", "VOICE", "VOICE", "IVR", "TEXT")
_ENDED: Final = ("FINISHED",) * 16 + ("ARCHIVED",) * 3 + ("STOPPED",)
_WORDS: Final = (
    *("Spring", "Summer", "Autumn", "Winter", "Evening", "Morning", "North", "South", "Members"),
    *("Patients", "Donors", "Parents", "Clinic", "School", "Library", "Council", "Renewal"),
)
_WHAT: Final = ("reminder", "survey", "invitation", "notice", "follow-up", "thanks", "pilot")
_LABELS: Final = tuple(f"Team {number}" for number in range(1, 31))


@dataclass(frozen=True, slots=True)
class Seeded:
    """One broadcast, and all looks at it."""

    broadcast: Broadcast
    looks: Looks
    with_timeline: bool


def seeded(number: int, snapshots: int, now: datetime, zone: ZoneInfo) -> Seeded:
    """The broadcast of that number, seen until now so many times, its days cut in the zone."""
    dice = Random(number)
    timeline = min(timeline_days(snapshots * _OF_TEN_A_TIMELINE // 10), MOST_DAYS)
    last = now.astimezone(zone).date() - timedelta(days=1 + number // A_DAY)
    length = max(timeline, 1)
    days = tuple(
        day_begin(last - timedelta(days=before - 1), zone) for before in range(length, -1, -1)
    )
    kind, is_running = dice.choice(_TYPES), number < A_DAY
    course = course_of(
        dice,
        days,
        snapshots - timeline_snapshots(timeline),
        is_of_texts=kind == "TEXT",
        is_running=is_running,
    )
    row = Broadcast(broadcast_id=FIRST_ID - number)
    looks = Looks(row.pk, course, now, timedelta(microseconds=dice.randrange(60_000_000)))
    _describe(row, dice, course, kind, is_running=is_running)
    row.details_seen_at = row.listed_at = min(row.last_modified or now, now)
    if number < A_DAY or number % A_DAY == 0:
        row.viewed_at = now - number * timedelta(minutes=3)
    _stand(row, looks)
    return Seeded(row, looks, with_timeline=bool(timeline))


def _describe(row: Broadcast, dice: Random, course: Course, kind: str, *, is_running: bool) -> None:
    """Take what CallFire and people say of it."""
    opened = course.begin_of(0)
    details = BroadcastDetails(
        f"{dice.choice(_WORDS)} {dice.choice(_WORDS)} {dice.choice(_WHAT)} {dice.randrange(1000)}",
        kind,
        "RUNNING" if is_running else dice.choice(_ENDED),
        tuple(dict.fromkeys(dice.choices(_LABELS, k=dice.randrange(3)))),
        opened - timedelta(minutes=dice.randrange(10, 600)),
        course.begin_of(len(course.hours) - 1) + HOUR,
        CallingHours(time(9), time(9 + HOURS)),
        RetryPlan(dice.randrange(1, 4), 60, ("NO_ANS", "BUSY")),
    )
    for name, value in details_columns(details).items():
        setattr(row, name, value)
    if dice.randrange(50) == 0:
        row.own_name, row.note = f"{dice.choice(_WORDS)} again", "Compare with last year's."
    row.sort_name = named.sort_name_of(row)


def _stand(row: Broadcast, looks: Looks) -> None:
    """Have it listed by its newest look."""
    columns = dict(zip(COLUMNS, looks.newest(), strict=True))
    newest = Snapshot(**{**columns, "results": json.loads(columns["results"])})
    for name, value in standing_columns(stats_of(newest)).items():
        setattr(row, name, value)
    row.as_of, row.trend = newest.last_seen_at, looks.trend(_TREND)
