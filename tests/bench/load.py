"""How many requests a second a site answers, by wrk: cheap enough to leave the machine to the site.

wrk counts a redirect as an answer like any other, so that what an address answers is looked at
before and after, with the very same headers.
"""

import re
import subprocess
from collections.abc import Mapping
from typing import Final

import requests

from tests import debian

# Kept alive. Which process takes which is chance, and with few of them one process had nearly all
# in some rounds, so that the other's processor had nothing to do.
CONNECTIONS: Final = 64
_RATE: Final = re.compile(r"^Requests/sec:\s+([\d.]+)$", re.MULTILINE)
_WRONG: Final = re.compile(r"^\s*(?:Socket errors|Non-2xx or 3xx responses):.*$", re.MULTILINE)


class WrongAnswerError(Exception):
    """An address did not answer as it had to all the time, so that its rate means nothing."""


def requests_per_second(
    address: str, headers: Mapping[str, str], *, seconds: int, status: int = 200
) -> float:
    """The rate of one address. Raises WrongAnswerError, and MissingError without wrk."""
    debian.need("wrk", "wrk")
    command = [
        "wrk",
        "--threads=1",
        f"--connections={CONNECTIONS}",
        f"--duration={seconds}s",
        "--timeout=30s",
    ]
    command += [f"--header={name}: {value}" for name, value in headers.items()]
    _check(address, headers, status)
    done = subprocess.run([*command, address], capture_output=True, text=True, check=True)
    _check(address, headers, status)
    wrong, rate = _WRONG.search(done.stdout), _RATE.search(done.stdout)
    if wrong or not rate or not float(rate[1]):
        raise WrongAnswerError(f"{address}: {wrong[0].strip() if wrong else done.stdout}")
    return float(rate[1])


def _check(address: str, headers: Mapping[str, str], status: int) -> None:
    answer = requests.get(address, headers=dict(headers), timeout=60, allow_redirects=False)
    if answer.status_code != status:
        raise WrongAnswerError(f"{address}: {answer.status_code} instead of {status}")
