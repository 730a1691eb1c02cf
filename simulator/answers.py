"""What the simulator says: XML as on CallFire's pages, written by hand.

CallFire's PHP SDK looks for the literal prefix `r:`, and every document declares itself standalone,
as CallFire's do. Children stand in the order of CallFire's schema.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import formatdate
from html import escape
from http import HTTPStatus
from typing import Final

from simulator import instants
from simulator.history import Figures, History, Standing

_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NAMESPACES: Final = (
    'xmlns="http://api.callfire.com/data" xmlns:r="http://api.callfire.com/resource"'
)
_CONFIGS: Final = {
    "VOICE": "VoiceBroadcastConfig",
    "IVR": "IvrBroadcastConfig",
    "TEXT": "TextBroadcastConfig",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer before it is sent."""

    status: int
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()
    content_type: str = "application/xml;charset=UTF-8"

    def head(self, *, length: int | None, close: bool) -> bytes:
        """Give the status line and headers; a length of None announces none."""
        lines = [
            f"HTTP/1.1 {self.status} {HTTPStatus(self.status).phrase}",
            f"Date: {formatdate(usegmt=True)}",
            f"Content-Type: {self.content_type}",
            *(f"{name}: {value}" for name, value in self.headers),
        ]
        if length is not None:
            lines.append(f"Content-Length: {length}")
        if close:
            lines.append("Connection: close")
        return "\r\n".join([*lines, "", ""]).encode("latin-1")

    def encoded(self, *, close: bool, with_body: bool = True) -> bytes:
        """Give the whole answer; HEAD gets it without the body."""
        head = self.head(length=len(self.body), close=close)
        return head + self.body if with_body else head


def stats(figures: Figures, standing: Standing) -> Answer:
    """GetBroadcastStats; a ResultStat only for a result that occurred in the interval."""
    results = [
        f"<ResultStat><Result>{escape(result.name)}</Result><Attempts>{result.attempts}</Attempts>"
        f"<Actions>{result.actions}</Actions></ResultStat>"
        for result in figures.results
    ]
    return _resource(
        [
            "<BroadcastStats>",
            f"<UsageStats><Duration>{figures.duration_seconds}</Duration>"
            f"<BilledDuration>{figures.billed_seconds}</BilledDuration>"
            f"<BilledAmount>{java_float(figures.credits)}</BilledAmount>"
            f"<Attempts>{figures.attempts}</Attempts>"
            f"<Actions>{figures.actions}</Actions></UsageStats>",
            *results,
            f"<ActionStatistics><Unattempted>{standing.unattempted}</Unattempted>"
            f"<RetryWait>{standing.retry_wait}</RetryWait>"
            f"<Finished>{standing.finished}</Finished></ActionStatistics>",
            "</BroadcastStats>",
        ]
    )


def broadcast(history: History, now: int) -> Answer:
    """GetBroadcast."""
    return _resource([_broadcast(history, now)])


def broadcasts(page: Iterable[History], total: int, now: int) -> Answer:
    """QueryBroadcasts: one page of the `total` broadcasts that match."""
    lines = [_broadcast(history, now) for history in page]
    return _document("ResourceList", lines, f' totalResults="{total}"')


def refusal(status: int, message: str, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
    """Give a ResourceException, as CallFire writes its errors."""
    lines = [f"<r:HttpStatus>{status}</r:HttpStatus>", f"<r:Message>{escape(message)}</r:Message>"]
    body = _document("ResourceException", lines).body
    return Answer(status, body, headers)


def java_float(ten_thousandths: int) -> str:
    """Write an exact amount as Java writes a float: 0.0, 871.45, and 1.2345678E7 from 10^7 on.

    Only the form is Java's: every digit is kept. Amounts are not negative.
    """
    whole, part = divmod(ten_thousandths, 10_000)
    decimals = f"{part:04}".rstrip("0") or "0"
    if whole >= 10_000_000:
        digits = str(whole)
        mantissa = (digits[1:] + decimals).rstrip("0") or "0"
        return f"{digits[0]}.{mantissa}E{len(digits) - 1}"
    if 0 < ten_thousandths < 10:  # below a thousandth
        return f"{ten_thousandths}.0E-4"
    return f"{whole}.{decimals}"


def _resource(lines: list[str]) -> Answer:
    return _document("Resource", lines)


def _document(root: str, lines: list[str], attributes: str = "") -> Answer:
    opening = f"<r:{root} {_NAMESPACES}{attributes}>"
    return Answer(200, (_DECLARATION + "\n".join([opening, *lines, f"</r:{root}>"])).encode())


def _broadcast(history: History, now: int) -> str:
    campaign = history.campaign
    status, changed_at = history.status(now)
    labels = "".join(f"<Label><Name>{escape(label)}</Name></Label>" for label in campaign.labels)
    return (
        f'<Broadcast id="{campaign.id}"><Name>{escape(campaign.name)}</Name>'
        f"<Status>{status}</Status><LastModified>{instants.write(changed_at)}</LastModified>"
        f"<Type>{campaign.type}</Type>{labels}{_config(history)}</Broadcast>"
    )


def _config(history: History) -> str:
    campaign, name = history.campaign, _CONFIGS[history.campaign.type]
    begin, end = history.daily_hours
    return (
        f"<{name}><Created>{instants.write(history.created_at)}</Created>"
        f"<FromNumber>{campaign.from_number}</FromNumber>"
        f"<LocalTimeZoneRestriction><BeginTime>{begin}</BeginTime><EndTime>{end}</EndTime>"
        "</LocalTimeZoneRestriction>"
        f"<RetryConfig><MaxAttempts>{campaign.retry.max_attempts}</MaxAttempts>"
        f"<MinutesBetweenAttempts>{campaign.retry.minutes_between}</MinutesBetweenAttempts>"
        f"<RetryResults>{' '.join(campaign.retry.results)}</RetryResults></RetryConfig></{name}>"
    )
