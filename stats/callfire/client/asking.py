"""One bounded question to CallFire: a GET that ends in bytes, or in an error of the tree.

It is asked by several threads at once over one pool of connections. Pauses, limits on how often
CallFire is asked and what is kept belong to the layers above.
"""

import logging
import random
import time
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlencode

import requests
import urllib3
from django.views.decorators.debug import sensitive_variables

from stats.callfire.client.connections import Adapter
from stats.callfire.client.deadline import Deadline, Limits, kept
from stats.callfire.client.retries import retry_at, wait_before_retry
from stats.callfire.client.translation import FOREIGN, error_of_status, translated
from stats.callfire.errors import BadResponse, CallFireError

log = logging.getLogger("stats.callfire")

_PIECE_BYTES: Final = 65536
_PAGE_BYTES: Final = 2**24  # of 1000 broadcasts, with the text of each message


class Client:
    """CallFire's REST API 1.1 for one API login. May be used by many threads at once."""

    # Whatever breaks in here or below, the login is in some variable: no error report shows them.
    @sensitive_variables()
    def __init__(  # noqa: PLR0913 - all by name, most of them for tests
        self,
        *,
        base_url: str,
        login: str,
        password: str,
        pool_size: int = 8,
        limits: Limits | None = None,
        ca_file: str | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        jitter: Callable[[float, float], float] = random.uniform,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Ask nothing yet.

        base_url: where `broadcast/…` hangs, checked by the settings (https, or loopback).
        pool_size: how many connections are kept open, as many as threads ask at once.
        ca_file: a PEM bundle to trust in place of certifi's.
        clock: monotonic seconds. sleep: waits so many seconds. jitter: a float between two.
        now: the aware instant, for Retry-After.
        """
        self._base_url = base_url.rstrip("/") + "/"
        # UTF-8 (RFC 7617): requests itself fails on what Latin-1 does not have.
        account = b64encode(f"{login}:{password}".encode()).decode("ascii")
        self._headers = {
            "Authorization": f"Basic {account}",
            "Accept": "application/xml, */*;q=0.1",
            "Accept-Encoding": "identity",
            "User-Agent": "broadcast-stats",
        }
        self._limits = limits or Limits()
        self._verify: bool | str = ca_file or True
        self._clock, self._sleep, self._jitter, self._now = clock, sleep, jitter, now
        # Not a Session: that one keeps cookies, and told not to follow a redirect it still reads
        # the redirect's body to its end, however long. Nor does an adapter read the environment.
        self._adapter = Adapter(pool_connections=1, pool_maxsize=pool_size)

    def broadcast_stats(
        self,
        broadcast_id: int,
        begin: datetime | None = None,
        end: datetime | None = None,
        *,
        seconds: float | None = None,
        admit: Callable[[], None] = lambda: None,
    ) -> bytes:
        """The GetBroadcastStats document of [begin, end), or of the whole life without them.

        Both are aware and at whole seconds, or both None; anything else is a ValueError. `seconds`
        and `admit` are those of `get`. Raises an error of the CallFireError tree.
        """
        if (begin is None) != (end is None):
            raise ValueError("an interval has a begin and an end, or neither")
        # Whether CallFire's end is inclusive is unknown: the first instant after the period is sent
        # (page GetBroadcastStats: IntervalBegin, IntervalEnd, xs:dateTime).
        first, last = (None if edge is None else _xs_datetime(edge) for edge in (begin, end))
        return self.get(
            f"broadcast/{broadcast_id:d}/stats",
            {"IntervalBegin": first, "IntervalEnd": last} if first and last else None,
            about={"broadcast": broadcast_id, "begin": first, "end": last},
            seconds=seconds,
            admit=admit,
        )

    def broadcast(
        self,
        broadcast_id: int,
        *,
        seconds: float | None = None,
        admit: Callable[[], None] = lambda: None,
    ) -> bytes:
        """The GetBroadcast document: what CallFire says of the broadcast itself.

        `seconds` and `admit` are those of `get`. Raises an error of the CallFireError tree.
        """
        return self.get(
            f"broadcast/{broadcast_id:d}",
            about={"broadcast": broadcast_id, "question": "GetBroadcast"},
            seconds=seconds,
            admit=admit,
        )

    def broadcasts(
        self,
        first: int,
        most: int,
        *,
        seconds: float | None = None,
        admit: Callable[[], None] = lambda: None,
    ) -> bytes:
        """The QueryBroadcasts document: at most `most` (1000) broadcasts from the `first`, from 0.

        `seconds` and `admit` are those of `get`. Raises an error of the CallFireError tree.
        """
        return self.get(
            "broadcast",
            {"MaxResults": f"{most:d}", "FirstResult": f"{first:d}"},
            about={"question": "QueryBroadcasts", "first": first},
            max_bytes=_PAGE_BYTES,
            seconds=seconds,
            admit=admit,
        )

    @sensitive_variables()
    def get(  # noqa: PLR0913 - all but the path by name
        self,
        path: str,
        params: Mapping[str, str] | None = None,
        *,
        about: Mapping[str, int | str | None],
        max_bytes: int | None = None,
        seconds: float | None = None,
        admit: Callable[[], None] = lambda: None,
    ) -> bytes:
        """The body of the answer to one GET below the base URL, within the limits.

        about: what is asked about, for the question's one line in the log: names that are neither
            that line's own (`_log`) nor an attribute of a LogRecord, and nothing secret.
        max_bytes: how long the answer may be, where that is not the limits' own.
        seconds: what is left of the limits in all, where the caller has waited already.
        admit: called before each try; it may raise an error of the tree to forbid it.
        Raises an error of the CallFireError tree, and nothing else.
        """
        question = path + ("?" + urlencode(params, safe=":") if params else "")
        started = self._clock()
        total = self._limits.total_seconds
        limits = replace(
            self._limits,
            total_seconds=min(total, total if seconds is None else seconds),
            max_bytes=max_bytes or self._limits.max_bytes,
        )
        admit()
        answer, tries = self._insist(question, Deadline(limits, self._clock), admit)
        _log(about, answer, tries, self._clock() - started)
        if isinstance(answer, CallFireError):
            raise answer
        return answer

    def _insist(
        self, question: str, deadline: Deadline, admit: Callable[[], None]
    ) -> tuple[bytes | CallFireError, int]:
        """The last answer, and how many tries it took; the first one is admitted already."""
        tries = 0
        while True:
            tries += 1
            answer = self._ask(question, deadline)
            if isinstance(answer, bytes) or tries > self._limits.retries:
                return answer, tries
            wait = wait_before_retry(answer, deadline, self._jitter, self._now)
            if wait is None:
                return answer, tries
            self._sleep(wait)
            try:
                admit()
            except CallFireError:
                return answer, tries

    def _ask(self, question: str, deadline: Deadline) -> bytes | CallFireError:
        """One try; an error is returned, so that none is raised while a foreign one is handled.

        Chained to ours, a foreign error would bring the request along, and with it the login.
        """
        try:
            with kept(deadline):
                request = requests.Request("GET", self._base_url + question, self._headers)
                waits = (self._limits.connect_seconds, self._limits.gap_seconds)
                response = self._adapter.send(
                    request.prepare(), stream=True, timeout=waits, verify=self._verify
                )
                with response:
                    return self._read(response.raw, deadline.limits.max_bytes)
        except FOREIGN as foreign:
            return translated(foreign)

    def _read(self, raw: urllib3.HTTPResponse, max_bytes: int) -> bytes | CallFireError:
        if raw.status != 200:
            told = retry_at(raw.headers.get("Retry-After"), self._now())
            return error_of_status(raw.status, told)
        unreadable = BadResponse(status=200)
        # Identity was asked for. Gzip is common enough to be read all the same, piece by piece.
        if raw.headers.get("Content-Encoding", "identity").lower() not in ("identity", "gzip"):
            return unreadable
        if (raw.length_remaining or 0) > max_bytes:
            return unreadable
        body = bytearray()
        while piece := raw.read1(_PIECE_BYTES, decode_content=True):
            body += piece
            if len(body) > max_bytes:
                return unreadable
        return bytes(body)

    def close(self) -> None:
        """Close the pool's idle connections."""
        self._adapter.close()


def _xs_datetime(edge: datetime) -> str:
    if edge.tzinfo is None or edge.microsecond:
        raise ValueError("an edge of an interval is aware and at a whole second")
    return edge.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def _log(
    about: Mapping[str, int | str | None],
    answer: bytes | CallFireError,
    tries: int,
    seconds: float,
) -> None:
    """One line a question: what it was about, and what came of it.

    status: of CallFire's last answer, None where none came. bytes: of a body that was taken.
    kind: that of the problem, None where there was none.
    """
    failed = answer if isinstance(answer, CallFireError) else None
    said = {
        "status": failed.status if failed else 200,
        "milliseconds": round(seconds * 1000),
        "bytes": 0 if isinstance(answer, CallFireError) else len(answer),
        "tries": tries,
        "kind": failed and failed.kind,
    }
    log.log(logging.WARNING if failed else logging.INFO, "asked", extra={**about, **said})
