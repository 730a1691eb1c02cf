"""A timeline fetched to the end: CSV to standard output, how far it is to the other one."""

import sys
import time
from argparse import ArgumentParser
from typing import Any, Final

from django.core.management import BaseCommand, CommandError
from tqdm import tqdm

from dashboard import exports, words, zone
from dashboard.forms import LARGEST_ID
from stats import seen, service, timeline
from stats.buckets import SIZES, BucketSize, TooManyBucketsError
from stats.callfire.errors import CallFireError
from stats.period import PRESETS, Period, PeriodError, resolve
from stats.period import zone as zone_of
from stats.series import Series

SLICE_SECONDS: Final = 2.0  # between two looks at how far it is
WITHIN_SECONDS: Final = 15.0  # as long as any question may take
TRIES: Final = 5  # in a row without a gain


class Command(BaseCommand):
    """Ask until nothing is missing, and write what an export of the page would hold."""

    help = "Fetch how a broadcast went over time, and write it as CSV to standard output."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what the page's address takes."""
        parser.add_argument("broadcast", type=int, help="the broadcast's ID")
        parser.add_argument("--period", default="", choices=PRESETS, help="or --begin and --end")
        parser.add_argument("--begin", default="", help="such as 2026-11-17 or 2026-11-17T08:30")
        parser.add_argument("--end", default="", help="the last day or time that is included")
        parser.add_argument("--tz", default="", help="an IANA name; the site's zone by default")
        parser.add_argument("--bucket", choices=SIZES, help="follows from the period by default")

    def handle(self, *_: Any, **options: Any) -> None:
        """Fetch, write; what is missing in the end is said, and is an error."""
        broadcast_id = options["broadcast"]
        if not 1 <= broadcast_id <= LARGEST_ID:
            raise CommandError("A broadcast ID is a whole number from 1 on.")
        period = _period(options)
        try:
            series = self._fetched(broadcast_id, period, options["bucket"])
        except TooManyBucketsError as error:
            raise CommandError(words.too_many_buckets(error)) from None
        name = seen.name_of(broadcast_id)
        self.stdout.write(
            exports.timeline_csv(broadcast_id, name, (period, series)).removeprefix("\ufeff"),
            ending="",
        )
        if not series.is_complete:
            raise CommandError(_why(broadcast_id, period, series))

    def _fetched(self, broadcast_id: int, period: Period, size: BucketSize | None) -> Series:
        """The series when nothing is missing any more, or nothing more can be had."""
        series = timeline.kept(broadcast_id, period, size)
        tries = TRIES
        with tqdm(file=sys.stderr, unit=f" {series.size}", disable=None) as bar:
            while not series.is_complete and tries:
                before = series
                series = timeline.fetched(
                    broadcast_id,
                    period,
                    size,
                    seconds=WITHIN_SECONDS,
                    begin_seconds=SLICE_SECONDS,
                )
                bar.total = len(series.slots)
                bar.update(series.fetched - bar.n)
                if series.problem and not _passes(series.problem):
                    break
                tries = TRIES if series.slots != before.slots else tries - 1
        return series


def _passes(problem: CallFireError) -> bool:
    """Wait for a problem that says when it is over; whether it is worth asking again."""
    if problem.retry_at is None:
        return problem.kind in ("unavailable", "timeout", "rate_limited")
    wait = (problem.retry_at - service.wall_clock()).total_seconds()
    time.sleep(max(0.0, min(wait, 60.0)))
    return True


def _period(options: dict[str, Any]) -> Period:
    typed = {name: options[name] for name in ("period", "begin", "end")}
    try:
        here = zone_of(options["tz"]) if options["tz"] else zone.of_site()
        return resolve(**typed, zone=here, now=service.now())
    except PeriodError as error:
        raise CommandError(" ".join(map(words.period_problem, error.problems))) from None


def _why(broadcast_id: int, period: Period, series: Series) -> str:
    """What is missing, and why."""
    missing = words.buckets(series.missing, series.size)
    reason = "Nothing more came within the time."
    if series.problem:
        reason = words.problem(series.problem, broadcast_id, period, service.now())
    return f"{missing} missing. {reason}"
