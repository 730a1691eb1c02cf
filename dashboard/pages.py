"""What a broadcast's page shows: gathered once, had again while nothing of it changes.

Plain values are kept in the process, never a page: facts, and what follows from them in one
language. Every write of what a page shows moves the broadcast's version (`stats.models`), so that
no process shows what another one replaced; what goes by the clock alone is KEPT_SECONDS late at
most, and whether figures are fresh is looked at each time.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import get_language

from dashboard import comparison, outlook, page, problems, sums, tables, when, zone
from dashboard.addresses import Chosen, chosen_of
from dashboard.forms import NameForm, PeriodForm
from dashboard.marks import Marks
from dashboard.problems import Came
from stats import compare, details, history, named, seen, service, watching
from stats import outlook as outlooks
from stats.buckets import TooManyBucketsError
from stats.compare import Compared
from stats.earlier import Against
from stats.history import History
from stats.kept import is_recent
from stats.report import Freshness, Report
from stats.series import Series

KEPT_SECONDS: Final = 10
GATHERED_SECONDS: Final = 1
MOST: Final = 32  # pages a process keeps: one of a long timeline takes some 200 KB


class Key(NamedTuple):
    """Under what a page is kept: where, and up to which change and which moment it holds."""

    where: tuple[object, ...]
    version: int
    slot: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page shows, before it is put into words."""

    report: Report
    chosen: Chosen
    against: Against | None
    compared: Compared | None
    over_time: Series | TooManyBucketsError
    marks: Marks | None
    looks: History
    is_watched: bool
    wants_details: bool
    own: tuple[str, str]


class Page:
    """The facts of a page, a tag that stands for all that it shows, and what its template takes."""

    def __init__(self, facts: Facts, form: PeriodForm, told: Came) -> None:
        """form: what the address asks for. told: what asking came to that led to the page."""
        self.facts = facts
        self._form = form
        self._told = told

    @cached_property
    def tag(self) -> str:
        """Another one where anything shown is another, by the telling `repr` of it."""
        report = self.facts.report
        failed = [error and error.facts() for error in (report.problem, *self._told.values())]
        shown = (
            *(self.facts, failed, list(self._told)),
            *(page.of_the_clock(report.period.zone), page.next_has_begun(report.period)),
            service.needs_whole_life(report),
            service.now() if any(failed) else None,  # a problem says when it was
        )
        return hashlib.sha256(repr(shown).encode()).hexdigest()

    @cached_property
    def context(self) -> dict[str, Any]:
        """The facts in words, in the language of whoever looks first."""
        return _context(self.facts, self._form, self._told)

    @property
    def may_be_kept(self) -> bool:
        """Whether the same would be shown again: nothing of it is said but once."""
        return not self._told and self.facts.report.problem is None and self.facts.report.saved

    @property
    def is_as_fresh(self) -> bool:
        """Whether its figures are still what they were called."""
        report = self.facts.report
        return report.freshness is not Freshness.FRESH or is_recent(report.as_of, service.now())


# One for each place: a newer one takes the place of what holds no more.
_kept: OrderedDict[tuple[object, ...], tuple[Key, Page]] = OrderedDict()
_turning = Lock()
_gathering: Final = [Lock() for _ in range(64)]  # far more than threads; two keys may share one


def key_of(request: HttpRequest, broadcast_id: int) -> Key | None:
    """Under what a page is kept from now on; None where nothing is known of the broadcast."""
    version = seen.version_of(broadcast_id)
    if version is None:
        return None
    where = (request.get_full_path(), get_language())
    price = (settings.CREDIT_PRICE, settings.CREDIT_CURRENCY)
    return Key((*where, *price), version, int(service.now().timestamp() // KEPT_SECONDS))


def known(key: Key) -> Page | None:
    """The page that this process keeps under that key, if it still holds."""
    with _turning:
        held, found = _kept.get(key.where, (None, None))
        if found is not None:
            _kept.move_to_end(key.where)
    return found if held == key and found is not None and found.is_as_fresh else None


@contextmanager
def alone(key: Key) -> Iterator[None]:
    """Have one thread at a time gather a page, so that others find it then.

    Nobody waits longer than GATHERED_SECONDS: who does may have to ask CallFire.
    """
    lock = _gathering[hash(key) % len(_gathering)]
    is_mine = lock.acquire(timeout=GATHERED_SECONDS)
    try:
        yield
    finally:
        if is_mine:
            lock.release()


def keep(key: Key, gathered: Page) -> None:
    """Have the page again under that key, which was taken before it was gathered."""
    if not gathered.may_be_kept:
        return
    with _turning:
        _kept[key.where] = key, gathered
        while len(_kept) > MOST:
            _kept.popitem(last=False)


def gathered(request: HttpRequest, report: Report, told: Came) -> Page:
    """What the page with that report shows, by what is kept now."""
    form = PeriodForm(request.GET, now=service.now())
    return Page(_facts(request, form, report), form, told)


def _facts(request: HttpRequest, form: PeriodForm, report: Report) -> Facts:
    chosen, against = chosen_of(request.GET), form.against
    compared = compare.kept(report, against) if against else None
    over_time = when.kept(report.broadcast_id, report.period, chosen.size)
    marks = comparison.marks(report, compared, against, over_time)
    if compared is not None:
        compare.record_shown(report, compared, marks.last if marks else None)
    return Facts(
        report,
        chosen,
        against,
        compared,
        over_time,
        marks,
        history.of_whole_life(report.broadcast_id),
        watching.is_watched(report.broadcast_id),
        details.are_wanted(report.broadcast_id, report.details),
        named.own_of(report.broadcast_id),
    )


def _context(facts: Facts, form: PeriodForm, told: Came) -> dict[str, Any]:
    report, now = facts.report, service.now()
    ahead = outlooks.outlook(report.broadcast_id, report.details, zone.of_site(), now)
    changes = comparison.in_answer(facts.compared, facts.against)
    return page.of_report(report, form, facts.chosen, facts.compared) | {
        "problem": problems.said(report.problem, report),
        "is_repeated": "refresh" in told and report.problem is None,
        "answer": page.answer(report, outlook.in_short(ahead.estimate), changes),
        "outlook": outlook.of(ahead, report.period.zone, now),
        "when": when.of(report, facts.over_time, facts.chosen, facts.marks),
        "load_problem": problems.said(told.get("load"), report),
        "is_unsaved": "load" in told and told["load"] is None,
        "compare_problem": problems.said(told.get("compare"), report),
        "is_comparison_unsaved": "compare" in told and told["compare"] is None,
        "sums": sums.of(report, facts.over_time),
        "history": facts.looks,
        "looks": tables.of_looks(facts.looks.latest, report.period.zone, now),
        "is_watched": facts.is_watched,
        "wants_details": facts.wants_details,
        "own_form": NameForm(initial={"own_name": facts.own[0], "note": facts.own[1]}),
    }
