"""What is kept before a bench begins: `python -m tests.bench.kept ID…`, with the site's settings.

A person who can sign in, and of each broadcast what a site has that watched it for a day: a day of
looks, its details, and the whole timeline.
"""
# ruff: noqa: E402 - Django comes first

import sys
from typing import Final
from zoneinfo import ZoneInfo

import django

django.setup()

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command

from dashboard import past
from stats import details, service, timeline
from stats.period import Period
from tests.bench.served import PASSWORD, USER

SECONDS: Final = 60.0  # for all buckets of a timeline


def prepare(broadcast_ids: list[int]) -> None:
    """Make the database and fill it. Raises an error of CallFire's where a part can't be had."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    User.objects.create_user(USER, password=PASSWORD)
    if broadcast_ids:
        past.take(broadcast_ids)
    whole_life = Period("all", None, None, ZoneInfo(settings.TIME_ZONE))
    for broadcast_id in broadcast_ids:
        service.report(broadcast_id, whole_life, refresh=True)
        details.refresh(broadcast_id)
        series = timeline.fetched(broadcast_id, whole_life, seconds=SECONDS)
        if series.problem is not None:
            raise series.problem


if __name__ == "__main__":
    prepare([int(each) for each in sys.argv[1:]])
