"""Everything from another database into this site's, which has to be new."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, Error
from tqdm import tqdm

from dashboard import copying
from dashboard.copying import CopyError


class Command(BaseCommand):
    """Copy a database whole: from SQLite to PostgreSQL, or back."""

    help = "Copy all rows of another database into the new one that DATABASE_URL names."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take where from."""
        parser.add_argument("url", help="such as sqlite:////var/lib/broadcast-stats/db.sqlite3")

    def handle(self, *_: Any, **options: Any) -> None:
        """Copy, and say how much it was."""
        try:
            with (
                copying.opened(options["url"]),
                tqdm(file=sys.stderr, unit=" rows", unit_scale=True, disable=None) as bar,
            ):
                tables = copying.copy(copying.OTHER, DEFAULT_DB_ALIAS, bar.update)
        except (CopyError, Error) as error:
            raise CommandError(f"Nothing was copied. {error}") from error
        rows = sum(table.rows for table in tables)
        self.stdout.write(f"{rows:,} rows of {len(tables)} tables copied.")
