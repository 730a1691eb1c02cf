"""All broadcasts of the account by name, from CallFire; how far it is to the error output."""

import sys
import time
from typing import Any, Final

from django.core.management import BaseCommand, CommandError
from tqdm import tqdm

from dashboard import words, zone
from stats import catalogue, service
from stats.callfire.errors import CallFireError

TRIES: Final = 3  # at one page, where trouble may pass
PAUSE_SECONDS: Final = 2.0  # where CallFire does not say when
MOST_WAIT_SECONDS: Final = 60.0


class Command(BaseCommand):
    """Ask page by page; what came is kept whatever comes after."""

    help = "Fetch the list of broadcasts from CallFire. It can run again at any time."
    requires_system_checks = []

    def handle(self, *_: Any, **__: Any) -> None:
        """Import to the end, or say how far it came and why it ended."""
        first: int | None = 0
        seen = new = changed = tries = 0
        with tqdm(file=sys.stderr, unit=" broadcasts", disable=None) as bar:
            while first is not None:
                try:
                    for at in catalogue.import_pages(first):
                        bar.total = at.total
                        bar.update(at.seen - seen)
                        seen = at.seen
                        new, changed, tries = new + at.new, changed + at.changed, 0
                        first = at.next
                except CallFireError as problem:
                    tries += 1
                    if tries >= TRIES or not _passes(problem):
                        raise CommandError(_ended(seen, new, changed, problem)) from None
        self.stdout.write(f"{seen:,} broadcasts, {new:,} new, {changed:,} changed.")


def _passes(problem: CallFireError) -> bool:
    """Wait for a problem that may pass; whether it is worth asking again."""
    if problem.retry_at is not None:
        wait = (problem.retry_at - service.wall_clock()).total_seconds()
        time.sleep(max(0.0, min(wait, MOST_WAIT_SECONDS)))
        return True
    time.sleep(PAUSE_SECONDS)
    return problem.kind in ("unavailable", "timeout")


def _ended(seen: int, new: int, changed: int, problem: CallFireError) -> str:
    kept = f"Ended after {seen:,} broadcasts; {new:,} new and {changed:,} changed are kept."
    why = words.list_problem(problem, zone.of_site(), service.now())
    return f"{kept} {why} Run it again to go on."
