"""The list of all known broadcasts: searched, filtered, sorted, a page at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, get_args

from stats.models import Broadcast, BroadcastQuerySet, Label, Watch, Word
from stats.named import words_in
from stats.period import Period
from stats.report import Report
from stats.seen import reports_of

PAGE: Final = 50
Sort = Literal[
    "name",
    "id",
    "type",
    "status",
    "completion",
    "reached",
    "rate",
    "errors",
    "credits",
    "as_of",
    "created",
]
SORTS: Final[tuple[Sort, ...]] = get_args(Sort)
_COLUMNS: Final[dict[Sort, str]] = {
    "name": "sort_name",
    "id": "broadcast_id",
    "rate": "reached_rate",
    "errors": "error_rate",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which broadcasts, and in which order.

    text: an ID, or beginnings of words in the name or the labels; all of them must be there. type,
    status and label: as CallFire sent them; "" for any. is_watched: None for any.
    """

    text: str = ""
    type: str = ""
    status: str = ""
    label: str = ""
    is_watched: bool | None = None
    sort: Sort = "created"
    is_descending: bool = True


@dataclass(frozen=True, slots=True)
class Listed:
    """One row: the report of the whole life as far as it is kept, and what the list knows."""

    report: Report
    trend: tuple[int, ...]
    is_watched: bool
    note: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the list; `number` and `pages` count from 1, `count` is of all pages."""

    rows: tuple[Listed, ...]
    number: int
    pages: int
    count: int


def page(wanted: Wanted, number: int, whole_life: Period) -> Page:
    """The page of that number, or the last one where there are fewer."""
    found = _found(wanted)
    count = found.count()
    pages = max(1, -(-count // PAGE))
    number = min(max(1, number), pages)
    start = (number - 1) * PAGE
    # The newest looks are sought for these rows alone, not for all that must be sorted.
    pks = _sorted_keys(found, wanted, start, start + PAGE)
    return Page(tuple(_listed(pks, whole_life)), number, pages, count)


def rows(wanted: Wanted, whole_life: Period) -> Iterator[Listed]:
    """All of them, a page's worth in memory at a time."""
    pks = _sorted_keys(_found(wanted), wanted, 0, None)
    for start in range(0, len(pks), PAGE):
        yield from _listed(pks[start : start + PAGE], whole_life)


def is_empty() -> bool:
    """Whether no broadcast is known at all."""
    return not Broadcast.objects.exists()


def _listed(pks: list[int], whole_life: Period) -> Iterator[Listed]:
    known = {row.pk: row for row in Broadcast.objects.filter(pk__in=pks).with_newest()}
    watched = set(Watch.objects.filter(pk__in=pks).values_list("pk", flat=True))
    broadcasts = [known[pk] for pk in pks if pk in known]  # one may be forgotten meanwhile
    reports = reports_of(broadcasts, whole_life)
    for row, report in zip(broadcasts, reports, strict=True):
        yield Listed(report, tuple(row.trend), row.pk in watched, row.note)


def _found(wanted: Wanted) -> BroadcastQuerySet:
    found = Broadcast.objects.all()
    words = words_in(wanted.text)
    if wanted.text and not words:
        return found.none()
    for word in words:
        # The first text behind all that begin so: no code point follows the last one.
        within = Word.objects.filter(word__gte=word, word__lt=f"{word}\U0010ffff")
        found = found.filter(pk__in=within.values("broadcast"))
    if wanted.type:
        found = found.filter(type=wanted.type)
    if wanted.status:
        found = found.filter(status=wanted.status)
    if wanted.label:
        within_label = Label.objects.filter(name=wanted.label)
        found = found.filter(pk__in=within_label.values("broadcast"))
    if wanted.is_watched is not None:
        found = found.filter(watch__isnull=not wanted.is_watched)
    return found


def _sorted_keys(
    found: BroadcastQuerySet, wanted: Wanted, start: int, stop: int | None
) -> list[int]:
    column = _COLUMNS.get(wanted.sort, wanted.sort)
    return found.sorted_keys(column, start, stop, descending=wanted.is_descending)
