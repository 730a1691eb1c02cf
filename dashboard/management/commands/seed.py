"""A new database is filled with made-up figures, to try out sizes."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import Error
from tqdm import tqdm

from stats.seed.filling import SeedError, seed


class Command(BaseCommand):
    """Fill the database that DATABASE_URL names; how far it is goes to the error output."""

    help = "Fill a new database with made-up broadcasts and figures, to try out sizes."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take how many."""
        parser.add_argument("--broadcasts", type=int, default=1_000, help="such as 100000")
        parser.add_argument(
            "--snapshots", type=int, default=100_000, help="of all broadcasts together"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        """Fill it, and say with how much."""
        broadcasts, snapshots = options["broadcasts"], options["snapshots"]
        bar = tqdm(
            total=snapshots, file=sys.stderr, unit=" snapshots", unit_scale=True, disable=None
        )
        try:
            with bar:
                for added in seed(broadcasts, snapshots):
                    bar.update(added)
        except (SeedError, Error) as error:
            raise CommandError(f"Nothing was filled in. {error}") from error
        self.stdout.write(f"{snapshots:,} snapshots of {broadcasts:,} broadcasts made up.")
