"""Whether the numbers add up, in words: buckets against the whole, results against attempts."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from dashboard import numbers, times, when, words
from stats.broadcast_stats import BroadcastStats
from stats.buckets import TooManyBucketsError
from stats.report import Report
from stats.series import Series
from stats.sums import Difference, attempts_by_results, differences


@dataclass(frozen=True, slots=True)
class Sums:
    """What the section says. is_off: whether something does not add up, or changed."""

    short: str
    lines: tuple[str, ...]
    is_off: bool


def of(report: Report, found: Series | TooManyBucketsError) -> Sums:
    """The section of a page: the short sentence, and each difference as a sentence."""
    series = None if isinstance(found, TooManyBucketsError) else found
    of_results = _results_against_attempts(report.stats)
    lines = [of_results] if of_results else []
    short = ""
    if series is not None and series.slots:
        whole = series.whole.stats if series.whole else report.stats
        short = _against_the_whole(series, whole)
        if series.is_complete and not series.missing and not _is_running(series):
            lines += [_between(series, each) for each in differences(series.sum, whole)]
        lines += _changes(report, series)
    return Sums(short or _("The results against the attempts"), tuple(lines), bool(lines))


def _is_running(series: Series) -> bool:
    """Whether a bucket was not over when it was looked at; the whole was at another moment."""
    return any(slot.state == "open" for slot in series.slots)


def _against_the_whole(series: Series, whole: BroadcastStats) -> str:
    added = series.sum.usage.attempts if series.sum.usage else None
    said = _("%(progress)s fetched; they add up to %(added)s attempts, the whole says %(whole)s")
    return said % {
        "progress": when.progress(series),
        "added": _written(added),
        "whole": _written(whole.usage.attempts if whole.usage else None),
    }


def _results_against_attempts(stats: BroadcastStats) -> str:
    by_results = attempts_by_results(stats)
    attempts = stats.usage.attempts if stats.usage else None
    if by_results is None or attempts is None or by_results == attempts:
        return ""
    said = _(
        "The results account for %(results)s attempts, the usage says %(attempts)s: %(change)s."
    )
    return said % {
        "results": _written(by_results),
        "attempts": _written(attempts),
        "change": _signed(attempts - by_results),
    }


def _between(series: Series, difference: Difference) -> str:
    said = _(
        "%(what)s: the %(buckets)s add up to %(first)s, the whole says %(second)s: %(change)s."
    )
    return said % {
        "what": words.compared(difference.what),
        "buckets": words.buckets(len(series.slots), series.size),
        "first": _written(difference.first),
        "second": _written(difference.second),
        "change": _signed(difference.change),
    }


def _changes(report: Report, series: Series) -> list[str]:
    """Such as "Tue 3 Mar changed after it was first fetched: SENT +14, CARRIER_ERROR -14."."""
    zone = report.period.zone
    said = _("%(bucket)s changed after it was first fetched, on %(day)s: %(changes)s.")
    return [
        said
        % {
            "bucket": when.label(slot.bucket, series.size, zone),
            "day": times.day(slot.before.last_seen_at, zone),
            "changes": ", ".join(f"{each.what} {_signed(each.change)}" for each in changes),
        }
        for slot, changes in series.changes
        if slot.before is not None and changes
    ]


def _written(number: int | Decimal | None) -> str:
    if number is None:
        return _("n/a")
    return numbers.written(number)


def _signed(number: int | Decimal) -> str:
    return numbers.written(number, signed=True)
