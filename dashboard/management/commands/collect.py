"""Collecting from the terminal, from cron or as a service of the machine."""

import logging
import signal
import time
from argparse import ArgumentParser
from datetime import timedelta
from threading import Event
from types import FrameType
from typing import Any, Final

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import DatabaseError

from dashboard import words, zone
from dashboard.notices.sending import send_due
from stats import service
from stats.alerts import outbox
from stats.collect import Round, collect
from stats.period import Period
from stats.webhook import ping

log = logging.getLogger("dashboard.collect")

LEAST_SECONDS: Final = 10
ENDINGS: Final = (signal.SIGINT, signal.SIGTERM)


class Command(BaseCommand):
    """Look at every watched broadcast, once or again and again, and send what there is to tell."""

    help = "Look at every watched broadcast. With --every, go on until SIGTERM or Ctrl-C."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take how far rounds are apart."""
        parser.add_argument("--every", type=int, metavar="SECONDS", help="go on, a round each")

    def handle(self, *_: Any, **options: Any) -> None:
        """Go round; a single round that is not whole is an error."""
        seconds = options["every"]
        if seconds is not None and seconds < LEAST_SECONDS:
            raise CommandError(f"Rounds are at least {LEAST_SECONDS} s apart.")
        stop = Event()

        def end(_number: int, _frame: FrameType | None) -> None:
            stop.set()

        before = {number: signal.signal(number, end) for number in ENDINGS}
        try:
            self._go_round(stop, seconds)
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _go_round(self, stop: Event, seconds: int | None) -> None:
        if seconds is None:
            done = self._round(stop, None)
            if not done.is_whole:
                raise CommandError(_why(done))
            return
        while not stop.is_set():
            began = time.monotonic()
            self._round(stop, timedelta(seconds=seconds))
            stop.wait(max(0.0, began + seconds - time.monotonic()))
        self.stdout.write("Stopped.")

    def _round(self, stop: Event, every: timedelta | None) -> Round:
        done = collect(stop, every)
        _tell(stop)
        if done.is_whole and settings.COLLECT_PING_URL:
            ping(settings.COLLECT_PING_URL)
        said = f"{len(done.taken)} looked at, {len(done.failed)} failed, {len(done.let_go)} let go."
        self.stdout.write(said if done.is_whole else f"{said} {_why(done)}")
        self.stdout.flush()
        return done


def _tell(stop: Event) -> None:
    """Send what there is to tell; a database that is busy or gone leaves it for the next round."""
    try:
        outbox.queue_digest()
        send_due(is_over=stop.is_set)
    except DatabaseError as error:
        log.warning("what there is to tell waits: %s", error)


def _why(done: Round) -> str:
    """Why a round is not whole."""
    if done.problem is None:
        return "Stopped before the round was whole."
    whole_life = Period("all", None, None, zone.of_site())
    return words.problem(done.problem, 0, whole_life, service.now())  # it is of no broadcast
