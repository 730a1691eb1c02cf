"""The list of all known broadcasts: searched, filtered, sorted, a page at a time."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, get_args

from django.db.models import Count, Exists, OuterRef, QuerySet

from stats.engines import number_of_broadcasts
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

    @property
    def is_of_all(self) -> bool:
        """Whether nothing narrows the list down."""
        narrowed = self.text or self.type or self.status or self.label
        return not narrowed and self.is_watched is None

    @property
    def is_of_text(self) -> bool:
        """Whether nothing but the text narrows it down."""
        return bool(self.text) and replace(self, text="").is_of_all

    @property
    def is_of_unwatched(self) -> bool:
        """Whether nothing but that they are not watched narrows it down."""
        return self.is_watched is False and replace(self, is_watched=None).is_of_all


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
    count = _count(wanted)
    pages = max(1, -(-count // PAGE))
    number = min(max(1, number), pages)
    start = (number - 1) * PAGE
    pks = _sorted_keys(_in_order(wanted, count, start + PAGE), wanted, start, start + PAGE)
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
    # The newest looks are sought for these rows alone, not for all that must be sorted.
    known = {row.pk: row for row in Broadcast.objects.filter(pk__in=pks).with_newest()}
    watched = set(Watch.objects.filter(pk__in=pks).values_list("pk", flat=True))
    broadcasts = [known[pk] for pk in pks if pk in known]  # one may be forgotten meanwhile
    reports = reports_of(broadcasts, whole_life)
    for row, report in zip(broadcasts, reports, strict=True):
        yield Listed(report, tuple(row.trend), row.pk in watched, row.note)


def _count(wanted: Wanted) -> int:
    """How many there are, on all pages."""
    if wanted.is_of_all:
        return number_of_broadcasts()
    if wanted.is_of_unwatched:
        # Two looks: somebody may begin to watch a new one in between.
        return max(0, number_of_broadcasts() - Watch.objects.count())
    words = words_in(wanted.text)
    if words and wanted.is_of_text:
        # Each is counted in the index of the words, and not looked up among the broadcasts.
        first, *others = map(_beginning_with, words)
        for other in others:
            first = first.filter(broadcast__in=other.values("broadcast"))
        found: int = first.aggregate(found=Count("broadcast", distinct=True))["found"]
        return found
    return _found(wanted).count()


def _in_order(wanted: Wanted, count: int, stop: int) -> BroadcastQuerySet:
    """What is found, put so that SQLite takes the shorter way to the first `stop` of `count`.

    PostgreSQL chooses for itself. Walking down the order passes `stop * all / count` broadcasts,
    if those that match lie evenly in it; finding all that match and sorting them looks up `count`.
    """
    if wanted.is_of_all or count * count > stop * number_of_broadcasts():
        return _found(wanted, are_asked_each=True)
    return Broadcast.objects.filter(pk__in=_found(wanted).values("pk"))


def _beginning_with(word: str) -> QuerySet[Word]:
    # The first text behind all that begin so: no code point follows the last one.
    return Word.objects.filter(word__gte=word, word__lt=f"{word}\U0010ffff")


def _found(wanted: Wanted, *, are_asked_each: bool = False) -> BroadcastQuerySet:
    """are_asked_each: words and labels are asked of each broadcast, not looked up for all first."""
    found = Broadcast.objects.all()
    words = words_in(wanted.text)
    if wanted.text and not words:
        return found.none()
    beside: list[QuerySet[Any]] = [_beginning_with(each) for each in words]
    if wanted.label:
        beside.append(Label.objects.filter(name=wanted.label))
    for rows_of_it in beside:
        if are_asked_each:
            found = found.filter(Exists(rows_of_it.filter(broadcast=OuterRef("pk"))))
        else:
            found = found.filter(pk__in=rows_of_it.values("broadcast"))
    if wanted.type:
        found = found.filter(type=wanted.type)
    if wanted.status:
        found = found.filter(status=wanted.status)
    if wanted.is_watched is not None:
        found = found.filter(watch__isnull=not wanted.is_watched)
    return found


def _sorted_keys(
    found: BroadcastQuerySet, wanted: Wanted, start: int, stop: int | None
) -> list[int]:
    column = _COLUMNS.get(wanted.sort, wanted.sort)
    return found.sorted_keys(column, start, stop, descending=wanted.is_descending)
