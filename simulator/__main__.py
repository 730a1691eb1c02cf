"""`python -m simulator`: a CallFire to try clients against, on a loopback port."""

import argparse
import os
import signal
import sys
import threading
from datetime import datetime
from types import FrameType

from simulator import instants
from simulator.faults import FAULTS
from simulator.rest import Account
from simulator.server import Simulator


def _instant(text: str) -> datetime:
    try:
        instant = instants.aware(instants.parse(text))
    except (ValueError, OverflowError):
        raise argparse.ArgumentTypeError(f"{text!r} is not like 2026-11-23T17:30:00Z") from None
    if not 2000 <= instant.year <= 2100:
        raise argparse.ArgumentTypeError("the year must be 2000 to 2100")
    return instant


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 <= seconds < float("inf"):
        raise ValueError(text)
    return seconds


def _parser() -> argparse.ArgumentParser:
    width = max(map(len, FAULTS))
    parser = argparse.ArgumentParser(
        prog="python -m simulator",
        description=(
            "A stand-in for CallFire's REST API 1.1 with a dozen invented broadcasts. A path that "
            "begins /at/<instant> or /fault/<name>, or both, before /api/1.1/rest/ sets the clock "
            "or a fault for that request alone."
        ),
        epilog="faults:\n"
        + "\n".join(f"  {name:{width}}  {fault.says}" for name, fault in FAULTS.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--host", default="127.0.0.1", help="the address to listen on (%(default)s)")
    add("--port", type=int, default=0, help="0, the default, takes any free one")
    add("--login", default="demo", help="the API login (%(default)s)")
    add("--password", default="demo", help="the API password (%(default)s)")
    add("--anchor", type=_instant, metavar="INSTANT", help="what all campaigns hang on (5 h ago)")
    add("--now", type=_instant, metavar="INSTANT", help="have the clock stand still there")
    add("--latency", type=_seconds, default=0.0, metavar="SECONDS", help="before each answer")
    add("--fault", choices=FAULTS, metavar="NAME", help="what every request meets; see below")
    add("--until-stdin-closes", action="store_true", help="also end at the end of standard input")
    return parser


def _end_with_stdin(ending: threading.Event) -> None:
    """Set the event at the end of standard input, so that a dead parent leaves nothing behind."""

    def read() -> None:
        # Not sys.stdin: its lock, held by a reading thread, would hinder the interpreter's end.
        while os.read(0, 4096):
            pass
        ending.set()

    threading.Thread(target=read, name="stdin", daemon=True).start()


def _introduce(simulator: Simulator) -> None:
    """Print the address, then a line for each broadcast, then an empty one: that was all."""
    print(f"CallFire simulator on {simulator.url}", flush=True)
    for line in _lines(simulator.account, simulator.clock()):
        print(line)
    print(flush=True)


def _lines(account: Account, now: int) -> list[str]:
    return [
        f"{one.campaign.id:<12} {one.campaign.type:<6} {one.status(now)[0]:<14} {one.campaign.name}"
        for one in account.histories()
    ]


def main() -> None:
    """Serve until Ctrl-C, SIGTERM or, where asked for, the end of standard input."""
    ending = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        ending.set()

    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, end)  # also where a shell started it with SIGINT ignored
    settings = vars(_parser().parse_args())
    if settings.pop("until_stdin_closes"):
        _end_with_stdin(ending)
    try:
        simulator = Simulator(**settings)
    except (OSError, OverflowError) as problem:
        sys.exit(f"Cannot listen on {settings['host']}:{settings['port']}: {problem}")
    simulator.start()
    try:
        _introduce(simulator)
        ending.wait()
    except BrokenPipeError:  # whoever read the lines has gone, and nobody will know the port
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    finally:
        simulator.close()


if __name__ == "__main__":
    main()
