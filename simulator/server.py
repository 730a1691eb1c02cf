"""The simulator: an account's campaigns, a clock and faults, answering on a port.

In a test: `with running(now=...) as simulator:`, and `simulator.url` is the base for a client.
"""

import threading
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Self

from simulator import faults, instants, rest
from simulator.answers import Answer, refusal
from simulator.campaign import Campaign
from simulator.campaigns import CAMPAIGNS
from simulator.faults import Fault
from simulator.history import History
from simulator.listener import Listener, Request
from simulator.rest import Account
from simulator.wire import Wire

ANCHOR_BEFORE: Final = timedelta(hours=5)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it came, without its login.

    path and query are without the prefixes that set clock and fault; `at` is the clock it was
    answered by, in epoch seconds; `fault` the name of the fault it met.
    """

    method: str
    path: str
    query: dict[str, str]
    at: int
    fault: str | None


class Simulator:
    """A CallFire account over HTTP, while the `with` block lasts.

    These may be set at any time; a request under way keeps what it began with.
    now: the aware instant the clock stands at, None for the real time.
    fault: the name of the fault that every request meets, None for none.
    next_faults: names (None for none) that the next requests meet first, one each, oldest first.
    latency: seconds that pass before each answer.
    drip_seconds: seconds between two bytes of the dripping faults.

    requests: everything asked so far, oldest first; clear() it as you like.
    """

    def __init__(  # noqa: PLR0913 - a keyword for each setting
        self,
        *,
        login: str = "demo",
        password: str = "demo",  # noqa: S107 - there are only invented figures behind it
        anchor: datetime | None = None,
        now: datetime | None = None,
        fault: str | None = None,
        latency: float = 0.0,
        drip_seconds: float = 0.5,
        campaigns: Sequence[Campaign] = CAMPAIGNS,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        """Listen at once (port 0 takes any free one); `start` begins to answer.

        anchor: the aware instant that all campaigns hang on, by default five hours before now.
        Raises OSError where the port is taken, ValueError for an unknown fault.
        """
        anchor = anchor or (now or datetime.now(UTC)) - ANCHOR_BEFORE
        anchor = anchor.astimezone(UTC).replace(microsecond=0)
        self.account = Account(login, password, anchor, campaigns)
        self.now, self.latency, self.drip_seconds = now, latency, drip_seconds
        self.fault = fault
        self.next_faults: deque[str | None] = deque()
        self.requests: list[Asked] = []
        self._asked = threading.Condition()
        self._host = host
        self._listener = Listener((host, port), self._respond)
        self._thread = threading.Thread(
            target=self._listener.serve_forever, args=(0.05,), name="simulator", daemon=True
        )

    @property
    def fault(self) -> str | None:
        """The fault that every request meets; setting an unknown name raises ValueError."""
        return self._fault

    @fault.setter
    def fault(self, name: str | None) -> None:
        if name is not None:
            faults.named(name)
        self._fault = name

    @property
    def anchor(self) -> datetime:
        """The instant that all campaigns hang on, in UTC."""
        return self.account.anchor

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._listener.server_address[1])

    @property
    def url(self) -> str:
        """The base that a client takes: http://127.0.0.1:PORT/api/1.1/rest/."""
        return self.url_for()

    def url_for(self, *, at: datetime | None = None, fault: str | None = None) -> str:
        """Give a base whose requests have a clock or a fault of their own."""
        prefix = "" if at is None else f"/at/{instants.write(instants.of(at))}"
        prefix += "" if fault is None else f"/fault/{fault}"
        return f"http://{self._host}:{self.port}{prefix}{rest.BASE}"

    def clock(self) -> int:
        """Tell the simulator's time in epoch seconds."""
        return instants.of(self.now or datetime.now(UTC))

    def history(self, broadcast_id: int) -> History:
        """Give the truth behind a broadcast: its events and sums. Raises KeyError if unknown."""
        try:
            return self.account.history(broadcast_id)
        except rest.RefusedError:
            raise KeyError(broadcast_id) from None

    def wait_for(self, count: int, *, seconds: float = 20) -> None:
        """Wait until so many requests have come; TimeoutError where they don't in time."""
        with self._asked:
            if not self._asked.wait_for(lambda: len(self.requests) >= count, seconds):
                raise TimeoutError(f"{len(self.requests)} of {count} requests came")

    def start(self) -> None:
        """Answer requests, in threads of its own."""
        self._thread.start()

    def close(self) -> None:
        """Stop answering, break off what is under way, and wait for it to end."""
        self._listener.closing.set()
        if self._thread.is_alive():
            self._listener.shutdown()
            self._thread.join()
        self._listener.break_off()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_problem: object) -> None:
        self.close()

    def _respond(self, request: Request, wire: Wire) -> bool:
        """Send what the request gets; whether the connection may be kept."""
        answer, fault = self._consider(request)
        wire.wait(self.latency)
        if fault and fault.break_off:
            wire.drip_seconds = self.drip_seconds
            fault.break_off(wire, answer)
            return False
        if fault and fault.alter:
            answer = fault.alter(answer)
        wire.send(answer.encoded(close=request.closes, with_body=request.method != "HEAD"))
        return True

    def _consider(self, request: Request) -> tuple[Answer, Fault | None]:
        """Note the request and give its right answer, and the fault it meets."""
        try:
            where = rest.address(request.target)
            name = where.fault or self._next_fault()
            fault = None if name is None else faults.named(name)
        except rest.RefusedError as refused:
            return refused.answer, None
        except ValueError as unknown:
            return refusal(400, str(unknown)), None
        now = self.clock() if where.at is None else where.at
        with self._asked:
            self.requests.append(Asked(request.method, where.path, where.query, now, name))
            self._asked.notify_all()
        answer = rest.answer(self.account, request.method, where, request.authorization, now)
        return answer, fault

    def _next_fault(self) -> str | None:
        with suppress(IndexError):
            return self.next_faults.popleft()
        return self.fault


running: Final = Simulator  # reads well in a `with`
