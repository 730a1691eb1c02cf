"""From one request to its answer, without a socket: paths, parameters, login and refusals."""

import re
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest
from typing import Final
from urllib.parse import parse_qs, unquote

from simulator import answers, instants
from simulator.answers import Answer
from simulator.campaign import Campaign
from simulator.history import History, history_of

BASE: Final = "/api/1.1/rest/"
_PREFIX: Final = re.compile(r"/(at|fault)/([^/]+)(?=/)")
_MAX_RESULTS: Final = 1000  # "limited to 1000 (default: 1000)": more is taken as 1000
_INTEGER: Final = re.compile(r"\d{1,19}", re.ASCII)
_BOOLEANS: Final = {"true": True, "1": True, "false": False, "0": False}  # as xs:boolean


class RefusedError(Exception):
    """The request is refused: the status and the message of the ResourceException."""

    def __init__(
        self, status: int, message: str, headers: tuple[tuple[str, str], ...] = ()
    ) -> None:
        super().__init__(status, message)
        self.answer = answers.refusal(status, message, headers)


@dataclass(frozen=True, slots=True)
class Address:
    """A request's target, taken apart.

    path: from the host on, without the prefixes that set a clock or a fault.
    query: each parameter's first value, decoded.
    at: the clock of this request in epoch seconds, None for the simulator's own.
    fault: the name of this request's fault, as it was written.
    """

    path: str
    query: dict[str, str]
    at: int | None = None
    fault: str | None = None


def address(target: str) -> Address:
    """Take a target apart into the prefixes `/at/<instant>` and `/fault/<name>`, and the rest.

    Raises RefusedError where the instant of `/at/` is malformed.
    """
    path, _, query = target.partition("?")
    prefixes: dict[str, str] = {}
    while match := _PREFIX.match(path):
        prefixes[match[1]] = unquote(match[2])
        path = path[match.end() :]
    at = prefixes.get("at")
    return Address(
        path=unquote(path),
        query={name: values[0] for name, values in parse_qs(query, keep_blank_values=True).items()},
        at=None if at is None else _instant("at", at),
        fault=prefixes.get("fault"),
    )


@dataclass(frozen=True, slots=True)
class Account:
    """What a login can see: campaigns hung on an anchor (aware, whole seconds)."""

    login: str
    password: str
    anchor: datetime
    campaigns: Sequence[Campaign]

    def history(self, broadcast_id: int) -> History:
        """Give the broadcast's history; RefusedError (404) where there is no such broadcast."""
        for campaign in self.campaigns:
            if campaign.id == broadcast_id:
                return history_of(campaign, self.anchor)
        raise RefusedError(404, f"Broadcast {broadcast_id} not found")

    def histories(self) -> list[History]:
        """Give the histories of all broadcasts."""
        return [history_of(campaign, self.anchor) for campaign in self.campaigns]

    def admits(self, authorization: str | None) -> bool:
        """Whether an Authorization header carries this login and password (HTTP Basic, UTF-8)."""
        scheme, _, given = (authorization or "").partition(" ")
        expected = b64encode(f"{self.login}:{self.password}".encode())
        same = compare_digest(given.strip().encode("utf-8", "replace"), expected)
        return scheme.lower() == "basic" and same


def answer(
    account: Account, method: str, where: Address, authorization: str | None, now: int
) -> Answer:
    """Answer one request as CallFire would at `now` (epoch seconds)."""
    try:
        _admit(account, authorization)
        respond, arguments = _route(method, where.path)
        return respond(account, *arguments, where.query, now)
    except RefusedError as refused:
        return refused.answer


def _admit(account: Account, authorization: str | None) -> None:
    if not account.admits(authorization):
        challenge = ("WWW-Authenticate", 'Basic realm="CallFire API"')
        raise RefusedError(401, "API login or password is missing or wrong", (challenge,))


def _route(method: str, path: str) -> tuple[Callable[..., Answer], tuple[str, ...]]:
    for pattern, respond in _ROUTES:
        if match := pattern.fullmatch(path):
            if method not in ("GET", "HEAD"):
                raise RefusedError(405, f"{method} is not allowed here", (("Allow", "GET, HEAD"),))
            return respond, match.groups()
    raise RefusedError(404, "There is nothing at this address")


def _stats(account: Account, written: str, query: dict[str, str], now: int) -> Answer:
    begin, end = (
        _instant(name, query[name]) if name in query else None
        for name in ("IntervalBegin", "IntervalEnd")
    )
    history = account.history(_integer("Id", written))
    # Whether CallFire limits ActionStatistics to the interval is unknown: here they are as of now.
    return answers.stats(history.figures(begin, end, now), history.standing(now))


def _broadcast(account: Account, written: str, _query: dict[str, str], now: int) -> Answer:
    return answers.broadcast(account.history(_integer("Id", written)), now)


def _broadcasts(account: Account, query: dict[str, str], now: int) -> Answer:
    first = _integer("FirstResult", query.get("FirstResult", "0"))
    most = min(_integer("MaxResults", query.get("MaxResults", str(_MAX_RESULTS))), _MAX_RESULTS)
    types = query.get("Type", "VOICE IVR TEXT").split()
    if unknown := set(types) - {"VOICE", "IVR", "TEXT"}:
        raise RefusedError(400, f"Type has no value {min(unknown)}")
    running = query.get("Running")
    if running is not None and running not in _BOOLEANS:
        raise RefusedError(400, "Running is not a boolean")
    # CallFire's order is unknown; the newest comes first here.
    found = [
        history
        for history in sorted(account.histories(), key=lambda one: -one.created_at)
        if history.campaign.type in types
        and query.get("LabelName") in (None, *history.campaign.labels)
        and (running is None or _BOOLEANS[running] == (history.status(now)[0] == "RUNNING"))
    ]
    return answers.broadcasts(found[first : first + most], len(found), now)


_ROUTES: Final[tuple[tuple[re.Pattern[str], Callable[..., Answer]], ...]] = (
    (re.compile(re.escape(BASE) + "broadcast"), _broadcasts),
    (re.compile(re.escape(BASE) + "broadcast/([^/]+)"), _broadcast),
    (re.compile(re.escape(BASE) + "broadcast/([^/]+)/stats"), _stats),
)


def _instant(name: str, written: str) -> int:
    try:
        return instants.parse(written)
    except ValueError:
        raise RefusedError(400, f"{name} is not a valid dateTime") from None


def _integer(name: str, written: str) -> int:
    """Read a non-negative xs:long."""
    if not _INTEGER.fullmatch(written) or int(written) >= 2**63:
        raise RefusedError(400, f"{name} is not a valid number")
    return int(written)
