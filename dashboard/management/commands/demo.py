"""The whole site against the bundled simulator: `make demo`.

This process prepares the demo's database, and starts the simulator and the site as processes of
their own. Both end with it, however it ends.
"""

import errno
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC
from pathlib import Path
from types import FrameType
from typing import IO, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import BaseCommand, CommandError, call_command

from dashboard import past, zone
from dashboard.demo import ANCHOR, PASSWORD, USER
from stats import seen, service
from stats.callfire.errors import CallFireError
from stats.period import Period

START_SECONDS = 30
STOP_SECONDS = 10
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
COLLECT_SECONDS = 60  # between two rounds
SHOWN_AT_FIRST = 6  # broadcasts that the first page lists before anybody looked at one


class Command(BaseCommand):
    """Start the demo, and stop it whole on Ctrl-C."""

    help = "Run the site against the bundled CallFire simulator. Ctrl-C stops both."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the port of the site."""
        ports = range(1, 65_536)
        parser.add_argument(
            "--port", type=int, choices=ports, metavar="PORT", default=8000, help="of the site"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        """Prepare, start, say how to sign in, wait for the end."""
        if not settings.DEMO:
            raise CommandError("The demo is started by `python manage.py demo` alone.")
        # A process that was started in the background may have been told to ignore Ctrl-C.
        for number in ENDINGS:
            signal.signal(number, _interrupt)
        port = options["port"]
        _claim(port)
        try:
            with ExitStack() as stack:
                self._run(stack, port)
        except KeyboardInterrupt:
            self.stdout.write("Stopped.")

    def _run(self, stack: ExitStack, port: int) -> None:
        self.stdout.write("Preparing the demo …")
        is_new = self._prepare()
        simulator = stack.enter_context(_running(_simulator_command(), stdout=subprocess.PIPE))
        broadcasts = self._listed(simulator.stdout)
        if is_new:
            self.stdout.write("Looking back over a day …")
            past.take([broadcast_id for broadcast_id, _ in broadcasts])
        self._look_at_some(broadcasts)
        stack.enter_context(_running(_collector_command(), stdout=subprocess.DEVNULL))
        site = stack.enter_context(_running(_site_command(port)))
        _wait_for(port, site)
        self._say(port, broadcasts)
        code = site.wait()
        raise CommandError(f"The site ended by itself (exit code {code}).")

    def _prepare(self) -> bool:
        """Make the database and its user; whether they are new."""
        call_command("migrate", interactive=False, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        user, is_new = User.objects.get_or_create(
            username=USER, defaults={"is_staff": True, "is_superuser": True}
        )
        if is_new:
            user.set_password(PASSWORD)
            user.save()
        return is_new

    def _listed(self, output: IO[str] | None) -> list[tuple[int, str]]:
        """Wait for the simulator to listen; ID and line of each broadcast that it prints."""
        if output is None or not output.readline():
            raise CommandError("The simulator did not start.")
        lines = iter(lambda: output.readline().strip(), "")
        return [(int(line.split()[0]), line) for line in lines]

    def _look_at_some(self, broadcasts: list[tuple[int, str]]) -> None:
        """Ask for the first few, so that the first page has something to lead to."""
        for broadcast_id, _ in reversed(broadcasts[:SHOWN_AT_FIRST]):
            try:
                service.report(broadcast_id, _whole_life())
            except CallFireError as error:
                self.stderr.write(f"Broadcast {broadcast_id} could not be asked for: {error.kind}")
            seen.record_view(broadcast_id, _whole_life())

    def _say(self, port: int, broadcasts: list[tuple[int, str]]) -> None:
        self.stdout.write("\n".join(["", "Broadcasts in the simulator:"]))
        for _, line in broadcasts:
            self.stdout.write(f"  {line}")
        self.stdout.write(
            f"\nBroadcast Stats is at http://127.0.0.1:{port}/ \n"
            f"Sign in as {USER} with the password {PASSWORD}. Ctrl-C stops it.\n"
        )
        self.stdout.flush()


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    """End the wait; a second Ctrl-C must not disturb the stopping."""
    for number in ENDINGS:
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def _claim(port: int) -> None:
    """Say so at once where the port can't be had, before anything is started."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            why = "is in use" if error.errno == errno.EADDRINUSE else "can't be had"
            raise CommandError(f"Port {port} {why}. Choose another: make demo PORT=8001") from None


def _simulator_command() -> list[str]:
    address = urlsplit(settings.CALLFIRE_API_URL)
    anchor = Path(settings.DATABASES["default"]["NAME"]).with_name(ANCHOR)
    command = [sys.executable, "-m", "simulator", "--until-stdin-closes"]
    command += ["--port", str(address.port), "--anchor", anchor.read_text(encoding="ascii").strip()]
    command += ["--login", settings.CALLFIRE_API_LOGIN]
    command += ["--password", settings.CALLFIRE_API_PASSWORD]
    if settings.DEMO_NOW is not None:
        command += ["--now", settings.DEMO_NOW.astimezone(UTC).isoformat()]
    return command


def _site_command(port: int) -> list[str]:
    return [
        *(sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}"),
        *("--log-level", "warning", "dashboard.wsgi"),
    ]


def _collector_command() -> list[str]:
    return [sys.executable, "manage.py", "collect", "--every", str(COLLECT_SECONDS)]


def _whole_life() -> Period:
    return Period("all", None, None, zone.of_site())


@contextmanager
def _running(command: list[str], **options: Any) -> Iterator[subprocess.Popen[str]]:
    """A process in a session of its own, so that Ctrl-C reaches this one alone, which stops it."""
    with subprocess.Popen(
        command,
        cwd=settings.BASE_DIR,
        stdin=subprocess.PIPE,
        start_new_session=True,
        text=True,
        **options,
    ) as process:
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait_for(port: int, site: "subprocess.Popen[str]") -> None:
    """Wait until the site listens, or has ended."""
    for _ in range(START_SECONDS * 10):
        with socket.socket() as probe:
            if site.poll() is not None or probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise CommandError(f"The site did not answer within {START_SECONDS} s.")
