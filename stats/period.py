"""Period: the stretch of time that is asked about, from what a person typed.

Half-open and in UTC, [begin, end): the end is the first instant after it. Days are those of the
period's zone, as `stats.days` cuts them. Nothing here reads a clock: `now` is an argument.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal, cast, get_args
from zoneinfo import ZoneInfo

from stats import moments
from stats.days import day_begin, day_end, day_shifted, last_day, zone_names
from stats.moments import MOMENT_KINDS, Edge, MomentError, MomentKind

Preset = Literal["all", "today", "yesterday", "7d", "28d", "month"]
Field = Literal["period", "begin", "end", "tz"]
Kind = (
    MomentKind
    | Literal["begins_in_future", "end_alone", "end_before_begin"]
    | Literal["unknown_period", "unknown_zone"]
)

PRESETS: Final = cast("tuple[Preset, ...]", get_args(Preset))
# Every way in which a period can be refused: each has a sentence for people.
KINDS: Final[tuple[tuple[Field, Kind], ...]] = (
    *(("begin", kind) for kind in MOMENT_KINDS),
    ("begin", "begins_in_future"),  # at or after the end of today
    *(("end", kind) for kind in MOMENT_KINDS),
    ("end", "end_alone"),
    ("end", "end_before_begin"),  # or equal to it
    ("period", "unknown_period"),
    ("tz", "unknown_zone"),
)


class PeriodError(ValueError):
    """No period can be made of what was typed.

    field, kind: one of KINDS. value: the typed text, trimmed. others: the further problems, for a
    form that shows all at once.
    """

    def __init__(
        self, field: Field, kind: Kind, value: str, others: "tuple[PeriodError, ...]" = ()
    ) -> None:
        super().__init__(field, kind, value)
        self.field = field
        self.kind = kind
        self.value = value
        self.others = others

    @property
    def problems(self) -> "tuple[PeriodError, ...]":
        """This problem and the others."""
        return (self, *self.others)


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time in a zone; without begin and end it is a broadcast's whole life.

    follows_today: no end was typed, the end is that of today: such a period is spoken of as
    "to now", and its address means another end tomorrow.
    """

    name: Preset | Literal["custom"]
    begin: datetime | None  # aware, UTC, whole seconds; None for "all" alone
    end: datetime | None  # likewise; the first instant after the period
    zone: ZoneInfo
    follows_today: bool = False

    @property
    def is_all(self) -> bool:
        """Whether this is the whole life: neither begin nor end."""
        return self.begin is None

    @property
    def local_begin(self) -> datetime | None:
        """The begin with the zone's offset."""
        return self.begin and self.begin.astimezone(self.zone)

    @property
    def local_end(self) -> datetime | None:
        """The end with the zone's offset; midnight after the last day where days are whole."""
        return self.end and self.end.astimezone(self.zone)

    @property
    def first_day(self) -> date | None:
        """The date in the zone at the begin."""
        return self.begin and self.begin.astimezone(self.zone).date()

    @property
    def last_day(self) -> date | None:
        """The date in the zone just before the end: the last one included."""
        return self.end and last_day(self.end, self.zone)

    @property
    def is_whole_days(self) -> bool:
        """Whether it runs from a day's first instant to the end of the same or a later day."""
        return bool(self.begin) and all(map(moments.is_bare, dates(self).values()))

    def contains(self, at: datetime) -> bool:
        """Whether `at` (aware) lies in it; true of the whole life."""
        return (self.begin is None or self.begin <= at) and not self.is_over(at)

    def is_over(self, at: datetime) -> bool:
        """Whether `at` (aware) is its end or later; never so of the whole life."""
        return self.end is not None and self.end <= at


def zone(text: str) -> ZoneInfo:
    """The zone of that IANA name, spaces around it aside. Raises PeriodError."""
    name = text.strip()
    # ZoneInfo(text) raises four kinds of error by input and takes "localtime": names come first.
    if name not in zone_names():
        raise PeriodError("tz", "unknown_zone", name)
    return ZoneInfo(name)


def resolve(
    *, period: str = "", begin: str = "", end: str = "", zone: ZoneInfo, now: datetime
) -> Period:
    """The period of the three typed texts, each perhaps empty: then the whole life.

    Dates win over `period`, which is then not looked at. Without an end, a begin and the presets
    that contain `now` (aware) end at the end of today in the zone. Raises PeriodError, which
    carries every problem.
    """
    period, begin, end = period.strip(), begin.strip(), end.strip()
    if begin or end:
        return _of_dates(begin, end, zone, now)
    for name in PRESETS:
        if name == (period or "all"):
            return _preset(name, zone, now)
    raise PeriodError("period", "unknown_period", period)


def dates(period: Period) -> dict[Edge, str]:
    """Begin and end as a form takes them, also of a preset; empty for the whole life."""
    if period.begin is None or period.end is None:
        return {}
    # A night may come back to the date before (`stats.days`): as dates its end precedes its begin.
    bare = last_day(period.end, period.zone) >= period.begin.astimezone(period.zone).date()
    return {
        "begin": moments.write(period.begin, edge="begin", zone=period.zone, bare=bare),
        "end": moments.write(period.end, edge="end", zone=period.zone, bare=bare),
    }


def query(period: Period) -> dict[str, str]:
    """The parameters of an address that `resolve` takes for this period; empty for the whole life.

    The zone is not among them. Values may hold a "+", so they have to be encoded.
    """
    if period.name == "all":
        return {}
    if period.name != "custom":
        return {"period": period.name}
    edges: tuple[Edge, ...] = ("begin",) if period.follows_today else ("begin", "end")
    return {edge: text for edge, text in dates(period).items() if edge in edges}


def _preset(name: Preset, zone: ZoneInfo, now: datetime) -> Period:
    if name == "all":
        return Period("all", None, None, zone)
    today = now.astimezone(zone).date()
    yesterday = day_shifted(today, -1, zone)
    first = {
        "today": today,
        "yesterday": yesterday,
        "7d": day_shifted(today, -6, zone),
        "28d": day_shifted(today, -27, zone),
        "month": today.replace(day=1),
    }[name]
    last = yesterday if name == "yesterday" else today
    return Period(
        name,
        day_begin(first, zone),
        day_end(last, zone),
        zone,
        follows_today=name != "yesterday",
    )


def _of_dates(begin: str, end: str, zone: ZoneInfo, now: datetime) -> Period:
    today_end = day_end(now.astimezone(zone).date(), zone)
    problems: list[PeriodError] = []
    begins = _moment("begin", begin, zone, problems)
    ends = _moment("end", end, zone, problems)
    if begins and begins >= today_end:
        problems.append(PeriodError("begin", "begins_in_future", begin))
    if not begin:
        problems.append(PeriodError("end", "end_alone", end))
    # Dates alone are compared as such: a night that comes back has an hour of both days.
    is_bare = moments.is_bare(begin) and moments.is_bare(end)
    if begins and ends and (ends <= begins or (is_bare and end < begin)):
        problems.append(PeriodError("end", "end_before_begin", end))
    if begins is None or problems:
        first, *others = problems
        raise PeriodError(first.field, first.kind, first.value, tuple(others))
    return Period("custom", begins, ends or today_end, zone, follows_today=not end)


def _moment(edge: Edge, text: str, zone: ZoneInfo, problems: list[PeriodError]) -> datetime | None:
    """The instant; None where there is no text, or a problem, which is added to the list."""
    try:
        return moments.read(text, edge=edge, zone=zone) if text else None
    except MomentError as error:
        problems.append(PeriodError(edge, error.kind, text))
        return None
