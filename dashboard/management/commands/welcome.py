"""What a person should know before the site starts: `make run` says it."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.checks import run_checks
from django.core.management import BaseCommand, CommandError
from django.utils.translation import gettext as _

from stats import service


class Command(BaseCommand):
    """Say where the site is, who can sign in, and which setting is missing."""

    requires_system_checks = []  # what matters of them is said here, in a sentence each
    help = "Say where the site is, how to make a user, and which settings are missing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the port of the site."""
        parser.add_argument("--port", type=int, default=8000, help="port of the site (8000)")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Print it."""
        serious = [str(each) for each in run_checks() if each.is_serious()]
        if serious:
            raise CommandError("\n".join(serious))
        missing = service.missing_settings()
        if missing:
            names = _(" and ").join(missing)
            self.stdout.write(_("CallFire can't be asked until .env has %s.") % names)
        if not settings.TIME_ZONE_SET:
            self.stdout.write(_("Days are UTC days until .env has TIME_ZONE."))
        if not User.objects.exists():
            self.stdout.write(
                _("Nobody can sign in yet. Make a user: .venv/bin/python manage.py createsuperuser")
            )
        self.stdout.write(
            _("Broadcast Stats is at http://127.0.0.1:%d/ (Ctrl-C stops it)") % options["port"]
        )
