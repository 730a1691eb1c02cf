"""Old looks are thinned out, and the database is kept quick; how far it is to the error output."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand
from django.db import OperationalError
from tqdm import tqdm

from stats import engines
from stats.alerts import outbox
from stats.prune import prune


class Command(BaseCommand):
    """Delete what has had its time, or say how much that would be."""

    help = (
        "Thin out old snapshots as KEEP_EVERY_DAYS, KEEP_HOURLY_DAYS and KEEP_SHOWN_DAYS say, and "
        "have the database look at its indexes."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whether it is only a question."""
        parser.add_argument("--dry-run", action="store_true", help="count, and delete nothing")

    def handle(self, *_: Any, **options: Any) -> None:
        """Go through all broadcasts."""
        broadcasts = snapshots = 0
        with tqdm(file=sys.stderr, unit=" broadcasts", disable=None) as bar:
            for at in prune(is_dry=options["dry_run"]):
                bar.total = at.total
                bar.update(at.broadcasts - broadcasts)
                broadcasts, snapshots = at.broadcasts, at.snapshots
        notices = outbox.prune(is_dry=options["dry_run"])
        done = "would be deleted" if options["dry_run"] else "deleted"
        self.stdout.write(f"{snapshots:,} snapshots of {broadcasts:,} broadcasts {done}.")
        self.stdout.write(f"{notices:,} notices {done}.")
        if not options["dry_run"]:
            self._keep_quick()

    def _keep_quick(self) -> None:
        try:
            engines.upkeep()
        except OperationalError as error:  # the next night will do
            self.stderr.write(f"The database was not looked through, since it is busy: {error}")
