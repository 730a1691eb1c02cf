"""What can go wrong between this site and CallFire.

    CallFireError
        NotFound      not_found      404: no such broadcast in this account
        Credentials   credentials    401, or no API login and password are set
        Forbidden     forbidden      403: this login may not read the broadcast
        BadResponse   bad_response   3xx, 400, other 4xx, an error inside a 200, an unreadable body
        Insecure      insecure       TLS failed: nothing was asked
        RateLimited   rate_limited   429
        Unavailable   unavailable    5xx, or the connection failed or broke off
        Timeout       timeout        no whole answer within the deadline

Errors carry facts only. The sentence for a person is chosen in `dashboard.words`, the status of a
page in `dashboard.problems`; nothing that CallFire or a proxy wrote is ever kept in them.
"""

from datetime import datetime
from typing import Any, ClassVar, Literal

Kind = Literal[
    "not_found",
    "credentials",
    "forbidden",
    "bad_response",
    "insecure",
    "rate_limited",
    "unavailable",
    "timeout",
]


class CallFireError(Exception):
    """CallFire did not give an answer that can be used."""

    kind: ClassVar[Kind]
    # Whether kept figures may stand in for the answer, marked as stale (RFC 5861).
    kept_figures_stand_in: ClassVar[bool] = True

    def __init__(  # noqa: PLR0913 - all by name, each a fact of its own
        self,
        *,
        status: int | None = None,
        retryable: bool = False,
        retry_at: datetime | None = None,
        missing_settings: tuple[str, ...] = (),
        own_limit: int | None = None,
        is_paused: bool = False,
    ) -> None:
        """Keep the facts.

        status: the HTTP status of CallFire's answer, None where none came.
        retryable: whether the same question may be put again at once.
        retry_at: the aware instant from which CallFire will listen again, where it said so.
        missing_settings: the names of the settings without which nothing can be asked.
        own_limit: how many questions a minute this site allows itself, where that is the reason.
        is_paused: whether nothing was asked this time, since earlier questions failed.
        """
        super().__init__(self.kind, status)
        self.status = status
        self.retryable = retryable
        self.retry_at = retry_at
        self.missing_settings = missing_settings
        self.own_limit = own_limit
        self.is_paused = is_paused

    def facts(self) -> dict[str, Any]:
        """All that is known of it, as JSON can hold it; `from_facts` takes it back."""
        return {
            "kind": self.kind,
            "status": self.status,
            "retry_at": self.retry_at and self.retry_at.isoformat(),
            "missing_settings": list(self.missing_settings),
            "own_limit": self.own_limit,
            "is_paused": self.is_paused,
        }


class NotFound(CallFireError):
    """CallFire has no such broadcast in this account (404): kept figures would mislead."""

    kind = "not_found"
    kept_figures_stand_in = False


class Credentials(CallFireError):
    """CallFire refused the API login (401), or none is set (`missing_settings`)."""

    kind = "credentials"


class Forbidden(CallFireError):
    """The API login may not read this broadcast (403)."""

    kind = "forbidden"


class BadResponse(CallFireError):
    """An answer came that is no answer: another status, an error inside a 200, not the document."""

    kind = "bad_response"


class Insecure(CallFireError):
    """The TLS connection could not be trusted, so no login was sent."""

    kind = "insecure"


class RateLimited(CallFireError):
    """CallFire is busy and asked for fewer questions (429)."""

    kind = "rate_limited"


class Unavailable(CallFireError):
    """CallFire could not be reached, broke off, or failed (5xx)."""

    kind = "unavailable"


class Timeout(CallFireError):
    """No whole answer came within the deadline."""

    kind = "timeout"


_BY_KIND = {error.kind: error for error in CallFireError.__subclasses__()}


def from_facts(facts: dict[str, Any]) -> CallFireError:
    """The error whose `facts` these are. Raises KeyError where they are none."""
    retry_at = facts["retry_at"]
    return _BY_KIND[facts["kind"]](
        status=facts["status"],
        retry_at=retry_at and datetime.fromisoformat(retry_at),
        missing_settings=tuple(facts["missing_settings"]),
        own_limit=facts["own_limit"],
        is_paused=facts["is_paused"],
    )
